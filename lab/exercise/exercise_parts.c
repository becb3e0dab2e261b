/* SPDX-License-Identifier: MIT */
/* [step N], [predict N] and [mistake N] -> their structures, each checked for what its kind needs.
 */
#include "exercise/exercise_file.h"

#include <string.h>

#define WANT_MAX 100000u

void exercise_step_free(ExerciseStep *self) {
    if (self == NULL)
        return;
    g_free(self->ask);
    predicate_free(self->facts);
    answer_value_clear(&self->value);
    g_strfreev(self->accept);
    g_free(self->right);
    g_free(self->expected);
    g_free(self->rfc);
    g_free(self->mask);
    g_strfreev(self->rows);
    g_free(self->frames);
    g_free(self);
}

void exercise_mistake_free(ExerciseMistake *self) {
    if (self == NULL)
        return;
    g_strfreev(self->given);
    predicate_free(self->facts);
    g_free(self->says);
    g_free(self->rfc);
    g_free(self);
}

/* ---- steps ---------------------------------------------------------------------------------- */

static ExerciseKind read_kind(ExerciseFile *self, const char *group, ExerciseKind otherwise) {
    g_autofree char *word = exercise_file_raw(self, group, "kind");
    if (word == NULL)
        return otherwise;
    for (guint i = 0; i < EXERCISE_N_KINDS; i++) {
        if (strcmp(word, exercise_kind_name((ExerciseKind)i)) == 0)
            return (ExerciseKind)i;
    }
    exercise_file_refuse(self, group, "kind",
                         "\"%s\" is none of trace, live, build, filter, "
                         "blank, order.",
                         word);
    return otherwise;
}

/* want = "some" / "none" / number / "at-least" SP number */
static void read_want(ExerciseFile *self, const char *group, ExerciseStep *step) {
    static const char at_least[] = "at-least ";
    guint64 number = 1;
    g_autofree char *word = exercise_file_raw(self, group, "want");
    step->want = WANT_SOME;
    step->want_n = 1;
    if (word == NULL || strcmp(word, "some") == 0)
        return;
    gboolean is_least = g_str_has_prefix(word, at_least);
    const char *digits = is_least ? word + strlen(at_least) : word;
    if (strcmp(word, "none") == 0)
        step->want = WANT_NONE;
    else if (g_ascii_string_to_unsigned(digits, 10, 1, WANT_MAX, &number, NULL))
        step->want = is_least ? WANT_AT_LEAST : WANT_EXACTLY;
    else
        exercise_file_refuse(self, group, "want", "\"%s\" is none of some, none, N and at-least N.",
                             word);
    step->want_n = (guint)number;
}

/* value=…, or answer=TEXT for value=text TEXT */
static void read_value(ExerciseFile *self, const char *group, ExerciseStep *step) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *value = exercise_file_raw(self, group, "value");
    g_autofree char *answer = exercise_file_raw(self, group, "answer");
    if (value != NULL && answer != NULL) {
        exercise_file_refuse(self, group, "answer", "does not go with value=; give one of them.");
        return;
    }
    if (answer != NULL && answer[0] != '\0')
        step->value = (AnswerValue){ANSWER_TEXT, g_strdup(answer)};
    if (value != NULL && !answer_value_parse(&step->value, value, &reason))
        exercise_file_refuse(self, group, "value", "%s.", reason->message);
}

static void read_frames(ExerciseFile *self, const char *group, ExerciseStep *step) {
    static const char *const words[] = {"last", "first", "all", NULL};
    step->frames = exercise_file_raw(self, group, "frames");
    if (step->frames != NULL && !g_strv_contains(words, step->frames))
        exercise_file_refuse(self, group, "frames", "is last, first or all.");
}

static gboolean needs_facts(const ExerciseStep *step) {
    gboolean is_literal = step->value.kind == ANSWER_TEXT;
    return !is_literal && step->rows == NULL && step->kind != EXERCISE_BLANK &&
           step->kind != EXERCISE_ORDER;
}

/* What this kind of step cannot do without. */
static void check_step(ExerciseFile *self, const char *group, const ExerciseStep *step) {
    gboolean is_question = exercise_step_is_question(step);
    if (needs_facts(step) && step->facts == NULL)
        exercise_file_refuse(self, group, "facts", "is missing: which records count?");
    if (!is_question && (step->is_prediction || step->kind == EXERCISE_TRACE))
        exercise_file_refuse(self, group, "value", "is missing: what is the right answer?");
    if (!is_question && step->expected == NULL)
        exercise_file_refuse(self, group, "expected",
                             "is missing: it is said as long as the step is not done.");
    if (step->kind == EXERCISE_BLANK && (step->mask == NULL || strchr(step->mask, '.') == NULL))
        exercise_file_refuse(self, group, "mask",
                             "is missing: the record and field to blank, such as reply.status.");
    if (is_question && step->want != WANT_SOME)
        exercise_file_refuse(self, group, "want", "is for what is done, not for questions.");
    if (step->after == step->number && !step->is_prediction)
        exercise_file_refuse(self, group, "after", "is the step itself.");
}

ExerciseStep *exercise_file_step(ExerciseFile *self, guint number, gboolean is_prediction,
                                 ExerciseKind kind) {
    static const char *const keys[] = {"ask",   "facts", "value",    "answer", "accept", "right",
                                       "wrong", "rfc",   "expected", "after",  "want",   "mask",
                                       "rows",  "kind",  "frames",   "exact",  NULL};
    g_autofree char *group = g_strdup_printf("%s %u", is_prediction ? "predict" : "step", number);
    ExerciseStep *step = g_new0(ExerciseStep, 1);
    step->number = number;
    step->is_prediction = is_prediction;
    exercise_file_check_keys(self, group, keys);
    step->kind = read_kind(self, group, is_prediction ? EXERCISE_TRACE : kind);
    step->ask = exercise_file_text(self, group, "ask", TRUE);
    step->facts = exercise_file_predicate(self, group, "facts");
    read_value(self, group, step);
    step->accept = exercise_file_list(self, group, "accept");
    step->right = exercise_file_text(self, group, "right", FALSE);
    step->expected = exercise_file_text(
        self, group, exercise_file_has(self, group, "wrong") ? "wrong" : "expected", FALSE);
    step->rfc = exercise_file_raw(self, group, "rfc");
    step->after = exercise_file_number(self, group, "after", 1, EXERCISE_STEPS_MAX, 0);
    read_want(self, group, step);
    step->mask = exercise_file_raw(self, group, "mask");
    if (exercise_file_has(self, group, "rows"))
        step->rows = exercise_file_list(self, group, "rows");
    read_frames(self, group, step);
    g_autofree char *exact = exercise_file_raw(self, group, "exact");
    step->is_exact = g_strcmp0(exact, "yes") == 0;
    if (exact != NULL && !step->is_exact && strcmp(exact, "no") != 0)
        exercise_file_refuse(self, group, "exact", "is yes or no.");
    if (self->failure == NULL)
        check_step(self, group, step);
    return step;
}

/* ---- mistakes ------------------------------------------------------------------------------- */

ExerciseMistake *exercise_file_mistake(ExerciseFile *self, guint number) {
    static const char *const keys[] = {"step", "predict", "given", "facts", "says", "rfc", NULL};
    g_autofree char *group = g_strdup_printf("mistake %u", number);
    ExerciseMistake *mistake = g_new0(ExerciseMistake, 1);
    mistake->number = number;
    exercise_file_check_keys(self, group, keys);
    mistake->of_prediction = exercise_file_has(self, group, "predict");
    mistake->step = exercise_file_number(self, group, mistake->of_prediction ? "predict" : "step",
                                         1, EXERCISE_STEPS_MAX, 1);
    mistake->given = exercise_file_list(self, group, "given");
    mistake->facts = exercise_file_predicate(self, group, "facts");
    mistake->says = exercise_file_text(self, group, "says", TRUE);
    mistake->rfc = exercise_file_raw(self, group, "rfc");
    if (mistake->given[0] == NULL && mistake->facts == NULL)
        exercise_file_refuse(self, group, NULL, "neither given= nor facts= says when it is made.");
    return mistake;
}
