/* SPDX-License-Identifier: MIT */
/* Lines -> steps, by a table of what a line can begin with. It knows no protocol. */
#include "exercise/dialogue.h"

#include "exercise/seed_function.h"
#include "options.h"

#include <string.h>

typedef struct {
    GPtrArray *steps;
    guint connection; /* what C:, S: and the words are about; 0: none yet */
    guint n_connections;
    guint line;
} Reader;

static void step_free(gpointer pointer) {
    DialogueStep *self = pointer;
    g_free(self->text);
    if (self->octets != NULL)
        g_string_free(self->octets, TRUE);
    g_free(self);
}

static DialogueStep *add(Reader *self, DialogueKind kind) {
    DialogueStep *step = g_new0(DialogueStep, 1);
    step->kind = kind;
    step->connection = self->connection;
    step->line = self->line;
    g_ptr_array_add(self->steps, step);
    return step;
}

static gboolean refuse(const Reader *self, GError **error, const char *line, const char *why) {
    return options_refuse(error, "Line %u of the dialogue, \"%s\": %s.", self->line, line, why);
}

/* A connection of that number, made now. */
static gboolean connect_to(Reader *self, guint number, const char *service) {
    if (self->n_connections >= DIALOGUE_CONNECTIONS_MAX || number != self->n_connections + 1)
        return FALSE;
    self->connection = ++self->n_connections;
    add(self, DIALOGUE_CONNECT)->text = g_strdup(service);
    return TRUE;
}

static gboolean use(Reader *self, guint number) {
    if (number == 1 && self->n_connections == 0)
        return connect_to(self, 1, NULL);
    self->connection = number;
    return number >= 1 && number <= self->n_connections;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* connect [N] SERVICE */
static gboolean take_connect(Reader *self, const char *rest) {
    g_auto(GStrv) words = g_strsplit(rest, " ", -1);
    guint n = g_strv_length(words);
    guint64 number = self->n_connections + 1;
    if (n == 2 &&
        !g_ascii_string_to_unsigned(words[0], 10, 1, DIALOGUE_CONNECTIONS_MAX, &number, NULL))
        return FALSE;
    return n >= 1 && n <= 2 && connect_to(self, (guint)number, words[n - 1]);
}

static gboolean take_use(Reader *self, const char *rest) {
    guint64 number = 0;
    return g_ascii_string_to_unsigned(rest, 10, 1, DIALOGUE_CONNECTIONS_MAX, &number, NULL) &&
           use(self, (guint)number);
}

static gboolean take_tls(Reader *self, const char *rest) {
    add(self, DIALOGUE_TLS);
    return self->connection > 0;
}

static gboolean take_close(Reader *self, const char *rest) {
    add(self, DIALOGUE_CLOSE);
    return self->connection > 0;
}

static gboolean take_answer(Reader *self, const char *rest) {
    add(self, DIALOGUE_ANSWER)->text = g_strdup(rest);
    return self->connection > 0 && strchr(rest, ' ') != NULL;
}

static const struct {
    const char *word;
    gboolean (*take)(Reader *self, const char *rest);
    const char *usage;
} words[] = {
    {"connect", take_connect, "it is \"connect SERVICE\", and connections are numbered in order"},
    {"use", take_use, "there is no such connection yet"},
    {"tls", take_tls, "there is no connection yet"},
    {"close", take_close, "there is no connection yet"},
    {"answer", take_answer, "it is \"answer MECHANISM USER PASSWORD\""},
};

/* ---- lines ---------------------------------------------------------------------------------- */

/* "C: text", "S2: text", "R: octets": the letter, the connection, the text; FALSE: it is none. */
static gboolean split_said(const char *line, char *letter, guint *connection, const char **text) {
    guint digits = 0;
    if (strchr("CSR", line[0]) == NULL || line[0] == '\0')
        return FALSE;
    while (digits < 2 && g_ascii_isdigit(line[1 + digits]))
        digits++;
    *letter = line[0];
    *connection = digits > 0 ? (guint)g_ascii_strtoull(line + 1, NULL, 10) : 0;
    if (line[1 + digits] != ':' || (digits > 0 && *connection == 0))
        return FALSE;
    *text = line + 2 + digits + (line[2 + digits] == ' ' ? 1 : 0);
    return TRUE;
}

static gboolean take_said(Reader *self, char letter, guint connection, const char *text) {
    if (connection == 0 && self->connection == 0)
        connection = 1;
    if (connection > 0 && !use(self, connection))
        return FALSE;
    if (letter == 'S') {
        add(self, DIALOGUE_EXPECT)->text = g_strdup(text);
        return TRUE;
    }
    DialogueStep *step = add(self, DIALOGUE_SEND);
    step->octets = letter == 'R' ? seed_function_unescape(text) : g_string_new(text);
    if (letter == 'C')
        g_string_append(step->octets, "\r\n");
    return TRUE;
}

static gboolean take_line(Reader *self, const char *line, GError **error) {
    char letter = '\0';
    guint connection = 0;
    const char *text = NULL;
    gsize length = strcspn(line, " ");
    if (line[0] == '\0' || line[0] == '#')
        return TRUE;
    if (self->steps->len >= DIALOGUE_STEPS_MAX)
        return refuse(self, error, line, "the dialogue is too long");
    if (split_said(line, &letter, &connection, &text))
        return take_said(self, letter, connection, text) ||
               refuse(self, error, line, "there is no such connection yet");
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i].word) != length || strncmp(words[i].word, line, length) != 0)
            continue;
        const char *rest = line[length] != '\0' ? line + length + 1 : "";
        return words[i].take(self, rest) || refuse(self, error, line, words[i].usage);
    }
    return refuse(self, error, line,
                  "it begins with none of C:, S:, R:, connect, use, tls, "
                  "close, answer, #");
}

GPtrArray *dialogue_parse(const char *text, GError **error) {
    Reader reader = {.steps = g_ptr_array_new_with_free_func(step_free)};
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        reader.line = i + 1;
        if (g_str_has_suffix(lines[i], "\r"))
            lines[i][strlen(lines[i]) - 1] = '\0';
        if (!take_line(&reader, lines[i], error)) {
            g_ptr_array_unref(reader.steps);
            return NULL;
        }
    }
    return reader.steps;
}

char *dialogue_of_list(char *const *list) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; list[i] != NULL; i++) {
        const char *arrow = g_strrstr(list[i], " => ");
        gsize length = arrow != NULL ? (gsize)(arrow - list[i]) : strlen(list[i]);
        g_string_append_printf(out, "C: %.*s\n", (int)length, list[i]);
        if (arrow != NULL)
            g_string_append_printf(out, "S: %s\n", arrow + 4);
    }
    return g_string_free(out, FALSE);
}
