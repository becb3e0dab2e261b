/* SPDX-License-Identifier: MIT */
/* Runs a dialogue in every cut and compares. For tests only. */
#include "dissect/dialogue_check.h"

#include <criterion/criterion.h>
#include <string.h>

static void check(const char *name, const Dialogue *dialogue, const char *expected, DialogueCut cut,
                  gsize at) {
    g_autofree char *notes = dialogue_run(dialogue, cut, at);
    cr_assert_str_eq(notes, expected, "%s, cut %d at %zu:\n%s", name, cut, at, notes);
}

void dialogue_check_notes(const char *name, const Dialogue *dialogue, const char *expected) {
    check(name, dialogue, expected, DIALOGUE_FLIGHTS, 0);
    check(name, dialogue, expected, DIALOGUE_LINES, 0);
    check(name, dialogue, expected, DIALOGUE_OCTETS, 0);
    for (gsize at = 1; at < dialogue_longest(dialogue); at++) {
        check(name, dialogue, expected, DIALOGUE_SPLIT, at);
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

static void check_tiling(const char *name, const Dialogue *dialogue, gboolean may_be_unknown,
                         Direction direction, char side) {
    g_autofree char *sent = join(dialogue, side);
    g_autofree char *expected = escape(sent);
    g_autofree char *flights = dialogue_labels(dialogue, DIALOGUE_FLIGHTS, direction);
    g_autofree char *octets = dialogue_labels(dialogue, DIALOGUE_OCTETS, direction);
    g_autofree char *joined = unlabel(flights);
    cr_assert_str_eq(joined, expected, "%s: %s", name, flights);
    cr_assert_str_eq(octets, flights, "%s: %s\n---\n%s", name, octets, flights);
    gboolean has_unknown =
        strncmp(flights, "unknown|", 8) == 0 || strstr(flights, "\nunknown|") != NULL;
    cr_assert(!has_unknown || may_be_unknown, "%s: %s", name, flights);
}

void dialogue_check_labels(const char *name, const Dialogue *dialogue, gboolean may_be_unknown) {
    check_tiling(name, dialogue, may_be_unknown, DIRECTION_CLIENT, 'C');
    check_tiling(name, dialogue, may_be_unknown, DIRECTION_SERVER, 'S');
}
