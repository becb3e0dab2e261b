/* SPDX-License-Identifier: MIT */
#include "exercise/markdown.h"

#include <criterion/criterion.h>
#include <string.h>

static char *shown(const char *markdown, guint width, gboolean has_color) {
    TextPage page = {.options = {.width = width, .color = has_color, .utf8 = TRUE},
                     .charset = SAFE_UTF8,
                     .out = g_string_new(NULL)};
    markdown_write(&page, markdown);
    return g_string_free(page.out, FALSE);
}

static const struct {
    const char *markdown, *page;
} cases[] = {
    {"", ""},
    {"One\ntwo.", "  One two.\n"},
    {"## Do\n\nOne.\n\n## Next\nTwo.\n", "Do\n\n  One.\n\nNext\n  Two.\n"},
    {"- one\n  more\n- two\n", "  - one more\n  - two\n"},
    {"1. one\n2. two\n", "  1. one\n  2. two\n"},
    {"Type:\n\n    nc -C  x\n    .\n\nThen.", "  Type:\n\n    nc -C  x\n    .\n\n  Then.\n"},
    {"```\na  b\n# c\n```\nd", "    a  b\n    # c\n  d\n"},
    {"| a | b |\n| c | d |", "    | a | b |\n    | c | d |\n"},
    {"a `.` **b** `x**y`", "  a `.` b `x**y`\n"},
    {"printf 'a\\r\\n\\x41'", "  printf 'a\\r\\n\\x41'\n"},
    {"esc \x1b[31m", "  esc \\x1b[31m\n"},
    {"one `open", "  one `open\n"},
};

Test(markdown, becomes_plain_text) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *page = shown(cases[i].markdown, 80, FALSE);
        cr_assert_str_eq(page, cases[i].page, "%s\n---\n%s", cases[i].markdown, page);
    }
}

Test(markdown, emphasis_needs_a_style_and_two_marks) {
    static const char text[] = "a *b c* (*d*) `*` 2 * 3 * x*y *open";
    g_autofree char *plain = shown(text, 80, FALSE);
    g_autofree char *coloured = shown(text, 80, TRUE);
    cr_assert_str_eq(plain, "  a *b c* (*d*) `*` 2 * 3 * x*y *open\n");
    g_autoptr(GRegex) styles = g_regex_new("\033\\[[0-9;]*m", 0, 0, NULL);
    g_autofree char *bare = g_regex_replace(styles, coloured, -1, 0, "", 0, NULL);
    cr_assert_str_eq(bare, "  a b c (d) * 2 * 3 * x*y *open\n");
    cr_assert_neq(strstr(coloured, "mb c\033["), NULL);
}

Test(markdown, cut_at_every_point) {
    static const char text[] =
        "## A\n\ntext `code` **bold**\n\n- one\n\n    block\n\n```\nx\n```\n| t |\n";
    for (gsize length = 0; length <= strlen(text); length++) {
        g_autofree char *cut = g_strndup(text, length);
        g_autofree char *plain = shown(cut, 20, FALSE);
        g_autofree char *coloured = shown(cut, 20, TRUE);
        cr_assert(length < 5 || (plain[0] != '\0' && coloured[0] != '\0'));
    }
}

Test(markdown, one_section_alone) {
    TextPage page = {
        .options = {.width = 80, .utf8 = TRUE}, .charset = SAFE_UTF8, .out = g_string_new(NULL)};
    static const char text[] = "## A\n\none\n\n## B\n\n## C\n\nthree\n";
    markdown_write_section(&page, text, "A");
    cr_assert_str_eq(page.out->str, "A\n\n  one\n");
    g_string_truncate(page.out, 0);
    markdown_write_section(&page, text, "B");
    cr_assert_str_eq(page.out->str, "");
    markdown_write_section(&page, text, "C");
    cr_assert_str_eq(page.out->str, "C\n\n  three\n");
    markdown_write_section(&page, text, "D");
    g_string_free(page.out, TRUE);
}
