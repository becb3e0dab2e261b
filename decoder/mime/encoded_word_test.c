/* SPDX-License-Identifier: MIT */
#include "mime/encoded_word.h"

#include <criterion/criterion.h>
#include <string.h>

#define BAD "\357\277\275"

static const struct {
    const char *text, *decoded;
    guint problems;
    gboolean keeps_quoted;
} cases[] = {
    {"", "", 0, FALSE},
    {"  plain\r\n text ", "plain text", 0, FALSE},
    {"=?iso-8859-1?Q?a?=", "a", 0, FALSE},
    {"=?ISO-8859-1?Q?a?= b", "a b", 0, FALSE},
    {"=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab", 0, FALSE},
    {"=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", "ab", 0, FALSE},
    {"=?ISO-8859-1?Q?a_b?=", "a b", 0, FALSE},
    {"=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b", 0, FALSE},
    {"=?utf-8?B?w7w=?= =?utf-8?B?w7w=?=", "\303\274\303\274", 0, FALSE},
    {"=?utf-8?B?ww==?= =?utf-8?B?vA==?=", "\303\274", 0, FALSE},
    {"=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "\303\274", 0, FALSE},
    {"=?utf-8?Q?=C3?= x =?utf-8?Q?=BC?=", BAD " x " BAD, 0, FALSE},
    {"=?utf-8?Q?=C3?= =?utf-8?B?vA==?=", BAD BAD, 0, FALSE},
    {"=?utf-8*en?Q?a?=", "a", 0, FALSE},
    {"=?utf-8?q?=E4=B8=AD?=", "\344\270\255", 0, FALSE},
    {"=?iso-2022-jp?B?GyRCJCIbKEI=?=", "\343\201\202", 0, FALSE},
    {"=?ks_c_5601-1987?B?sKE=?=", "\352\260\200", 0, FALSE},
    {"(=?utf-8?Q?a?=)", "(a)", 0, FALSE},
    {"x=?utf-8?Q?a?=y", "xay", ENCODED_WORD_SYNTAX, FALSE},
    {"=?utf-8?Q?a=ZZ?=", "a=ZZ", ENCODED_WORD_SYNTAX, FALSE},
    {"=?utf-8?B?YQ?=", "a", ENCODED_WORD_SYNTAX, FALSE},
    {"=?no-such?Q?a?=", "a", ENCODED_WORD_CHARSET, FALSE},
    {"=?utf-8?X?a?=", "=?utf-8?X?a?=", 0, FALSE},
    {"=?utf-8?Q?a b?=", "=?utf-8?Q?a b?=", 0, FALSE},
    {"=?utf-8?Q?a", "=?utf-8?Q?a", 0, FALSE},
    {"=??Q?a?=", "=??Q?a?=", 0, FALSE},
    {"\"=?utf-8?Q?a?=\" =?utf-8?Q?b?=", "\"=?utf-8?Q?a?=\" b", 0, TRUE},
    {"raw \303\244 and \344", "raw \303\244 and " BAD, 0, FALSE},
};

Test(encoded_word, decodes) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint problems = 0;
        g_autofree char *text = encoded_words_decode(cases[i].text, strlen(cases[i].text),
                                                     cases[i].keeps_quoted, &problems);
        cr_expect_str_eq(text, cases[i].decoded, "[%s]: [%s]", cases[i].text, text);
        cr_expect_eq(problems, cases[i].problems, "[%s]: %u", cases[i].text, problems);
    }
}

/* Cut anywhere, it stays valid UTF-8 and reads nothing beyond. */
Test(encoded_word, is_valid_wherever_it_is_cut) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            g_autofree char *part = g_memdup2(cases[i].text, length);
            g_autofree char *text = encoded_words_decode(part, length, FALSE, NULL);
            cr_expect(g_utf8_validate(text, -1, NULL), "[%s] to %zu", cases[i].text, length);
        }
    }
}

Test(encoded_word, tells_words_over_75_octets) {
    g_autoptr(GString) word = g_string_new("=?utf-8?Q?");
    while (word->len < 73) {
        g_string_append_c(word, 'a');
    }
    g_string_append(word, "?=");
    guint problems = 0;
    g_autofree char *fits = encoded_words_decode(word->str, word->len, FALSE, &problems);
    cr_assert_eq(problems, 0);
    g_string_insert(word, 10, "a");
    g_autofree char *over = encoded_words_decode(word->str, word->len, FALSE, &problems);
    cr_assert_eq(problems, ENCODED_WORD_LENGTH);
    cr_assert_eq(strlen(over), strlen(fits) + 1);
}
