/* SPDX-License-Identifier: MIT */
/* What the student expects, kept until the facts are there. */
#include "exercise/verbs.h"

void keep_prediction(Desk *desk, const Exercise *exercise, const ExerciseStep *prediction,
                     const char *text) {
    exercise_progress_set(desk->progress, exercise->number, prediction, "given", text);
    exercise_progress_set(desk->progress, exercise->number, prediction, "right", NULL);
    desk_say(desk, 0, NULL, NULL, "Kept: you expect \"%s\". (%s)", text, prediction->ask);
}

/* The prediction that is meant: --step N, else the first that was not made. */
static const ExerciseStep *choose(Desk *desk, const Exercise *exercise) {
    if (desk->options->step != NULL) {
        guint number = (guint)g_ascii_strtoull(desk->options->step, NULL, 10);
        return exercise_prediction(exercise, number);
    }
    for (guint i = 0; i < exercise->predictions->len; i++) {
        const ExerciseStep *step = exercise->predictions->pdata[i];
        g_autofree char *given =
            exercise_progress_get(desk->progress, exercise->number, step, "given");
        if (given == NULL)
            return step;
    }
    return exercise_prediction(exercise, 1);
}

static int ask(Desk *desk, const Exercise *exercise) {
    for (guint i = 0; i < exercise->predictions->len; i++) {
        const ExerciseStep *step = exercise->predictions->pdata[i];
        g_autofree char *given =
            exercise_progress_get(desk->progress, exercise->number, step, "given");
        g_autofree char *lead = g_strdup_printf("%u. ", step->number);
        desk_say(desk, 0, lead, NULL, "%s%s%s%s", step->ask, given != NULL ? " You said: \"" : "",
                 given != NULL ? given : "", given != NULL ? "\"" : "");
    }
    desk_say(desk, 0, NULL, NULL, "Say what you expect: maillab exercise predict %u TEXT",
             exercise->number);
    desk_print(desk);
    return LAB_DONE;
}

int verb_predict(Desk *desk, GPtrArray *operands) {
    const char *word = verb_operand(operands, 0, "predict N TEXT");
    g_autoptr(Exercise) exercise = word != NULL ? desk_load(desk, word) : NULL;
    g_autofree char *text = verb_rest(operands, 1);
    if (exercise == NULL)
        return LAB_USAGE;
    const ExerciseStep *step = choose(desk, exercise);
    if (step == NULL) {
        lab_complain("Exercise %u asks for no such prediction.", exercise->number);
        return LAB_USAGE;
    }
    if (text[0] == '\0')
        return ask(desk, exercise);
    keep_prediction(desk, exercise, step, text);
    const ExerciseStep *further = exercise_prediction(exercise, step->number + 1);
    if (further != NULL)
        desk_say(desk, 0, NULL, NULL, "The next: %s", further->ask);
    else
        desk_say(desk, 0, NULL, STYLE_DIM, "It is compared with what happens when you check.");
    desk_print(desk);
    return desk_save(desk) ? LAB_DONE : LAB_USAGE;
}
