/* SPDX-License-Identifier: MIT */
/* What is asked of an exercise once it is loaded, and its end. How it is read stands in
 * exercise_read.c. */
#include "exercise/exercise.h"

static const char *const kind_names[] = {
    [EXERCISE_TRACE] = "trace",   [EXERCISE_LIVE] = "live",   [EXERCISE_BUILD] = "build",
    [EXERCISE_FILTER] = "filter", [EXERCISE_BLANK] = "blank", [EXERCISE_ORDER] = "order",
};

static const char *const hint_names[] = {
    [HINT_WHERE] = "where",
    [HINT_RULE] = "rule",
    [HINT_LIKENESS] = "likeness",
    [HINT_SOLUTION] = "solution",
};

const char *exercise_kind_name(ExerciseKind kind) {
    return kind_names[kind];
}

const char *exercise_hint_name(HintGrade grade) {
    return hint_names[grade];
}

gboolean exercise_step_is_question(const ExerciseStep *self) {
    return self->value.kind != ANSWER_NONE || self->kind == EXERCISE_FILTER ||
           self->kind == EXERCISE_BLANK || self->kind == EXERCISE_ORDER;
}

const ExerciseStep *exercise_step(const Exercise *self, guint number) {
    return number >= 1 && number <= self->steps->len ? self->steps->pdata[number - 1] : NULL;
}

const ExerciseStep *exercise_prediction(const Exercise *self, guint number) {
    return number >= 1 && number <= self->predictions->len ? self->predictions->pdata[number - 1]
                                                           : NULL;
}

gboolean exercise_has_acts(const Exercise *self) {
    for (guint i = 0; i < self->steps->len; i++) {
        if (!exercise_step_is_question(self->steps->pdata[i]))
            return TRUE;
    }
    return FALSE;
}

gboolean exercise_has_questions(const Exercise *self) {
    for (guint i = 0; i < self->steps->len; i++) {
        if (exercise_step_is_question(self->steps->pdata[i]))
            return TRUE;
    }
    return FALSE;
}

void exercise_free(Exercise *self) {
    if (self == NULL)
        return;
    g_free(self->name);
    g_free(self->directory);
    g_free(self->title);
    g_free(self->claim);
    g_free(self->rfc);
    g_free(self->slides);
    g_free(self->capture);
    g_strfreev(self->services);
    g_strfreev(self->faults);
    g_strfreev(self->serve_options);
    g_ptr_array_unref(self->predictions);
    g_ptr_array_unref(self->steps);
    g_ptr_array_unref(self->mistakes);
    for (guint i = 0; i < HINT_N; i++)
        g_free(self->hints[i]);
    g_hash_table_unref(self->solution);
    g_hash_table_unref(self->wrong);
    g_free(self->text);
    seed_free(self->seed);
    g_free(self);
}
