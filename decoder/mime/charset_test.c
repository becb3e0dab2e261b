/* SPDX-License-Identifier: MIT */
#include "mime/charset.h"

#include <criterion/criterion.h>
#include <string.h>

#define BAD "\357\277\275"

static const struct {
    const char *charset, *octets, *text;
    gsize length;
    gboolean is_known;
} cases[] = {
    {"utf-8", "\303\244", "\303\244", 2, TRUE},
    {"UTF8", "\303", BAD, 1, TRUE},
    {"us-ascii", "a\344", "a" BAD, 2, TRUE},
    {"iso-8859-1", "\344", "\303\244", 1, TRUE},
    {"windows-1252", "\200\201", "\342\202\254" BAD, 2, TRUE},
    {"utf-16be", "\0a\0\0\0b", "a" BAD "b", 6, TRUE},
    {"utf-16be", "\0a\0", "a" BAD, 3, TRUE},
    {"x-sjis", "\202\240", "\343\201\202", 2, TRUE},
    {"iso-8859-8-i", "\340", "\327\220", 1, TRUE},
    {"no-such-charset", "a\344", "a" BAD, 2, FALSE},
    {"", "a", "a", 1, FALSE},
    {NULL, "\303\244\0x", "\303\244" BAD "x", 4, FALSE},
};

Test(charset, gives_valid_utf8) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean is_known = FALSE;
        g_autofree char *text =
            charset_to_utf8(cases[i].charset, cases[i].octets, cases[i].length, &is_known);
        cr_expect_str_eq(text, cases[i].text, "case %zu: %s", i, text);
        cr_expect_eq(is_known, cases[i].is_known, "case %zu", i);
    }
}

/* Longer than the room that conversion uses, and wrong in the middle. */
Test(charset, converts_long_texts) {
    g_autoptr(GString) octets = g_string_new(NULL);
    for (guint i = 0; i < 5000; i++) {
        g_string_append_c(octets, i % 1000 == 999 ? '\201' : '\344');
    }
    g_autofree char *text = charset_to_utf8("windows-1252", octets->str, octets->len, NULL);
    cr_assert_eq(g_utf8_strlen(text, -1), 5000);
    cr_assert(g_utf8_validate(text, -1, NULL));
}
