/* SPDX-License-Identifier: MIT */
#include "framing/dot_text.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

typedef struct {
    const char *name, *input;
    const char *expected; /* content as it is; {s} stuffing, {E} end, {L…} and {l…} lenient, the
                             latter with a dot that is stuffing */
} Case;

/* clang-format off */
static const Case cases[] = {
    {"empty text", ".\r\n", "{E}"},
    {"two lines", "a\r\nb\r\n.\r\nQUIT\r\n", "a\r\nb\r\n{E}QUIT\r\n"},
    {"two texts", "a\r\n.\r\n.\r\n", "a\r\n{E}{E}"},
    {"stuffed", "..a\r\n..\r\n...\r\n.\r\n", "{s}.a\r\n{s}.\r\n{s}..\r\n{E}"},
    {"dot that nobody stuffed", ".a\r\n", "{s}a\r\n"},
    {"dots inside lines", "a.b.\r\n a.\r\n.\r\n", "a.b.\r\n a.\r\n{E}"},
    {"CR before CRLF", "a\r\r\n.\r\n", "a\r\r\n{E}"},
    {"LF before CRLF", "a\n\r\n.\r\n", "a\n\r\n{E}"},
    {"LF CR is no line end", "a\n\r.b\r\n", "a\n\r.b\r\n"},
    {"LF.LF", "a\n.\nb", "a\n{L.\n}b"},
    {"LF.CRLF", "a\n.\r\nb", "a\n{L.\r\n}b"},
    {"LF.CR", "a\n.\rb", "a\n{L.\r}b"},
    {"CR.CRLF", "a\r.\r\nb", "a\r{L.\r\n}b"},
    {"CR.LF", "a\r.\nb", "a\r{L.\n}b"},
    {"CR.CR", "a\r.\rb", "a\r{L.\r}b"},
    {"CRLF.LF", "a\r\n.\nb", "a\r\n{l.\n}b"},
    {"CRLF.CR", "a\r\n.\rb", "a\r\n{l.\r}b"},
    {"first line .LF", ".\nb", "{l.\n}b"},
    {"LF.LF.LF", "\n.\n.\n", "\n{L.\n}{L.\n}"},
    {"CR.CR.CR", "\r.\r.\rx", "\r{L.\r}{L.\r}x"},
    {"end after a lenient one", "\n.\r\n.\r\n", "\n{L.\r\n}{E}"},
    {"CR.CR then CRLF", "\r.\r\r\n.\r\n", "\r{L.\r}\r\n{E}"},
    {"bare line ends and text", "\n.a\n..\r.b\r..\n", "\n.a\n..\r.b\r..\n"},
    {"NUL before the dot", "a\r\n\x01.\r\n", "a\r\n\x01.\r\n"},
    {"smuggled mail", "a\r\n\n.\nMAIL FROM:<x>\r\n.\r\n", "a\r\n\n{L.\n}MAIL FROM:<x>\r\n{E}"},
    {"unfinished dot", "a\r\n.", "a\r\n."},
    {"unfinished dot CR", "a\r\n.\r", "a\r\n.\r"},
    {"unfinished bare dot", "a\n.", "a\n."},
};
/* clang-format on */

static void append_piece(GString *seen, const DotTextPiece *piece) {
    const char *octets = (const char *)piece->octets;
    switch (piece->kind) {
    case DOT_TEXT_CONTENT:
        g_string_append_len(seen, octets, (gssize)piece->length);
        break;
    case DOT_TEXT_STUFFING:
        cr_assert(piece->length == 1 && *octets == '.');
        g_string_append(seen, "{s}");
        break;
    case DOT_TEXT_END:
        cr_assert(piece->length == 3 && memcmp(octets, ".\r\n", 3) == 0);
        g_string_append(seen, "{E}");
        break;
    case DOT_TEXT_LENIENT:
        g_string_append(seen, piece->stuffing ? "{l" : "{L");
        g_string_append_len(seen, octets, (gssize)piece->length);
        g_string_append_c(seen, '}');
        break;
    case DOT_TEXT_MORE:
        break;
    }
}

/* Feeds a copy, so that a piece lent from octets that are gone is seen by the sanitizer. */
static gsize feed(DotText *text, GString *seen, const char *input, gsize length) {
    g_autofree guint8 *octets = g_memdup2(input, length);
    gsize used = 0, total = 0;
    for (;;) {
        DotTextPiece piece = dot_text_next(text, octets, length, &used);
        if (piece.kind == DOT_TEXT_MORE) {
            cr_assert_eq(used, length);
            return total;
        }
        cr_assert_gt(piece.length, 0);
        total += piece.length;
        append_piece(seen, &piece);
    }
}

/* Runs `input` cut into pieces: `first` octets, then `step` at a time. */
static char *run(const char *input, gsize first, gsize step) {
    DotText text;
    dot_text_init(&text);
    GString *seen = g_string_new(NULL);
    gsize length = strlen(input), total = 0;
    for (gsize at = 0, n = first; at < length; at += n, n = step) {
        n = MIN(n, length - at);
        total += feed(&text, seen, input + at, n);
    }
    DotTextPiece rest = dot_text_rest(&text);
    append_piece(seen, &rest);
    cr_assert_eq(total + rest.length, length, "pieces must tile the input");
    cr_assert_eq(dot_text_rest(&text).kind, DOT_TEXT_MORE);
    return g_string_free(seen, FALSE);
}

ParameterizedTestParameters(dot_text, every_cut) {
    static int indices[G_N_ELEMENTS(cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        indices[i] = (int)i;
    }
    return cr_make_param_array(int, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(int *index, dot_text, every_cut) {
    const Case *c = &cases[*index];
    gsize length = strlen(c->input);
    for (gsize first = 1; first <= length; first++) {
        g_autofree char *in_two = run(c->input, first, length);
        cr_expect_str_eq(in_two, c->expected, "%s cut at %zu", c->name, first);
        g_autofree char *trickled = run(c->input, first, 1);
        cr_expect_str_eq(trickled, c->expected, "%s, single octets after %zu", c->name, first);
    }
}

Test(dot_text, content_is_lent_in_large_pieces) {
    static const char input[] = "one. two\r\nthree\r\n four.\nfive\r\n";
    DotText text;
    dot_text_init(&text);
    gsize used = 0;
    DotTextPiece piece = dot_text_next(&text, (const guint8 *)input, strlen(input), &used);
    cr_expect_eq(piece.octets, (const guint8 *)input);
    cr_expect_eq(piece.length, strlen(input), "no line break may cut content");
}

Test(dot_text, after_a_gap_no_line_begins) {
    DotText text;
    dot_text_init(&text);
    g_autoptr(GString) seen = g_string_new(NULL);
    feed(&text, seen, "a\r\n.", 4);
    dot_text_gap(&text);
    feed(&text, seen, ".\r\nb\r\n.\r\n", 9);
    cr_expect_str_eq(seen->str, "a\r\n.\r\nb\r\n{E}");
}

Test(dot_text, after_rest_the_text_goes_on) {
    DotText text;
    dot_text_init(&text);
    g_autoptr(GString) seen = g_string_new(NULL);
    feed(&text, seen, ".\r", 2);
    DotTextPiece rest = dot_text_rest(&text);
    append_piece(seen, &rest);
    feed(&text, seen, ".\n", 2);
    cr_expect_str_eq(seen->str, ".\r{L.\n}", "the CR handed out still stands before the dot");
}
