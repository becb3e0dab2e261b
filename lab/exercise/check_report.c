/* SPDX-License-Identifier: MIT */
/* How the steps stand -> a page: what is right first, then the first that is not, with what is
 * expected and what was there; then the predictions beside the facts. */
#include "exercise/verbs.h"

#include <string.h>

/* ---- what is kept --------------------------------------------------------------------------- */

static void keep(Desk *desk, const Exercise *exercise, Checker *checker,
                 const CheckResult *result) {
    const ExerciseStep *step = result->step;
    g_autofree char *fact = checker_fact(checker, step);
    gboolean is_question = exercise_step_is_question(step);
    const char *right = result->state == CHECK_RIGHT ? "yes" : "no";
    if (is_question && result->state != CHECK_OPEN)
        exercise_progress_set(desk->progress, exercise->number, step, "right", right);
    if (!is_question && result->state == CHECK_RIGHT)
        exercise_progress_set(desk->progress, exercise->number, step, "right", right);
    if (fact != NULL && (step->is_prediction || exercise_has_acts(exercise)))
        exercise_progress_set(desk->progress, exercise->number, step, "fact", fact);
}

/* ---- steps ---------------------------------------------------------------------------------- */

static void say_right(Desk *desk, const CheckResult *result) {
    g_autofree char *lead = g_strdup_printf("right %2u  ", result->step->number);
    g_autofree char *citation = desk_citation(result->rfc);
    desk_say(desk, 0, lead, STYLE_GOOD, "%s%s", result->sentence, citation);
}

static void say_way_to_answer(Desk *desk, const Exercise *exercise) {
    if (desk->is_guided)
        desk_say(desk, 10, NULL, STYLE_DIM, "To answer: press a.");
    else
        desk_say(desk, 10, NULL, STYLE_DIM, "To answer: maillab exercise check %u ANSWER",
                 exercise->number);
}

static void say_way_to_hint(Desk *desk, const Exercise *exercise) {
    if (desk->is_guided)
        desk_say(desk, 10, NULL, STYLE_DIM, "A hint: press h.");
    else
        desk_say(desk, 10, NULL, STYLE_DIM, "A hint: maillab exercise hint %u", exercise->number);
}

static void say_not_right(Desk *desk, const Exercise *exercise, const CheckResult *result) {
    gboolean is_wrong = result->state == CHECK_WRONG;
    g_autofree char *lead =
        g_strdup_printf("%s %2u  ", is_wrong ? "wrong" : "open ", result->step->number);
    g_autofree char *citation = desk_citation(result->rfc);
    desk_say(desk, 0, lead, is_wrong ? STYLE_WARNING : NULL, "%s%s", result->sentence,
             is_wrong ? citation : "");
    gboolean is_question = exercise_step_is_question(result->step);
    if (is_question && !is_wrong && exercise_has_acts(exercise))
        say_way_to_answer(desk, exercise);
    if (result->expected != NULL && strcmp(result->expected, result->sentence) != 0)
        desk_say(desk, 10, is_question ? "advice:   " : "expected: ", NULL, "%s", result->expected);
    if (result->actual != NULL)
        desk_say(desk, 10, is_question ? NULL : "instead:  ", NULL, "%s.", result->actual);
    if (is_wrong && exercise_progress_hints(desk->progress, exercise->number) < HINT_N)
        say_way_to_hint(desk, exercise);
}

/* The first step that is wrong, else the first that is open; and, if no known mistake explains it,
 * the first that one does. */
static void say_failures(Desk *desk, const Exercise *exercise, const GPtrArray *results) {
    const CheckResult *wrong = NULL, *open = NULL, *known = NULL;
    for (guint i = results->len; i-- > 0;) {
        const CheckResult *result = results->pdata[i];
        if (result->state == CHECK_WRONG)
            wrong = result;
        else if (result->state == CHECK_OPEN)
            open = result;
        if (result->state == CHECK_WRONG && result->mistake != NULL)
            known = result;
    }
    const CheckResult *first = wrong != NULL ? wrong : open;
    if (first != NULL)
        say_not_right(desk, exercise, first);
    if (known != NULL && known != wrong)
        say_not_right(desk, exercise, known);
}

/* TRUE: all are right. */
static gboolean say_steps(Desk *desk, const Exercise *exercise, const GPtrArray *results) {
    guint n_right = 0;
    for (guint i = 0; i < results->len; i++) {
        const CheckResult *result = results->pdata[i];
        if (result->state != CHECK_RIGHT)
            continue;
        say_right(desk, result);
        n_right++;
    }
    if (n_right == results->len)
        return TRUE;
    say_failures(desk, exercise, results);
    desk_say(desk, 0, NULL, NULL, "%u of %u right so far.", n_right, results->len);
    return FALSE;
}

/* ---- predictions ---------------------------------------------------------------------------- */

static void say_prediction(Desk *desk, Checker *checker, const CheckResult *result) {
    g_autofree char *lead = g_strdup_printf("predicted %u  ", result->step->number);
    g_autofree char *citation = desk_citation(result->rfc);
    g_autofree char *fact = checker_fact(checker, result->step);
    if (result->actual != NULL || fact == NULL) {
        desk_say(desk, 0, lead, result->state == CHECK_RIGHT ? STYLE_GOOD : NULL, "%s%s",
                 result->sentence, result->state == CHECK_OPEN ? "" : citation);
        return;
    }
    desk_say(desk, 0, lead, STYLE_DIM, "%s You made no prediction; it is \"%s\".%s",
             result->step->ask, fact, citation);
}

/* Facts come out once the student has seen them. */
static void say_predictions(Desk *desk, const Exercise *exercise, Checker *checker,
                            gboolean is_done) {
    for (guint i = 0; i < exercise->predictions->len; i++) {
        g_autofree char *given = exercise_progress_get(desk->progress, exercise->number,
                                                       exercise->predictions->pdata[i], "given");
        CheckResult *result = checker_result(checker, exercise->predictions->pdata[i]);
        keep(desk, exercise, checker, result);
        if (given != NULL || is_done)
            say_prediction(desk, checker, result);
        check_result_free(result);
    }
}

/* ---- the end -------------------------------------------------------------------------------- */

static void say_done(Desk *desk, const Exercise *exercise) {
    guint next = next_open(desk, exercise->number);
    g_autoptr(GPtrArray) paths = exercises_find(desk->directory, NULL);
    text_page_blank(&desk->page);
    show_explanation(desk, exercise);
    text_page_blank(&desk->page);
    desk_say(desk, 0, NULL, STYLE_GOOD, "Exercise %u is done: %s", exercise->number,
             exercise->claim);
    if (next > 0)
        desk_say(desk, 0, NULL, NULL, "%u of %u are done. Go on with: %s %u",
                 exercise_progress_count_done(desk->progress), paths != NULL ? paths->len : 0,
                 desk->is_guided ? "n, exercise" : "maillab exercise show", next);
    else
        say_all_done(desk, paths != NULL ? paths->len : 0);
}

gboolean check_report(Desk *desk, const Exercise *exercise, Checker *checker) {
    g_autoptr(GPtrArray) results = checker_results(checker);
    for (guint i = 0; i < results->len; i++)
        keep(desk, exercise, checker, results->pdata[i]);
    gboolean is_done = say_steps(desk, exercise, results);
    say_predictions(desk, exercise, checker, is_done);
    if (!is_done)
        return FALSE;
    exercise_progress_set_done(desk->progress, exercise->number);
    say_done(desk, exercise);
    return TRUE;
}
