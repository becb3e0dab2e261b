/* SPDX-License-Identifier: MIT */
/* Whole dialogues and the notes that they give, in every cut. */
#include "dissect/smtp_cases.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

static void check(const SmtpCase *test, DialogueCut cut, gsize at) {
    g_autofree char *notes = dialogue_run(&test->dialogue, cut, at);
    cr_assert_str_eq(notes, test->expected, "%s, cut %d at %zu:\n%s", test->name, cut, at, notes);
}

ParameterizedTestParameters(smtp, in_every_cut) {
    static gsize indices[G_N_ELEMENTS(smtp_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, smtp, in_every_cut) {
    const SmtpCase *test = &smtp_cases[*index];
    check(test, DIALOGUE_FLIGHTS, 0);
    check(test, DIALOGUE_LINES, 0);
    check(test, DIALOGUE_OCTETS, 0);
    for (gsize at = 1; at < dialogue_longest(&test->dialogue); at++) {
        check(test, DIALOGUE_SPLIT, at);
    }
}

/* What one direction sent, gaps left out. */
static char *join(const Dialogue *dialogue, char side) {
    GString *text = g_string_new(NULL);
    for (const char *const *entry = dialogue->script; *entry != NULL; entry++) {
        if ((*entry)[0] != side || strchr(" !", (*entry)[1]) == NULL) {
            continue;
        }
        g_string_append(text, *entry + 2);
        g_string_append(text, (*entry)[1] == ' ' ? "\r\n" : "");
    }
    return g_string_free(text, FALSE);
}

/* The octets of the labels, put together again. */
static char *unlabel(const char *labels) {
    GString *text = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(labels, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        const char *octets = strchr(*line, '|');
        g_string_append(text, octets != NULL ? octets + 1 : "");
    }
    return g_string_free(text, FALSE);
}

static char *escape(const char *octets) {
    GString *text = g_string_new(NULL);
    for (const char *at = octets; *at != '\0'; at++) {
        if (g_ascii_isprint(*at)) {
            g_string_append_c(text, *at);
        } else {
            g_string_append_printf(text, "\\x%02x", (guint8)*at);
        }
    }
    return g_string_free(text, FALSE);
}

static void check_tiling(const SmtpCase *test, Direction direction, char side) {
    if (test->expected[0] == '\0') {
        return; /* no mail: nothing is labelled */
    }
    g_autofree char *sent = join(&test->dialogue, side);
    g_autofree char *expected = escape(sent);
    g_autofree char *flights = dialogue_labels(&test->dialogue, DIALOGUE_FLIGHTS, direction);
    g_autofree char *octets = dialogue_labels(&test->dialogue, DIALOGUE_OCTETS, direction);
    g_autofree char *joined = unlabel(flights);
    cr_assert_str_eq(joined, expected, "%s: %s", test->name, flights);
    cr_assert_str_eq(octets, flights, "%s: %s\n---\n%s", test->name, octets, flights);
    static const char *const nameless[] = {"malformed_reply", "unknown_command", "asked", NULL};
    gboolean has_unknown =
        strncmp(flights, "unknown|", 8) == 0 || strstr(flights, "\nunknown|") != NULL;
    cr_assert(!has_unknown || g_strv_contains(nameless, test->name), "%s: %s", test->name, flights);
}

ParameterizedTestParameters(smtp, labels_tile) {
    static gsize indices[G_N_ELEMENTS(smtp_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, smtp, labels_tile) {
    check_tiling(&smtp_cases[*index], DIRECTION_CLIENT, 'C');
    check_tiling(&smtp_cases[*index], DIRECTION_SERVER, 'S');
}
