/* SPDX-License-Identifier: MIT */
/* Sentences as the tables have them -> sentences as a reply may have them. */
#include "session/plain_text.h"

char *plain_text(const char *text) {
    GString *plain = g_string_new(NULL);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (character == 0xa7)
            g_string_append(plain, "section ");
        else
            g_string_append_c(plain, character < 0x7f ? (char)character : '?');
    }
    return g_string_free(plain, FALSE);
}
