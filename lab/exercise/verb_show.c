/* SPDX-License-Identifier: MIT */
/* An exercise as a student reads it, and its hints. */
#include "exercise/verbs.h"

#include "exercise/markdown.h"
#include "exercise/records.h"

#include <string.h>

const char *verb_operand(GPtrArray *operands, guint index, const char *usage) {
    if (index < operands->len)
        return operands->pdata[index];
    lab_complain("Something is missing: maillab exercise %s", usage);
    return NULL;
}

char *verb_rest(GPtrArray *operands, guint index) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = index; i < operands->len; i++)
        g_string_append_printf(out, "%s%s", i > index ? " " : "", (char *)operands->pdata[i]);
    return g_strdup(out->str);
}

/* ---- show ----------------------------------------------------------------------------------- */

static void say_head(Desk *desk, const Exercise *exercise) {
    g_autofree char *slides =
        exercise->slides != NULL
            ? g_strdup_printf(" · slide%s %s", strpbrk(exercise->slides, ",-") ? "s" : "",
                              exercise->slides)
            : g_strdup("");
    desk_say(desk, 0, NULL, STYLE_HEADING, "Exercise %u: %s", exercise->number, exercise->title);
    desk_say(desk, 2, NULL, NULL, "%s", exercise->claim);
    desk_say(desk, 2, NULL, STYLE_DIM, "%s%s · about %u minutes · %s", exercise->rfc, slides,
             exercise->minutes, exercise_kind_name(exercise->kind));
    text_page_blank(&desk->page);
}

/* The rows of steps that have some, from the trace. */
static void say_rows(Desk *desk, Checker *checker, const ExerciseStep *step) {
    g_autofree char *rows = checker_rows(checker, step);
    g_auto(GStrv) lines = g_strsplit(rows != NULL ? rows : "", "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] != '\0')
            desk_say(desk, 5, NULL, NULL, "%s", lines[i]);
    }
}

static gboolean has_rows(const Exercise *exercise) {
    for (guint i = 0; i < exercise->steps->len; i++) {
        const ExerciseStep *step = exercise->steps->pdata[i];
        if (step->kind == EXERCISE_BLANK || step->kind == EXERCISE_ORDER)
            return TRUE;
    }
    return FALSE;
}

void show_question(Desk *desk, Checker *checker, const ExerciseStep *step) {
    g_autofree char *lead = g_strdup_printf("%u. ", step->number);
    desk_say(desk, 2, lead, NULL, "%s", step->ask);
    say_rows(desk, checker, step);
}

/* A checker that has read the trace, if the questions show rows of it. */
static Checker *reader_of(const Exercise *exercise) {
    Checker *checker = checker_new(exercise);
    g_autofree char *trace = has_rows(exercise) && exercise->capture != NULL
                                 ? exercise_trace_path(exercise, NULL)
                                 : NULL;
    if (trace != NULL)
        (void)records_of_capture(trace, checker_push, checker, NULL);
    return checker;
}

static void say_questions(Desk *desk, Checker *checker, const char *title, const GPtrArray *steps) {
    if (steps->len == 0)
        return;
    text_page_blank(&desk->page);
    desk_say(desk, 0, NULL, STYLE_HEADING, "%s", title);
    for (guint i = 0; i < steps->len; i++)
        show_question(desk, checker, steps->pdata[i]);
}

/* What to type next. */
void show_commands(Desk *desk, const Exercise *exercise) {
    gboolean is_on_wire = exercise_has_acts(exercise);
    text_page_blank(&desk->page);
    desk_say(desk, 0, NULL, STYLE_HEADING, "Commands");
    if (exercise->capture != NULL && !is_on_wire)
        desk_say(desk, 2, NULL, NULL, "maillab analyze %s", seed_get(exercise->seed, "trace"));
    if (exercise->predictions->len > 0)
        desk_say(desk, 2, NULL, NULL, "maillab exercise predict %u YOUR-PREDICTION",
                 exercise->number);
    if (is_on_wire)
        desk_say(desk, 2, NULL, NULL, "maillab exercise start %u", exercise->number);
    if (!is_on_wire || exercise->steps->len > 1)
        desk_say(desk, 2, NULL, NULL, "maillab exercise check %u%s", exercise->number,
                 exercise_has_questions(exercise)
                     ? " ANSWER…   (one for each question, in quotes if it has spaces)"
                     : "");
    desk_say(desk, 2, NULL, NULL, "maillab exercise hint %u", exercise->number);
}

/* The explanation would give the predictions away: it is held back until the exercise is done. */
static void say_text(Desk *desk, const Exercise *exercise) {
    static const char *const sections[] = {"Purpose", "Predict", "Do", "Observe", "Clean up"};
    if (exercise_progress_is_done(desk->progress, exercise->number)) {
        markdown_write(&desk->page, exercise->text);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
        markdown_write_section(&desk->page, exercise->text, sections[i]);
    text_page_blank(&desk->page);
    desk_say(desk, 0, NULL, STYLE_DIM, "(The explanation follows when the exercise is done.)");
}

void show_explanation(Desk *desk, const Exercise *exercise) {
    markdown_write_section(&desk->page, exercise->text, "Explain");
}

void show_exercise(Desk *desk, const Exercise *exercise) {
    g_autoptr(Checker) checker = reader_of(exercise);
    say_head(desk, exercise);
    say_text(desk, exercise);
    say_questions(desk, checker, "To predict", exercise->predictions);
    say_questions(desk, checker, exercise_has_acts(exercise) ? "Steps" : "Questions",
                  exercise->steps);
}

int verb_show(Desk *desk, GPtrArray *operands) {
    const char *word = verb_operand(operands, 0, "show N");
    g_autoptr(Exercise) exercise = word != NULL ? desk_load(desk, word) : NULL;
    if (exercise == NULL)
        return LAB_USAGE;
    show_exercise(desk, exercise);
    show_commands(desk, exercise);
    desk_print(desk);
    return LAB_DONE;
}

/* ---- hint ----------------------------------------------------------------------------------- */

void show_hint(Desk *desk, const Exercise *exercise, HintGrade grade) {
    static const char *const titles[] = {
        [HINT_WHERE] = "Where to look",
        [HINT_RULE] = "The rule",
        [HINT_LIKENESS] = "Something like it, worked out",
        [HINT_SOLUTION] = "The solution",
    };
    guint seen = exercise_progress_hints(desk->progress, exercise->number);
    desk_say(desk, 0, NULL, STYLE_HEADING, "Hint %u of %u: %s", (guint)grade + 1, (guint)HINT_N,
             titles[grade]);
    desk_say(desk, 2, NULL, NULL, "%s", exercise->hints[grade]);
    exercise_progress_set_hints(desk->progress, exercise->number, MAX(seen, (guint)grade + 1));
}

int verb_hint(Desk *desk, GPtrArray *operands) {
    const char *word = verb_operand(operands, 0, "hint N");
    g_autoptr(Exercise) exercise = word != NULL ? desk_load(desk, word) : NULL;
    guint64 grade = 0;
    if (exercise == NULL)
        return LAB_USAGE;
    guint seen = exercise_progress_hints(desk->progress, exercise->number);
    grade = MIN(seen, HINT_N - 1) + 1;
    if (operands->len > 1 &&
        !g_ascii_string_to_unsigned(operands->pdata[1], 10, 1, HINT_N, &grade, NULL)) {
        lab_complain("\"%s\" is no hint; there are %u: maillab exercise hint %u 1",
                     (const char *)operands->pdata[1], (guint)HINT_N, exercise->number);
        return LAB_USAGE;
    }
    show_hint(desk, exercise, (HintGrade)(grade - 1));
    if (grade < HINT_N)
        desk_say(desk, 2, NULL, STYLE_DIM, "(The next hint says more: the same command again.)");
    desk_print(desk);
    return desk_save(desk) ? LAB_DONE : LAB_USAGE;
}
