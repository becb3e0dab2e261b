/* SPDX-License-Identifier: MIT */
/* A submission -> a mark, by the checker that the student had. The answers of a student's file are
 * judged anew: what it says was right is not believed. */
#include "exercise/mark.h"

#include "exercise/checker.h"
#include "exercise/filter.h"
#include "exercise/progress.h"
#include "exercise/records.h"

#include <string.h>

#define REASON_MAX 4000u /* octets of one reason */

static void mark_step_free(gpointer data) {
    MarkStep *self = data;
    g_free(self->ask);
    g_free(self->reason);
    g_free(self);
}

static Mark *mark_new(const Submission *submission, const char *seed) {
    Mark *self = g_new0(Mark, 1);
    self->student = g_strdup(submission->student);
    self->seed = g_strdup(seed);
    self->remark = g_strdup(submission->remark);
    self->steps = g_ptr_array_new_with_free_func(mark_step_free);
    return self;
}

void mark_free(Mark *self) {
    if (self == NULL)
        return;
    g_free(self->student);
    g_free(self->seed);
    g_free(self->remark);
    g_ptr_array_unref(self->steps);
    g_free(self);
}

static void add_remark(Mark *self, const char *remark) {
    if (remark == NULL)
        return;
    g_autofree char *before = self->remark;
    self->remark = before == NULL ? g_strdup(remark) : g_strdup_printf("%s; %s", before, remark);
}

Mark *mark_nothing(const Submission *submission, guint of, const char *remark) {
    Mark *self = mark_new(submission, submission->seed);
    self->of = of;
    add_remark(self, remark);
    return self;
}

/* ---- marking -------------------------------------------------------------------------------- */

/* " Lead: text." behind a reason, without a second full stop; nothing for NULL. */
static void append_sentence(GString *reason, const char *lead, const char *text) {
    if (text == NULL)
        return;
    g_string_append_printf(reason, " %s: %s", lead, text);
    if (!g_str_has_suffix(text, "."))
        g_string_append_c(reason, '.');
}

/* What the checker says, with what it expected and what was there. */
static char *reason_of(const CheckResult *result) {
    gboolean is_unanswered = result->state == CHECK_OPEN && exercise_step_is_question(result->step);
    gboolean is_said = g_strcmp0(result->expected, result->sentence) == 0;
    GString *reason = g_string_new(is_unanswered ? "Not answered: " : NULL);
    g_string_append(reason, result->sentence);
    append_sentence(reason, "Expected", is_said ? NULL : result->expected);
    append_sentence(reason, "There was", result->actual);
    if (result->rfc != NULL)
        g_string_append_printf(reason, " (%s)", result->rfc);
    if (reason->len > REASON_MAX) {
        const char *end = g_utf8_find_prev_char(reason->str, reason->str + REASON_MAX);
        g_string_truncate(reason, (gsize)(end - reason->str));
        g_string_append(reason, "…");
    }
    return g_string_free(reason, FALSE);
}

static void add_results(Mark *self, Checker *checker) {
    g_autoptr(GPtrArray) results = checker_results(checker);
    for (guint i = 0; i < results->len; i++) {
        const CheckResult *result = results->pdata[i];
        MarkStep *step = g_new0(MarkStep, 1);
        step->number = result->step->number;
        step->is_right = result->state == CHECK_RIGHT;
        step->ask = g_strdup(result->step->ask);
        step->reason = step->is_right ? NULL : reason_of(result);
        self->points += step->is_right ? 1 : 0;
        g_ptr_array_add(self->steps, step);
    }
}

/* A display filter is tried out; one that Wireshark does not understand is a wrong answer. */
static void push_answer(Mark *self, const Exercise *exercise, Checker *checker,
                        const ExerciseStep *step, const char *given) {
    g_autoptr(GError) error = NULL;
    if (step->kind != EXERCISE_FILTER)
        checker_answer(checker, step, given);
    else if (!filter_try(exercise, NULL, checker, step, given, &error))
        add_remark(self, error->message);
}

static void push_answers(Mark *self, const Exercise *exercise, const ExerciseProgress *progress,
                         Checker *checker) {
    for (guint i = 0; i < exercise->steps->len; i++) {
        const ExerciseStep *step = exercise->steps->pdata[i];
        g_autofree char *given = exercise_progress_get(progress, exercise->number, step, "given");
        if (given != NULL)
            push_answer(self, exercise, checker, step, given);
    }
}

static void push_capture(Mark *self, Checker *checker, const char *path) {
    g_autoptr(GError) error = NULL;
    if (!records_of_capture(path, checker_push, checker, &error))
        add_remark(self, error->message);
}

/* What the records are of: the exercise's own trace, or the captures handed in. */
static void push_records(Mark *self, const Exercise *exercise, const Submission *submission,
                         Checker *checker) {
    gboolean has_acts = exercise_has_acts(exercise);
    if (!has_acts && exercise->capture != NULL) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = exercise_trace_path(exercise, &error);
        if (path == NULL)
            add_remark(self, error->message);
        else
            push_capture(self, checker, path);
        if (submission->captures->len > 0)
            add_remark(self, "the capture was not looked at: this exercise asks about its own");
        return;
    }
    if (has_acts && submission->captures->len == 0)
        add_remark(self, "no capture was handed in");
    for (guint i = 0; i < submission->captures->len; i++)
        push_capture(self, checker, submission->captures->pdata[i]);
}

/* Of the answers handed in; NULL: none were, or they cannot be read. */
static ExerciseProgress *open_answers(const Submission *submission, char **trouble) {
    g_autoptr(GError) error = NULL;
    if (submission->answers == NULL)
        return NULL;
    ExerciseProgress *progress = exercise_progress_open_file(submission->answers, &error);
    if (progress == NULL)
        *trouble = g_strdup(error->message);
    return progress;
}

static const char *seed_for(const Submission *submission, const ExerciseProgress *progress) {
    if (submission->seed != NULL || progress == NULL)
        return submission->seed;
    return exercise_progress_seed(progress);
}

static void remark_on_seed(Mark *self, const Submission *submission,
                           const ExerciseProgress *progress) {
    if (submission->seed == NULL || progress == NULL ||
        strcmp(submission->seed, exercise_progress_seed(progress)) == 0)
        return;
    g_autofree char *remark =
        g_strdup_printf("the answers were given with the seed \"%s\", not \"%s\"",
                        exercise_progress_seed(progress), submission->seed);
    add_remark(self, remark);
}

static void remark_on_answers(Mark *self, const Exercise *exercise,
                              const ExerciseProgress *progress) {
    for (guint i = 0; progress == NULL && i < exercise->steps->len; i++)
        if (exercise_step_is_question(exercise->steps->pdata[i])) {
            add_remark(self, "it asks questions, and no file of answers (progress.ini) was "
                             "handed in");
            return;
        }
}

Mark *mark_submission(const char *exercise_directory, const Submission *submission) {
    g_autoptr(GError) error = NULL;
    g_autofree char *trouble = NULL;
    g_autoptr(ExerciseProgress) progress = open_answers(submission, &trouble);
    const char *seed = seed_for(submission, progress);
    g_autoptr(Exercise) exercise = exercise_load(exercise_directory, seed, NULL, &error);
    if (exercise == NULL)
        return mark_nothing(submission, 0, error->message);
    Mark *self = mark_new(submission, seed);
    self->of = exercise->steps->len;
    if (trouble != NULL)
        add_remark(self, trouble);
    remark_on_seed(self, submission, progress);
    remark_on_answers(self, exercise, trouble == NULL ? progress : NULL);
    g_autoptr(Checker) checker = checker_new(exercise);
    push_records(self, exercise, submission, checker);
    if (progress != NULL)
        push_answers(self, exercise, progress, checker);
    add_results(self, checker);
    return self;
}
