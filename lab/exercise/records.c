/* SPDX-License-Identifier: MIT */
/* Octets of NDJSON, as a renderer writes them -> records, told one by one. What is held is one line
 * and the last commands, so that a reply can say what it answers. */
#include "exercise/records.h"

#include "options.h"

#include "dissect/decoder.h"
#include "dissect/journey.h"

#include <string.h>

#define COMMANDS_MAX 4096u /* that a reply may still answer */

typedef struct {
    char *key, *verb, *argument, *state;
} Command;

struct RecordSource {
    RecordFunction tell;
    gpointer user;
    GString *line;
    gboolean is_too_long; /* the rest of the line is left out */
    GHashTable *commands; /* key -> Command, owned by `order` */
    GQueue order;
};

static void command_free(gpointer pointer) {
    Command *self = pointer;
    g_free(self->key);
    g_free(self->verb);
    g_free(self->argument);
    g_free(self->state);
    g_free(self);
}

RecordSource *record_source_new(RecordFunction tell, gpointer user) {
    RecordSource *self = g_new0(RecordSource, 1);
    self->tell = tell;
    self->user = user;
    self->line = g_string_new(NULL);
    self->commands = g_hash_table_new(g_str_hash, g_str_equal);
    g_queue_init(&self->order);
    return self;
}

void record_source_free(RecordSource *self) {
    if (self == NULL)
        return;
    g_hash_table_unref(self->commands);
    g_queue_clear_full(&self->order, command_free);
    g_string_free(self->line, TRUE);
    g_free(self);
}

/* ---- replies and their commands ------------------------------------------------------------- */

static char *command_key(const Record *record, const char *number_field) {
    g_autofree char *number = record_value(record, number_field);
    return number != NULL ? g_strdup_printf("%s\n%s", record_conversation(record), number) : NULL;
}

static void remember_command(RecordSource *self, const Record *record) {
    Command *command = g_new0(Command, 1);
    command->key = command_key(record, "n");
    command->verb = record_value(record, "verb");
    command->argument = record_value(record, "argument");
    command->state = record_value(record, "state");
    if (command->key == NULL) {
        command_free(command);
        return;
    }
    g_queue_push_tail(&self->order, command);
    g_hash_table_replace(self->commands, command->key, command);
    if (g_queue_get_length(&self->order) <= COMMANDS_MAX)
        return;
    Command *oldest = g_queue_pop_head(&self->order);
    if (g_hash_table_lookup(self->commands, oldest->key) == oldest)
        g_hash_table_remove(self->commands, oldest->key);
    command_free(oldest);
}

static void add_command(RecordSource *self, Record *record) {
    g_autofree char *key = command_key(record, "command");
    const Command *command = key != NULL ? g_hash_table_lookup(self->commands, key) : NULL;
    if (command == NULL)
        return;
    record_add(record, "verb", command->verb != NULL ? command->verb : "");
    record_add(record, "argument", command->argument != NULL ? command->argument : "");
    record_add(record, "state", command->state != NULL ? command->state : "");
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void tell_line(RecordSource *self) {
    g_autoptr(Record) record = record_parse(self->line->str, (gssize)self->line->len);
    if (record == NULL)
        return;
    if (strcmp(record_type(record), "command") == 0)
        remember_command(self, record);
    else if (strcmp(record_type(record), "reply") == 0)
        add_command(self, record);
    self->tell(self->user, record);
}

static gboolean take_octets(gpointer user, const char *octets, gsize length) {
    RecordSource *self = user;
    while (length > 0) {
        const char *end = memchr(octets, '\n', length);
        gsize n = end != NULL ? (gsize)(end - octets) : length;
        self->is_too_long = self->is_too_long || self->line->len + n > RECORD_LINE_MAX;
        if (!self->is_too_long)
            g_string_append_len(self->line, octets, (gssize)n);
        if (end == NULL)
            break;
        if (!self->is_too_long && self->line->len > 0)
            tell_line(self);
        g_string_truncate(self->line, 0);
        self->is_too_long = FALSE;
        octets = end + 1;
        length -= n + 1;
    }
    return TRUE;
}

RenderOutput record_source_output(RecordSource *self) {
    return (RenderOutput){take_octets, self};
}

/* ---- captures ------------------------------------------------------------------------------- */

static CaptureStatus push_packets(CaptureReader *reader, Decoder *decoder, GError **error) {
    CapturePacket packet;
    CaptureStatus status;
    while ((status = capture_reader_next(reader, &packet, error)) == CAPTURE_PACKET) {
        g_autoptr(GBytes) secrets = capture_reader_take_tls_secrets(reader);
        gsize length = 0;
        if (secrets != NULL) {
            const char *text = g_bytes_get_data(secrets, &length);
            decoder_add_tls_secrets(decoder, text, length);
        }
        decoder_push(decoder, &packet);
    }
    return status;
}

gboolean records_of_capture(const char *path, RecordFunction tell, gpointer user, GError **error) {
    g_autoptr(GError) reason = NULL;
    g_autoptr(CaptureReader) reader = capture_reader_open(path, &reason);
    if (reader == NULL)
        return options_refuse(error, "%s.", reason->message);
    g_autoptr(RecordSource) source = record_source_new(tell, user);
    RenderOutput output = record_source_output(source);
    g_autoptr(JsonRenderer) json = json_renderer_new(&output, FALSE);
    g_autoptr(Journey) journey = journey_new();
    DecoderOptions options = DECODER_OPTIONS_INIT;
    options.journey = journey;
    options.reveal = TRUE; /* an exercise may ask what went over the wire */
    options.no_remarks = TRUE;
    g_autoptr(Decoder) decoder = decoder_new(&options, &json_sink, json);
    NoteEnd end = {0};
    CaptureStatus status = push_packets(reader, decoder, &reason);
    decoder_finish(decoder, &end);
    journey_tell(journey, &json_sink, json);
    json_renderer_flush(json);
    return status != CAPTURE_CUT_SHORT || options_refuse(error, "%s.", reason->message);
}
