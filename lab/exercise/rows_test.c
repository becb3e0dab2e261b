/* SPDX-License-Identifier: MIT */
#include "exercise/frames.h"
#include "exercise/rows.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const lines[] = {
    "{\"type\":\"command\",\"stream\":0,\"n\":0,\"verb\":\"<connect>\",\"argument\":\"\"}",
    "{\"type\":\"reply\",\"stream\":0,\"status\":\"220\",\"lines\":[\"ready\"]}",
    "{\"type\":\"command\",\"stream\":0,\"n\":1,\"verb\":\"EHLO\",\"argument\":\"larch\"}",
    "{\"type\":\"reply\",\"stream\":0,\"status\":\"250\",\"lines\":[\"welcome\"]}",
    "{\"type\":\"transition\",\"stream\":0,\"from\":\"GREETED\",\"to\":\"READY\"}",
    "{\"type\":\"command\",\"stream\":9,\"n\":0,\"verb\":\"STAT\",\"argument\":\"\"}",
    "{\"type\":\"command\",\"stream\":0,\"n\":2,\"verb\":\"NOOP\",\"argument\":\"\"}",
    "{\"type\":\"reply\",\"stream\":0,\"status\":\"250\",\"lines\":[\"welcome\"]}",
    "{\"type\":\"end\"}",
};

static Rows *filled(const ExerciseStep *step, const Seed *seed) {
    Rows *rows = rows_new(step, seed);
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(Record) record = record_parse(lines[i], -1);
        rows_push(rows, record);
    }
    return rows;
}

Test(rows, a_field_is_blanked) {
    ExerciseStep step = {.number = 1, .kind = EXERCISE_BLANK, .mask = (char *)"reply.status"};
    for (guint i = 0; i < 20; i++) {
        g_autofree char *text = g_strdup_printf("%u", i);
        g_autoptr(Seed) seed = seed_new(text, 1);
        g_autoptr(Rows) rows = filled(&step, seed);
        g_autofree char *shown = rows_text(rows);
        g_autofree char *fact = rows_fact(rows);
        const char *blank = strstr(shown, "> S: ____ ");
        cr_assert_not_null(blank, "%s", shown);
        cr_assert_eq(strncmp(blank + 10, "ready", 5) == 0, strcmp(fact, "220") == 0);
        cr_assert_null(strstr(shown, "STAT"), "another conversation");
        cr_assert(rows_is_right(rows, fact, NULL));
        cr_assert_not(rows_is_right(rows, "999", NULL));
    }
}

Test(rows, what_is_not_shown_can_be_asked_too) {
    ExerciseStep step = {.number = 1, .kind = EXERCISE_BLANK, .mask = (char *)"command.n"};
    step.facts = predicate_parse("command verb=EHLO", NULL);
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    g_autoptr(Rows) rows = filled(&step, seed);
    g_autofree char *shown = rows_text(rows);
    g_autofree char *fact = rows_fact(rows);
    cr_assert_not_null(strstr(shown, "> C: EHLO larch   (n: ____)"), "%s", shown);
    cr_assert_str_eq(fact, "1");
    predicate_free(step.facts);
}

Test(rows, nothing_to_blank_is_no_fact) {
    ExerciseStep step = {.number = 1, .kind = EXERCISE_BLANK, .mask = (char *)"finding.code"};
    g_autoptr(Seed) seed = seed_new(NULL, 1);
    g_autoptr(Rows) rows = filled(&step, seed);
    cr_assert_null(rows_fact(rows));
    cr_assert_not(rows_is_right(rows, "x", NULL));
}

/* Whatever the seed, the rows are shuffled, the fact is right, and so is one in which two equal
 * rows change places. */
Test(rows, are_put_in_order) {
    ExerciseStep step = {.number = 1, .kind = EXERCISE_ORDER};
    for (guint i = 0; i < 50; i++) {
        g_autofree char *text = g_strdup_printf("%u", i);
        g_autoptr(Seed) seed = seed_new(i == 0 ? NULL : text, 1);
        g_autoptr(Rows) rows = filled(&step, seed);
        g_autofree char *fact = rows_fact(rows);
        g_autofree char *remark = NULL;
        cr_assert_eq(strlen(fact), 11, "%s", fact);
        cr_assert_str_neq(fact, "A B C D E F");
        cr_assert(rows_is_right(rows, fact, NULL));
        /* the replies "250 welcome" are the fourth and the last */
        char kept = fact[6];
        fact[6] = fact[10];
        fact[10] = kept;
        cr_assert(rows_is_right(rows, fact, NULL), "%s", fact);
        kept = fact[0];
        fact[0] = fact[2];
        fact[2] = kept;
        cr_assert_not(rows_is_right(rows, fact, &remark));
        cr_assert_str_eq(remark, "Already the first is another.");
    }
}

Test(rows, secrets_are_not_shown) {
    static const char *const verbs[] = {"PASS", "LOGIN", "AUTH", "<sasl-response>"};
    ExerciseStep step = {.number = 1, .kind = EXERCISE_ORDER};
    g_autoptr(Seed) seed = seed_new("7", 1);
    g_autoptr(Rows) rows = rows_new(&step, seed);
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        g_autofree char *line = g_strdup_printf("{\"type\":\"command\",\"stream\":0,\"verb\":"
                                                "\"%s\",\"argument\":\"hungry\"}",
                                                verbs[i]);
        g_autoptr(Record) record = record_parse(line, -1);
        rows_push(rows, record);
    }
    g_autofree char *shown = rows_text(rows);
    cr_assert_null(strstr(shown, "hungry"), "%s", shown);
    cr_assert_not_null(strstr(shown, "C: PASS (a secret)"), "%s", shown);
}

Test(rows, given_rows_need_no_capture) {
    char *given[] = {(char *)"one", (char *)"two", (char *)"three", NULL};
    ExerciseStep step = {.number = 1, .kind = EXERCISE_ORDER, .rows = given};
    g_autoptr(Seed) seed = seed_new("7", 1);
    g_autoptr(Rows) rows = filled(&step, seed);
    g_autofree char *shown = rows_text(rows);
    g_autofree char *fact = rows_fact(rows);
    cr_assert_not_null(strstr(shown, "  A  "));
    cr_assert_null(strstr(shown, "  D  "));
    fact[4] = '\0';
    g_autofree char *remark = NULL;
    cr_assert_not(rows_is_right(rows, fact, &remark));
    cr_assert_not_null(strstr(remark, "So far it is right"));
}

Test(rows, hostile_answers_are_wrong) {
    static const char *const answers[] = {"",
                                          "   ",
                                          "ZZZZZZ",
                                          "AAAAAA",
                                          "{|}~",
                                          "1 2 3",
                                          "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ"};
    ExerciseStep step = {.number = 1, .kind = EXERCISE_ORDER};
    g_autoptr(Seed) seed = seed_new("7", 1);
    g_autoptr(Rows) rows = filled(&step, seed);
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++)
        cr_assert_not(rows_is_right(rows, answers[i], NULL), "%s", answers[i]);
}

/* ---- frames --------------------------------------------------------------------------------- */

static Frames *frames_of(const char *numbers) {
    g_auto(GStrv) words = g_strsplit(numbers, " ", -1);
    Frames *frames = frames_new();
    for (guint i = 0; words[i] != NULL; i++) {
        if (words[i][0] != '\0')
            frames_add(frames, (guint)g_ascii_strtoull(words[i], NULL, 10));
    }
    return frames;
}

static const struct {
    const char *selected, *wanted;
    gboolean is_equal;
    const char *difference;
} sets[] = {
    {"1 2 3", "3 2 1", TRUE, "it selects 3 frames"},
    {"1 1 1", "1", TRUE, "it selects 1 frame"},
    {"", "", TRUE, "it selects 0 frames"},
    {"1 2", "1 2 3 4", FALSE, "it selects 2 frames, and 2 are missing (the first is frame 3)"},
    {"1 2 9", "1 2", FALSE,
     "it selects 3 frames, of which 1 should not be there (the first is frame 9)"},
    {"5", "4", FALSE,
     "it selects 1 frame, of which 1 should not be there (the first is frame 5), and 1 is missing "
     "(the first is frame 4)"},
};

Test(frames, are_compared) {
    for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autoptr(GArray) selected = frames_of(sets[i].selected);
        g_autoptr(GArray) wanted = frames_of(sets[i].wanted);
        g_autofree char *difference = frames_difference(selected, wanted);
        cr_assert_eq(frames_are_equal(selected, wanted), sets[i].is_equal);
        cr_assert_str_eq(difference, sets[i].difference);
    }
}

Test(frames, are_named) {
    g_autoptr(GArray) few = frames_of("9 3 5");
    g_autoptr(GArray) many = frames_of("1 2 3 4 5 6 7 8 9 10 11 12 13 14");
    g_autofree char *few_text = frames_text(few);
    g_autofree char *many_text = frames_text(many);
    cr_assert_str_eq(few_text, "3, 5, 9");
    cr_assert(g_str_has_suffix(many_text, "12 and 2 more"));
}
