/* SPDX-License-Identifier: MIT */
/* Turns the first octets of a connection into lines and plain answers for those who recognise
 * protocols. It knows no protocol. */
#include "dissect/evidence.h"

#include <string.h>

#define BINARY_LOOK 16u

gboolean evidence_next_line(const NoteText *text, gsize *at, NoteText *line) {
    const char *start = text->octets + *at;
    const char *feed = *at < text->length ? memchr(start, '\n', text->length - *at) : NULL;
    if (feed == NULL) {
        return FALSE;
    }
    gsize length = (gsize)(feed - start);
    *at += length + 1;
    *line = (NoteText){start, length > 0 && start[length - 1] == '\r' ? length - 1 : length};
    return TRUE;
}

static gboolean is_binary(const NoteText *text) {
    for (gsize i = 0; i < MIN(text->length, BINARY_LOOK); i++) {
        guint8 octet = (guint8)text->octets[i];
        if (octet < ' ' && octet != '\r' && octet != '\n' && octet != '\t') {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean evidence_is_binary(const DetectEvidence *evidence) {
    return is_binary(&evidence->octets[DIRECTION_CLIENT]) ||
           is_binary(&evidence->octets[DIRECTION_SERVER]);
}

gboolean evidence_has_word(const NoteText *line, const char *word) {
    gsize n_word = strlen(word);
    for (gsize at = 0; at + n_word <= line->length; at++) {
        if (g_ascii_strncasecmp(line->octets + at, word, n_word) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

DetectVerdict evidence_answer(gboolean is_yes) {
    return is_yes ? DETECT_YES : DETECT_NO;
}
