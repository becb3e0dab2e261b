/* SPDX-License-Identifier: MIT */
/* The text of a predicate -> rows of tests. How they are applied to records stands in
 * predicate_match.c. */
#include "exercise/predicate_parts.h"

#include "options.h"

#include <string.h>

/* What is read, and where. */
typedef struct {
    const char *text, *at;
    GError **error;
} Reader;

/* In order: the first that fits is taken. */
static const struct {
    const char *sign;
    TestKind kind;
} operators[] = {
    {"==", TEST_EXACT}, {"=", TEST_EQUAL},     {"!=", TEST_DIFFERS}, {"!~", TEST_LACKS},
    {"~", TEST_HOLDS},  {">=", TEST_AT_LEAST}, {"<=", TEST_AT_MOST}, {">", TEST_MORE},
    {"<", TEST_LESS},   {"?", TEST_PRESENT},
};

static gboolean refuse(Reader *self, const char *what) {
    return options_refuse(self->error, "In \"%s\", %s at \"%s\".", self->text, what,
                          self->at[0] != '\0' ? self->at : "the end");
}

static void skip_spaces(Reader *self) {
    while (*self->at == ' ')
        self->at++;
}

static char *take_while(Reader *self, const char *others) {
    const char *from = self->at;
    while (g_ascii_isalnum(*self->at) || (*self->at != '\0' && strchr(others, *self->at) != NULL))
        self->at++;
    return g_strndup(from, (gsize)(self->at - from));
}

/* Is the next word this one? Then it is passed. */
static gboolean take_word(Reader *self, const char *word) {
    gsize length = strlen(word);
    if (strncmp(self->at, word, length) != 0 || (self->at[length] != ' ' && self->at[length]))
        return FALSE;
    self->at += length;
    skip_spaces(self);
    return TRUE;
}

static gboolean is_word_next(Reader *self, const char *word) {
    Reader ahead = *self;
    return take_word(&ahead, word);
}

/* value = quoted / "/" regular expression "/" / 1*( octet but SP ) */
static gboolean read_value(Reader *self, PredicateTest *test) {
    char delimiter = *self->at == '"' || *self->at == '/' ? *self->at : '\0';
    g_autoptr(GString) value = g_string_new(NULL);
    if (delimiter != '\0')
        self->at++;
    while (*self->at != '\0' && *self->at != (delimiter != '\0' ? delimiter : ' ')) {
        if (self->at[0] == '\\' && delimiter != '\0' && self->at[1] == delimiter)
            self->at++;
        g_string_append_c(value, *self->at++);
    }
    if (delimiter != '\0' && *self->at++ != delimiter) {
        self->at--;
        return refuse(self, delimiter == '"' ? "a quote is not closed" : "a / is not closed");
    }
    if (delimiter == '\0' && value->len == 0)
        return refuse(self, "a value is missing");
    if (delimiter == '/') {
        g_autoptr(GError) reason = NULL;
        GRegexCompileFlags caseless = test->kind == TEST_EXACT ? 0 : G_REGEX_CASELESS;
        test->regex = g_regex_new(value->str, caseless, 0, &reason);
        if (test->regex == NULL)
            return options_refuse(self->error, "In \"%s\", %s.", self->text, reason->message);
    }
    test->value = g_strdup(value->str);
    return TRUE;
}

/* test = path ( operator value / "?" ) / "!" path "?" */
static gboolean read_test(Reader *self, PredicateTest *test) {
    gboolean is_absent = *self->at == '!';
    if (is_absent)
        self->at++;
    test->path = take_while(self, "._-");
    if (test->path[0] == '\0')
        return refuse(self, "a field is missing");
    for (guint i = 0; i < G_N_ELEMENTS(operators); i++) {
        const char *sign = operators[i].sign;
        if (strncmp(self->at, sign, strlen(sign)) != 0)
            continue;
        self->at += strlen(sign);
        test->kind = operators[i].kind;
        if (is_absent && test->kind != TEST_PRESENT)
            return refuse(self, "! goes with ? only (or write !=)");
        if (test->kind != TEST_PRESENT)
            return read_value(self, test);
        test->kind = is_absent ? TEST_ABSENT : TEST_PRESENT;
        return TRUE;
    }
    return refuse(self, "one of = == != ~ !~ < > <= >= ? is missing");
}

/* event = TYPE *( SP test ) */
static gboolean read_event(Reader *self, PredicateEvent *event) {
    event->type = *self->at == '*' ? g_strdup("*") : take_while(self, "-");
    if (*self->at == '*')
        self->at++;
    if (event->type[0] == '\0')
        return refuse(self, "the type of a record is missing");
    event->tests = g_array_new(FALSE, TRUE, sizeof(PredicateTest));
    if (*self->at != ' ' && *self->at != '\0')
        return refuse(self, "the type of a record is not ended by a space");
    skip_spaces(self);
    while (*self->at != '\0' && !is_word_next(self, "then") && !is_word_next(self, "|")) {
        if (event->tests->len >= PREDICATE_TESTS_MAX)
            return refuse(self, "there are too many tests of one record");
        g_array_set_size(event->tests, event->tests->len + 1);
        guint last = event->tests->len - 1;
        if (!read_test(self, &g_array_index(event->tests, PredicateTest, last)))
            return FALSE;
        if (*self->at != ' ' && *self->at != '\0')
            return refuse(self, "there is no space between tests");
        skip_spaces(self);
    }
    return TRUE;
}

/* sequence = event *( " then " event ) */
static gboolean read_sequence(Reader *self, PredicateSequence *sequence) {
    do {
        if (sequence->n_events >= PREDICATE_EVENTS_MAX)
            return refuse(self, "there are too many records in a sequence");
        if (!read_event(self, &sequence->events[sequence->n_events++]))
            return FALSE;
    } while (take_word(self, "then"));
    return TRUE;
}

/* predicate = sequence *( " | " sequence ) */
static gboolean read_predicate(Reader *self, Predicate *predicate) {
    skip_spaces(self);
    do {
        if (predicate->n_sequences >= PREDICATE_CHOICES_MAX)
            return refuse(self, "there are too many choices");
        if (!read_sequence(self, &predicate->sequences[predicate->n_sequences++]))
            return FALSE;
    } while (take_word(self, "|"));
    return *self->at == '\0' || refuse(self, "something is left over");
}

Predicate *predicate_parse(const char *text, GError **error) {
    g_autoptr(Predicate) self = g_new0(Predicate, 1);
    Reader reader = {text, text, error};
    if (!g_utf8_validate(text, -1, NULL)) {
        options_refuse(error, "A predicate is not UTF-8.");
        return NULL;
    }
    return read_predicate(&reader, self) ? g_steal_pointer(&self) : NULL;
}

static void event_clear(PredicateEvent *event) {
    for (guint i = 0; event->tests != NULL && i < event->tests->len; i++) {
        PredicateTest *test = &g_array_index(event->tests, PredicateTest, i);
        g_free(test->path);
        g_free(test->value);
        g_clear_pointer(&test->regex, g_regex_unref);
    }
    if (event->tests != NULL)
        g_array_unref(event->tests);
    g_free(event->type);
}

void predicate_free(Predicate *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_sequences; i++) {
        for (guint k = 0; k < self->sequences[i].n_events; k++)
            event_clear(&self->sequences[i].events[k]);
    }
    g_free(self);
}
