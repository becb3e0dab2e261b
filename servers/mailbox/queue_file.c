/* SPDX-License-Identifier: MIT */
/* An envelope <-> lines of text that a person can read:
 *
 *   maillab-queue 1
 *   time <arrived> <next attempt> <attempts>
 *   flags <8bit: 0 or 1> <utf8: 0 or 1>
 *   envid <ENVID>
 *   ret <RET>
 *   from <address>
 *   to <NOTIFY or -> <ORCPT or -> <address>
 *   end
 *
 * An address stands last in its line, as it may have spaces. */
#include "mailbox/queue_file.h"

#include <string.h>

#define HEAD "maillab-queue 1"

QueueRecipient *queue_recipient_new(const char *address, const char *notify, const char *original) {
    QueueRecipient *self = g_new0(QueueRecipient, 1);
    self->address = g_strdup(address);
    self->notify = g_strdup(notify);
    self->original = g_strdup(original);
    return self;
}

static void free_recipient(gpointer data) {
    QueueRecipient *self = data;
    g_free(self->address);
    g_free(self->notify);
    g_free(self->original);
    g_free(self);
}

QueueItem *queue_item_new(const char *id) {
    QueueItem *self = g_new0(QueueItem, 1);
    self->id = g_strdup(id);
    self->to = g_ptr_array_new_with_free_func(free_recipient);
    return self;
}

void queue_item_free(QueueItem *self) {
    g_ptr_array_unref(self->to);
    g_free(self->id);
    g_free(self->from);
    g_free(self->envelope_id);
    g_free(self->returned);
    g_free(self);
}

char *queue_item_format(const QueueItem *self) {
    GString *out = g_string_new(HEAD "\n");
    g_string_append_printf(out, "time %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u\n",
                           self->arrived_s, self->next_s, self->attempts);
    g_string_append_printf(out, "flags %d %d\n", self->is_8bit, self->is_utf8);
    if (self->envelope_id != NULL)
        g_string_append_printf(out, "envid %s\n", self->envelope_id);
    if (self->returned != NULL)
        g_string_append_printf(out, "ret %s\n", self->returned);
    g_string_append_printf(out, "from %s\n", self->from);
    for (guint i = 0; i < self->to->len; i++) {
        const QueueRecipient *recipient = self->to->pdata[i];
        g_string_append_printf(
            out, "to %s %s %s\n", recipient->notify != NULL ? recipient->notify : "-",
            recipient->original != NULL ? recipient->original : "-", recipient->address);
    }
    g_string_append(out, "end\n");
    return g_string_free(out, FALSE);
}

static const char *or_null(const char *word) {
    return strcmp(word, "-") == 0 ? NULL : word;
}

static gboolean parse_to(QueueItem *self, const char *rest) {
    g_auto(GStrv) words = g_strsplit(rest, " ", 3);
    if (g_strv_length(words) != 3 || self->to->len >= QUEUE_RECIPIENTS_MAX)
        return FALSE;
    g_ptr_array_add(self->to, queue_recipient_new(words[2], or_null(words[0]), or_null(words[1])));
    return TRUE;
}

static gboolean parse_time(QueueItem *self, const char *rest) {
    g_auto(GStrv) words = g_strsplit(rest, " ", 3);
    if (g_strv_length(words) != 3)
        return FALSE;
    self->arrived_s = g_ascii_strtoll(words[0], NULL, 10);
    self->next_s = g_ascii_strtoll(words[1], NULL, 10);
    self->attempts = (guint)g_ascii_strtoull(words[2], NULL, 10);
    return TRUE;
}

static gboolean parse_flags(QueueItem *self, const char *rest) {
    self->is_8bit = rest[0] == '1';
    self->is_utf8 = strlen(rest) == 3 && rest[2] == '1';
    return TRUE;
}

static gboolean take(char **place, const char *rest) {
    g_free(*place);
    *place = g_strdup(rest);
    return TRUE;
}

static gboolean parse_envid(QueueItem *self, const char *rest) {
    return take(&self->envelope_id, rest);
}

static gboolean parse_ret(QueueItem *self, const char *rest) {
    return take(&self->returned, rest);
}

static gboolean parse_from(QueueItem *self, const char *rest) {
    return take(&self->from, rest);
}

static const struct {
    const char *word;
    gboolean (*parse)(QueueItem *self, const char *rest);
} rows[] = {
    {"time ", parse_time}, {"flags ", parse_flags}, {"envid ", parse_envid},
    {"ret ", parse_ret},   {"from ", parse_from},   {"to ", parse_to},
};

static gboolean parse_line(QueueItem *self, const char *line) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_str_has_prefix(line, rows[i].word))
            return rows[i].parse(self, line + strlen(rows[i].word));
    }
    return FALSE;
}

/* FALSE: something in it is not as it was written, or its end is missing. */
static gboolean parse_lines(QueueItem *self, char **lines) {
    if (lines[0] == NULL || strcmp(lines[0], HEAD) != 0)
        return FALSE;
    for (guint i = 1; lines[i] != NULL; i++) {
        if (strcmp(lines[i], "end") == 0)
            return self->from != NULL && self->to->len > 0;
        if (!parse_line(self, lines[i]))
            return FALSE;
    }
    return FALSE;
}

QueueItem *queue_item_parse(const char *id, const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    QueueItem *self = queue_item_new(id);
    if (parse_lines(self, lines))
        return self;
    queue_item_free(self);
    return NULL;
}
