/* SPDX-License-Identifier: MIT */
/* Records -> lines such as "S: 250 2.1.0 Ok", one of them with a blank, or all of them shuffled. */
#include "exercise/rows.h"

#include <string.h>

#define BLANK "____"
#define LINE_MAX_OCTETS 100u
#define CONTEXT 10u /* rows shown on each side of the blank */

typedef struct {
    char *text;
    char *masked, *value; /* if it could be the one with the blank; or NULL */
} Row;

struct Rows {
    const ExerciseStep *step;
    const Seed *seed;
    char *conversation; /* the first; NULL: none yet */
    PredicateProgress progress;
    char *mask_type;
    const char *mask_field;
    GPtrArray *rows; /* of Row */
    guint n_candidates;
};

static void row_free(gpointer pointer) {
    Row *self = pointer;
    g_free(self->text);
    g_free(self->masked);
    g_free(self->value);
    g_free(self);
}

static void add_row(Rows *self, char *take_text, char *take_masked, char *take_value) {
    Row *row = g_new0(Row, 1);
    *row = (Row){take_text, take_masked, take_value};
    g_ptr_array_add(self->rows, row);
    self->n_candidates += take_masked != NULL ? 1 : 0;
}

Rows *rows_new(const ExerciseStep *step, const Seed *seed) {
    Rows *self = g_new0(Rows, 1);
    self->step = step;
    self->seed = seed;
    self->rows = g_ptr_array_new_with_free_func(row_free);
    if (step->mask != NULL) {
        const char *dot = strchr(step->mask, '.');
        self->mask_type = g_strndup(step->mask, (gsize)(dot - step->mask));
        self->mask_field = dot + 1;
    }
    for (guint i = 0; step->rows != NULL && step->rows[i] != NULL && i < ROWS_ORDER_MAX; i++)
        add_row(self, g_strdup(step->rows[i]), NULL, NULL);
    return self;
}

void rows_free(Rows *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->rows);
    g_free(self->conversation);
    g_free(self->mask_type);
    g_free(self);
}

/* ---- records -> rows ------------------------------------------------------------------------ */

static char *shortened(char *take_text) {
    g_strdelimit(take_text, "\r\n", ' ');
    if (g_utf8_strlen(take_text, -1) <= (glong)LINE_MAX_OCTETS)
        return take_text;
    g_autofree char *whole = take_text;
    g_autofree char *beginning = g_utf8_substring(whole, 0, LINE_MAX_OCTETS);
    return g_strconcat(beginning, "…", NULL);
}

static char *field(const Record *record, const char *path) {
    char *value = record_value(record, path);
    return value != NULL ? value : g_strdup("");
}

static char *reply_text(const Record *record) {
    g_autofree char *tag = field(record, "tag");
    g_autofree char *status = field(record, "status");
    g_autofree char *number = field(record, "number");
    g_autofree char *data = field(record, "data");
    g_autofree char *line = field(record, "lines");
    GString *out = g_string_new("S:");
    const char *const parts[] = {tag, status, line[0] == '\0' ? number : "",
                                 line[0] == '\0' ? data : "", line};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i][0] != '\0')
            g_string_append_printf(out, " %s", parts[i]);
    }
    return g_string_free(out, FALSE);
}

static char *command_text(const Record *record) {
    g_autofree char *tag = field(record, "tag");
    g_autofree char *verb = field(record, "verb");
    g_autofree char *argument = field(record, "argument");
    if (strcmp(verb, "<connect>") == 0)
        return g_strdup("C: (connects)");
    if (strcmp(verb, "<end-of-data>") == 0)
        return g_strdup("C: (the text of the mail, and the lone dot)");
    if (argument[0] != '\0' && record_is_secret(verb))
        return g_strdup_printf("C: %s%s%s (a secret)", tag, tag[0] != '\0' ? " " : "", verb);
    return g_strdup_printf("C: %s%s%s%s%s", tag, tag[0] != '\0' ? " " : "", verb,
                           argument[0] != '\0' ? " " : "", argument);
}

/* NULL: no row of the ladder. */
static char *row_text(const Record *record) {
    if (strcmp(record_type(record), "command") == 0)
        return shortened(command_text(record));
    if (strcmp(record_type(record), "reply") == 0)
        return shortened(reply_text(record));
    return NULL;
}

/* The row with the first `value` in it blanked, or with a blank beside it. */
static char *masked_text(const Rows *self, const char *text, const char *value) {
    const char *found = strstr(text, value);
    if (found == NULL)
        return g_strdup_printf("%s   (%s: " BLANK ")", text, self->mask_field);
    return g_strdup_printf("%.*s" BLANK "%s", (int)(found - text), text, found + strlen(value));
}

/* Rows stay in one conversation: the first that counts. */
static gboolean is_ours(Rows *self, const Record *record) {
    const char *conversation = record_conversation(record);
    if (conversation[0] == '\0')
        return FALSE;
    if (self->conversation == NULL)
        self->conversation = g_strdup(conversation);
    return strcmp(self->conversation, conversation) == 0;
}

static void push_for_blank(Rows *self, const Record *record, char *take_text) {
    g_autofree char *value = NULL;
    gboolean is_type = strcmp(record_type(record), self->mask_type) == 0;
    if (is_type &&
        (self->step->facts == NULL || predicate_push(self->step->facts, &self->progress, record)))
        value = record_value(record, self->mask_field);
    if (value == NULL || value[0] == '\0' || value[0] == '<') {
        add_row(self, take_text, NULL, NULL);
        return;
    }
    char *masked = masked_text(self, take_text, value);
    add_row(self, take_text, masked, g_steal_pointer(&value));
}

void rows_push(Rows *self, const Record *record) {
    gboolean is_order = self->step->kind == EXERCISE_ORDER;
    if (self->step->rows != NULL || self->rows->len >= (is_order ? ROWS_ORDER_MAX : ROWS_MAX))
        return;
    g_autofree char *text = row_text(record);
    if (text == NULL || (is_order && self->step->facts != NULL &&
                         !predicate_push(self->step->facts, &self->progress, record)))
        return;
    if (!is_ours(self, record))
        return;
    if (is_order)
        add_row(self, g_steal_pointer(&text), NULL, NULL);
    else
        push_for_blank(self, record, g_steal_pointer(&text));
}

/* ---- blanks --------------------------------------------------------------------------------- */

static char *what(const Rows *self, const char *of) {
    return g_strdup_printf("%s %u", of, self->step->number);
}

/* The row with the blank; its index, or the number of rows if there is none. */
static guint blank_row(const Rows *self) {
    g_autofree char *key = what(self, "blank");
    guint chosen = self->n_candidates > 0 ? seed_pick(self->seed, key, self->n_candidates) : 0;
    for (guint i = 0; i < self->rows->len; i++) {
        const Row *row = self->rows->pdata[i];
        if (row->masked != NULL && chosen-- == 0)
            return i;
    }
    return self->rows->len;
}

static char *blank_text(const Rows *self) {
    GString *out = g_string_new(NULL);
    guint at = blank_row(self);
    guint from = at > CONTEXT ? at - CONTEXT : 0, to = MIN(self->rows->len, at + CONTEXT + 1);
    if (from > 0)
        g_string_append_printf(out, "  (%u rows before)\n", from);
    for (guint i = from; i < to; i++) {
        const Row *row = self->rows->pdata[i];
        g_string_append_printf(out, "%c %s\n", i == at ? '>' : ' ',
                               i == at ? row->masked : row->text);
    }
    if (to < self->rows->len)
        g_string_append_printf(out, "  (%u rows after)\n", self->rows->len - to);
    return g_string_free(out, FALSE);
}

/* ---- order ---------------------------------------------------------------------------------- */

/* places[k]: the row that is shown as the k-th; not the right order, if there is another. */
static void shuffle(const Rows *self, guint *places) {
    guint n = self->rows->len;
    gboolean is_right = TRUE;
    for (guint i = 0; i < n; i++)
        places[i] = i;
    for (guint i = n; i > 1; i--) {
        g_autofree char *key = g_strdup_printf("order %u %u", self->step->number, i);
        guint k = seed_pick(self->seed, key, i), kept = places[i - 1];
        places[i - 1] = places[k];
        places[k] = kept;
    }
    for (guint i = 0; i < n; i++)
        is_right = is_right && places[i] == i;
    for (guint i = 0; is_right && i < n; i++)
        places[i] = (i + 1) % n;
}

static char *order_text(const Rows *self) {
    guint places[ROWS_ORDER_MAX];
    GString *out = g_string_new(NULL);
    shuffle(self, places);
    for (guint i = 0; i < self->rows->len; i++)
        g_string_append_printf(out, "  %c  %s\n", 'A' + (char)i,
                               ((const Row *)self->rows->pdata[places[i]])->text);
    return g_string_free(out, FALSE);
}

static char *order_fact(const Rows *self) {
    guint places[ROWS_ORDER_MAX];
    GString *out = g_string_new(NULL);
    shuffle(self, places);
    for (guint row = 0; row < self->rows->len; row++) {
        for (guint i = 0; i < self->rows->len; i++) {
            if (places[i] == row)
                g_string_append_printf(out, "%s%c", row > 0 ? " " : "", 'A' + (char)i);
        }
    }
    return g_string_free(out, FALSE);
}

/* Letters of an answer, whatever stands between them; how many, at most ROWS_ORDER_MAX + 1. */
static guint read_letters(const char *given, char *letters) {
    guint n = 0;
    for (; *given != '\0' && n <= ROWS_ORDER_MAX; given++) {
        if (g_ascii_isalpha(*given))
            letters[n++] = g_ascii_toupper(*given);
    }
    return n;
}

static char *order_remark(guint n_right, guint n_given, guint n) {
    if (n_right == n_given && n_given < n)
        return g_strdup_printf("So far it is right, but there are %u rows to be ordered.", n);
    if (n_right == 0)
        return g_strdup("Already the first is another.");
    return g_strdup_printf("The first %u %s right, what comes then is not.", n_right,
                           n_right == 1 ? "is" : "are");
}

/* Rows with the same text may stand for each other. */
static gboolean order_is_right(const Rows *self, const char *given, char **remark) {
    char letters[ROWS_ORDER_MAX + 1];
    guint places[ROWS_ORDER_MAX], n_right = 0, n = self->rows->len;
    gboolean is_used[ROWS_ORDER_MAX] = {FALSE};
    guint n_given = read_letters(given, letters);
    shuffle(self, places);
    for (; n_right < n && n_right < n_given; n_right++) {
        guint shown = (guint)(letters[n_right] - 'A');
        if (shown >= n || is_used[shown])
            break;
        const Row *row = self->rows->pdata[places[shown]], *right = self->rows->pdata[n_right];
        if (strcmp(row->text, right->text) != 0)
            break;
        is_used[shown] = TRUE;
    }
    gboolean is_right = n > 0 && n_right == n && n_given == n;
    if (!is_right && remark != NULL)
        *remark = order_remark(n_right, n_given, n);
    return is_right;
}

/* ---- both ----------------------------------------------------------------------------------- */

char *rows_text(const Rows *self) {
    return self->step->kind == EXERCISE_ORDER ? order_text(self) : blank_text(self);
}

char *rows_fact(const Rows *self) {
    if (self->step->kind == EXERCISE_ORDER)
        return self->rows->len > 1 ? order_fact(self) : NULL;
    guint at = blank_row(self);
    return at < self->rows->len ? g_strdup(((const Row *)self->rows->pdata[at])->value) : NULL;
}

gboolean rows_is_right(const Rows *self, const char *given, char **remark) {
    if (self->step->kind == EXERCISE_ORDER)
        return order_is_right(self, given, remark);
    g_autofree char *fact = rows_fact(self);
    return fact != NULL && answer_is(given, fact);
}
