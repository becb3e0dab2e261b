/* SPDX-License-Identifier: MIT */
/* What a teacher writes of the records that count -> which records do. The grammar stands in
 * exercises/README.md and above the parser. */
#pragma once

#include "exercise/record.h"

#define PREDICATE_CHOICES_MAX 16u
#define PREDICATE_EVENTS_MAX 16u /* joined by "then" */
#define PREDICATE_TESTS_MAX 16u  /* of one record */

typedef struct Predicate Predicate;

/* NULL with a sentence that says what is wrong and where. */
Predicate *predicate_parse(const char *text, GError **error);
void predicate_free(Predicate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Predicate, predicate_free)

/* How far the sequences ("A then B") of a predicate have come in one conversation. */
typedef struct {
    guint8 at[PREDICATE_CHOICES_MAX];
} PredicateProgress;

/* Shows the next record of a conversation. TRUE: it completes a match (after which the sequence
 * begins again). */
gboolean predicate_push(const Predicate *self, PredicateProgress *progress, const Record *record);

/* How near a record comes to the predicate: 0 another type, else 1 + the tests that hold, of the
 * best of the record patterns. For the sentence that says what was there instead. */
guint predicate_nearness(const Predicate *self, const Record *record);
