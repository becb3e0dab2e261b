/* SPDX-License-Identifier: MIT */
/* "count", "sum octets" and the records that count -> the right answer. One row per way. */
#include "exercise/answers.h"

#include "options.h"

#include <string.h>

#define VALUES_MAX 10000u

static const struct {
    const char *word;
    AnswerKind kind;
    gboolean has_argument;
} words[] = {
    {"text", ANSWER_TEXT, TRUE},   {"count", ANSWER_COUNT, FALSE},
    {"first", ANSWER_FIRST, TRUE}, {"field", ANSWER_FIRST, TRUE},
    {"last", ANSWER_LAST, TRUE},   {"each", ANSWER_EACH, TRUE},
    {"set", ANSWER_SET, TRUE},     {"distinct", ANSWER_DISTINCT, TRUE},
    {"sum", ANSWER_SUM, TRUE},     {"min", ANSWER_MINIMUM, TRUE},
    {"max", ANSWER_MAXIMUM, TRUE},
};

gboolean answer_value_parse(AnswerValue *self, const char *text, GError **error) {
    g_autofree char *copy = g_strstrip(g_strdup(text));
    gsize length = strcspn(copy, " ");
    *self = (AnswerValue){ANSWER_NONE, NULL};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i].word) != length || strncmp(words[i].word, copy, length) != 0)
            continue;
        const char *argument = copy[length] != '\0' ? g_strchug(copy + length) : NULL;
        if ((argument != NULL) != words[i].has_argument)
            return options_refuse(error, "value=%s %s", text,
                                  words[i].has_argument ? "needs a word more" : "is too long");
        self->kind = words[i].kind;
        self->argument = g_strdup(argument);
        return TRUE;
    }
    return options_refuse(error,
                          "value=%s is not understood; it is count, field NAME, first NAME, last "
                          "NAME, each NAME, set NAME, distinct NAME, sum NAME, min NAME, max NAME "
                          "or text LITERAL",
                          text);
}

void answer_value_clear(AnswerValue *self) {
    g_clear_pointer(&self->argument, g_free);
}

/* ---- gathering ------------------------------------------------------------------------------ */

struct AnswerGathering {
    const AnswerValue *value;
    guint64 n_records;
    GPtrArray *values; /* of char * */
};

AnswerGathering *answer_gathering_new(const AnswerValue *value) {
    AnswerGathering *self = g_new0(AnswerGathering, 1);
    self->value = value;
    self->values = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void answer_gathering_free(AnswerGathering *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->values);
    g_free(self);
}

void answer_gathering_push(AnswerGathering *self, const Record *record) {
    self->n_records++;
    if (self->value->kind <= ANSWER_COUNT)
        return;
    g_auto(GStrv) values = record_values(record, self->value->argument);
    for (guint i = 0; values[i] != NULL; i++) {
        if (self->value->kind == ANSWER_LAST)
            g_ptr_array_set_size(self->values, 0);
        if (self->values->len < VALUES_MAX)
            g_ptr_array_add(self->values, g_strdup(values[i]));
    }
}

/* ---- results -------------------------------------------------------------------------------- */

static char *number_text(double number) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    if (number > -1e15 && number < 1e15 && number == (double)(gint64)number)
        return g_strdup_printf("%" G_GINT64_FORMAT, (gint64)number);
    return g_strdup(g_ascii_formatd(text, sizeof text, "%.6g", number));
}

static char *joined(const GPtrArray *values, gboolean only_different) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < values->len; i++) {
        if (only_different && !g_hash_table_add(seen, values->pdata[i]))
            continue;
        g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "",
                               (const char *)values->pdata[i]);
    }
    return g_string_free(out, FALSE);
}

static char *count_different(const GPtrArray *values) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < values->len; i++)
        g_hash_table_add(seen, values->pdata[i]);
    return g_strdup_printf("%u", g_hash_table_size(seen));
}

static char *fold(const GPtrArray *values, AnswerKind kind) {
    double result = 0;
    for (guint i = 0; i < values->len; i++) {
        double number = g_ascii_strtod(values->pdata[i], NULL);
        if (kind == ANSWER_SUM)
            result += number;
        else if (i == 0 || (kind == ANSWER_MINIMUM ? number < result : number > result))
            result = number;
    }
    return number_text(result);
}

char *answer_gathering_result(const AnswerGathering *self) {
    AnswerKind kind = self->value->kind;
    const GPtrArray *values = self->values;
    if (kind == ANSWER_TEXT)
        return g_strdup(self->value->argument);
    if (kind == ANSWER_COUNT)
        return g_strdup_printf("%" G_GUINT64_FORMAT, self->n_records);
    if (kind == ANSWER_DISTINCT)
        return count_different(values);
    if (values->len == 0)
        return kind == ANSWER_SUM ? g_strdup("0") : NULL;
    if (kind == ANSWER_EACH || kind == ANSWER_SET)
        return joined(values, kind == ANSWER_SET);
    if (kind == ANSWER_FIRST)
        return g_strdup(values->pdata[0]);
    if (kind == ANSWER_LAST)
        return g_strdup(values->pdata[values->len - 1]);
    return fold(values, kind);
}
