/* SPDX-License-Identifier: MIT */
/* A fact -> the same fact with another value; where only its presence counts, no fact. */
#include "compare/broken.h"

#include <string.h>

static const char other_value[] = "broken on purpose";

struct Broken {
    const FieldRow *row;
    GPtrArray *facts; /* of Fact: what was handed out */
};

Broken *broken_new(const FieldRow *row) {
    Broken *self = g_new0(Broken, 1);
    self->row = row;
    self->facts = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void broken_free(Broken *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->facts);
    g_free(self);
}

const Fact *broken_see(Broken *self, const FieldRow *row, const Fact *fact) {
    if (self == NULL || row != self->row)
        return fact;
    if (row->compare == FIELD_PRESENCE)
        return NULL;
    Fact *other = g_memdup2(fact, sizeof *fact);
    other->number += 1000000;
    if (other->value != NULL) {
        gboolean is_number = row->compare == FIELD_NUMBER || row->compare == FIELD_PLACE;
        other->value = is_number ? "999" : other_value;
        other->length = strlen(other->value);
    }
    g_ptr_array_add(self->facts, other);
    return other;
}
