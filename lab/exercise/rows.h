/* SPDX-License-Identifier: MIT */
/* Records -> the rows of a conversation with one field blanked, or shuffled: exercises that any
 * capture yields. The seed says which row is blanked, and how they are shuffled. */
#pragma once

#include "exercise/exercise.h"

#define ROWS_MAX 400u      /* of a conversation, kept for blanks */
#define ROWS_ORDER_MAX 20u /* to be put in order */

typedef struct Rows Rows;

/* For a step that is BLANK or ORDER; both lent. */
Rows *rows_new(const ExerciseStep *step, const Seed *seed);
void rows_free(Rows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rows, rows_free)

void rows_push(Rows *self, const Record *record);

/* What the student sees: lines, each ended by a line end. Free with g_free(). */
char *rows_text(const Rows *self);
/* The right answer ("250", "C A B"); NULL: the records have no such row. Free with g_free(). */
char *rows_fact(const Rows *self);
/* Is it? `remark` (may be NULL): of an order, how far it is right; free with g_free(). */
gboolean rows_is_right(const Rows *self, const char *given, char **remark);
