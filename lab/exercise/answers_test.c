/* SPDX-License-Identifier: MIT */
#include "exercise/answers.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *given, *right;
    gboolean is_right, is_exactly_right;
} answers[] = {
    {"250", "250", TRUE, TRUE},
    {" 250\t", "250", TRUE, TRUE},
    {"\"250\"", "250", TRUE, TRUE},
    {"'250'", "250", TRUE, TRUE},
    {"`.`", ".", TRUE, TRUE},
    {"0250", "250", TRUE, FALSE},
    {"250.0", "250", TRUE, FALSE},
    {"251", "250", FALSE, FALSE},
    {"250 Ok", "250", FALSE, FALSE},
    {"helo", "HELO", TRUE, FALSE},
    {"Gr\xc3\x9c\xc3\x9f"
     "e",
     "gr\xc3\xbcsse", TRUE, FALSE},
    {"Q2F0", "Q2F0", TRUE, TRUE},
    {"q2f0", "Q2F0", TRUE, FALSE},
    {"", "", FALSE, FALSE},
    {"", "x", FALSE, FALSE},
    {"  ", "x", FALSE, FALSE},
    {"\xff", "x", FALSE, FALSE},
    {"\xff", "/x/", FALSE, FALSE},
    {"250 Ok", "/250.*/", TRUE, FALSE},
    {"x250", "/250.*/", FALSE, FALSE},
    {"MAIL FROM", "/mail( from)?/", TRUE, FALSE},
    {"a\n", "/a/", TRUE, FALSE},
    {"x", "/(/", FALSE, FALSE},
    {"/", "/", TRUE, TRUE},
    {"//", "//", TRUE, TRUE},
    {"-1", "-1", TRUE, TRUE},
    {"-", "-", TRUE, TRUE},
    {"\"", "\"", TRUE, TRUE},
};

Test(answers, are_the_same_or_not) {
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        cr_assert_eq(answer_is(answers[i].given, answers[i].right), answers[i].is_right,
                     "%u: \"%s\", \"%s\"", i, answers[i].given, answers[i].right);
        cr_assert_eq(answer_is_exactly(answers[i].given, answers[i].right),
                     answers[i].is_exactly_right, "%u: exactly \"%s\", \"%s\"", i, answers[i].given,
                     answers[i].right);
    }
}

static const struct {
    const char *given, *right;
    gboolean in_order, in_any_order;
} lists[] = {
    {"a, b, c", "a, b, c", TRUE, TRUE}, {"a b;c", "a,b,c", TRUE, TRUE},
    {"A,B,C", "a, b, c", TRUE, TRUE},   {"c b a", "a, b, c", FALSE, TRUE},
    {"a b", "a, b, c", FALSE, FALSE},   {"a b c d", "a, b, c", FALSE, FALSE},
    {"a a b", "a, b, b", FALSE, FALSE}, {"", "", FALSE, FALSE},
    {",;", "a", FALSE, FALSE},
};

Test(answers, lists_are_compared_by_members) {
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        cr_assert_eq(answer_is_list(lists[i].given, lists[i].right, FALSE), lists[i].in_order, "%s",
                     lists[i].given);
        cr_assert_eq(answer_is_list(lists[i].given, lists[i].right, TRUE), lists[i].in_any_order,
                     "%s", lists[i].given);
    }
}

static const char *const records[] = {
    "{\"type\":\"m\",\"octets\":10,\"to\":[\"a@x\",\"b@x\"],\"name\":\"one\"}",
    "{\"type\":\"m\",\"octets\":30,\"to\":[\"b@x\"],\"name\":\"two\"}",
    "{\"type\":\"m\",\"octets\":20,\"to\":[]}",
};

static const struct {
    const char *value, *fact; /* NULL: none */
} values[] = {
    {"count", "3"},
    {"field octets", "10"},
    {"first octets", "10"},
    {"last octets", "20"},
    {"last name", "two"},
    {"each octets", "10, 30, 20"},
    {"each to", "a@x, b@x, b@x"},
    {"set to", "a@x, b@x"},
    {"distinct to", "2"},
    {"sum octets", "60"},
    {"min octets", "10"},
    {"max octets", "30"},
    {"sum missing", "0"},
    {"max missing", NULL},
    {"first missing", NULL},
    {"each missing", NULL},
    {"distinct missing", "0"},
    {"text ..hello", "..hello"},
    {"text a b", "a b"},
};

Test(answers, facts_are_found_in_records) {
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        AnswerValue value;
        cr_assert(answer_value_parse(&value, values[i].value, NULL), "%s", values[i].value);
        g_autoptr(AnswerGathering) gathering = answer_gathering_new(&value);
        for (guint k = 0; k < G_N_ELEMENTS(records); k++) {
            g_autoptr(Record) record = record_parse(records[k], -1);
            answer_gathering_push(gathering, record);
        }
        g_autofree char *fact = answer_gathering_result(gathering);
        cr_assert_eq(g_strcmp0(fact, values[i].fact), 0, "%s: %s", values[i].value, fact);
        answer_value_clear(&value);
    }
}

Test(answers, values_that_are_none_are_refused) {
    static const char *const bad[] = {"", "counts", "count x", "first", "text", "sum", "field "};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        AnswerValue value;
        g_autoptr(GError) error = NULL;
        cr_assert_not(answer_value_parse(&value, bad[i], &error), "%s", bad[i]);
        cr_assert_not_null(error);
        answer_value_clear(&value);
    }
}

Test(answers, accepted_spellings_count) {
    char *accept[] = {(char *)"two", (char *)"/zwe[iy]/", NULL};
    const AnswerValue value = {ANSWER_COUNT, NULL};
    static const struct {
        const char *given;
        gboolean is_right, is_exact;
    } rows[] = {{"2", TRUE, TRUE},
                {"Two", TRUE, FALSE},
                {"zwei", TRUE, FALSE},
                {"two", TRUE, TRUE},
                {"3", FALSE, FALSE}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        cr_assert_eq(answer_is_right(&value, rows[i].given, "2", accept, FALSE), rows[i].is_right);
        cr_assert_eq(answer_is_right(&value, rows[i].given, "2", accept, TRUE), rows[i].is_exact,
                     "%s", rows[i].given);
        cr_assert_not(answer_is_right(&value, "9", NULL, accept, FALSE));
    }
}

Test(answers, an_answer_is_bounded) {
    g_autofree char *long_answer = g_strnfill(10 * ANSWER_MAX, 'a');
    cr_assert_not(answer_is(long_answer, "a"));
    cr_assert_not(answer_is_list(long_answer, "a, b", TRUE));
}
