/* SPDX-License-Identifier: MIT */
/* Notes, lent for one call -> copies that live until their conversation is written. It refuses to
 * know how they will look. */
#include "render/text_store.h"

#include "render/text_imap.h"
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

static void make_arrays(TextConversation *self) {
    self->rows = g_array_new(FALSE, TRUE, sizeof(TextRow));
    self->remarks = g_array_new(FALSE, TRUE, sizeof(TextRemark));
    self->drawn = g_array_new(FALSE, TRUE, sizeof(TextDrawnPart));
    self->findings = g_array_new(FALSE, TRUE, sizeof(TextFinding));
    self->rows_of_commands = g_array_new(FALSE, FALSE, sizeof(guint));
    self->messages = g_array_new(FALSE, TRUE, sizeof(NoteMessage));
    for (int d = 0; d < N_DIRECTIONS; d++)
        self->leaves[d] = g_array_new(FALSE, TRUE, sizeof(TextLeaf));
}

TextConversation *text_conversation_new(const NoteConversation *note, const char *file,
                                        SafeCharset charset, gboolean is_brief) {
    TextConversation *self = g_new0(TextConversation, 1);
    self->note = *note;
    self->note.server_name = NULL;
    self->charset = charset;
    self->strings = g_string_chunk_new(is_brief ? 64 : 4096);
    self->file = keep_safe_string(self, file);
    if (!is_brief)
        make_arrays(self);
    return self;
}

static void free_arrays(TextConversation *self) {
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
    g_array_unref(self->drawn);
    g_array_unref(self->findings);
    g_array_unref(self->messages);
    for (int d = 0; d < N_DIRECTIONS; d++)
        g_array_unref(self->leaves[d]);
}

void text_conversation_free(TextConversation *self) {
    if (self == NULL)
        return;
    if (self->rows != NULL)
        free_arrays(self);
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
    if (note->tag.octets != NULL) {
        text_imap_command(text, note, self->charset);
        return keep(self, text->str);
    }
    if (note->verb.octets != NULL)
        safe_text_append(text, note->verb.octets, note->verb.length, self->charset);
    if (note->argument.length > 0) {
        g_string_append_c(text, ' ');
        safe_text_append(text, note->argument.octets, note->argument.length, self->charset);
    }
    return keep(self, text->str);
}

/* At the end; but where TLS comes first, the connection was opened before that. */
static guint place_of_command(const TextConversation *self, const NoteCommand *note) {
    guint at = self->rows->len;
    while (note->n == 0 && note->n_remarks == 0 && at > 0 &&
           text_row(self, at - 1)->kind == TEXT_ROW_TLS &&
           text_row(self, at - 1)->frames.first > note->frames.last)
        at--;
    return at;
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
                   .filter = keep(self, note->filter),
                   .message = -1};
    store_remarks(self, note->remarks, note->n_remarks);
    guint at = place_of_command(self, note);
    if (note->n == self->rows_of_commands->len)
        g_array_append_val(self->rows_of_commands, at);
    g_array_insert_val(self->rows, at, row);
}

/* "a1 OK", "* 3 EXISTS": only IMAP has more than a status. */
static const char *keep_lead(TextConversation *self, const NoteReply *note) {
    if (strcmp(self->note.spec->name, "imap") != 0)
        return NULL;
    g_autoptr(GString) lead = g_string_new(NULL);
    text_imap_lead(lead, note, self->charset);
    return keep(self, lead->str);
}

static void keep_part(TextConversation *self, NotePart *part) {
    part->path = keep_safe_string(self, part->path);
    part->type = keep_safe_string(self, part->type);
    part->charset = keep_safe_string(self, part->charset);
    part->encoding = keep_safe_string(self, part->encoding);
    part->disposition = keep_safe_string(self, part->disposition);
    part->filename = keep_safe_string(self, part->filename);
}

/* The tree of parts that the reply describes, a line for each. */
static void store_structure(TextConversation *self, const NoteReply *note) {
    guint64 last_depths = 0;
    for (guint i = 0; i < note->n_structure; i++) {
        TextDrawnPart drawn = {.part = note->structure[i]};
        guint64 bit = G_GUINT64_CONSTANT(1) << MIN(drawn.part.depth, 63u);
        last_depths = drawn.part.is_last_child ? last_depths | bit : last_depths & ~bit;
        drawn.last_depths = last_depths;
        keep_part(self, &drawn.part);
        g_array_append_val(self->drawn, drawn);
        TextRemark remark = {.row = self->rows->len, .drawn = self->drawn->len};
        g_array_append_val(self->remarks, remark);
    }
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
                   .lead = keep_lead(self, note),
                   .first_message = note->first_message,
                   .n_messages = note->n_messages,
                   .filter = keep(self, note->filter),
                   .message = -1};
    for (guint i = 0; i < note->n_lines; i++)
        row.lines[i] = keep_safe(self, note->lines[i].octets, note->lines[i].length);
    store_remarks(self, note->remarks, note->n_remarks);
    store_structure(self, note);
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
        keep_part(self, &copies[i]);
    }
    return copies;
}

/* What the server sends stands in a reply, what the client sends in a command. */
static gint64 row_of_message(const TextConversation *self, const NoteMessage *note) {
    gboolean is_in_reply = note->reply != NULL && (strcmp(note->carried_by, "RETR") == 0 ||
                                                   strcmp(note->carried_by, "TOP") == 0);
    for (guint i = self->rows->len; is_in_reply && i > 0; i--) {
        const TextRow *row = text_row(self, i - 1);
        if (row->kind == TEXT_ROW_REPLY && row->n == note->reply->n)
            return i - 1;
    }
    return note->command == NULL ? -1 : row_of_command(self, note->command->n);
}

/* A literal of IMAP is told beside the unit it stands in, which may carry several. */
static void store_literal(TextConversation *self, const NoteMessage *copy,
                          const NoteCommand *command) {
    gint64 row = command == NULL ? -1 : row_of_command(self, command->n);
    for (guint i = self->rows->len; strcmp(copy->carried_by, "FETCH") == 0 && i > 0; i--) {
        const TextRow *reply = text_row(self, i - 1);
        if (reply->kind == TEXT_ROW_REPLY && copy->n - reply->first_message < reply->n_messages) {
            row = i - 1;
            break;
        }
    }
    g_autoptr(GString) text = g_string_new(NULL);
    text_imap_literal(text, copy);
    TextRemark remark = {.row = row < 0 ? self->rows->len : (guint)row,
                         .text = keep(self, text->str),
                         .is_mark = TRUE};
    g_array_append_val(self->remarks, remark);
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
    copy.mailbox = keep_safe_string(self, note->mailbox);
    copy.section = keep_safe_string(self, note->section);
    copy.unique_id = keep_safe_string(self, note->unique_id);
    copy.header_fields = NULL;
    copy.n_header_fields = 0;
    copy.parts = keep_parts(self, note->parts, note->n_parts);
    gint64 row = text_imap_has_literal(note) ? -1 : row_of_message(self, note);
    if (text_imap_has_literal(note))
        store_literal(self, &copy, note->command);
    if (row >= 0) {
        text_row(self, row)->message = self->messages->len;
        if (text_row(self, row)->kind == TEXT_ROW_REPLY)
            text_row(self, row)->segments = note->segments;
    }
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
    if (strcmp(note->mechanism, "USER") == 0)
        return; /* the command itself shows all there is */
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
    for (guint i = 0; i < note->n_remarks; i++) {
        TextRemark meaning = {.row = remark.row,
                              .about = keep_safe_string(self, note->remarks[i].about),
                              .text = keep_once(self, note->remarks[i].text),
                              .rfc = keep_once(self, note->remarks[i].rfc)};
        g_array_append_val(self->remarks, meaning);
    }
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

/* From the wire inwards. */
static guint layer_rank(const char *layer) {
    static const char *const layers[] = {"wire", "tls", "deflate"};
    guint rank = layer == NULL ? 0 : (guint)G_N_ELEMENTS(layers) - 1;
    while (rank > 0 && strcmp(layers[rank], layer) != 0)
        rank--;
    return rank;
}

void text_store_leaf(TextConversation *self, const NoteLeaf *note) {
    gboolean is_shown = !note->is_secret && note->octets != NULL;
    TextLeaf leaf = {.span = note->span,
                     .label = keep_once(self, note->label),
                     .frames = note->frames,
                     .layer = layer_rank(note->layer),
                     .text = note->is_secret ? NOTE_REDACTED : "(not in the capture)",
                     .hex = ""};
    if (is_shown) {
        leaf.text = keep_safe(self, (const char *)note->octets, note->span.length);
        leaf.hex = keep_hex(self, note);
    }
    g_array_append_val(self->leaves[note->span.direction], leaf);
}

static gint by_layer(gconstpointer a, gconstpointer b) {
    const TextLeaf *left = a, *right = b;
    return (left->layer > right->layer) - (left->layer < right->layer);
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

static void finish_arrays(TextConversation *self) {
    for (guint i = 0; i < self->findings->len; i++) {
        TextFinding *finding = &g_array_index(self->findings, TextFinding, i);
        if (finding->row >= 0)
            finding->row = row_of_command(self, (guint)finding->row);
    }
    g_array_sort(self->remarks, by_row);
    g_array_sort(self->findings, by_weight);
    for (guint d = 0; d < N_DIRECTIONS; d++)
        g_array_sort(self->leaves[d], by_layer);
}

void text_store_finish(TextConversation *self, const NoteConversation *note) {
    self->note = *note;
    self->note.server_name = NULL;
    self->is_over = TRUE;
    if (self->rows == NULL)
        return;
    self->note.server_name = (char *)keep_safe_string(self, note->server_name);
    finish_arrays(self);
}
