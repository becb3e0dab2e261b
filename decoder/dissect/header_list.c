/* SPDX-License-Identifier: MIT */
/* Turns header fields into digests of name and value, and keeps the text only of those that a
 * server puts on top: Received. It compares nothing. */
#include "dissect/header_list.h"

#include <string.h>

#define NAME_MAX_OCTETS 40u
#define RECEIVED_TEXT_MAX 240u

/* FNV-1a: a short digest that tells versions of one message apart; it keeps no secrets. */
static guint32 digest_octet(guint32 digest, guint8 octet) {
    return (digest ^ octet) * 16777619u;
}

/* Names in any case; in values runs of white space count as one, since servers fold anew. */
static guint32 digest_field(const MimeHeader *header) {
    guint32 digest = 2166136261u;
    for (const char *at = header->name; *at != '\0'; at++) {
        digest = digest_octet(digest, (guint8)g_ascii_tolower(*at));
    }
    digest = digest_octet(digest, ':');
    gboolean is_after_space = TRUE;
    for (const char *at = header->value; *at != '\0'; at++) {
        gboolean is_space = g_ascii_isspace(*at);
        if (!is_space || !is_after_space) {
            digest = digest_octet(digest, is_space ? ' ' : (guint8)*at);
        }
        is_after_space = is_space;
    }
    return digest;
}

/* One line, single spaces, cut with a sign where it is too long. */
static char *keep_received(GStringChunk *strings, const char *value) {
    g_autoptr(GString) line = g_string_new(NULL);
    const char *at = value;
    for (; *at != '\0' && line->len < RECEIVED_TEXT_MAX; at = g_utf8_next_char(at)) {
        gboolean is_space = g_ascii_isspace(*at);
        if (is_space && line->len > 0 && line->str[line->len - 1] != ' ') {
            g_string_append_c(line, ' ');
        } else if (!is_space) {
            g_string_append_len(line, at, g_utf8_next_char(at) - at);
        }
    }
    if (*at != '\0') {
        g_string_append(line, "…");
    }
    return g_string_chunk_insert(strings, line->str);
}

static guint count_received(const GArray *fields) {
    guint n = 0;
    for (guint i = 0; i < fields->len; i++) {
        n += g_array_index(fields, NoteHeaderField, i).received != NULL ? 1 : 0;
    }
    return n;
}

void header_list_add(GArray *fields, GStringChunk *strings, const MimeHeader *header) {
    if (fields->len >= HEADER_LIST_MAX) {
        return;
    }
    NoteHeaderField field = {
        .name = g_string_chunk_insert_len(strings, header->name,
                                          (gssize)MIN(strlen(header->name), NAME_MAX_OCTETS)),
        .digest = digest_field(header),
    };
    if (header->kind == MIME_FIELD_RECEIVED && count_received(fields) < HEADER_RECEIVED_MAX) {
        field.received = keep_received(strings, header->value);
    }
    g_array_append_val(fields, field);
}
