/* SPDX-License-Identifier: MIT */
/* Filters and the words that they are cut into, whole and cut off at every octet. */
#include "filter_words.h"

#include <criterion/criterion.h>
#include <string.h>

/* Words as "N:smtp.req C:== V:1"; NULL: it is no filter. */
static const struct {
    const char *filter, *expected;
} cases[] = {
    {"imf", "N:imf"},
    {"smtp.req.command == \"MAIL\"", "N:smtp.req.command C:== V:\"MAIL\""},
    {"tcp.stream eq 0&&imf", "N:tcp.stream C:eq V:0 J:&& N:imf"},
    {"a.b contains \"x \\\" && y\"", "N:a.b C:contains V:\"x \\\" && y\""},
    {"a.b in {\"}\", 2} or c.d", "N:a.b C:in V:{\"}\", 2} J:or N:c.d"},
    {"!(a.b or not c.d)", "!:! B:( N:a.b J:or !:not N:c.d B:)"},
    {"a.b === 1 !== 2", "N:a.b C:=== V:1 C:!== V:2"},
    {"a.b>=1", "N:a.b C:>= V:1"},
    {"a.b<1", "N:a.b C:< V:1"},
    {"order.in == in", "N:order.in C:== V:in"},
    {"notes or android", "N:notes J:or N:android"},
    {"ip.addr==10.0.1.1/24", "N:ip.addr C:== V:10.0.1.1/24"},
    {"", NULL},
    {"   ", NULL},
    {"a.b == \"open", NULL},
    {"a.b in {1", NULL},
    {"a.b == ;", NULL},
};

static char *join(const GArray *words) {
    static const char letters[] = {
        [FILTER_WORD_NAME] = 'N', [FILTER_WORD_VALUE] = 'V', [FILTER_WORD_COMPARE] = 'C',
        [FILTER_WORD_JOIN] = 'J', [FILTER_WORD_NOT] = '!',   [FILTER_WORD_BRACKET] = 'B'};
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const FilterWord *word = &g_array_index(words, FilterWord, i);
        g_string_append_printf(text, "%s%c:%s", i > 0 ? " " : "", letters[word->kind], word->text);
    }
    return g_string_free(text, FALSE);
}

Test(filter_words, table) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GArray) words = filter_words_read(cases[i].filter);
        g_autofree char *text = words == NULL ? NULL : join(words);
        cr_assert_eq(g_strcmp0(text, cases[i].expected), 0, "%s -> %s", cases[i].filter,
                     text == NULL ? "nothing" : text);
    }
}

/* What is cut off is either no filter or has words that the front of it has. */
Test(filter_words, cut_anywhere) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].filter); length++) {
            g_autofree char *front = g_strndup(cases[i].filter, length);
            g_autoptr(GArray) words = filter_words_read(front);
            gsize octets = 0;
            for (guint k = 0; words != NULL && k < words->len; k++)
                octets += strlen(g_array_index(words, FilterWord, k).text);
            cr_assert_leq(octets, length, "%s", front);
        }
    }
}

Test(filter_words, every_operator_has_a_meaning) {
    g_autoptr(GArray) words = filter_words_read("a == 1 and b ~ 2 or not c contains 3");
    cr_assert_not_null(words);
    for (guint i = 0; i < words->len; i++) {
        const FilterWord *word = &g_array_index(words, FilterWord, i);
        gboolean is_operand = word->kind == FILTER_WORD_NAME || word->kind == FILTER_WORD_VALUE;
        cr_assert_eq(word->meaning == NULL, is_operand, "%s", word->text);
    }
}

Test(filter_words, a_long_filter_is_refused) {
    g_autoptr(GString) many = g_string_new(NULL);
    for (guint i = 0; i < FILTER_WORDS_MAX; i++)
        g_string_append(many, "!");
    g_autoptr(GArray) most = filter_words_read(many->str);
    cr_assert_not_null(most);
    g_string_append(many, "!");
    cr_assert_null(filter_words_read(many->str));
}
