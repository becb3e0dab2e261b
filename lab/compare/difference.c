/* SPDX-License-Identifier: MIT */
/* Questions that rules ask about what surrounds a difference. */
#include "compare/difference.h"

#include <string.h>

const PdmlField *difference_shown(const Difference *self, const char *name) {
    for (guint i = 0; self->shown != NULL && i < self->shown->fields->len; i++) {
        const PdmlField *field = &g_array_index(self->shown->fields, PdmlField, i);
        if (strcmp(field->row->name, name) == 0)
            return field;
    }
    return NULL;
}

const Fact *difference_known(const Difference *self, FactKind kind) {
    guint n;
    const Fact *facts = fact_store_frame(self->store, self->frame, &n);
    for (guint i = 0; i < n; i++) {
        if (facts[i].kind == kind)
            return &facts[i];
    }
    return NULL;
}

const char *difference_ours(const Difference *self, gsize *length) {
    *length = self->ours == NULL ? 0 : MIN(self->ours->length, FACT_VALUE_MAX);
    return self->ours == NULL ? NULL : self->ours->value;
}

const char *difference_theirs(const Difference *self, gsize *length) {
    *length = self->theirs == NULL ? 0 : self->theirs->value_length;
    return self->theirs == NULL ? NULL : pdml_value(self->shown, self->theirs);
}
