/* SPDX-License-Identifier: MIT */
/* The journey of a mail -> the members of its record: hops in order, each with what it adds. */
#include "render/json_members.h"

#include "notes/note_names.h"

static void key_strings(JsonWriter *writer, const char *name, const char *const *texts, guint n) {
    json_key(writer, name);
    json_literal(writer, "[");
    for (guint i = 0; i < n; i++) {
        json_separate(writer);
        json_string(writer, texts[i], strlen(texts[i]));
    }
    json_literal(writer, "]");
}

static void key_number_or_null(JsonWriter *writer, const char *name, gint64 number) {
    if (number < 0)
        json_key_word(writer, name, NULL);
    else
        json_key_u64(writer, name, (guint64)number);
}

static void key_recipients(JsonWriter *writer, const NoteHop *hop) {
    if (hop->has_envelope)
        key_strings(writer, "to", hop->to, hop->n_to);
    else
        json_key_word(writer, "to", NULL);
}

static void write_hop(JsonWriter *writer, const NoteHop *hop) {
    json_separate(writer);
    json_literal(writer, "{");
    key_string(writer, "file", hop->file);
    json_key_u64(writer, "stream", hop->stream);
    json_key_u64(writer, "message", hop->message);
    json_key_word(writer, "transport", hop->transport);
    json_key_word(writer, "carried_by", hop->carried_by);
    key_endpoint(writer, "client", &hop->client);
    key_endpoint(writer, "server", &hop->server);
    key_string(writer, "server_name", hop->server_name);
    key_string(writer, "from", hop->has_envelope ? hop->from : NULL);
    key_recipients(writer, hop);
    json_key_word(writer, "verdict", note_verdict_name(hop->verdict));
    json_key_word(writer, "integrity", note_integrity_name(hop->integrity));
    key_time(writer, hop->time_ns);
    key_string(writer, "queue_id", hop->queue_id);
    key_string(writer, "received_added", hop->received_added);
    key_number_or_null(writer, "follows", hop->previous);
    key_string(writer, "because", hop->because);
    key_strings(writer, "changes", hop->changes, hop->n_changes);
    json_literal(writer, "}");
}

static void write_look(JsonWriter *writer, const NoteLook *look) {
    json_separate(writer);
    json_literal(writer, "{");
    key_string(writer, "file", look->file);
    json_key_u64(writer, "stream", look->stream);
    json_key_u64(writer, "message", look->message);
    json_key_word(writer, "transport", look->transport);
    json_key_word(writer, "carried_by", look->carried_by);
    json_key_bool(writer, "again", look->is_again);
    key_time(writer, look->time_ns);
    json_literal(writer, "}");
}

void json_write_journey(JsonWriter *writer, const NoteJourney *note) {
    json_key_u64(writer, "n", note->n);
    key_string(writer, "message_id", note->message_id);
    json_key_word(writer, "tied_by", note->tied_by);
    key_number_or_null(writer, "scenario", note->scenario > 0 ? note->scenario : -1);
    key_string(writer, "verdict", note->verdict);
    json_key(writer, "hops");
    json_literal(writer, "[");
    for (guint i = 0; i < note->n_hops; i++)
        write_hop(writer, &note->hops[i]);
    json_literal(writer, "]");
    json_key(writer, "looks");
    json_literal(writer, "[");
    for (guint i = 0; i < note->n_looks; i++)
        write_look(writer, &note->looks[i]);
    json_literal(writer, "]");
    json_key_u64(writer, "left_out", note->n_left_out);
}
