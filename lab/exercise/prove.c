/* SPDX-License-Identifier: MIT */
/* An exercise -> claims about it that hold or do not. It knows what is claimed; how a session comes
 * about stands in prove_play.c. */
#include "exercise/prove.h"

#include "exercise/checker.h"
#include "exercise/filter.h"
#include "exercise/records.h"
#include "exercise/tshark.h"
#include "options.h"

#include <string.h>

typedef struct {
    const Exercise *exercise;
    ProveFunction tell;
    gpointer user;
} Proof;

static void claim(const Proof *self, gboolean is_so, const char *what, const char *why) {
    self->tell(self->user, is_so ? PROVE_OK : PROVE_FAILED, what, is_so ? NULL : why);
}

/* ---- checkers ------------------------------------------------------------------------------- */

static gboolean read_trace(const Exercise *exercise, Checker *checker, GError **error) {
    if (exercise->capture == NULL)
        return TRUE;
    g_autofree char *path = exercise_trace_path(exercise, error);
    return path != NULL && records_of_capture(path, checker_push, checker, error);
}

static const char *answer_of(GHashTable *table, const ExerciseStep *step) {
    g_autofree char *key =
        g_strdup_printf("%s %u", step->is_prediction ? "predict" : "step", step->number);
    return g_hash_table_lookup(table, key);
}

/* A filter is tried out; the verdict is PROVE_SKIPPED where nothing can. */
static ProveVerdict give(const Exercise *exercise, Checker *checker, const ExerciseStep *step,
                         const char *answer) {
    checker_answer(checker, step, answer);
    if (step->kind != EXERCISE_FILTER)
        return PROVE_OK;
    if (!tshark_is_installed(NULL))
        return PROVE_SKIPPED;
    (void)filter_try(exercise, NULL, checker, step, answer, NULL);
    return PROVE_OK;
}

/* ---- hints, texts --------------------------------------------------------------------------- */

static void prove_hints(const Proof *self) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < HINT_N; i++)
        g_hash_table_add(seen, self->exercise->hints[i]);
    claim(self, g_hash_table_size(seen) == HINT_N, "there are hints in all four grades",
          "two of them are the same");
}

static void prove_sentences(const Proof *self) {
    const GPtrArray *mistakes = self->exercise->mistakes;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < mistakes->len; i++)
        g_hash_table_add(seen, ((const ExerciseMistake *)mistakes->pdata[i])->says);
    claim(self, mistakes->len > 0 && g_hash_table_size(seen) == mistakes->len,
          "every mistake has a sentence of its own",
          mistakes->len > 0 ? "two mistakes have the same" : "no mistake is listed");
}

/* ---- the unsolved start --------------------------------------------------------------------- */

static void prove_unsolved(const Proof *self) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Checker) checker = checker_new(self->exercise);
    if (!read_trace(self->exercise, checker, &error)) {
        claim(self, FALSE, "the unsolved start fails", error->message);
        return;
    }
    gboolean any = FALSE;
    for (guint i = 0; i < self->exercise->steps->len; i++)
        any = any || checker_is_right(checker, self->exercise->steps->pdata[i]);
    claim(self, !any && !checker_is_done(checker), "the unsolved start fails",
          "a step is right before anything was done");
}

/* ---- the solution --------------------------------------------------------------------------- */

/* The answer of [solution]; of blanks and orders that the seed makes, what the checker knows. */
static char *solution_for(const Proof *self, Checker *checker, const ExerciseStep *step) {
    const char *given = answer_of(self->exercise->solution, step);
    gboolean is_made = step->kind == EXERCISE_BLANK || step->kind == EXERCISE_ORDER;
    if (given != NULL || !is_made)
        return g_strdup(given);
    return checker_fact(checker, step);
}

static void claim_solved(const Proof *self, Checker *checker, const ExerciseStep *step) {
    g_autofree char *what =
        g_strdup_printf("the solution of %s %u is right",
                        step->is_prediction ? "prediction" : "step", step->number);
    g_autofree char *answer =
        exercise_step_is_question(step) ? solution_for(self, checker, step) : NULL;
    g_autofree char *fact = checker_fact(checker, step);
    if (exercise_step_is_question(step) && answer == NULL) {
        claim(self, FALSE, what, "[solution] does not give it");
        return;
    }
    if (answer != NULL && give(self->exercise, checker, step, answer) == PROVE_SKIPPED) {
        self->tell(self->user, PROVE_SKIPPED, what, "tshark is not installed");
        return;
    }
    CheckResult *result = checker_result(checker, step);
    g_autofree char *why = g_strdup_printf("%s; expected %s; instead %s",
                                           result->sentence != NULL ? result->sentence : "",
                                           fact != NULL ? fact : result->expected,
                                           result->actual != NULL ? result->actual : "nothing");
    claim(self, result->state == CHECK_RIGHT, what, why);
    check_result_free(result);
}

static void prove_solved(const Proof *self) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Checker) checker = checker_new(self->exercise);
    g_autofree char *how = prove_solution(self->exercise);
    gboolean needs_session = exercise_has_acts(self->exercise);
    if (needs_session && how == NULL) {
        claim(self, FALSE, "the solution can be played",
              "[solution] has no file=, send= or "
              "capture=");
        return;
    }
    gboolean is_well = how != NULL ? prove_play(self->exercise, how, checker, &error)
                                   : read_trace(self->exercise, checker, &error);
    claim(self, is_well, "the solution can be played", error != NULL ? error->message : NULL);
    if (!is_well)
        return;
    for (guint i = 0; i < self->exercise->steps->len; i++)
        claim_solved(self, checker, self->exercise->steps->pdata[i]);
    for (guint i = 0; i < self->exercise->predictions->len; i++)
        claim_solved(self, checker, self->exercise->predictions->pdata[i]);
}

/* ---- mistakes ------------------------------------------------------------------------------- */

/* How the mistake is made: [wrong], else the first wrong answer that can be typed. */
static const char *provoked_by(const Proof *self, const ExerciseMistake *mistake) {
    g_autofree char *key = g_strdup_printf("mistake %u", mistake->number);
    const char *how = g_hash_table_lookup(self->exercise->wrong, key);
    for (guint i = 0; how == NULL && mistake->given[i] != NULL; i++) {
        if (mistake->given[i][0] != '/')
            how = mistake->given[i];
    }
    return how;
}

static gboolean is_session(const char *how) {
    return g_str_has_prefix(how, "file=") || g_str_has_prefix(how, "send=") ||
           g_str_has_prefix(how, "capture=");
}

/* What a prediction is compared with may come out of the session alone. */
static gboolean play_facts(const Proof *self, Checker *checker, const ExerciseStep *step,
                           GError **error) {
    g_autofree char *how = prove_solution(self->exercise);
    if (!exercise_has_acts(self->exercise))
        return read_trace(self->exercise, checker, error);
    return step->value.kind == ANSWER_TEXT || how == NULL ||
           prove_play(self->exercise, how, checker, error);
}

static gboolean provoke(const Proof *self, Checker *checker, const ExerciseStep *step,
                        const char *how, GError **error) {
    if (is_session(how))
        return prove_play(self->exercise, how, checker, error);
    if (!play_facts(self, checker, step, error))
        return FALSE;
    (void)give(self->exercise, checker, step, how);
    return TRUE;
}

static void prove_mistake(const Proof *self, const ExerciseMistake *mistake) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Checker) checker = checker_new(self->exercise);
    g_autofree char *what = g_strdup_printf("mistake %u gets its own sentence", mistake->number);
    const ExerciseStep *step = mistake->of_prediction
                                   ? exercise_prediction(self->exercise, mistake->step)
                                   : exercise_step(self->exercise, mistake->step);
    const char *how = provoked_by(self, mistake);
    if (how == NULL || !provoke(self, checker, step, how, &error)) {
        claim(self, FALSE, what, error != NULL ? error->message : "[wrong] does not say how");
        return;
    }
    CheckResult *result = checker_result(checker, step);
    g_autofree char *why =
        g_strdup_printf("with \"%s\" the step is %s, and what is said is \"%s\"", how,
                        result->state == CHECK_RIGHT ? "right" : "not right",
                        result->sentence != NULL ? result->sentence : "");
    claim(self, result->state != CHECK_RIGHT && result->mistake == mistake, what, why);
    check_result_free(result);
}

void prove_exercise(const char *directory, const char *seed, ProveFunction tell, gpointer user) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Exercise) exercise = exercise_load(directory, seed, NULL, &error);
    Proof self = {exercise, tell, user};
    claim(&self, exercise != NULL, "it can be read", error != NULL ? error->message : NULL);
    if (exercise == NULL)
        return;
    prove_hints(&self);
    prove_sentences(&self);
    prove_unsolved(&self);
    prove_solved(&self);
    for (guint i = 0; i < exercise->mistakes->len; i++)
        prove_mistake(&self, exercise->mistakes->pdata[i]);
}
