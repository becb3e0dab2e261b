/* SPDX-License-Identifier: MIT */
/* How often something was wrong, and where first: what decoders keep instead of a list. */
#pragma once

#include <glib.h>

typedef struct {
    guint64 first; /* offset of the first occurrence; only if count is not 0 */
    guint64 count;
} OctetFault;

static inline void octet_fault_add(OctetFault *self, guint64 offset) {
    if (self->count++ == 0) {
        self->first = offset;
    }
}

/* Counts those of `other` too; `other` lies behind what `self` has seen. */
static inline void octet_fault_join(OctetFault *self, const OctetFault *other) {
    if (self->count == 0) {
        self->first = other->first;
    }
    self->count += other->count;
}
