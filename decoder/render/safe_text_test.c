/* SPDX-License-Identifier: MIT */
#include "render/safe_text.h"

#include <criterion/criterion.h>
#include <string.h>

#define LITERAL(text) (text), sizeof(text) - 1

/* clang-format off */
static const struct {
    const char *octets;
    gsize length;
    const char *utf8, *ascii;
} cases[] = {
    { LITERAL("250 Ok"), "250 Ok", "250 Ok" },
    { LITERAL(""), "", "" },
    { LITERAL("a\r\n\tb"), "a\\r\\n\\tb", "a\\r\\n\\tb" },
    { LITERAL("\x1b]0;title\x07"), "\\x1b]0;title\\x07", "\\x1b]0;title\\x07" },
    { LITERAL("a\0b"), "a\\x00b", "a\\x00b" },
    { LITERAL("\x7f"), "\\x7f", "\\x7f" },
    { LITERAL("\xc2\x9b" "31m"), "\\u{9b}31m", "\\u{9b}31m" },             /* C1: CSI */
    { LITERAL("\xe2\x80\xae" "abc"), "\\u{202e}abc", "\\u{202e}abc" },     /* override */
    { LITERAL("\xe2\x81\xa6"), "\\u{2066}", "\\u{2066}" },                 /* isolate */
    { LITERAL("\xe2\x80\x8b"), "\\u{200b}", "\\u{200b}" },                 /* zero-width space */
    { LITERAL("\xef\xbb\xbf"), "\\u{feff}", "\\u{feff}" },                 /* byte order mark */
    { LITERAL("\xe2\x80\xa8"), "\\u{2028}", "\\u{2028}" },                 /* line separator */
    { LITERAL("\xc2\xad"), "\\u{ad}", "\\u{ad}" },                         /* soft hyphen */
    { LITERAL("\xe3\x85\xa4"), "\\u{3164}", "\\u{3164}" },                 /* Hangul filler */
    { LITERAL("\xf3\xa0\x81\x81"), "\\u{e0041}", "\\u{e0041}" },           /* tag letter */
    { LITERAL("Gr\xc3\xbc\xc3\x9f" "e"), "Grüße", "Gr\\u{fc}\\u{df}e" },
    { LITERAL("\xff\xfe"), "\\xff\\xfe", "\\xff\\xfe" },
    { LITERAL("\xc3"), "\\xc3", "\\xc3" },                                 /* cut */
    { LITERAL("\xc0\x80"), "\\xc0\\x80", "\\xc0\\x80" },                   /* overlong NUL */
    { LITERAL("\xed\xa0\x80"), "\\xed\\xa0\\x80", "\\xed\\xa0\\x80" },     /* surrogate */
    { LITERAL("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80", "\\xf4\\x90\\x80\\x80" }, /* too large */
    { LITERAL("C:\\dir"), "C:\\dir", "C:\\dir" },
    { LITERAL("\\x1b"), "\\\\x1b", "\\\\x1b" },                            /* no imitation */
    { LITERAL("\\\xff"), "\\\\\\xff", "\\\\\\xff" },      /* not the octets "\xff" */
    { LITERAL("\\\n"), "\\\\\\n", "\\\\\\n" },
    { LITERAL("\\\\n"), "\\\\\\\\n", "\\\\\\\\n" },
};
/* clang-format on */

Test(safe_text, table) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *utf8 = safe_text(cases[i].octets, (gssize)cases[i].length, SAFE_UTF8);
        g_autofree char *ascii = safe_text(cases[i].octets, (gssize)cases[i].length, SAFE_ASCII);
        cr_assert_str_eq(utf8, cases[i].utf8, "case %u: %s", i, utf8);
        cr_assert_str_eq(ascii, cases[i].ascii, "case %u: %s", i, ascii);
    }
}

Test(safe_text, every_octet_and_pair_of_octets_comes_out_harmless) {
    for (guint pair = 0; pair < 0x10000; pair++) {
        char octets[2] = {(char)(pair >> 8), (char)pair};
        g_autofree char *safe = safe_text(octets, 2, SAFE_UTF8);
        cr_assert(g_utf8_validate(safe, -1, NULL));
        for (const char *at = safe; *at != '\0'; at = g_utf8_next_char(at))
            cr_assert(safe_text_is_printable(g_utf8_get_char(at)), "pair %04x", pair);
    }
}

Test(safe_text, sentence_spells_typography_out) {
    g_autoptr(GString) out = g_string_new(NULL);
    safe_sentence_append(out, "RFC 5321 §3.3 – “<…>” → é\x1b", SAFE_ASCII);
    cr_assert_str_eq(out->str, "RFC 5321 section 3.3 - \"<...>\" -> \\u{e9}\\x1b");
    g_string_truncate(out, 0);
    safe_sentence_append(out, "RFC 5321 §3.3 \x1b", SAFE_UTF8);
    cr_assert_str_eq(out->str, "RFC 5321 §3.3 \\x1b");
}

Test(safe_text, columns) {
    static const struct {
        const char *text;
        guint columns;
    } widths[] = {{"abc", 3}, {"Grüße", 5}, {"日本", 4}, {"e\xcc\x81", 1}, {"│▼⚠", 3}};
    for (guint i = 0; i < G_N_ELEMENTS(widths); i++)
        cr_assert_eq(safe_text_columns(widths[i].text, strlen(widths[i].text)), widths[i].columns,
                     "case %u", i);
}
