/* SPDX-License-Identifier: MIT */
/* Facts and frames of Wireshark, side by side: field by field, in the order of their octets. */
#pragma once

#include "compare/causes.h"

typedef struct {
    guint64 agreed; /* both say the same */
    guint64 kinds[N_DIFFERENCE_KINDS];
    guint64 explained; /* differences with a known cause */
    guint64 unexplained;
    guint64 unanswered; /* fields that the table leaves unanswered */
    guint64 left_out;   /* fields of Wireshark's beyond what one packet may have */
} CompareCount;

/* Told of each difference; `cause` NULL: not explained. */
typedef void (*CompareTell)(gpointer user, const Difference *difference, const Cause *cause);

/* Told of each field that was held against ours: for tables by field. Differences come with their
 * kind, agreement as N_DIFFERENCE_KINDS. May be NULL. */
typedef void (*CompareCounted)(gpointer user, const FieldRow *row, DifferenceKind kind);

typedef struct Compare Compare;

/* `store` is sealed and outlives it. */
Compare *compare_new(const FactStore *store, CompareTell tell, CompareCounted counted,
                     gpointer user);
void compare_free(Compare *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Compare, compare_free)

/* For tests: from now on the facts that answer `row` are wrong. */
void compare_break(Compare *self, const FieldRow *row);

/* The next frame; a PdmlTake. */
void compare_frame(gpointer user, const PdmlFrame *frame);

/* Facts behind the last frame are told. */
void compare_finish(Compare *self, CompareCount *count);

/* Does our value answer theirs? For tests. */
gboolean compare_values(const FieldRow *row, const Fact *ours, const PdmlFrame *frame,
                        const PdmlField *theirs);
