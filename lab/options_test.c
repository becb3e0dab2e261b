/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "lab.h"

#include <criterion/criterion.h>
#include <string.h>

static const Option table[] = {
    {'T', NULL, "FORMAT", "what to write"},
    {'x', NULL, NULL, "octets"},
    {'q', NULL, NULL, "short"},
    {0, "extract", "DIR",
     "files, with a help text that is long enough to be wrapped at least once"},
    {'h', "help", NULL, "this help"},
};

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    g_string_append_printf(user, "%u=%s;", option, value == NULL ? "" : value);
    return TRUE;
}

/* clang-format off */
static const struct {
    const char *line;     /* words with spaces between them */
    const char *expected; /* what was taken, then the operands; or the sentence of the error */
} cases[] = {
    { "a.pcap", "|a.pcap" },
    { "-T json a.pcap -x b.pcap", "0=json;1=;|a.pcap b.pcap" },
    { "-Tjson -xq -", "0=json;1=;2=;|-" },
    { "-qxTjson", "2=;1=;0=json;|" },
    { "--extract dir --extract=other", "3=dir;3=other;|" },
    { "--extract= a", "3=;|a" },
    { "-- -x --help", "|-x --help" },
    { "--exctract dir", "There is no option --exctract; did you mean --extract?" },
    { "--hlep", "There is no option --hlep; did you mean --help?" },
    { "--html", "There is no option --html; --help lists them all." },
    { "--zzzzzz", "There is no option --zzzzzz; --help lists them all." },
    { "-z", "There is no option -z; --help lists them all." },
    { "-T", "The option -T needs a value: -T FORMAT." },
    { "--extract", "The option --extract needs a value: --extract DIR." },
    { "--help=x", "The option --help takes no value." },
};
/* clang-format on */

static char *read_line(const char *line) {
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    GString *taken = g_string_new(NULL);
    g_ptr_array_add(argv, (gpointer) "analyze");
    for (guint i = 0; words[i] != NULL; i++)
        g_ptr_array_add(argv, words[i]);
    if (!options_read(table, G_N_ELEMENTS(table), (int)argv->len, (char **)argv->pdata, take, taken,
                      operands, &error)) {
        g_string_free(taken, TRUE);
        return g_strdup(error->message);
    }
    g_string_append_c(taken, '|');
    for (guint i = 0; i < operands->len; i++)
        g_string_append_printf(taken, "%s%s", i == 0 ? "" : " ", (char *)operands->pdata[i]);
    return g_string_free(taken, FALSE);
}

Test(options, lines) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *result = read_line(cases[i].line);
        cr_assert_str_eq(result, cases[i].expected, "%s -> %s", cases[i].line, result);
    }
}

Test(options, help_keeps_to_the_width) {
    g_autoptr(GString) help = g_string_new(NULL);
    options_help(help, table, G_N_ELEMENTS(table), 60);
    g_auto(GStrv) lines = g_strsplit(help->str, "\n", -1);
    cr_assert_gt(g_strv_length(lines), G_N_ELEMENTS(table) + 1);
    for (guint i = 0; lines[i] != NULL; i++)
        cr_assert_leq(strlen(lines[i]), 60, "%s", lines[i]);
}

Test(near_miss, table) {
    static const char *const words[] = {"analyze", "explain", "exercise", NULL};
    static const struct {
        const char *word, *expected;
    } misses[] = {{"analyse", "analyze"}, {"anlayze", "analyze"}, {"EXPLAIN", "explain"},
                  {"exp", "explain"},     {"quux", NULL},         {"", NULL}};
    for (guint i = 0; i < G_N_ELEMENTS(misses); i++) {
        const char *near = lab_near_miss(misses[i].word, words);
        cr_assert_eq(g_strcmp0(near, misses[i].expected), 0, "%s -> %s", misses[i].word,
                     near == NULL ? "nothing" : near);
    }
}

Test(near_miss, long_words_are_no_trouble) {
    static const char *const words[] = {"analyze", NULL};
    g_autofree char *word = g_strnfill(100000, 'a');
    cr_assert_null(lab_near_miss(word, words));
}
