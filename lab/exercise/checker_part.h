/* SPDX-License-Identifier: MIT */
/* What a checker keeps; between checker.c, which takes records and answers, and checker_result.c,
 * which says how the steps stand. */
#pragma once

#include "exercise/checker.h"
#include "exercise/rows.h"

/* A step, a prediction or a mistake. */
typedef struct {
    const ExerciseStep *step;   /* NULL: a mistake */
    const Predicate *facts;     /* or NULL */
    guint after;                /* index of the part before it; G_MAXUINT: none */
    guint count;                /* matches in all conversations */
    AnswerGathering *gathering; /* of a question; or NULL */
    Rows *rows;                 /* BLANK, ORDER; or NULL */
    Frames *frames, *selection; /* FILTER: wanted, and selected; or NULL */
    char *answer, *fact;        /* given; known from before; or NULL */
    char *near;                 /* the words of the record that came nearest; or NULL */
    guint nearness;
    gboolean was_early; /* it happened, but before the step that it should come after */
    gboolean was_done;  /* an act, in an earlier session */
} CheckPart;

/* One conversation, how far it is with each part. */
typedef struct {
    PredicateProgress *progress, *early; /* early: of what comes before its turn */
    guint *counts;
    guint64 began; /* order of appearance */
} CheckConversation;

struct Checker {
    const Exercise *exercise;
    CheckPart *parts; /* steps, then predictions, then mistakes */
    guint n_parts, n_steps, n_predictions;
    GHashTable *conversations; /* record_conversation() -> CheckConversation */
    guint64 n_records;
    char *last; /* the words of the last reply or transition; or NULL */
};

CheckPart *checker_part(Checker *self, const ExerciseStep *step);
/* The conversation that is nearest to the end of the exercise; NULL: none, or they all count. */
const CheckConversation *checker_best(const Checker *self);
/* How often a part has matched, where it counts. */
guint checker_count(const Checker *self, const CheckConversation *best, guint part);
/* Is an act done, given that count? WANT_NONE is as long as nothing happens. */
gboolean checker_act_is_fulfilled(const ExerciseStep *step, guint count);
/* Are all acts done that ask for something to happen? */
gboolean checker_acts_happened(const Checker *self);
