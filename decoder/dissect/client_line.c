/* SPDX-License-Identifier: MIT */
/* Turns a client's line into what notes and findings say of it, for the protocols whose commands
 * are single lines. It knows none of their commands. */
#include "dissect/client_line.h"

#include "dissect/labels.h"

#include <string.h>

NoteText note_text_of(const char *text) {
    return (NoteText){text, strlen(text)};
}

NoteText client_line_verb(const Conversation *self, int command, SyntaxSlice verb,
                          gboolean is_secret) {
    if (command >= 0) {
        return note_text_of(self->note.spec->commands[command].name);
    }
    if (is_secret && !self->workshop->options->reveal) {
        return note_text_of(NOTE_REDACTED);
    }
    return (NoteText){verb.octets, verb.length};
}

NoteText client_line_argument(Conversation *self, SyntaxSlice argument, const char *secret) {
    if (secret == NULL || self->workshop->options->reveal) {
        return (NoteText){argument.octets, argument.length};
    }
    if (secret <= argument.octets) {
        return note_text_of(argument.length > 0 ? NOTE_REDACTED : "");
    }
    g_autoptr(GString) shown = g_string_new_len(argument.octets, secret - argument.octets);
    g_string_append(shown, NOTE_REDACTED);
    GStringChunk *strings = self->workshop->strings;
    return (NoteText){g_string_chunk_insert_len(strings, shown->str, (gssize)shown->len),
                      shown->len};
}

void client_line_find(Conversation *self, guint facts, const FactRow *rows, guint n_rows,
                      FindingPlace place) {
    for (guint i = 0; i < n_rows; i++) {
        if ((facts & rows[i].fact) == 0) {
            continue;
        }
        if (rows[i].is_once) {
            conversation_find_once(self, rows[i].code, place, NULL);
        } else {
            conversation_find(self, rows[i].code, place, NULL);
        }
    }
}

void client_line_extend(Conversation *self, Span *span, Carrier *carrier, guint64 offset,
                        const Line *piece) {
    LabelTrack *track = self->labels[DIRECTION_CLIENT];
    label_track_take(track, piece->length, "overlong line", TRUE);
    label_track_take(track, piece->end_length, "line end", FALSE);
    if (span != NULL && span->offset + span->length == offset) {
        span->length += piece->length + piece->end_length;
        *carrier = conversation_carrier(self, DIRECTION_CLIENT, span->offset, span->length);
    }
}

gint64 client_line_latency(const Carrier *sent, const Carrier *first_of_reply) {
    if (sent == NULL || first_of_reply->segments == 0 || sent->last_time_ns == 0) {
        return -1;
    }
    return first_of_reply->first_time_ns - sent->last_time_ns;
}
