/* SPDX-License-Identifier: MIT */
/* Members that several records have, written in one way. Private to the JSON renderer. */
#pragma once

#include "notes/notes.h"
#include "render/json_writer.h"

static inline void key_string(JsonWriter *writer, const char *name, const char *text) {
    json_key_text(writer, name, text, text == NULL ? 0 : strlen(text));
}

static inline void key_frames(JsonWriter *writer, NoteFrames frames) {
    if (frames.first == 0) /* they count from 1: there are none */
        return;
    json_key(writer, "frames");
    json_literal(writer, "[");
    json_u64(writer, frames.first);
    json_literal(writer, ",");
    json_u64(writer, frames.last);
    json_literal(writer, "]");
}

static inline void key_time(JsonWriter *writer, gint64 time_ns) {
    json_key(writer, "time");
    json_time(writer, time_ns);
}

static inline void key_endpoint(JsonWriter *writer, const char *name, const NetEndpoint *endpoint) {
    char text[NET_ADDRESS_TEXT_SIZE];
    json_key(writer, name);
    json_literal(writer, "{");
    json_key_word(writer, "address", net_address_text(&endpoint->address, text));
    json_key_u64(writer, "port", endpoint->port);
    json_literal(writer, "}");
}

/* What stands between the type and the end of these records: json_dns.c, json_journey.c. */
void json_write_dns(JsonWriter *writer, const NoteDns *note);
void json_write_journey(JsonWriter *writer, const NoteJourney *note);
