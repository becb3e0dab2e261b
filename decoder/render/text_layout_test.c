/* SPDX-License-Identifier: MIT */
#include "render/text_layout.h"

#include <criterion/criterion.h>

/* clang-format off */
static const struct {
    const char *marked;
    guint columns, hang;
    const char *lines; /* as emitted in colour, with | between them */
} cases[] = {
    { "", 10, 0, "" },
    { "one two", 10, 0, "one two" },
    { "one two three", 8, 0, "one two|three" },
    { "one two three", 8, 2, "one two|  three" },
    { "onetwothree", 4, 0, "onet|woth|ree" },
    { "a onetwothree", 6, 1, "a| onetw| othre| e" },
    { "a" TEXT_HARD_SPACE "b c", 4, 0, "a b|c" },
    { "a" TEXT_HARD_SPACE "bc d", 3, 0, "a b|c d" },
    { "a  b", 2, 0, "a| b" },           /* only one of the spaces is the break */
    { "日本語", 4, 0, "日本|語" },
    { TEXT_ON STYLE_CLIENT "ab cd" TEXT_OFF " ef", 3, 0, "\x1b[36mab\x1b[0m|\x1b[36mcd\x1b[0m|ef" },
};
/* clang-format on */

static char *wrapped(guint i) {
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    GString *out = g_string_new(NULL);
    text_wrap(lines, cases[i].marked, cases[i].columns, cases[i].hang);
    for (guint j = 0; j < lines->len; j++) {
        cr_assert_leq(text_columns(lines->pdata[j]), cases[i].columns, "case %u", i);
        if (j > 0)
            g_string_append_c(out, '|');
        text_emit(out, lines->pdata[j], TRUE);
    }
    return g_string_free(out, FALSE);
}

Test(text_layout, wrap) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *lines = wrapped(i);
        cr_assert_str_eq(lines, cases[i].lines, "case %u: %s", i, lines);
    }
}

Test(text_layout, emit_without_color_drops_marks_and_trailing_spaces) {
    g_autoptr(GString) out = g_string_new(NULL);
    text_emit(out, TEXT_ON STYLE_DANGER "x" TEXT_OFF " y  " TEXT_HARD_SPACE, FALSE);
    cr_assert_str_eq(out->str, "x y");
}
