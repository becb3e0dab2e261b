/* SPDX-License-Identifier: MIT */
/* Predicate and record -> does it match, and how nearly. One row per kind of test. */
#include "exercise/predicate_parts.h"

#include <string.h>

/* ---- one value ------------------------------------------------------------------------------ */

static gboolean as_numbers(const char *left, const char *right, double *a, double *b) {
    char *end_left = NULL, *end_right = NULL;
    if (!g_ascii_isdigit(left[left[0] == '-']) || !g_ascii_isdigit(right[right[0] == '-']))
        return FALSE;
    *a = g_ascii_strtod(left, &end_left);
    *b = g_ascii_strtod(right, &end_right);
    return *end_left == '\0' && *end_right == '\0';
}

static gboolean fits(const PredicateTest *test, const char *value, GRegexMatchFlags flags) {
    return g_regex_match(test->regex, value, flags, NULL);
}

static gboolean is_whole(const PredicateTest *test, const char *value) {
    g_autoptr(GMatchInfo) match = NULL;
    int start = -1, end = -1;
    return g_regex_match(test->regex, value, G_REGEX_MATCH_ANCHORED, &match) &&
           g_match_info_fetch_pos(match, 0, &start, &end) && (gsize)end == strlen(value);
}

static gboolean is_equal(const PredicateTest *test, const char *value) {
    double a = 0, b = 0;
    if (test->regex != NULL)
        return is_whole(test, value);
    return g_ascii_strcasecmp(value, test->value) == 0 ||
           (as_numbers(value, test->value, &a, &b) && a == b);
}

static gboolean is_exact(const PredicateTest *test, const char *value) {
    return test->regex != NULL ? is_whole(test, value) : strcmp(value, test->value) == 0;
}

static gboolean holds(const PredicateTest *test, const char *value) {
    if (test->regex != NULL)
        return fits(test, value, 0);
    g_autofree char *text = g_ascii_strdown(value, -1);
    g_autofree char *part = g_ascii_strdown(test->value, -1);
    return strstr(text, part) != NULL;
}

/* -1, 0, 1; 2: they are no numbers */
static int compare(const PredicateTest *test, const char *value) {
    double a = 0, b = 0;
    if (!as_numbers(value, test->value, &a, &b))
        return 2;
    return a < b ? -1 : a > b ? 1 : 0;
}

static gboolean is_more(const PredicateTest *test, const char *value) {
    return compare(test, value) == 1;
}

static gboolean is_less(const PredicateTest *test, const char *value) {
    return compare(test, value) == -1;
}

static gboolean is_at_least(const PredicateTest *test, const char *value) {
    int order = compare(test, value);
    return order == 0 || order == 1;
}

static gboolean is_at_most(const PredicateTest *test, const char *value) {
    return compare(test, value) <= 0;
}

static gboolean is_there(const PredicateTest *test, const char *value) {
    return TRUE;
}

static const struct {
    gboolean (*holds)(const PredicateTest *test, const char *value);
    gboolean is_negated; /* no value may be so, instead of any */
} kinds[] = {
    [TEST_EQUAL] = {is_equal, FALSE},     [TEST_EXACT] = {is_exact, FALSE},
    [TEST_DIFFERS] = {is_equal, TRUE},    [TEST_HOLDS] = {holds, FALSE},
    [TEST_LACKS] = {holds, TRUE},         [TEST_MORE] = {is_more, FALSE},
    [TEST_LESS] = {is_less, FALSE},       [TEST_AT_LEAST] = {is_at_least, FALSE},
    [TEST_AT_MOST] = {is_at_most, FALSE}, [TEST_PRESENT] = {is_there, FALSE},
    [TEST_ABSENT] = {is_there, TRUE},
};

/* ---- one record ----------------------------------------------------------------------------- */

static gboolean test_holds(const PredicateTest *test, const Record *record) {
    g_auto(GStrv) values = record_values(record, test->path);
    gboolean any = FALSE;
    for (guint i = 0; values[i] != NULL && !any; i++)
        any = kinds[test->kind].holds(test, values[i]);
    return any != kinds[test->kind].is_negated;
}

/* 0: another type; else 1 + the tests that hold */
static guint event_nearness(const PredicateEvent *event, const Record *record) {
    if (strcmp(event->type, "*") != 0 && strcmp(event->type, record_type(record)) != 0)
        return 0;
    guint n = 1;
    for (guint i = 0; i < event->tests->len; i++)
        n += test_holds(&g_array_index(event->tests, PredicateTest, i), record) ? 1 : 0;
    return n;
}

static gboolean event_matches(const PredicateEvent *event, const Record *record) {
    return event_nearness(event, record) == 1 + event->tests->len;
}

gboolean predicate_push(const Predicate *self, PredicateProgress *progress, const Record *record) {
    gboolean is_complete = FALSE;
    for (guint i = 0; i < self->n_sequences; i++) {
        const PredicateSequence *sequence = &self->sequences[i];
        if (!event_matches(&sequence->events[progress->at[i]], record))
            continue;
        progress->at[i]++;
        if (progress->at[i] < sequence->n_events)
            continue;
        is_complete = TRUE;
        progress->at[i] = 0;
    }
    return is_complete;
}

guint predicate_nearness(const Predicate *self, const Record *record) {
    guint best = 0;
    for (guint i = 0; i < self->n_sequences; i++) {
        for (guint k = 0; k < self->sequences[i].n_events; k++)
            best = MAX(best, event_nearness(&self->sequences[i].events[k], record));
    }
    return best;
}
