/* SPDX-License-Identifier: MIT */
/* The text of a message -> digest, header fields and parts for its record, by the decoder's
 * scanner. It holds nothing that grows with the text, and knows no session. */
#include "serve_message.h"

#include "mime/mime.h"

#include <gnutls/crypto.h>
#include <string.h>

#define STRINGS_SIZE 512u
#define PART_TEXT_MAX 1024u

enum { FIELD_SUBJECT, FIELD_FROM, FIELD_TO, FIELD_DATE, FIELD_ID, N_FIELDS };

struct ServeMessage {
    MimeScanner *scanner;
    GStringChunk *strings;
    GArray *parts; /* of NotePart, in order of appearance */
    GArray *open;  /* of guint: those that are open */
    const char *fields[N_FIELDS];
    gnutls_hash_hd_t hash, part_hash;
    guint64 octets;
    guint8 sha256[NOTE_SHA256_SIZE];
};

static const char *keep(ServeMessage *self, const char *text) {
    return text != NULL ? g_string_chunk_insert(self->strings, text) : NULL;
}

static const char *keep_short(ServeMessage *self, const char *text) {
    if (text == NULL || strlen(text) <= PART_TEXT_MAX)
        return keep(self, text);
    const char *end = g_utf8_find_prev_char(text, text + PART_TEXT_MAX);
    g_autofree char *cut = g_strdup_printf("%.*s…", (int)(end - text), text);
    return g_string_chunk_insert(self->strings, cut);
}

/* ---- the scanner's events ------------------------------------------------------------------- */

static void on_header(gpointer user, guint depth, const MimeHeader *header) {
    static const char *const names[N_FIELDS] = {
        [FIELD_SUBJECT] = "Subject", [FIELD_FROM] = "From",     [FIELD_TO] = "To",
        [FIELD_DATE] = "Date",       [FIELD_ID] = "Message-ID",
    };
    ServeMessage *self = user;
    for (guint i = 0; depth == 0 && i < N_FIELDS; i++) {
        if (self->fields[i] == NULL && g_ascii_strcasecmp(header->name, names[i]) == 0)
            self->fields[i] = keep(self, header->value);
    }
}

static void on_part_begin(gpointer user, const MimePart *part) {
    ServeMessage *self = user;
    const char *encoding =
        part->encoding_name != NULL ? part->encoding_name : mime_encoding_name(part->encoding);
    NotePart note = {
        .path = keep_short(self, part->path),
        .type = keep_short(self, part->type),
        .charset = keep_short(self, part->charset),
        .encoding = keep_short(self, encoding),
        .disposition = keep_short(self, part->disposition),
        .filename = keep_short(self, part->filename),
        .depth = part->depth,
        .is_leaf = part->is_leaf,
    };
    guint index = self->parts->len;
    g_array_append_val(self->parts, note);
    g_array_append_val(self->open, index);
}

static void on_content(gpointer user, const guint8 *octets, gsize length) {
    ServeMessage *self = user;
    gnutls_hash(self->part_hash, octets, length);
}

static void on_part_end(gpointer user, const MimePart *part) {
    ServeMessage *self = user;
    if (self->open->len == 0)
        return;
    guint index = g_array_index(self->open, guint, self->open->len - 1);
    g_array_set_size(self->open, self->open->len - 1);
    NotePart *note = &g_array_index(self->parts, NotePart, index);
    note->octets = part->decoded_octets;
    note->encoded_octets = part->body_length;
    if (!part->is_leaf)
        return;
    gnutls_hash_output(self->part_hash, note->sha256); /* and begins anew */
    note->has_sha256 = TRUE;
}

static const MimeSink sink = {
    .part_begin = on_part_begin,
    .header = on_header,
    .content = on_content,
    .part_end = on_part_end,
};

/* ---- the message ---------------------------------------------------------------------------- */

ServeMessage *serve_message_new(void) {
    ServeMessage *self = g_new0(ServeMessage, 1);
    self->scanner = mime_scanner_new(&sink, self);
    self->strings = g_string_chunk_new(STRINGS_SIZE);
    self->parts = g_array_new(FALSE, FALSE, sizeof(NotePart));
    self->open = g_array_new(FALSE, FALSE, sizeof(guint));
    gnutls_hash_init(&self->hash, GNUTLS_DIG_SHA256);
    gnutls_hash_init(&self->part_hash, GNUTLS_DIG_SHA256);
    return self;
}

void serve_message_free(ServeMessage *self) {
    if (self == NULL)
        return;
    mime_scanner_free(self->scanner);
    g_string_chunk_free(self->strings);
    g_array_unref(self->parts);
    g_array_unref(self->open);
    gnutls_hash_deinit(self->hash, NULL);
    gnutls_hash_deinit(self->part_hash, NULL);
    g_free(self);
}

void serve_message_push(ServeMessage *self, const guint8 *octets, gsize length) {
    self->octets += length;
    gnutls_hash(self->hash, octets, length);
    mime_scanner_push(self->scanner, octets, length);
}

void serve_message_finish(ServeMessage *self) {
    mime_scanner_finish(self->scanner);
    gnutls_hash_output(self->hash, self->sha256);
    mime_scanner_free(self->scanner); /* texts may wait long until they are told */
    self->scanner = NULL;
}

/* Digests of what is not whole would be digests of something else. */
void serve_message_cut(ServeMessage *self) {
    for (guint i = 0; i < self->parts->len; i++)
        g_array_index(self->parts, NotePart, i).has_sha256 = FALSE;
}

void serve_message_fill(const ServeMessage *self, NoteMessage *note) {
    gboolean is_header = note->section != NULL && strcmp(note->section, "HEADER") == 0;
    gboolean is_top = strcmp(note->carried_by, "TOP") == 0;
    gboolean is_whole = note->section == NULL && !note->has_range && !is_top;
    note->octets = self->octets;
    memcpy(note->sha256, self->sha256, NOTE_SHA256_SIZE);
    note->has_sha256 = note->integrity == NOTE_COMPLETE;
    if (is_whole || is_header || is_top) {
        note->subject = self->fields[FIELD_SUBJECT];
        note->from_header = self->fields[FIELD_FROM];
        note->to_header = self->fields[FIELD_TO];
        note->date = self->fields[FIELD_DATE];
        note->message_id = self->fields[FIELD_ID];
    }
    if (is_whole) {
        note->parts = (const NotePart *)(gpointer)self->parts->data;
        note->n_parts = self->parts->len;
    }
}
