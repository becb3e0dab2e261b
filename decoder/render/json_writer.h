/* SPDX-License-Identifier: MIT */
/* Newline-delimited JSON, written by hand into one buffer: no printf, no tree. */
#pragma once

#include "render/output.h"

#include <string.h>

#define JSON_BUFFER_SIZE (1u << 20)
#define JSON_CHUNK_MAX 4096u /* at most this much is written between two looks at the room left */

typedef struct {
    RenderOutput output;
    char *buffer; /* buffer[-1] is what was written last before it was handed on */
    gsize used;
    gint64 second; /* whose text is in `second_text` */
    char second_text[20];
} JsonWriter;

void json_writer_init(JsonWriter *self, const RenderOutput *output);
/* Hands on what is buffered. */
void json_writer_flush(JsonWriter *self);
/* Flushes and frees what it holds. */
void json_writer_clear(JsonWriter *self);

/* Text in quotes. What could disturb a reader (controls, bidirectional marks, line separators) is
 * escaped as JSON escapes it, octets that are not UTF-8 as \xff. FALSE if there were any. */
gboolean json_string(JsonWriter *self, const char *octets, gsize length);
/* The octets in base64, in quotes. */
void json_base64(JsonWriter *self, const char *octets, gsize length);
void json_u64(JsonWriter *self, guint64 value);
/* RFC 3339 UTC with nine digits, in quotes. */
void json_time(JsonWriter *self, gint64 time_ns);
/* Lower-case hexadecimal, in quotes. */
void json_hex(JsonWriter *self, const guint8 *octets, gsize length);

/* Room for `length` (at most JSON_CHUNK_MAX) octets. */
static inline char *json_room(JsonWriter *self, gsize length) {
    if (G_UNLIKELY(self->used + length > JSON_BUFFER_SIZE))
        json_writer_flush(self);
    return self->buffer + self->used;
}

static inline void json_raw(JsonWriter *self, const char *text, gsize length) {
    memcpy(json_room(self, length), text, length);
    self->used += length;
}

#define json_literal(self, text) json_raw((self), "" text, sizeof(text) - 1)

/* A comma, unless the value to come is the first of its object, array or member. */
static inline void json_separate(JsonWriter *self) {
    char last = self->buffer[(gssize)self->used - 1];
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        json_literal(self, ",");
}

/* The name of a member, after a comma unless it is the first of its object: `name` needs no
 * escaping and is short. Always inline, so that the length of a literal costs nothing. */
static inline __attribute__((always_inline)) void json_key(JsonWriter *self, const char *name) {
    gsize length = strlen(name);
    char *start = json_room(self, length + 4);
    char *room = start;
    room[0] = ',';
    room += (room[-1] != '{') & (room[-1] != '\n');
    room[0] = '"';
    memcpy(room + 1, name, length); /* NOLINT(bugprone-not-null-terminated-result): no string */
    room[length + 1] = '"';
    room[length + 2] = ':';
    self->used += (gsize)(room - start) + length + 3;
}

static inline void json_key_u64(JsonWriter *self, const char *name, guint64 value) {
    json_key(self, name);
    json_u64(self, value);
}

static inline void json_key_bool(JsonWriter *self, const char *name, gboolean value) {
    json_key(self, name);
    if (value)
        json_literal(self, "true");
    else
        json_literal(self, "false");
}

/* A short word of ours, in which nothing needs escaping, or null. */
static inline void json_key_word(JsonWriter *self, const char *name, const char *word) {
    json_key(self, name);
    if (word == NULL) {
        json_literal(self, "null");
        return;
    }
    json_raw(self, "\"", 1);
    json_raw(self, word, strlen(word));
    json_raw(self, "\"", 1);
}

/* <name>_base64 with the octets: after a text that is not UTF-8. */
void json_key_base64(JsonWriter *self, const char *name, const char *octets, gsize length);

/* Text that may hold anything, or null; with its sibling <name>_base64 if it is not UTF-8. */
static inline void json_key_text(JsonWriter *self, const char *name, const char *octets,
                                 gsize length) {
    json_key(self, name);
    if (octets == NULL)
        json_literal(self, "null");
    else if (!json_string(self, octets, length))
        json_key_base64(self, name, octets, length);
}
