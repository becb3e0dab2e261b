/* SPDX-License-Identifier: MIT */
#include "render/extract_name.h"

#include <criterion/criterion.h>
#include <string.h>

/* clang-format off */
static const struct {
    const char *wanted, *expected;
} cases[] = {
    { "notes.pdf", "notes.pdf" },
    { "gradient one.png", "gradient one.png" },
    { "Grüße.txt", "Grüße.txt" },
    { "../../etc/passwd", "passwd" },
    { "..\\..\\windows\\system.ini", "system.ini" },
    { "/", "part-2.1.png" },
    { "", "part-2.1.png" },
    { NULL, "part-2.1.png" },
    { "..", "part-2.1.png" },
    { "...", "part-2.1.png" },
    { "a/", "a" },
    { ".bashrc", "_bashrc" },
    { "-rf", "_rf" },
    { "~root", "_root" },
    { "CON", "_CON" },
    { "nul.txt", "_nul.txt" },
    { "Com7.tar.gz", "_Com7.tar.gz" },
    { "com¹", "_com¹" },
    { "console.txt", "console.txt" },
    { "a\r\nb\x1b[31m.txt", "a__b_[31m.txt" },
    { "gpj\xe2\x80\xae" "exe.txt", "gpj_exe.txt" }, /* right-to-left override */
    { "a\xe2\x80\x8b" "b", "a_b" },                  /* zero-width space */
    { "a\xff\xfe" "b", "a__b" },
    { "what?<is>:this|\"*", "what__is__this___" },
    { "trailing. . ", "trailing" },
    { "  leading", "leading" },
    { "a\xef\xbc\x8f" "b", "a／b" },                   /* a wide slash separates nothing */
};
/* clang-format on */

Test(extract_name, hostile_names) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = extract_name(cases[i].wanted, "2.1", "image/png");
        cr_assert_str_eq(name, cases[i].expected, "case %u: %s", i, name);
    }
}

Test(extract_name, extension_by_media_type) {
    g_autofree char *text = extract_name(NULL, "1", "TEXT/PLAIN");
    g_autofree char *other = extract_name(NULL, "", "x/unheard-of");
    cr_assert_str_eq(text, "part-1.txt");
    cr_assert_str_eq(other, "part-1.bin");
}

Test(extract_name, never_longer_than_the_cap) {
    for (gsize length = 100; length < 300; length++) {
        GString *wanted = g_string_new(NULL);
        while (wanted->len < length)
            g_string_append(wanted, length % 2 == 0 ? "é" : "x");
        g_string_append(wanted, ".png");
        g_autofree char *name = extract_name(wanted->str, "1", "image/png");
        cr_assert_leq(strlen(name), EXTRACT_NAME_MAX);
        cr_assert(g_utf8_validate(name, -1, NULL));
        cr_assert(g_str_has_suffix(name, ".png"));
        g_string_free(wanted, TRUE);
    }
}

Test(extract_name, no_extension_can_take_all_the_room) {
    g_autofree char *wanted = g_strnfill(400, '.');
    wanted[0] = 'a';
    wanted[399] = 'b';
    g_autofree char *name = extract_name(wanted, "1", "image/png");
    cr_assert_leq(strlen(name), EXTRACT_NAME_MAX);
}

Test(extract_name, the_same_name_is_given_once) {
    g_autoptr(ExtractNames) names = extract_names_new();
    g_autofree char *first = extract_names_give(names, "a.txt", "1", "text/plain");
    g_autofree char *second = extract_names_give(names, "A.TXT", "2", "text/plain");
    g_autofree char *third = extract_names_give(names, "x/a.txt", "3", "text/plain");
    g_autofree char *composed = extract_names_give(names, "\xc3\xa9", "4", "text/plain");
    g_autofree char *decomposed = extract_names_give(names, "e\xcc\x81", "5", "text/plain");
    cr_assert_str_eq(first, "a.txt");
    cr_assert_str_eq(second, "A-2.TXT");
    cr_assert_str_eq(third, "a-3.txt");
    cr_assert_str_eq(composed, "\xc3\xa9");
    cr_assert_str_eq(decomposed, "e\xcc\x81-2");
}
