/* SPDX-License-Identifier: MIT */
/* Turns octets into strings of the IMAP grammar. It knows nothing of what they mean. */
#include "imap/wire_text.h"

#include "syntax/imap_words.h"

#include <string.h>

#define QUOTED_MAX 1000u /* longer strings are literals: no line grows without end */

static gboolean may_be_quoted(const char *octets, gsize length) {
    for (gsize i = 0; i < length; i++) {
        guchar octet = (guchar)octets[i];
        if (octet < ' ' || octet > '~')
            return FALSE;
    }
    return length <= QUOTED_MAX;
}

/* quoted = DQUOTE *QUOTED-CHAR DQUOTE; QUOTED-CHAR = … / "\" quoted-specials */
static void append_quoted(GString *out, const char *octets, gsize length) {
    g_string_append_c(out, '"');
    for (gsize i = 0; i < length; i++) {
        if (octets[i] == '"' || octets[i] == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, octets[i]);
    }
    g_string_append_c(out, '"');
}

void wire_text_literal_header(GString *out, gsize length, gboolean is_binary) {
    g_string_append_printf(out, "%s{%" G_GSIZE_FORMAT "}\r\n", is_binary ? "~" : "", length);
}

void wire_text_string(GString *out, const char *octets, gsize length) {
    if (may_be_quoted(octets, length)) {
        append_quoted(out, octets, length);
        return;
    }
    wire_text_literal_header(out, length, FALSE);
    g_string_append_len(out, octets, (gssize)length);
}

void wire_text_nstring(GString *out, const char *text) {
    if (text == NULL)
        g_string_append(out, "NIL");
    else
        wire_text_string(out, text, strlen(text));
}

/* Without anything that an atom may not hold, and not to be taken for NIL? */
static gboolean is_atom(const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        if (!g_ascii_isgraph(*at) || strchr("(){%*\"\\]", *at) != NULL)
            return FALSE;
    }
    return *text != '\0' && g_ascii_strcasecmp(text, "NIL") != 0;
}

void wire_text_mailbox(GString *out, const char *name, gboolean is_utf8) {
    g_autofree char *encoded = is_utf8 ? g_strdup(name) : imap_mailbox_from_utf8(name);
    if (is_atom(encoded))
        g_string_append(out, encoded);
    else
        append_quoted(out, encoded, strlen(encoded));
}
