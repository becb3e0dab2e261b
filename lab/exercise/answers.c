/* SPDX-License-Identifier: MIT */
/* Typed answer and fact -> the same or not. Lists are compared member by member. */
#include "exercise/answers.h"

#include "options.h"

#include <string.h>

#define QUOTES "\"'`"

/* ---- one answer ----------------------------------------------------------------------------- */

/* Without spaces around it, and without the quotes that some put around what they quote. */
static char *trimmed(const char *text) {
    char *copy = g_strndup(text, strnlen(text, ANSWER_MAX));
    g_strstrip(copy);
    gsize length = strlen(copy);
    if (length >= 2 && strchr(QUOTES, copy[0]) != NULL && copy[length - 1] == copy[0]) {
        copy[length - 1] = '\0';
        memmove(copy, copy + 1, length - 1);
    }
    return copy;
}

static gboolean as_number(const char *text, double *number) {
    char *end = NULL;
    if (!g_ascii_isdigit(text[text[0] == '-' || text[0] == '+']))
        return FALSE;
    *number = g_ascii_strtod(text, &end);
    return *end == '\0';
}

/* "08" and "8", "1.50" and "1.5" */
static gboolean is_same_number(const char *given, const char *right) {
    double a = 0, b = 0;
    return as_number(given, &a) && as_number(right, &b) && a == b;
}

static gboolean is_same_folded(const char *given, const char *right) {
    g_autofree char *a = g_utf8_validate(given, -1, NULL) ? g_utf8_casefold(given, -1) : NULL;
    g_autofree char *b = g_utf8_validate(right, -1, NULL) ? g_utf8_casefold(right, -1) : NULL;
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static gboolean matches(const char *given, const char *expression) {
    g_autoptr(GError) error = NULL;
    g_autofree char *inner = g_strndup(expression + 1, strlen(expression) - 2);
    g_autofree char *whole = g_strdup_printf("^(?:%s)$", inner);
    g_autoptr(GRegex) regex =
        g_regex_new(whole, G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0, &error);
    return regex != NULL && g_regex_match(regex, given, 0, NULL);
}

static gboolean is_expression(const char *text) {
    gsize length = strlen(text);
    return length > 2 && text[0] == '/' && text[length - 1] == '/';
}

static gboolean is_same(const char *given, const char *right) {
    g_autofree char *answer = trimmed(given);
    g_autofree char *fact = trimmed(right);
    return answer[0] != '\0' && (is_same_folded(answer, fact) || strcmp(answer, fact) == 0 ||
                                 is_same_number(answer, fact));
}

gboolean answer_is(const char *given, const char *right) {
    if (!is_expression(right))
        return is_same(given, right);
    g_autofree char *answer = trimmed(given);
    return answer[0] != '\0' && g_utf8_validate(answer, -1, NULL) &&
           g_utf8_validate(right, -1, NULL) && matches(answer, right);
}

gboolean answer_is_exactly(const char *given, const char *right) {
    g_autofree char *answer = trimmed(given);
    g_autofree char *fact = trimmed(right);
    return answer[0] != '\0' && strcmp(answer, fact) == 0;
}

/* ---- lists ---------------------------------------------------------------------------------- */

static GPtrArray *members_of(const char *text) {
    g_autofree char *bounded = g_strndup(text, strnlen(text, ANSWER_MAX));
    g_auto(GStrv) words = g_strsplit_set(bounded, ",; \t", -1);
    GPtrArray *members = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; words[i] != NULL; i++) {
        if (words[i][0] != '\0')
            g_ptr_array_add(members, g_strdup(words[i]));
    }
    return members;
}

static gboolean take_member(GPtrArray *members, const char *word) {
    for (guint i = 0; i < members->len; i++) {
        if (is_same(members->pdata[i], word)) {
            g_ptr_array_remove_index(members, i);
            return TRUE;
        }
    }
    return FALSE;
}

gboolean answer_is_list(const char *given, const char *right, gboolean in_any_order) {
    g_autoptr(GPtrArray) answer = members_of(given);
    g_autoptr(GPtrArray) fact = members_of(right);
    if (answer->len == 0 || answer->len != fact->len)
        return FALSE;
    for (guint i = 0; i < fact->len; i++) {
        const char *word = fact->pdata[i];
        if (in_any_order ? !take_member(answer, word) : !is_same(answer->pdata[i], word))
            return FALSE;
    }
    return TRUE;
}

static gboolean is_fact(const AnswerValue *value, const char *given, const char *fact) {
    gboolean is_list = value->kind == ANSWER_EACH || value->kind == ANSWER_SET;
    /* What stood in a capture is text, even between slashes. */
    return (value->kind == ANSWER_TEXT ? answer_is(given, fact) : is_same(given, fact)) ||
           (is_list && answer_is_list(given, fact, value->kind == ANSWER_SET));
}

gboolean answer_is_right(const AnswerValue *value, const char *given, const char *fact,
                         char *const *accept, gboolean is_exact) {
    if (fact != NULL && (is_exact ? answer_is_exactly(given, fact) : is_fact(value, given, fact)))
        return TRUE;
    for (guint i = 0; accept != NULL && accept[i] != NULL; i++) {
        if (is_exact ? answer_is_exactly(given, accept[i]) : answer_is(given, accept[i]))
            return TRUE;
    }
    return FALSE;
}
