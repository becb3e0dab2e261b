/* SPDX-License-Identifier: MIT */
/* Turns octets of any kind into text that is safe inside a sentence. It does not know what the
 * octets mean, and nothing of terminals. */
#include "notes/note_text.h"

/* A character that only shows, and changes nothing else on the screen: no control or format
 * character (bidirectional marks, zero width), no line or paragraph separator, nothing unassigned.
 */
static gboolean is_plain(gunichar character) {
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
        return FALSE;
    default:
        return TRUE;
    }
}

/* How many octets from `at` on are one plain character; 0 if the octet must be escaped. */
static gsize plain_length(const char *at, gsize left) {
    gunichar character = g_utf8_get_char_validated(at, (gssize)left);
    if (character == (gunichar)-1 || character == (gunichar)-2 || !is_plain(character)) {
        return 0;
    }
    return (gsize)g_unichar_to_utf8(character, NULL);
}

void note_text_append(GString *text, const char *octets, gsize length, gsize max) {
    gsize at = 0;
    while (at < length) {
        gsize n = plain_length(octets + at, length - at);
        if (at + MAX(n, 1) > max) {
            break;
        }
        if (n > 0) {
            g_string_append_len(text, octets + at, (gssize)n);
        } else {
            g_string_append_printf(text, "\\x%02x", (guint8)octets[at]);
        }
        at += MAX(n, 1);
    }
    if (at < length) {
        g_string_append_printf(text, "…(+%" G_GSIZE_FORMAT " octets)", length - at);
    }
}

char *note_text_quote(const char *octets, gsize length, gsize max) {
    GString *text = g_string_new(NULL);
    note_text_append(text, octets, length, max);
    return g_string_free(text, FALSE);
}
