/* SPDX-License-Identifier: MIT */
#include "notes/note_text.h"

#include <criterion/criterion.h>
#include <string.h>

Test(note_text, cases) {
    static const struct {
        const char *octets;
        gsize max;
        const char *expected;
    } cases[] = {
        {"", 10, ""},
        {"plain text", 100, "plain text"},
        {"gr\xc3\xbc\xc3\x9f", 100, "gr\xc3\xbc\xc3\x9f"},
        {"a\x1b[31mb", 100, "a\\x1b[31mb"},
        {"\xff\xfe", 100, "\\xff\\xfe"},
        {"cut \xc3", 100, "cut \\xc3"},
        {"line\r\n", 100, "line\\x0d\\x0a"},
        {"\xe2\x80\xae"
         "evil",
         100, "\\xe2\\x80\\xaeevil"},
        {"0123456789", 4, "0123…(+6 octets)"},
        {"gr\xc3\xbc", 3, "gr…(+2 octets)"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            note_text_quote(cases[i].octets, strlen(cases[i].octets), cases[i].max);
        cr_assert_str_eq(text, cases[i].expected, "case %zu: %s", i, text);
        cr_assert(g_utf8_validate(text, -1, NULL), "case %zu", i);
    }
}
