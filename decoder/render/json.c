/* SPDX-License-Identifier: MIT */
/* Notes -> records of the contract, one function per record, each a list of its members. It refuses
 * to know where the octets go and what they mean. */
#include "render/json.h"

#include "notes/note_names.h"
#include "render/json_members.h"
#include "render/state_name.h"

struct JsonRenderer {
    JsonWriter writer;
    char *file;
    gboolean several_files;
    gboolean is_log; /* of servers: sessions instead of streams */
};

JsonRenderer *json_renderer_new(const RenderOutput *output, gboolean several_files) {
    JsonRenderer *self = g_new0(JsonRenderer, 1);
    json_writer_init(&self->writer, output);
    self->several_files = several_files;
    return self;
}

JsonRenderer *json_renderer_new_log(const RenderOutput *output) {
    JsonRenderer *self = json_renderer_new(output, FALSE);
    self->is_log = TRUE;
    return self;
}

void json_renderer_free(JsonRenderer *self) {
    if (self == NULL)
        return;
    json_writer_clear(&self->writer);
    g_free(self->file);
    g_free(self);
}

void json_renderer_set_file(JsonRenderer *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
}

void json_renderer_flush(JsonRenderer *self) {
    json_writer_flush(&self->writer);
}

static void key_text(JsonWriter *writer, const char *name, NoteText text) {
    json_key_text(writer, name, text.octets, text.length);
}

static void key_sha256(JsonWriter *writer, gboolean has_sha256, const guint8 *sha256) {
    json_key(writer, "sha256");
    if (has_sha256)
        json_hex(writer, sha256, NOTE_SHA256_SIZE);
    else
        json_literal(writer, "null");
}

/* The texts as an array; if one of them is not UTF-8, all of them again as <name>_base64. */
static void key_texts(JsonWriter *writer, const char *name, const NoteText *texts, guint n_texts) {
    gboolean is_utf8 = TRUE;
    json_key(writer, name);
    json_literal(writer, "[");
    for (guint i = 0; i < n_texts; i++) {
        json_separate(writer);
        is_utf8 = json_string(writer, texts[i].octets, texts[i].length) && is_utf8;
    }
    json_literal(writer, "]");
    if (is_utf8)
        return;
    g_autofree char *sibling = g_strconcat(name, "_base64", NULL);
    json_key(writer, sibling);
    json_literal(writer, "[");
    for (guint i = 0; i < n_texts; i++) {
        json_separate(writer);
        json_base64(writer, texts[i].octets, texts[i].length);
    }
    json_literal(writer, "]");
}

static void key_directions(JsonWriter *writer, const char *name,
                           const guint64 values[N_DIRECTIONS]) {
    json_key(writer, name);
    json_literal(writer, "{");
    json_key_u64(writer, "client", values[DIRECTION_CLIENT]);
    json_key_u64(writer, "server", values[DIRECTION_SERVER]);
    json_literal(writer, "}");
}

/* Begins a record; the file comes first, as everything else in it depends on it. */
static inline JsonWriter *record_begin(JsonRenderer *self, const char *type) {
    JsonWriter *writer = &self->writer;
    json_literal(writer, "{");
    json_key_word(writer, "type", type);
    if (self->several_files)
        key_string(writer, "file", self->file);
    return writer;
}

static inline JsonWriter *stream_record_begin(JsonRenderer *self, const char *type,
                                              const NoteConversation *conversation) {
    JsonWriter *writer = record_begin(self, type);
    json_key_u64(writer, self->is_log ? "session" : "stream", conversation->stream);
    return writer;
}

static void record_end(JsonWriter *writer) {
    json_literal(writer, "}\n");
}

static void key_command_n(JsonWriter *writer, const NoteCommand *command) {
    json_key(writer, "command");
    if (command == NULL)
        json_literal(writer, "null");
    else
        json_u64(writer, command->n);
}

/* How much was written of it. */
static void key_counts(JsonWriter *writer, const NoteConversation *note) {
    json_key_u64(writer, "commands", note->commands);
    json_key_u64(writer, "replies", note->replies);
    json_key_u64(writer, "messages", note->messages);
    json_key_u64(writer, "findings", note->findings);
}

static void write_conversation(gpointer user, NoteConversation *note) {
    JsonWriter *writer = stream_record_begin(user, "conversation", note);
    json_key_word(writer, "protocol", note->spec->name);
    json_key_word(writer, "detected_by", note_detected_by_name(note->detected_by));
    key_endpoint(writer, "client", &note->client);
    key_endpoint(writer, "server", &note->server);
    key_frames(writer, note->frames);
    key_directions(writer, "octets", note->octets);
    key_directions(writer, "missing", note->missing);
    key_directions(writer, "conflicting", note->conflicting);
    json_key_word(writer, "opened", note_opened_name(note->opened));
    json_key_word(writer, "closed", note_closed_name(note->closed));
    json_key_word(writer, "final_state", state_name(note, note->final_state));
    json_key_word(writer, "security", note_security_name(note->security));
    key_counts(writer, note);
    record_end(writer);
}

static void write_session(gpointer user, NoteConversation *note) {
    JsonWriter *writer = stream_record_begin(user, "session", note);
    json_key_word(writer, "protocol", note->spec->name);
    key_endpoint(writer, "client", &note->client);
    key_endpoint(writer, "server", &note->server);
    key_time(writer, note->first_time_ns);
    record_end(writer);
}

static void write_session_end(gpointer user, NoteConversation *note) {
    JsonWriter *writer = stream_record_begin(user, "session-end", note);
    key_time(writer, note->last_time_ns);
    json_key_word(writer, "final_state", state_name(note, note->final_state));
    json_key_word(writer, "security", note_security_name(note->security));
    key_directions(writer, "octets", note->octets);
    key_counts(writer, note);
    record_end(writer);
}

/* IMAP: as it was sent. */
static void key_tag(JsonWriter *writer, NoteText tag) {
    if (tag.octets != NULL)
        key_text(writer, "tag", tag);
}

/* Only if somebody asked for it. */
static void key_filter(JsonWriter *writer, const char *filter) {
    if (filter != NULL)
        key_string(writer, "filter", filter);
}

static void write_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    if (!note->is_written)
        return;
    const JsonRenderer *self = user;
    JsonWriter *writer = stream_record_begin(user, "command", conversation);
    json_key_u64(writer, "n", note->n);
    key_frames(writer, note->frames);
    key_time(writer, note->time_ns);
    key_tag(writer, note->tag);
    key_text(writer, "verb", note->verb);
    key_text(writer, "argument", note->argument);
    json_key_u64(writer, "octets", note->span.length);
    json_key_word(writer, "state", state_name(conversation, note->state));
    if (!self->is_log) {
        json_key_u64(writer, "segments", note->segments);
        json_key_bool(writer, "pipelined", note->pipelined);
    }
    key_filter(writer, note->filter);
    record_end(writer);
}

/* What only IMAP has. */
static void key_imap_reply(JsonWriter *writer, const NoteReply *note) {
    if (note->code != NULL)
        key_string(writer, "code", note->code);
    if (note->data != NULL)
        key_string(writer, "data", note->data);
    if (note->has_number)
        json_key_u64(writer, "number", note->number);
}

static void write_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    JsonWriter *writer = stream_record_begin(user, "reply", conversation);
    json_key_u64(writer, "n", note->n);
    key_frames(writer, note->frames);
    key_time(writer, note->time_ns);
    key_command_n(writer, note->command);
    key_tag(writer, note->tag);
    key_string(writer, "status", note->status);
    json_key_word(writer, "enhanced", note->enhanced);
    key_imap_reply(writer, note);
    key_texts(writer, "lines", note->lines, note->n_lines);
    json_key_u64(writer, "octets", note->span.length);
    if (note->n_messages > 0)
        json_key_u64(writer, "message", note->first_message);
    if (note->latency_ns < 0)
        json_key_word(writer, "latency_ns", NULL);
    else
        json_key_u64(writer, "latency_ns", (guint64)note->latency_ns);
    if (note->recipient.octets != NULL)
        key_text(writer, "recipient", note->recipient);
    key_filter(writer, note->filter);
    record_end(writer);
}

static void write_transition(gpointer user, NoteConversation *conversation,
                             const NoteTransition *note) {
    const SpecStep *step = &note->step;
    JsonWriter *writer = stream_record_begin(user, "transition", conversation);
    if (note->frame > 0)
        json_key_u64(writer, "frame", note->frame);
    key_time(writer, note->time_ns);
    json_key_word(writer, "from", state_name(conversation, step->from));
    json_key_word(writer, "command", command_name(conversation, step->command));
    key_string(writer, "status", step->status);
    json_key_word(writer, "to", state_name(conversation, step->to));
    json_key_word(writer, "rfc", step->rfc);
    key_string(writer, "why", step->why);
    record_end(writer);
}

static void key_envelope(JsonWriter *writer, const NoteMessage *note) {
    json_key(writer, "envelope");
    if (!note->has_envelope) {
        json_literal(writer, "null");
        return;
    }
    json_literal(writer, "{");
    key_text(writer, "from", note->from);
    key_texts(writer, "to", note->to, note->n_to);
    key_texts(writer, "refused_to", note->refused_to, note->n_refused_to);
    key_texts(writer, "unanswered_to", note->unanswered_to, note->n_unanswered_to);
    json_literal(writer, "}");
}

static void key_headers(JsonWriter *writer, const NoteMessage *note) {
    json_key(writer, "headers");
    json_literal(writer, "{");
    key_string(writer, "subject", note->subject);
    key_string(writer, "from", note->from_header);
    key_string(writer, "to", note->to_header);
    key_string(writer, "date", note->date);
    key_string(writer, "message_id", note->message_id);
    json_literal(writer, "}");
}

static void write_part(JsonWriter *writer, const NotePart *part) {
    json_separate(writer);
    json_literal(writer, "{");
    json_key_word(writer, "path", part->path);
    key_string(writer, "type", part->type);
    key_string(writer, "charset", part->charset);
    key_string(writer, "encoding", part->encoding);
    key_string(writer, "disposition", part->disposition);
    key_string(writer, "filename", part->filename);
    json_key_u64(writer, "octets", part->octets);
    key_sha256(writer, part->has_sha256, part->sha256);
    json_literal(writer, "}");
}

static void key_parts(JsonWriter *writer, const NoteMessage *note) {
    json_key(writer, "parts");
    json_literal(writer, "[");
    for (guint i = 0; i < note->n_parts; i++) {
        if (note->parts[i].is_leaf)
            write_part(writer, &note->parts[i]);
    }
    json_literal(writer, "]");
}

/* Which message of which mailbox it is, and how much of it. */
static void key_place(JsonWriter *writer, const NoteMessage *note) {
    if (note->section != NULL)
        key_string(writer, "section", note->section);
    if (note->has_range) {
        json_key(writer, "range");
        json_literal(writer, "[");
        json_u64(writer, note->range_offset);
        json_literal(writer, ",");
        json_u64(writer, note->range_length);
        json_literal(writer, "]");
    }
    if (note->mailbox != NULL)
        key_string(writer, "mailbox", note->mailbox);
    if (note->number > 0)
        json_key_u64(writer, "number", note->number);
    if (note->uid > 0)
        json_key_u64(writer, "uid", note->uid);
    else if (note->unique_id != NULL)
        key_string(writer, "uid", note->unique_id);
}

static void write_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    JsonWriter *writer = stream_record_begin(user, "message", conversation);
    json_key_u64(writer, "n", note->n);
    json_key_word(writer, "protocol", conversation->spec->name);
    json_key_word(writer, "carried_by", note->carried_by);
    key_command_n(writer, note->command);
    if (note->reply == NULL)
        json_key_word(writer, "reply", NULL);
    else
        json_key_u64(writer, "reply", note->reply->n);
    key_place(writer, note);
    key_envelope(writer, note);
    json_key_word(writer, "verdict", note_verdict_name(note->verdict));
    json_key_word(writer, "integrity", note_integrity_name(note->integrity));
    json_key_u64(writer, "octets", note->octets);
    key_sha256(writer, note->has_sha256, note->sha256);
    key_frames(writer, note->frames);
    key_headers(writer, note);
    key_parts(writer, note);
    record_end(writer);
}

static void write_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    JsonWriter *writer = stream_record_begin(user, "sasl", conversation);
    key_command_n(writer, note->command);
    key_string(writer, "mechanism", note->mechanism);
    json_key_u64(writer, "step", note->step);
    json_key_word(writer, "from", direction_name(note->from));
    json_key(writer, "decoded");
    json_literal(writer, "{");
    for (guint i = 0; i < note->n_fields; i++)
        key_text(writer, note->fields[i].name, note->fields[i].value);
    json_literal(writer, "}");
    json_key_word(writer, "result", note->result);
    record_end(writer);
}

static void write_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    JsonWriter *writer = stream_record_begin(user, "tls", conversation);
    key_frames(writer, note->frames);
    key_string(writer, "version", note->version);
    key_string(writer, "cipher", note->cipher);
    key_string(writer, "sni", note->sni);
    key_string(writer, "alpn", note->alpn);
    key_string(writer, "certificate", note->certificate);
    json_key_bool(writer, "decrypted", note->decrypted);
    key_filter(writer, note->filter);
    record_end(writer);
}

static void write_tcp(gpointer user, NoteConversation *conversation, const NoteTcp *note) {
    JsonWriter *writer = stream_record_begin(user, "tcp", conversation);
    json_key_u64(writer, "frame", note->frame);
    json_key_word(writer, "event", note->event);
    json_key_word(writer, "from", direction_name(note->from));
    json_key_u64(writer, "octets", note->octets);
    key_filter(writer, note->filter);
    record_end(writer);
}

static void write_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    JsonWriter *writer = stream_record_begin(user, "finding", conversation);
    json_key_word(writer, "code", note->kind->code);
    json_key_word(writer, "severity", finding_severity_name(note->kind->severity));
    key_frames(writer, note->frames);
    json_key_word(writer, "rfc", note->kind->rfc);
    key_string(writer, "text", note->text);
    record_end(writer);
}

static void write_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *note) {
    JsonWriter *writer = stream_record_begin(user, "octets", conversation);
    json_key_word(writer, "from", direction_name(note->span.direction));
    json_key_word(writer, "layer", note->layer != NULL ? note->layer : "wire");
    json_key_u64(writer, "offset", note->span.offset);
    json_key_u64(writer, "length", note->span.length);
    key_frames(writer, note->frames);
    key_string(writer, "label", note->label);
    if (note->is_secret)
        json_key_text(writer, "text", NOTE_REDACTED, strlen(NOTE_REDACTED));
    else
        json_key_text(writer, "text", (const char *)note->octets, note->span.length);
    record_end(writer);
}

static void write_dns(gpointer user, const NoteDns *note) {
    JsonWriter *writer = record_begin(user, "dns");
    json_write_dns(writer, note);
    record_end(writer);
}

static void write_journey(gpointer user, const NoteJourney *note) {
    JsonWriter *writer = record_begin(user, "journey");
    json_write_journey(writer, note);
    record_end(writer);
}

static void write_capture(gpointer user, const NoteCapture *note) {
    JsonRenderer *self = user;
    JsonWriter *writer = &self->writer;
    json_literal(writer, "{\"type\":\"capture\"");
    key_string(writer, "file", note->file);
    json_key_word(writer, "format", note->format);
    json_key(writer, "links");
    json_literal(writer, "[");
    for (guint i = 0; note->links != NULL && note->links[i] != NULL; i++) {
        json_separate(writer);
        json_string(writer, note->links[i], strlen(note->links[i]));
    }
    json_literal(writer, "]");
    json_key_u64(writer, "packets", note->packets);
    json_key_u64(writer, "octets", note->octets);
    json_key_bool(writer, "cut_short", note->cut_short);
    record_end(writer);
}

static void write_end(gpointer user, const NoteEnd *note) {
    JsonWriter *writer = record_begin(user, "end");
    json_key_u64(writer, "packets", note->packets);
    json_key_u64(writer, "conversations", note->conversations);
    json_key_u64(writer, "other_tcp", note->other_tcp);
    json_key_u64(writer, "messages", note->messages);
    json_key_u64(writer, "findings", note->findings);
    record_end(writer);
}

const NoteSink json_sink = {
    .command = write_command,
    .reply = write_reply,
    .transition = write_transition,
    .message = write_message,
    .sasl = write_sasl,
    .tls = write_tls,
    .tcp = write_tcp,
    .finding = write_finding,
    .leaf = write_leaf,
    .conversation = write_conversation,
    .dns = write_dns,
    .capture = write_capture,
    .journey = write_journey,
    .end = write_end,
};

const NoteSink json_log_sink = {
    .opened = write_session,
    .command = write_command,
    .reply = write_reply,
    .transition = write_transition,
    .message = write_message,
    .sasl = write_sasl,
    .tls = write_tls,
    .finding = write_finding,
    .conversation = write_session_end,
};
