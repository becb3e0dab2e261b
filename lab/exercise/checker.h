/* SPDX-License-Identifier: MIT */
/* Records and answers -> which steps of an exercise are right, which are not, and why: features,
 * never transcripts. It reads no file and prints nothing. */
#pragma once

#include "exercise/exercise.h"
#include "exercise/frames.h"

#define CHECKER_CONVERSATIONS_MAX 10000u /* later ones are not looked at */

typedef enum {
    CHECK_OPEN, /* not answered, nothing of the kind seen yet */
    CHECK_RIGHT,
    CHECK_WRONG,
} CheckState;

typedef struct {
    const ExerciseStep *step;
    CheckState state;
    char *sentence;                 /* what a student is told */
    char *expected;                 /* or NULL */
    char *actual;                   /* what was there instead; or NULL */
    const char *rfc;                /* or NULL; lent from the exercise */
    const ExerciseMistake *mistake; /* the one that was recognized; or NULL */
} CheckResult;

void check_result_free(CheckResult *self);

typedef struct Checker Checker;

/* `exercise` is lent. */
Checker *checker_new(const Exercise *exercise);
void checker_free(Checker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Checker, checker_free)

/* The next record; a RecordFunction, `user` is the Checker. */
void checker_push(gpointer user, const Record *record);

/* The answer to a step or prediction that is a question; replaces an earlier one; NULL: none. */
void checker_answer(Checker *self, const ExerciseStep *step, const char *answer);
/* An act was done in an earlier session: it counts as right. */
void checker_set_done(Checker *self, const ExerciseStep *step);
/* What the display filter that was answered selects; taken. */
void checker_take_selection(Checker *self, const ExerciseStep *step, Frames *selection);
/* The rows of a step that is BLANK or ORDER, for the student to look at; NULL: it is neither. Free
 * with g_free(). */
char *checker_rows(Checker *self, const ExerciseStep *step);
/* The fact that an answer is compared with (from an earlier session); NULL: take the records'. */
void checker_set_fact(Checker *self, const ExerciseStep *step, const char *fact);
/* The fact as it stands now; NULL: the records hold none. Free with g_free(). */
char *checker_fact(Checker *self, const ExerciseStep *step);

/* Is the step right as it stands? Cheap, for ticks. */
gboolean checker_is_right(Checker *self, const ExerciseStep *step);
gboolean checker_is_done(Checker *self); /* all steps are */

/* How a step or prediction stands, with its sentence. Free with check_result_free(). */
CheckResult *checker_result(Checker *self, const ExerciseStep *step);
/* Of all steps, in order; of CheckResult, with a free function. */
GPtrArray *checker_results(Checker *self);
