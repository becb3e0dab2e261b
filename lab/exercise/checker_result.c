/* SPDX-License-Identifier: MIT */
/* Counts and answers -> how each step stands, in sentences: what is expected, what was there
 * instead, and which known mistake it was. */
#include "exercise/checker_part.h"

#include <string.h>

void check_result_free(CheckResult *self) {
    if (self == NULL)
        return;
    g_free(self->sentence);
    g_free(self->expected);
    g_free(self->actual);
    g_free(self);
}

/* ---- mistakes ------------------------------------------------------------------------------- */

static gboolean is_of(const ExerciseMistake *mistake, const ExerciseStep *step) {
    return mistake->step == step->number && mistake->of_prediction == step->is_prediction;
}

static const ExerciseMistake *mistake_in_answer(const Checker *self, const ExerciseStep *step,
                                                const char *answer) {
    for (guint i = 0; i < self->exercise->mistakes->len; i++) {
        const ExerciseMistake *mistake = self->exercise->mistakes->pdata[i];
        for (guint k = 0; is_of(mistake, step) && mistake->given[k] != NULL; k++) {
            if (answer_is(answer, mistake->given[k]) ||
                answer_is_list(answer, mistake->given[k], FALSE))
                return mistake;
        }
    }
    return NULL;
}

static const ExerciseMistake *mistake_in_records(const Checker *self, const ExerciseStep *step) {
    const CheckConversation *best = checker_best(self);
    for (guint i = 0; i < self->exercise->mistakes->len; i++) {
        const ExerciseMistake *mistake = self->exercise->mistakes->pdata[i];
        guint part = self->n_steps + self->n_predictions + i;
        if (is_of(mistake, step) && mistake->facts != NULL && checker_count(self, best, part) > 0)
            return mistake;
    }
    return NULL;
}

static void blame(CheckResult *result, const ExerciseMistake *mistake) {
    result->mistake = mistake;
    result->rfc = mistake->rfc != NULL ? mistake->rfc : result->rfc;
    g_free(result->sentence);
    result->sentence = g_strdup(mistake->says);
}

/* ---- questions ------------------------------------------------------------------------------ */

static gboolean question_is_right(Checker *self, const CheckPart *part, char **remark) {
    const ExerciseStep *step = part->step;
    if (part->answer == NULL)
        return FALSE;
    if (part->rows != NULL)
        return rows_is_right(part->rows, part->answer, remark);
    if (part->frames != NULL) {
        gboolean is_right = part->selection != NULL && part->frames->len > 0 &&
                            frames_are_equal(part->selection, part->frames);
        if (!is_right && part->selection != NULL && remark != NULL) {
            g_autofree char *difference = frames_difference(part->selection, part->frames);
            *remark = g_strdup_printf("The filter is understood, but %s.", difference);
        }
        return is_right;
    }
    g_autofree char *fact = checker_fact(self, step);
    return answer_is_right(&step->value, part->answer, fact, step->accept, step->is_exact);
}

static char *right_sentence(const CheckPart *part, const char *fact) {
    if (part->step->right != NULL)
        return g_strdup(part->step->right);
    if (part->frames != NULL)
        return g_strdup_printf("Yes: exactly the frames that were asked for (%s).", fact);
    return g_strdup("Yes.");
}

static void judge_prediction(CheckResult *result, const CheckPart *part, const char *fact) {
    g_autofree char *own = g_steal_pointer(&result->sentence);
    gboolean is_right = result->state == CHECK_RIGHT;
    result->sentence =
        g_strdup_printf("You predicted \"%s\"%s%s%s%s%s", part->answer,
                        is_right ? ", and so it is." : "; in fact it is \"", is_right ? "" : fact,
                        is_right ? "" : "\".", own != NULL ? " " : "", own != NULL ? own : "");
}

static void judge_question(Checker *self, const CheckPart *part, CheckResult *result) {
    const ExerciseStep *step = part->step;
    g_autofree char *remark = NULL;
    g_autofree char *fact = checker_fact(self, step);
    if (part->answer == NULL) {
        result->sentence = g_strdup(step->ask);
        return;
    }
    if (step->is_prediction && fact == NULL) {
        result->sentence =
            g_strdup_printf("You predicted \"%s\". What is so is not known yet.", part->answer);
        return;
    }
    result->state = question_is_right(self, part, &remark) ? CHECK_RIGHT : CHECK_WRONG;
    result->actual = g_strdup_printf("You answered \"%s\"", part->answer);
    if (result->state == CHECK_RIGHT) {
        result->sentence = right_sentence(part, fact);
        return;
    }
    const ExerciseMistake *mistake = mistake_in_answer(self, step, part->answer);
    result->expected = g_strdup(remark != NULL ? remark : step->expected);
    if (mistake != NULL)
        blame(result, mistake);
    else if (step->is_prediction)
        result->sentence = g_strdup(step->expected);
    else
        result->sentence = g_strdup(remark != NULL           ? remark
                                    : step->expected != NULL ? step->expected
                                                             : "That is not it.");
}

/* ---- acts ----------------------------------------------------------------------------------- */

static char *count_words(const ExerciseStep *step, guint count) {
    if (step->want == WANT_NONE)
        return g_strdup_printf("it happened %u time%s", count, count == 1 ? "" : "s");
    return g_strdup_printf("it happened %u time%s, and should %s%u time%s", count,
                           count == 1 ? "" : "s", step->want == WANT_AT_LEAST ? "at least " : "",
                           step->want_n, step->want_n == 1 ? "" : "s");
}

static char *actual_of(const Checker *self, const CheckPart *part, guint count) {
    if (count > 0)
        return count_words(part->step, count);
    if (part->was_early)
        return g_strdup_printf("it was done, but not after step %u in the same conversation",
                               part->step->after);
    if (part->near != NULL)
        return g_strdup(part->near);
    if (self->last != NULL)
        return g_strdup_printf("nothing of the kind; the last that was seen: %s", self->last);
    return g_strdup("no mail conversation was seen");
}

static CheckState act_state(Checker *self, const CheckPart *part, guint count) {
    const ExerciseStep *step = part->step;
    gboolean is_fulfilled = checker_act_is_fulfilled(step, count);
    if (part->was_done && self->n_records == 0)
        return CHECK_RIGHT;
    if (step->want == WANT_NONE)
        return !is_fulfilled ? CHECK_WRONG : checker_acts_happened(self) ? CHECK_RIGHT : CHECK_OPEN;
    if (is_fulfilled)
        return CHECK_RIGHT;
    return self->n_records > 0 ? CHECK_WRONG : CHECK_OPEN;
}

static void judge_act(Checker *self, const CheckPart *part, CheckResult *result) {
    const ExerciseStep *step = part->step;
    guint count = checker_count(self, checker_best(self), (guint)(part - self->parts));
    result->state = act_state(self, part, count);
    if (result->state == CHECK_RIGHT) {
        result->sentence = g_strdup(step->right != NULL ? step->right : step->ask);
        return;
    }
    result->sentence = g_strdup(step->ask);
    result->expected = g_strdup(step->expected);
    if (result->state == CHECK_OPEN)
        return;
    result->actual = actual_of(self, part, count);
    const ExerciseMistake *mistake = mistake_in_records(self, step);
    if (mistake != NULL)
        blame(result, mistake);
}

/* ---- both ----------------------------------------------------------------------------------- */

gboolean checker_is_right(Checker *self, const ExerciseStep *step) {
    const CheckPart *part = checker_part(self, step);
    if (exercise_step_is_question(step))
        return question_is_right(self, part, NULL);
    guint count = checker_count(self, checker_best(self), (guint)(part - self->parts));
    return act_state(self, part, count) == CHECK_RIGHT;
}

gboolean checker_is_done(Checker *self) {
    for (guint i = 0; i < self->n_steps; i++) {
        if (!checker_is_right(self, self->parts[i].step))
            return FALSE;
    }
    return TRUE;
}

CheckResult *checker_result(Checker *self, const ExerciseStep *step) {
    const CheckPart *part = checker_part(self, step);
    CheckResult *result = g_new0(CheckResult, 1);
    result->step = step;
    result->state = CHECK_OPEN;
    result->rfc = step->rfc;
    if (exercise_step_is_question(step))
        judge_question(self, part, result);
    else
        judge_act(self, part, result);
    if (step->is_prediction && result->state != CHECK_OPEN) {
        g_autofree char *fact = checker_fact(self, step);
        judge_prediction(result, part, fact);
    }
    return result;
}

static void free_result(gpointer result) {
    check_result_free(result);
}

GPtrArray *checker_results(Checker *self) {
    GPtrArray *results = g_ptr_array_new_with_free_func(free_result);
    for (guint i = 0; i < self->n_steps; i++)
        g_ptr_array_add(results, checker_result(self, self->parts[i].step));
    return results;
}
