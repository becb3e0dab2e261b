/* SPDX-License-Identifier: MIT */
/* Test builds only: what maillab knows of one field is broken on purpose, to show that a comparison
 * tells. */
#pragma once

#include "compare/fields.h"

typedef struct Broken Broken;

/* The facts that answer `row` are to be broken. */
Broken *broken_new(const FieldRow *row);
void broken_free(Broken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Broken, broken_free)

/* What `row` gets to see of a fact: the fact itself unless it is the broken row; NULL: nothing.
 * Lent until broken_free(). */
const Fact *broken_see(Broken *self, const FieldRow *row, const Fact *fact);
