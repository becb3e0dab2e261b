/* SPDX-License-Identifier: MIT */
/* Answers, and what was done -> what is right, the first thing that is not, and why. */
#include "exercise/verbs.h"

#include "exercise/filter.h"
#include "exercise/records.h"

#include <string.h>

/* ---- what is known already ------------------------------------------------------------------ */

static void remember(Desk *desk, const Exercise *exercise, Checker *checker,
                     const GPtrArray *steps) {
    for (guint i = 0; i < steps->len; i++) {
        const ExerciseStep *step = steps->pdata[i];
        ExerciseProgress *progress = desk->progress;
        g_autofree char *fact = exercise_progress_get(progress, exercise->number, step, "fact");
        g_autofree char *right = exercise_progress_get(progress, exercise->number, step, "right");
        if (fact != NULL)
            checker_set_fact(checker, step, fact);
        if (!exercise_step_is_question(step) && g_strcmp0(right, "yes") == 0)
            checker_set_done(checker, step);
    }
}

static gboolean read_capture(const char *path, Checker *checker) {
    g_autoptr(GError) error = NULL;
    if (path != NULL && records_of_capture(path, checker_push, checker, &error))
        return TRUE;
    if (error != NULL)
        lab_complain("%s", error->message);
    return FALSE;
}

static gboolean read_trace(const Exercise *exercise, Checker *checker) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = exercise_trace_path(exercise, &error);
    if (path == NULL)
        lab_complain("%s", error->message);
    return path != NULL && read_capture(path, checker);
}

static gboolean answer_again(Desk *desk, const Exercise *exercise, Checker *checker,
                             const GPtrArray *steps) {
    for (guint i = 0; i < steps->len; i++) {
        const ExerciseStep *step = steps->pdata[i];
        g_autofree char *given =
            exercise_step_is_question(step)
                ? exercise_progress_get(desk->progress, exercise->number, step, "given")
                : NULL;
        if (given != NULL && !check_answer(desk, exercise, checker, step, given))
            return FALSE;
    }
    return TRUE;
}

Checker *check_open(Desk *desk, const Exercise *exercise) {
    g_autoptr(Checker) checker = checker_new(exercise);
    const char *capture = desk->options->capture;
    if (capture != NULL ? !read_capture(capture, checker)
                        : exercise->capture != NULL && !exercise_has_acts(exercise) &&
                              !read_trace(exercise, checker))
        return NULL;
    remember(desk, exercise, checker, exercise->steps);
    remember(desk, exercise, checker, exercise->predictions);
    if (!answer_again(desk, exercise, checker, exercise->steps) ||
        !answer_again(desk, exercise, checker, exercise->predictions))
        return NULL;
    return g_steal_pointer(&checker);
}

/* ---- answers -------------------------------------------------------------------------------- */

static gboolean try_filter(Desk *desk, const Exercise *exercise, Checker *checker,
                           const ExerciseStep *step, const char *filter) {
    g_autoptr(GError) error = NULL;
    if (filter_try(exercise, desk->options->capture, checker, step, filter, &error))
        return TRUE;
    lab_complain("%s", error->message);
    return FALSE;
}

gboolean check_answer(Desk *desk, const Exercise *exercise, Checker *checker,
                      const ExerciseStep *step, const char *answer) {
    checker_answer(checker, step, answer);
    exercise_progress_set(desk->progress, exercise->number, step, "given", answer);
    return step->kind != EXERCISE_FILTER || try_filter(desk, exercise, checker, step, answer);
}

/* One answer for each question, in order; with --step, one for that. */
static gboolean take_answers(Desk *desk, const Exercise *exercise, Checker *checker,
                             GPtrArray *operands) {
    guint next = 1;
    if (desk->options->step != NULL) {
        guint number = (guint)g_ascii_strtoull(desk->options->step, NULL, 10);
        const ExerciseStep *step = exercise_step(exercise, number);
        g_autofree char *answer = verb_rest(operands, 1);
        if (step != NULL && exercise_step_is_question(step))
            return answer[0] == '\0' || check_answer(desk, exercise, checker, step, answer);
        lab_complain("Exercise %u has no question %s.", exercise->number, desk->options->step);
        return FALSE;
    }
    for (guint i = 0; i < exercise->steps->len && next < operands->len; i++) {
        const ExerciseStep *step = exercise->steps->pdata[i];
        if (exercise_step_is_question(step) &&
            !check_answer(desk, exercise, checker, step, operands->pdata[next++]))
            return FALSE;
    }
    if (next >= operands->len)
        return TRUE;
    lab_complain("\"%s\" is one answer too many; put an answer that has spaces in quotes.",
                 (const char *)operands->pdata[next]);
    return FALSE;
}

int verb_check(Desk *desk, GPtrArray *operands) {
    const char *word = verb_operand(operands, 0, "check N ANSWER…");
    g_autoptr(Exercise) exercise = word != NULL ? desk_load(desk, word) : NULL;
    g_autoptr(Checker) checker = exercise != NULL ? check_open(desk, exercise) : NULL;
    if (checker == NULL || !take_answers(desk, exercise, checker, operands))
        return LAB_USAGE;
    exercise_progress_add_attempt(desk->progress, exercise->number);
    gboolean is_done = check_report(desk, exercise, checker);
    desk_print(desk);
    if (!desk_save(desk))
        return LAB_USAGE;
    return is_done ? LAB_DONE : LAB_FAILED;
}
