/* SPDX-License-Identifier: MIT */
/* Notes, lent for one call -> copies that live until their conversation is written. It refuses to
 * know how they will look. */
#include "render/text_store.h"

#include "render/text_layout.h"
#include "render/text_words.h"

#include <string.h>

static const char *keep(TextConversation *self, const char *text) {
    return text == NULL ? NULL : g_string_chunk_insert(self->strings, text);
}

static const char *keep_safe(TextConversation *self, const char *octets, gsize length) {
    if (octets == NULL)
        return NULL;
    g_autofree char *safe = safe_text(octets, (gssize)length, self->charset);
    return g_string_chunk_insert(self->strings, safe);
}

static const char *keep_safe_string(TextConversation *self, const char *text) {
    return text == NULL ? NULL : keep_safe(self, text, strlen(text));
}

/* Texts that the tables hold come again and again. */
static const char *keep_once(TextConversation *self, const char *text) {
    return text == NULL ? NULL : g_string_chunk_insert_const(self->strings, text);
}

TextConversation *text_conversation_new(const NoteConversation *note, const char *file,
                                        SafeCharset charset) {
    TextConversation *self = g_new0(TextConversation, 1);
    self->note = *note;
    self->charset = charset;
    self->strings = g_string_chunk_new(4096);
    self->file = keep_safe_string(self, file);
    self->rows = g_array_new(FALSE, TRUE, sizeof(TextRow));
    self->remarks = g_array_new(FALSE, TRUE, sizeof(TextRemark));
    self->findings = g_array_new(FALSE, TRUE, sizeof(TextFinding));
    self->rows_of_commands = g_array_new(FALSE, FALSE, sizeof(guint));
    self->messages = g_array_new(FALSE, TRUE, sizeof(NoteMessage));
    for (int d = 0; d < N_DIRECTIONS; d++)
        self->leaves[d] = g_array_new(FALSE, TRUE, sizeof(TextLeaf));
    return self;
}

void text_conversation_free(TextConversation *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->rows->len; i++)
        g_free(text_row(self, i)->lines);
    for (guint i = 0; i < self->messages->len; i++) {
        NoteMessage *message = &g_array_index(self->messages, NoteMessage, i);
        g_free((gpointer)message->to);
        g_free((gpointer)message->refused_to);
        g_free((gpointer)message->unanswered_to);
        g_free((gpointer)message->parts);
    }
    g_array_unref(self->rows);
    g_array_unref(self->rows_of_commands);
    g_array_unref(self->remarks);
    g_array_unref(self->findings);
    g_array_unref(self->messages);
    for (int d = 0; d < N_DIRECTIONS; d++)
        g_array_unref(self->leaves[d]);
    g_string_chunk_free(self->strings);
    g_free(self);
}

static void store_remarks(TextConversation *self, const NoteRemark *remarks, guint n_remarks) {
    for (guint i = 0; i < n_remarks; i++) {
        TextRemark remark = {.row = self->rows->len,
                             .about = keep_safe_string(self, remarks[i].about),
                             .text = keep(self, remarks[i].text),
                             .rfc = keep_once(self, remarks[i].rfc)};
        g_array_append_val(self->remarks, remark);
    }
}

static const char *command_text(TextConversation *self, const NoteCommand *note) {
    g_autoptr(GString) text = g_string_new(NULL);
    if (note->verb.octets != NULL)
        safe_text_append(text, note->verb.octets, note->verb.length, self->charset);
    if (note->argument.length > 0) {
        g_string_append_c(text, ' ');
        safe_text_append(text, note->argument.octets, note->argument.length, self->charset);
    }
    return keep(self, text->str);
}

void text_store_command(TextConversation *self, const NoteCommand *note) {
    TextRow row = {.kind = TEXT_ROW_COMMAND,
                   .is_hidden = !note->is_written,
                   .frames = note->frames,
                   .span = note->span,
                   .n = note->n,
                   .command = note->command,
                   .text = command_text(self, note),
                   .latency_ns = -1,
                   .state = note->state,
                   .segments = note->segments,
                   .pipelined = note->pipelined,
                   .message = -1};
    store_remarks(self, note->remarks, note->n_remarks);
    if (note->n == self->rows_of_commands->len)
        g_array_append_val(self->rows_of_commands, self->rows->len);
    g_array_append_val(self->rows, row);
}

void text_store_reply(TextConversation *self, const NoteReply *note) {
    TextRow row = {.kind = TEXT_ROW_REPLY,
                   .frames = note->frames,
                   .span = note->span,
                   .n = note->n,
                   .command = note->command == NULL ? -1 : note->command->command,
                   .status = keep_safe_string(self, note->status),
                   .enhanced = keep_safe_string(self, note->enhanced),
                   .lines = g_new0(const char *, note->n_lines + 1),
                   .n_lines = note->n_lines,
                   .recipient = keep_safe(self, note->recipient.octets, note->recipient.length),
                   .latency_ns = note->latency_ns,
                   .message = -1};
    for (guint i = 0; i < note->n_lines; i++)
        row.lines[i] = keep_safe(self, note->lines[i].octets, note->lines[i].length);
    store_remarks(self, note->remarks, note->n_remarks);
    g_array_append_val(self->rows, row);
}

void text_store_transition(TextConversation *self, const NoteTransition *note) {
    for (guint i = self->rows->len; i-- > 0;) {
        TextRow *row = text_row(self, i);
        if (row->kind != TEXT_ROW_REPLY)
            continue;
        row->has_step = TRUE;
        row->from = note->step.from;
        row->to = note->step.to == SPEC_SAME ? note->step.from : note->step.to;
        row->why = keep_once(self, note->step.why);
        row->why_rfc = keep_once(self, note->step.rfc);
        row->out_of_order = note->step.out_of_order;
        return;
    }
}

/* The row of the command that counts `n`, or -1. */
static gint64 row_of_command(const TextConversation *self, guint n) {
    if (n >= self->rows_of_commands->len)
        return -1;
    return g_array_index(self->rows_of_commands, guint, n);
}

static NoteText *keep_texts(TextConversation *self, const NoteText *texts, guint n_texts) {
    NoteText *copies = g_new0(NoteText, n_texts + 1);
    for (guint i = 0; i < n_texts; i++) {
        copies[i].octets = keep_safe(self, texts[i].octets, texts[i].length);
        copies[i].length = copies[i].octets == NULL ? 0 : strlen(copies[i].octets);
    }
    return copies;
}

static NotePart *keep_parts(TextConversation *self, const NotePart *parts, guint n_parts) {
    NotePart *copies = g_new0(NotePart, n_parts + 1);
    for (guint i = 0; i < n_parts; i++) {
        copies[i] = parts[i];
        copies[i].path = keep_safe_string(self, parts[i].path);
        copies[i].type = keep_safe_string(self, parts[i].type);
        copies[i].charset = keep_safe_string(self, parts[i].charset);
        copies[i].encoding = keep_safe_string(self, parts[i].encoding);
        copies[i].disposition = keep_safe_string(self, parts[i].disposition);
        copies[i].filename = keep_safe_string(self, parts[i].filename);
    }
    return copies;
}

void text_store_message(TextConversation *self, const NoteMessage *note) {
    NoteMessage copy = *note;
    copy.carried_by = keep_once(self, note->carried_by);
    copy.from.octets = keep_safe(self, note->from.octets, note->from.length);
    copy.to = keep_texts(self, note->to, note->n_to);
    copy.refused_to = keep_texts(self, note->refused_to, note->n_refused_to);
    copy.unanswered_to = keep_texts(self, note->unanswered_to, note->n_unanswered_to);
    copy.subject = keep_safe_string(self, note->subject);
    copy.from_header = keep_safe_string(self, note->from_header);
    copy.to_header = keep_safe_string(self, note->to_header);
    copy.date = keep_safe_string(self, note->date);
    copy.message_id = keep_safe_string(self, note->message_id);
    copy.parts = keep_parts(self, note->parts, note->n_parts);
    gint64 row = note->command == NULL ? -1 : row_of_command(self, note->command->n);
    if (row >= 0)
        text_row(self, row)->message = self->messages->len;
    copy.command = NULL;
    copy.reply = NULL;
    g_array_append_val(self->messages, copy);
}

/* The row that a SASL step was said in: the client's command, or the reply that the server gave. */
static guint row_of_sasl(const TextConversation *self, const NoteSasl *note) {
    guint n_rows = self->rows->len;
    if (note->from == DIRECTION_SERVER && n_rows > 0 &&
        text_row(self, n_rows - 1)->kind == TEXT_ROW_REPLY)
        return n_rows - 1;
    gint64 row = note->command == NULL ? -1 : row_of_command(self, note->command->n);
    return row < 0 ? n_rows : (guint)row;
}

void text_store_sasl(TextConversation *self, const NoteSasl *note) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s, step %u, from the %s", note->mechanism, note->step,
                           direction_name(note->from));
    for (guint i = 0; i < note->n_fields; i++) {
        const NoteSaslField *field = &note->fields[i];
        g_string_append_printf(text, "%s%s \"", i == 0 ? ": " : ", ", field->name);
        g_string_append_len(text, field->value.octets, (gssize)field->value.length);
        g_string_append_c(text, '"');
    }
    if (note->result != NULL && strcmp(note->result, "continue") != 0)
        g_string_append_printf(text, "; result: %s", note->result);
    TextRemark remark = {.row = row_of_sasl(self, note), .text = keep(self, text->str)};
    g_array_append_val(self->remarks, remark);
}

static void append_fact(GString *text, const char *name, const char *value) {
    if (value != NULL)
        g_string_append_printf(text, ", %s %s", name, value);
}

/* A handshake is told when it is known, which may be after what followed it on the wire. */
static gboolean is_later_event(const TextRow *row, guint64 frame) {
    return row->kind == TEXT_ROW_TCP && row->frames.first > frame;
}

void text_store_tls(TextConversation *self, const NoteTls *note) {
    g_autoptr(GString) text = g_string_new("TLS handshake");
    append_fact(text, "version", note->version);
    append_fact(text, "cipher", note->cipher);
    append_fact(text, "server name asked for:", note->sni);
    append_fact(text, "protocol (ALPN)", note->alpn);
    append_fact(text, "certificate", note->certificate);
    g_string_append(text, note->decrypted ? "; decrypted" : "; encrypted from here on, no keys");
    TextRow row = {.kind = TEXT_ROW_TLS,
                   .frames = note->frames,
                   .command = -1,
                   .text = keep_safe(self, text->str, text->len),
                   .latency_ns = -1,
                   .message = -1};
    guint at = self->rows->len;
    while (at > 0 && is_later_event(text_row(self, at - 1), note->frames.first))
        at--;
    g_array_insert_val(self->rows, at, row);
}

/* What happens on the way, and whether a reader of the ladder has to know it. */
/* clang-format off */
static const struct {
    const char *event;
    const char *sentence; /* after "client: " */
    gboolean is_harmless;
    gsize counter; /* offset of the counter in TextConversation, 0 if none */
} tcp_events[] = {
    { "retransmission", "sent again, nothing new", TRUE, G_STRUCT_OFFSET(TextConversation, retransmissions) },
    { "out-of-order", "ahead of its turn, put back in order", TRUE, G_STRUCT_OFFSET(TextConversation, out_of_order) },
    { "keep-alive", "keep-alive, asks whether the other side is still there", TRUE, G_STRUCT_OFFSET(TextConversation, keep_alives) },
    { "bad-checksum", "TCP checksum does not hold", TRUE, G_STRUCT_OFFSET(TextConversation, bad_checksums) },
    { "conflict", "sent again with different octets", FALSE, 0 },
    { "rst", "breaks the connection off (RST)", FALSE, 0 },
    { "gap", "which the capture does not hold", FALSE, 0 },
};
/* clang-format on */

void text_store_tcp(TextConversation *self, const NoteTcp *note, gboolean show_all) {
    const char *sentence = note->event;
    gboolean is_harmless = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(tcp_events); i++) {
        if (strcmp(tcp_events[i].event, note->event) != 0)
            continue;
        sentence = tcp_events[i].sentence;
        is_harmless = tcp_events[i].is_harmless;
        if (tcp_events[i].counter != 0)
            G_STRUCT_MEMBER(guint, self, tcp_events[i].counter)++;
    }
    if (is_harmless && !show_all)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s: ", direction_name(note->from));
    if (note->octets > 0) {
        text_count(text, note->octets, "octet", "octets");
        g_string_append(text, ", ");
    }
    g_string_append(text, sentence);
    TextRow row = {.kind = TEXT_ROW_TCP,
                   .frames = {note->frame, note->frame},
                   .command = -1,
                   .text = keep(self, text->str),
                   .latency_ns = -1,
                   .message = -1};
    g_array_append_val(self->rows, row);
}

void text_store_finding(TextConversation *self, const NoteFinding *note) {
    TextFinding finding = {.kind = note->kind,
                           .frames = note->frames,
                           .text = keep(self, note->text),
                           .row = note->command_n};
    g_array_append_val(self->findings, finding);
}

#define HEX_OCTETS 16u

static const char *keep_hex(TextConversation *self, const NoteLeaf *note) {
    char hex[HEX_OCTETS * 3 + 1] = "";
    guint n_octets = note->span.length > HEX_OCTETS ? HEX_OCTETS : (guint)note->span.length;
    for (guint i = 0; i < n_octets; i++)
        g_snprintf(hex + (gsize)i * 3, 4, i + 1 < n_octets ? "%02x " : "%02x", note->octets[i]);
    return keep(self, hex);
}

void text_store_leaf(TextConversation *self, const NoteLeaf *note) {
    gboolean is_shown = !note->is_secret && note->octets != NULL;
    TextLeaf leaf = {.span = note->span,
                     .label = keep_once(self, note->label),
                     .frames = note->frames,
                     .text = note->is_secret ? "(redacted)" : "(not in the capture)",
                     .hex = ""};
    if (is_shown) {
        leaf.text = keep_safe(self, (const char *)note->octets, note->span.length);
        leaf.hex = keep_hex(self, note);
    }
    g_array_append_val(self->leaves[note->span.direction], leaf);
}

static gint by_row(gconstpointer a, gconstpointer b) {
    const TextRemark *left = a, *right = b;
    return (left->row > right->row) - (left->row < right->row);
}

/* Worst first, then in order of the conversation. */
static gint by_weight(gconstpointer a, gconstpointer b) {
    const TextFinding *left = a, *right = b;
    if (left->kind->severity != right->kind->severity)
        return (int)right->kind->severity - (int)left->kind->severity;
    int codes = strcmp(left->kind->code, right->kind->code);
    if (codes != 0)
        return codes;
    return (left->frames.first > right->frames.first) - (left->frames.first < right->frames.first);
}

void text_store_finish(TextConversation *self, const NoteConversation *note) {
    self->note = *note;
    self->note.server_name = (char *)keep_safe_string(self, note->server_name);
    self->is_over = TRUE;
    for (guint i = 0; i < self->findings->len; i++) {
        TextFinding *finding = &g_array_index(self->findings, TextFinding, i);
        if (finding->row >= 0)
            finding->row = row_of_command(self, (guint)finding->row);
    }
    g_array_sort(self->remarks, by_row);
    g_array_sort(self->findings, by_weight);
}
