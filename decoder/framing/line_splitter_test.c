/* SPDX-License-Identifier: MIT */
#include "framing/line_splitter.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

typedef struct {
    const char *name, *input;
    gsize cap;
    const char *expected; /* each line ended by its kind: C crlf, L lf, N none (the cap), R rest */
} Case;

/* clang-format off */
static const Case cases[] = {
    {"one line", "abc\r\n", 10, "abc{C}"},
    {"empty lines", "\r\n\n\r\n", 10, "{C}{L}{C}"},
    {"bare LF", "a\nb\r\n", 10, "a{L}b{C}"},
    {"bare CR is an octet", "a\rb\r\n\r", 10, "a\rb{C}\r{R}"},
    {"two CR", "a\r\r\n", 10, "a\r{C}"},
    {"unfinished", "a\r\nbc", 10, "a{C}bc{R}"},
    {"cap - 1, CRLF", "abc\r\n", 4, "abc{C}"},
    {"cap, CRLF", "abcd\r\n", 4, "abcd{C}"},
    {"cap + 1, CRLF", "abcde\r\n", 4, "abcd{N}e{C}"},
    {"cap - 1, LF", "abc\nx", 4, "abc{L}x{R}"},
    {"cap, LF", "abcd\nx", 4, "abcd{L}x{R}"},
    {"cap + 1, LF", "abcde\nx", 4, "abcd{N}e{L}x{R}"},
    {"CR is the last octet before the cap", "abc\rx\r\n", 4, "abc\r{N}x{C}"},
    {"CR at the cap, then text", "abcd\rx\r\n", 4, "abcd{N}\rx{C}"},
    {"CR at the cap, then CRLF", "abcd\r\r\n", 4, "abcd{N}\r{C}"},
    {"CR CRLF up to the cap", "abc\r\r\n", 4, "abc\r{C}"},
    {"CR at the cap, then nothing", "abcd\r", 4, "abcd\r{R}"},
    {"twice the cap", "abcdefgh\r\n", 4, "abcd{N}efgh{C}"},
    {"twice the cap and one", "abcdefghi\r\n", 4, "abcd{N}efgh{N}i{C}"},
    {"cap 1", "ab\r\r\n\r\nc\n", 1, "a{N}b{N}\r{C}{C}c{L}"},
    {"only CR", "\r\r\r\r\r", 1, "\r{N}\r{N}\r{N}\r\r{R}"},
};
/* clang-format on */

static void append_line(GString *seen, const Line *line, gsize cap) {
    static const char *const names[] = {"{C}", "{L}", "{N}"};
    static const gsize lengths[] = {2, 1, 0};
    cr_assert_leq(line->length, cap);
    cr_assert_eq(line->end_length, lengths[line->end]);
    g_string_append_len(seen, (const char *)line->octets, (gssize)line->length);
    g_string_append(seen, names[line->end]);
}

static void feed(LineSplitter *splitter, GString *seen, const char *input, gsize length) {
    g_autofree guint8 *octets = g_memdup2(input, length);
    gsize used = 0;
    Line line;
    while (line_splitter_next(splitter, octets, length, &used, &line)) {
        append_line(seen, &line, splitter->cap);
    }
    cr_assert_eq(used, length);
    cr_assert_leq(line_splitter_held(splitter), splitter->cap + 1);
}

static char *run(const Case *c, gsize first, gsize step) {
    LineSplitter splitter;
    line_splitter_init(&splitter, c->cap);
    GString *seen = g_string_new(NULL);
    gsize length = strlen(c->input);
    for (gsize at = 0, n = first; at < length; at += n, n = step) {
        n = MIN(n, length - at);
        feed(&splitter, seen, c->input + at, n);
    }
    Line line;
    if (line_splitter_rest(&splitter, &line)) {
        cr_assert_eq(line.end, LINE_END_NONE);
        g_string_append_len(seen, (const char *)line.octets, (gssize)line.length);
        g_string_append(seen, "{R}");
    }
    cr_assert_eq(line_splitter_held(&splitter), 0);
    cr_assert_not(line_splitter_rest(&splitter, &line));
    line_splitter_clear(&splitter);
    return g_string_free(seen, FALSE);
}

ParameterizedTestParameters(line_splitter, every_cut) {
    static int indices[G_N_ELEMENTS(cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        indices[i] = (int)i;
    }
    return cr_make_param_array(int, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(int *index, line_splitter, every_cut) {
    const Case *c = &cases[*index];
    gsize length = strlen(c->input);
    for (gsize first = 1; first <= length; first++) {
        g_autofree char *in_two = run(c, first, length);
        cr_expect_str_eq(in_two, c->expected, "%s cut at %zu", c->name, first);
        g_autofree char *trickled = run(c, first, 1);
        cr_expect_str_eq(trickled, c->expected, "%s, single octets after %zu", c->name, first);
    }
}

Test(line_splitter, whole_lines_are_lent_from_the_input) {
    static const guint8 input[] = "one\r\ntwo\n";
    LineSplitter splitter;
    line_splitter_init(&splitter, 100);
    gsize used = 0;
    Line line;
    cr_assert(line_splitter_next(&splitter, input, 9, &used, &line));
    cr_expect_eq(line.octets, input);
    cr_assert(line_splitter_next(&splitter, input, 9, &used, &line));
    cr_expect_eq(line.octets, input + 5);
    cr_expect_null(splitter.held);
}

Test(line_splitter, nothing_is_kept_once_a_line_is_over) {
    LineSplitter splitter;
    line_splitter_init(&splitter, 100);
    g_autoptr(GString) seen = g_string_new(NULL);
    feed(&splitter, seen, "on", 2);
    cr_expect_eq(line_splitter_held(&splitter), 2);
    feed(&splitter, seen, "e\r\n", 3);
    cr_expect_eq(line_splitter_held(&splitter), 0);
    cr_expect_null(splitter.held);
    cr_expect_str_eq(seen->str, "one{C}");
}
