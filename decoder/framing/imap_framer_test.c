/* SPDX-License-Identifier: MIT */
#include "framing/imap_framer.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

typedef struct {
    const char *name, *input;
    char who;             /* C client, S server */
    const char *answers;  /* to literals that wait, in turn: y or n */
    const char *expected; /* pieces: text as it is, [12+~ literal's octets ], {C} and {L} line ends
                             of units, {R} refused, {B} broken; MISSING octets as -3 */
} Case;

/* clang-format off */
static const Case cases[] = {
    {"one line", "a1 NOOP\r\n", 'C', "", "a1 NOOP{C}"},
    {"bare LF", "a1 NOOP\na2 NOOP\r\n", 'C', "", "a1 NOOP{L}a2 NOOP{C}"},
    {"empty lines", "\r\n\n", 'C', "", "{C}{L}"},
    {"accepted", "a LOGIN {3}\r\nbob {2}\r\npw\r\nb NOOP\r\n", 'C', "yy", "a LOGIN {3}[3 bob] {2}[2 pw]{C}b NOOP{C}"},
    {"refused", "a LOGIN {3}\r\nb NOOP\r\n", 'C', "n", "a LOGIN {3}[3 {R}b NOOP{C}"},
    {"the second one refused", "a LOGIN {1}\r\nb {3}\r\nc NOOP\r\n", 'C', "yn", "a LOGIN {1}[1 b] {3}[3 {R}c NOOP{C}"},
    {"not synchronising", "a LOGIN {3+}\r\nbob {2+}\r\npw\r\n", 'C', "", "a LOGIN {3+}[3+ bob] {2+}[2+ pw]{C}"},
    {"literal8", "a APPEND x ~{3+}\r\n\r\n.\r\n", 'C', "", "a APPEND x ~{3+}[3+~ \r\n.]{C}"},
    {"looks like commands", "a APPEND x {17+}\r\na NOOP\r\n* {3}\r\n\r\n\r\n\r\n", 'C', "", "a APPEND x {17+}[17+ a NOOP\r\n* {3}\r\n\r\n]{C}{C}"},
    {"empty literal", "a LOGIN {0}\r\n {0+}\r\n\r\n", 'C', "y", "a LOGIN {0}[0 ] {0+}[0+ ]{C}"},
    {"empty literal at the end", "a X {0+}\r\n\r\nb\r\n", 'C', "", "a X {0+}[0+ ]{C}b{C}"},
    {"header ended by LF", "a X {1+}\ny\n", 'C', "", "a X {1+}[1+ y]{L}"},
    {"no header: text follows", "a X {1+} \r\n", 'C', "", "a X {1+} {C}"},
    {"no header: no digits", "a X {+}\r\n{}\r\n}\r\n+}\r\n1}\r\n", 'C', "", "a X {+}{C}{}{C}}{C}+}{C}1}{C}"},
    {"no header: a sign", "a X {-1}\r\n", 'C', "", "a X {-1}{C}"},
    {"no header: too large", "a X {9223372036854775808}\r\n", 'C', "", "a X {9223372036854775808}{C}"},
    {"largest size", "a X {9223372036854775807+}\r\nzz", 'C', "", "a X {9223372036854775807+}[9223372036854775807+ zz-9223372036854775805]{B}"},
    {"leading zeros", "a X {0001+}\r\ny\r\n", 'C', "", "a X {0001+}[1+ y]{C}"},
    {"a header is all of the line", "{1+}\r\ny\r\n", 'C', "", "{1+}[1+ y]{C}"},
    {"server literals never wait", "* 1 FETCH (BODY[] {4}\r\n)\r\n* X {1}\r\ny)\r\n", 'S', "", "* 1 FETCH (BODY[] {4}[4 )\r\n*] X {1}[1 y]){C}"},
    {"several in one response", "* 1 FETCH (A {1}\r\nx B {2}\r\n\r\n)\r\n", 'S', "", "* 1 FETCH (A {1}[1 x] B {2}[2 \r\n]){C}"},
    {"text for people", "* OK look {3}\r\na NO {3}\r\n+ go {3}\r\n* BYE\r\n* PREAUTH {1}\r\n", 'S', "", "* OK look {3}{C}a NO {3}{C}+ go {3}{C}* BYE{C}* PREAUTH {1}{C}"},
    {"OKAY is no status", "* OKAY {1}\r\nx\r\n", 'S', "", "* OKAY {1}[1 x]{C}"},
    {"a client may say OK", "OK {1+}\r\nx\r\n", 'C', "", "OK {1+}[1+ x]{C}"},
    {"unfinished line", "a NO", 'C', "", "a NO{B}"},
    {"unfinished literal", "a X {5+}\r\nab", 'C', "", "a X {5+}[5+ ab-3]{B}"},
    {"never answered", "a X {5}\r\n", 'C', "", "a X {5}[5 -5]{B}"},
    {"unfinished after a literal", "a X {1+}\r\na", 'C', "", "a X {1+}[1+ a]{B}"},
    {"CR at the end", "a\r", 'C', "", "a\r{B}"},
};
/* clang-format on */

/* Text pieces may be cut where they are longer than the cap only. */
static void show(GString *seen, const ImapPiece *piece) {
    static const char *const ends[] = {"{C}", "{L}", ""};
    if (piece->kind != IMAP_PIECE_LITERAL_BEGIN && piece->kind != IMAP_PIECE_UNIT_END &&
        piece->length > 0)
        g_string_append_len(seen, (const char *)piece->octets, (gssize)piece->length);
    if (piece->kind == IMAP_PIECE_LITERAL_BEGIN)
        g_string_append_printf(seen, "[%" G_GUINT64_FORMAT "%s%s ", piece->literal.size,
                               piece->literal.is_non_synchronising ? "+" : "",
                               piece->literal.is_binary ? "~" : "");
    if (piece->missing > 0)
        g_string_append_printf(seen, "-%" G_GUINT64_FORMAT, piece->missing);
    if (piece->kind == IMAP_PIECE_LITERAL_END)
        g_string_append_c(seen, ']');
    if (piece->kind == IMAP_PIECE_UNIT_END)
        g_string_append(seen, piece->is_refused  ? "{R}"
                              : piece->is_broken ? "{B}"
                                                 : ends[piece->end]);
    if (piece->kind == IMAP_PIECE_SKIPPED)
        g_string_append(seen, "{S}");
}

/* Returns how many octets the pieces hold. */
static gsize feed(ImapFramer *framer, GString *seen, const char *input, gsize length,
                  const char **answers) {
    g_autofree guint8 *octets = length > 0 ? g_memdup2(input, length) : NULL;
    gsize used = 0, total = 0;
    for (;;) {
        ImapPiece piece = imap_framer_next(framer, octets, length, &used);
        show(seen, &piece);
        total += piece.length;
        if (piece.kind == IMAP_PIECE_WAIT && **answers != '\0') {
            cr_assert(imap_framer_is_waiting(framer));
            cr_assert_eq(imap_framer_next(framer, octets, length, &used).kind, IMAP_PIECE_WAIT);
            imap_framer_resume(framer, *(*answers)++ == 'y');
        } else if (piece.kind == IMAP_PIECE_MORE || piece.kind == IMAP_PIECE_WAIT) {
            cr_assert_eq(used, length);
            return total;
        }
    }
}

static char *run(const Case *c, gsize first, gsize step) {
    ImapFramer framer;
    imap_framer_init(&framer, c->who == 'S', NULL);
    GString *seen = g_string_new(NULL);
    const char *answers = c->answers;
    gsize length = strlen(c->input), total = 0;
    for (gsize at = 0, n = first; at < length; at += n, n = step) {
        n = MIN(n, length - at);
        total += feed(&framer, seen, c->input + at, n, &answers);
    }
    imap_framer_finish(&framer);
    total += feed(&framer, seen, NULL, 0, &answers);
    cr_assert_eq(total, length, "%s", c->name);
    imap_framer_clear(&framer);
    return g_string_free(seen, FALSE);
}

ParameterizedTestParameters(imap_framer, every_cut) {
    static int indices[G_N_ELEMENTS(cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        indices[i] = (int)i;
    return cr_make_param_array(int, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(int *index, imap_framer, every_cut) {
    const Case *c = &cases[*index];
    gsize length = strlen(c->input);
    for (gsize first = 1; first <= length; first++) {
        g_autofree char *in_two = run(c, first, length);
        cr_expect_str_eq(in_two, c->expected, "%s cut at %zu: %s", c->name, first, in_two);
        g_autofree char *trickled = run(c, first, 1);
        cr_expect_str_eq(trickled, c->expected, "%s, single octets after %zu: %s", c->name, first,
                         trickled);
    }
}

/* Only lines that begin with "* " or with "a" and a digit. */
static gboolean is_unit(const char *line, gsize length) {
    return length > 1 && (line[0] == '*' || (line[0] == 'a' && g_ascii_isdigit(line[1])));
}

typedef struct {
    const char *name, *before;
    guint64 lost;
    const char *after, *expected;
} GapCase;

/* clang-format off */
static const GapCase gaps[] = {
    {"between units", "a1 x\r\n", 5, "zz\r\na2 y\r\n", "a1 x{C}zz\r\n{S}a2 y{C}"},
    {"the next octets begin a unit", "a1 x\r\n", 5, "a2 y\r\n", "a1 x{C}a2 y{C}"},
    {"in text", "a1 lo", 5, "zz\r\nno\r\na2 y\r\n", "a1 lo{B}zz\r\n{S}no\r\n{S}a2 y{C}"},
    {"inside a literal", "a1 {9}\r\n01", 3, "5678\r\na2\r\n", "a1 {9}[9 01-35678]{C}a2{C}"},
    {"to the end of a literal", "a1 {9}\r\n01", 7, " x\r\na2\r\n", "a1 {9}[9 01-7] x{C}a2{C}"},
    {"a whole literal", "a1 {9}\r\n", 9, "\r\na2\r\n", "a1 {9}[9 -9]{C}a2{C}"},
    {"beyond a literal", "a1 {9}\r\n01", 8, "z\r\na2\r\n", "a1 {9}[9 01-7]{B}z\r\n{S}a2{C}"},
    {"after a literal", "a1 {2}\r\n01", 2, "z\r\na2\r\n", "a1 {2}[2 01]{B}z\r\n{S}a2{C}"},
    {"nothing after it", "a1 lo", 5, "zz", "a1 lo{B}zz{S}"},
    {"a literal after it", "", 5, "zz\r\na2 {2}\r\n\r\n\r\n", "zz\r\n{S}a2 {2}[2 \r\n]{C}"},
};
/* clang-format on */

static char *run_gap(const GapCase *c, gsize step, ImapUnitTest test) {
    ImapFramer framer;
    imap_framer_init(&framer, TRUE, test);
    GString *seen = g_string_new(NULL);
    const char *none = "";
    for (gsize at = 0; at < strlen(c->before); at += step)
        feed(&framer, seen, c->before + at, MIN(step, strlen(c->before) - at), &none);
    imap_framer_gap(&framer, c->lost);
    feed(&framer, seen, NULL, 0, &none);
    for (gsize at = 0; at < strlen(c->after); at += step)
        feed(&framer, seen, c->after + at, MIN(step, strlen(c->after) - at), &none);
    imap_framer_finish(&framer);
    feed(&framer, seen, NULL, 0, &none);
    imap_framer_clear(&framer);
    return g_string_free(seen, FALSE);
}

Test(imap_framer, gaps) {
    for (guint i = 0; i < G_N_ELEMENTS(gaps); i++) {
        for (gsize step = 1; step < 20; step++) {
            g_autofree char *seen = run_gap(&gaps[i], step, is_unit);
            cr_expect_str_eq(seen, gaps[i].expected, "%s: %s", gaps[i].name, seen);
        }
    }
}

Test(imap_framer, without_a_test_the_next_whole_line_begins_a_unit) {
    static const GapCase gap = {"", "a1 x\r\n", 5, "zz\r\nwhatever\r\n",
                                "a1 x{C}zz\r\n{S}whatever{C}"};
    g_autofree char *seen = run_gap(&gap, 3, NULL);
    cr_expect_str_eq(seen, gap.expected, "%s", seen);
}

/* While a client waits for "+", octets are lost: its command is broken. */
Test(imap_framer, a_gap_while_waiting_breaks_the_unit) {
    ImapFramer framer;
    imap_framer_init(&framer, FALSE, is_unit);
    g_autoptr(GString) seen = g_string_new(NULL);
    const char *none = "";
    feed(&framer, seen, "a1 {4}\r\n", 8, &none);
    imap_framer_gap(&framer, 2);
    feed(&framer, seen, NULL, 0, &none);
    feed(&framer, seen, "z\r\na2\r\n", 7, &none);
    cr_expect_str_eq(seen->str, "a1 {4}[4 -4]{B}z\r\n{S}a2{C}");
    imap_framer_clear(&framer);
}

/* A line with its header just at, before and behind the cap: it is cut there, and its literal is
 * seen all the same. */
Test(imap_framer, lines_beyond_the_cap_come_in_parts) {
    for (gsize extra = 0; extra < 12; extra++) {
        g_autoptr(GString) input = g_string_new("a ");
        while (input->len < IMAP_FRAMER_TEXT_MAX - 8 + extra)
            g_string_append_c(input, 'x');
        g_autoptr(GString) expected = g_string_new(input->str);
        g_string_append(input, " {2+}\r\n\r\n\r\n");
        g_string_append(expected, " {2+}[2+ \r\n]{C}");
        Case c = {"cap", input->str, 'C', "", expected->str};
        g_autofree char *whole = run(&c, input->len, 1);
        cr_expect_str_eq(whole, expected->str, "%zu", extra);
        g_autofree char *cut = run(&c, IMAP_FRAMER_TEXT_MAX - 3, 1);
        cr_expect_str_eq(cut, expected->str, "%zu", extra);
    }
}
