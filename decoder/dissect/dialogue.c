/* SPDX-License-Identifier: MIT */
/* Turns a written dialogue into calls of a tap, and notes into compact text. For tests only. */
#include "dissect/dialogue.h"

#include "dissect/tap.h"
#include "notes/note_names.h"
#include "stream/carrier_log.h"

#include <string.h>
#include <zlib.h>

typedef struct {
    GString *notes;
    GString *labels[N_DIRECTIONS];
} Record;

/* ---- what is noted -------------------------------------------------------------------------- */

static void add_word(GString *text, const char *octets, gsize length) {
    g_string_append_c(text, ' ');
    for (gsize i = 0; i < length; i++) {
        if (g_ascii_isprint(octets[i])) {
            g_string_append_c(text, octets[i]);
        } else {
            g_string_append_printf(text, "\\x%02x", (guint8)octets[i]);
        }
    }
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    GString *text = ((Record *)user)->notes;
    g_string_append_printf(text, "C%u", note->n);
    if (note->tag.octets != NULL) {
        add_word(text, note->tag.octets, note->tag.length);
    }
    add_word(text, note->verb.octets, note->verb.length);
    if (note->argument.length > 0) {
        add_word(text, note->argument.octets, note->argument.length);
    }
    g_string_append_printf(text, " @%s%s\n", conversation->spec->states[note->state].name,
                           note->pipelined ? " P" : "");
}

/* "5 EXISTS [CODE] m0+2": data, response code, texts that it carries. */
static void add_imap_reply(GString *text, const NoteReply *note) {
    if (note->has_number) {
        g_string_append_printf(text, " %" G_GUINT64_FORMAT, note->number);
    }
    if (note->data != NULL) {
        add_word(text, note->data, strlen(note->data));
    }
    if (note->code != NULL) {
        g_string_append_printf(text, " [%s]", note->code);
    }
    if (note->n_messages > 0) {
        g_string_append_printf(text, " m%u+%u", note->first_message, note->n_messages);
    }
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    GString *text = ((Record *)user)->notes;
    g_string_append_printf(text, "S%u", note->n);
    if (note->command == NULL) {
        g_string_append(text, " unasked");
    } else if (note->command->n != note->n) {
        g_string_append_printf(text, " to C%u", note->command->n);
    }
    if (note->tag.octets != NULL) {
        add_word(text, note->tag.octets, note->tag.length);
    }
    add_word(text, note->status, strlen(note->status));
    add_imap_reply(text, note);
    if (note->enhanced != NULL) {
        add_word(text, note->enhanced, strlen(note->enhanced));
    }
    if (note->n_lines > 1) {
        g_string_append_printf(text, " %u lines", note->n_lines);
    }
    if (note->recipient.octets != NULL) {
        add_word(text, note->recipient.octets, note->recipient.length);
    }
    g_string_append_c(text, '\n');
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    GString *text = ((Record *)user)->notes;
    const SpecProtocol *spec = conversation->spec;
    g_string_append_printf(text, "T %s %s %s %s\n", spec->states[note->step.from].name,
                           note->step.command < 0 ? "-" : spec->commands[note->step.command].name,
                           note->step.status, spec->states[note->step.to].name);
}

static void add_list(GString *text, const NoteText *list, guint n) {
    for (guint i = 0; i < n; i++) {
        g_string_append(text, i > 0 ? "," : "");
        g_string_append_len(text, list[i].octets, (gssize)list[i].length);
    }
}

/* "INBOX #2 u3 [1.2] <0.10> " */
static void add_imap_place(GString *text, const NoteMessage *note) {
    g_string_append_printf(text, "%s #%" G_GUINT64_FORMAT " u%" G_GUINT64_FORMAT,
                           note->mailbox != NULL ? note->mailbox : "?", note->number, note->uid);
    if (note->section != NULL) {
        g_string_append_printf(text, " [%s]", note->section);
    }
    if (note->has_range) {
        g_string_append_printf(text, " <%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ">",
                               note->range_offset, note->range_length);
    }
}

static void add_envelope(GString *text, const NoteMessage *note) {
    if (note->from.octets == NULL) {
        g_string_append_c(text, '?');
    }
    g_string_append_len(text, note->from.octets, (gssize)note->from.length);
    g_string_append_c(text, '>');
    add_list(text, note->to, note->n_to);
    g_string_append_c(text, ';');
    add_list(text, note->refused_to, note->n_refused_to);
    g_string_append_c(text, ';');
    add_list(text, note->unanswered_to, note->n_unanswered_to);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    GString *text = ((Record *)user)->notes;
    g_string_append_printf(text, "M%u %s %s %s %" G_GUINT64_FORMAT " ", note->n, note->carried_by,
                           note_verdict_name(note->verdict), note_integrity_name(note->integrity),
                           note->octets);
    if (strcmp(conversation->spec->name, "imap") == 0) {
        add_imap_place(text, note);
    } else {
        add_envelope(text, note);
    }
    for (guint i = 0; i < note->n_parts; i++) {
        const NotePart *part = &note->parts[i];
        if (part->is_leaf) {
            g_string_append_printf(text, " %s:%s:%" G_GUINT64_FORMAT, part->path, part->type,
                                   part->octets);
        }
    }
    if (note->has_sha256) {
        g_string_append_printf(text, " %02x%02x", note->sha256[0], note->sha256[31]);
    }
    g_string_append_c(text, '\n');
}

static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    GString *text = ((Record *)user)->notes;
    g_string_append_printf(text, "A %s %u %s", note->mechanism, note->step,
                           direction_name(note->from));
    for (guint i = 0; i < note->n_fields; i++) {
        add_word(text, note->fields[i].name, strlen(note->fields[i].name));
        g_string_append_c(text, '=');
        g_string_append_len(text, note->fields[i].value.octets,
                            (gssize)note->fields[i].value.length);
    }
    g_string_append_printf(text, " %s\n", note->result != NULL ? note->result : "-");
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    GString *text = ((Record *)user)->notes;
    g_string_append_printf(text, "L %s %s\n", note->version != NULL ? note->version : "-",
                           note->sni != NULL ? note->sni : "-");
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    GString *text = ((Record *)user)->notes;
    g_string_append_printf(text, "F %s", note->kind->code);
    if (note->command_n >= 0) {
        g_string_append_printf(text, " %d", note->command_n);
    }
    g_string_append_c(text, '\n');
    g_assert(g_utf8_validate(note->text, -1, NULL));
}

static void on_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *note) {
    GString *text = ((Record *)user)->labels[note->span.direction];
    g_string_append_printf(text, "%s|", note->label);
    for (gsize i = 0; i < note->span.length; i++) {
        guint8 octet = note->octets[i];
        if (g_ascii_isprint(octet)) {
            g_string_append_c(text, (char)octet);
        } else {
            g_string_append_printf(text, "\\x%02x", octet);
        }
    }
    g_string_append_c(text, '\n');
}

static void on_conversation(gpointer user, NoteConversation *conversation) {
    g_string_append_printf(((Record *)user)->notes, "E %s %u %u %u %s\n",
                           conversation->spec->states[conversation->final_state].name,
                           conversation->commands, conversation->replies, conversation->messages,
                           note_security_name(conversation->security));
}

static const NoteSink record_sink = {
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .finding = on_finding,
    .leaf = on_leaf,
    .conversation = on_conversation,
};

/* ---- what is fed ---------------------------------------------------------------------------- */

typedef struct {
    Tap *tap;
    StreamConnection connection;
    gboolean is_ignored;
    GByteArray *flight;
    Direction direction; /* of the flight */
    DialogueCut cut;
    gsize at;
    z_stream deflate[N_DIRECTIONS];
    gboolean has_deflate[N_DIRECTIONS];
} Player;

static void give(Player *self, const guint8 *octets, gsize length) {
    if (length == 0) {
        return;
    }
    Direction d = self->direction;
    self->connection.last_frame++;
    self->connection.last_time_ns += 1000;
    self->connection.packets++;
    self->connection.directions[d].seen = TRUE;
    carrier_log_append(&self->connection.directions[d].carriers,
                       self->connection.directions[d].octets, length, self->connection.last_frame,
                       self->connection.last_time_ns);
    /* A copy of just this size, so that a read past its end is found. */
    g_autofree guint8 *copy = g_memdup2(octets, length);
    if (!self->is_ignored && !tap_octets(self->tap, d, copy, length)) {
        self->is_ignored = TRUE;
    }
    self->connection.directions[d].octets += length;
}

static void end_flight(Player *self) {
    const guint8 *octets = self->flight->data;
    gsize length = self->flight->len;
    gsize at = MIN(self->at, length);
    if (self->cut == DIALOGUE_SPLIT) {
        give(self, octets, at);
        give(self, octets + at, length - at);
    } else if (self->cut == DIALOGUE_OCTETS) {
        for (gsize i = 0; i < length; i++) {
            give(self, octets + i, 1);
        }
    } else {
        give(self, octets, length);
    }
    g_byte_array_set_size(self->flight, 0);
}

static void lose(Player *self, Direction direction, const char *entry) {
    end_flight(self);
    StreamGapReason reason =
        g_str_has_prefix(entry + 1, "snap") ? STREAM_GAP_SNAPPED : STREAM_GAP_LOST;
    guint64 length = g_ascii_strtoull(strchr(entry, ' ') + 1, NULL, 10);
    if (!self->is_ignored && !tap_gap(self->tap, direction, length, reason)) {
        self->is_ignored = TRUE;
    }
    self->connection.directions[direction].octets += length;
    self->connection.directions[direction].missing += length;
}

static void contradict(Player *self, Direction direction, const char *entry) {
    end_flight(self);
    char *end = NULL;
    StreamEvent event = {
        .kind = STREAM_EVENT_CONFLICT,
        .from = direction,
        .offset = g_ascii_strtoull(strchr(entry, ' '), &end, 10),
        .kept_frame = 1,
        .kept = (const guint8 *)"kept....",
        .other = (const guint8 *)"other...",
    };
    event.length = g_ascii_strtoull(end, NULL, 10);
    tap_event(self->tap, &event);
}

/* A line as COMPRESS DEFLATE sends it: RFC 4978 §3. */
static void append_deflated(Player *self, Direction direction, const char *text) {
    g_autofree char *line = g_strconcat(text, "\r\n", NULL);
    guint8 output[1024];
    z_stream *stream = &self->deflate[direction];
    if (!self->has_deflate[direction]) {
        deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        self->has_deflate[direction] = TRUE;
    }
    stream->next_in = (Bytef *)line;
    stream->avail_in = (uInt)strlen(line);
    stream->next_out = output;
    stream->avail_out = sizeof output;
    deflate(stream, Z_SYNC_FLUSH);
    g_byte_array_append(self->flight, output, (guint)(sizeof output - stream->avail_out));
}

static void play(Player *self, const char *entry) {
    Direction direction = entry[0] == 'C' ? DIRECTION_CLIENT : DIRECTION_SERVER;
    if (entry[1] == 'c') {
        contradict(self, direction, entry);
        return;
    }
    if (entry[1] == 'g' || entry[1] == 's') {
        lose(self, direction, entry);
        return;
    }
    if (direction != self->direction || self->cut == DIALOGUE_LINES) {
        end_flight(self);
    }
    self->direction = direction;
    if (entry[1] == 'z') {
        append_deflated(self, direction, entry + 2);
        return;
    }
    g_byte_array_append(self->flight, (const guint8 *)entry + 2, (guint)strlen(entry + 2));
    if (entry[1] == ' ') {
        g_byte_array_append(self->flight, (const guint8 *)"\r\n", 2);
    }
}

static void play_all(const Dialogue *dialogue, Workshop *workshop, DialogueCut cut, gsize at) {
    Player player = {.flight = g_byte_array_new(), .cut = cut, .at = at};
    StreamConnection *connection = &player.connection;
    connection->server.port = dialogue->port != 0 ? dialogue->port : 25;
    connection->client.port = 40000;
    connection->opened = dialogue->is_late ? STREAM_OPENED_LATE : STREAM_OPENED_SEEN;
    connection->closed = dialogue->is_open ? STREAM_CLOSED_OPEN : STREAM_CLOSED_FIN;
    connection->first_frame = connection->last_frame = 1;
    connection->directions[DIRECTION_CLIENT].seen = !dialogue->is_server_only;
    connection->directions[DIRECTION_SERVER].seen = !dialogue->is_client_only;
    player.tap = tap_new(workshop, connection);
    for (const char *const *entry = dialogue->script; *entry != NULL; entry++) {
        play(&player, *entry);
    }
    end_flight(&player);
    if (!player.is_ignored) {
        tap_close(player.tap);
    }
    tap_free(player.tap);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        carrier_log_clear(&connection->directions[d].carriers);
        if (player.has_deflate[d]) {
            deflateEnd(&player.deflate[d]);
        }
    }
    g_byte_array_unref(player.flight);
}

static void run(const Dialogue *dialogue, gboolean labels, DialogueCut cut, gsize at,
                Record *record) {
    DecodeAs as = {dialogue->port != 0 ? dialogue->port : 25, dialogue->decode_as};
    DecoderOptions options = DECODER_OPTIONS_INIT;
    options.reveal = dialogue->reveal;
    options.secrets = (Secrets){dialogue->secret, dialogue->secret != NULL ? 1 : 0};
    options.labels = labels;
    options.decode_as = &as;
    options.n_decode_as = dialogue->decode_as != NULL ? 1 : 0;
    Workshop workshop;
    workshop_init(&workshop, &options, &record_sink, record);
    play_all(dialogue, &workshop, cut, at);
    workshop_clear(&workshop);
}

static void record_init(Record *self) {
    self->notes = g_string_new(NULL);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        self->labels[d] = g_string_new(NULL);
    }
}

/* Frees all but `kept`, which is returned. */
static char *record_take(Record *self, GString *kept) {
    char *text = g_strdup(kept->str);
    g_string_free(self->notes, TRUE);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_string_free(self->labels[d], TRUE);
    }
    return text;
}

char *dialogue_run(const Dialogue *dialogue, DialogueCut cut, gsize at) {
    Record record;
    record_init(&record);
    run(dialogue, dialogue->labels, cut, at, &record);
    return record_take(&record, record.notes);
}

char *dialogue_labels(const Dialogue *dialogue, DialogueCut cut, Direction direction) {
    Record record;
    record_init(&record);
    run(dialogue, TRUE, cut, 0, &record);
    return record_take(&record, record.labels[direction]);
}

gsize dialogue_longest(const Dialogue *dialogue) {
    gsize longest = 0;
    gsize flight = 0;
    char before = '\0';
    for (const char *const *entry = dialogue->script; *entry != NULL; entry++) {
        flight = (*entry)[0] == before ? flight : 0;
        flight += strlen(*entry);
        before = (*entry)[0];
        longest = MAX(longest, flight);
    }
    return longest;
}
