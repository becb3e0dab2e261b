/* SPDX-License-Identifier: MIT */
/* What all stores share: freeing. It knows no store. */
#include "session/store.h"

void store_free(Store *self) {
    if (self != NULL)
        self->klass->free(self);
}

void store_changes_free(StoreChanges *self) {
    if (self == NULL)
        return;
    if (self->expunged != NULL)
        g_array_unref(self->expunged);
    if (self->flags != NULL)
        g_array_unref(self->flags);
    g_free(self);
}
