/* SPDX-License-Identifier: MIT */
/* Text that cannot harm or deceive the person who reads it: whatever came off the wire goes through
 * here before it is shown. */
#pragma once

#include <glib.h>

typedef enum {
    SAFE_UTF8,  /* the reader's device shows UTF-8 */
    SAFE_ASCII, /* everything else is escaped */
} SafeCharset;

/* Appends `length` octets: invalid UTF-8 as \xff; controls as \n, \r, \t, \x1b; bidirectional
 * marks, zero-width, invisible and unassigned characters as \u{202e}; the rest as it is. A
 * backslash that could be taken for the beginning of one of these is doubled, so nothing on the
 * wire can imitate them. Never fails. */
void safe_text_append(GString *out, const char *octets, gsize length, SafeCharset charset);

/* The same as a new string; `length` -1: NUL-terminated. */
char *safe_text(const char *octets, gssize length, SafeCharset charset);

/* For our own sentences, which may quote what came off the wire: as safe_text_append(), but without
 * UTF-8 typographic characters are spelled out (§ "section ", → "->", … "...") before what is left
 * is escaped. */
void safe_sentence_append(GString *out, const char *sentence, SafeCharset charset);

/* Is the character shown as it is (TRUE) or as an escape? */
gboolean safe_text_is_printable(gunichar character);

/* Decodes one character of `left` octets (at least 1): its octets, or 0 if they are not UTF-8. */
gsize safe_text_decode(const char *octets, gsize left, gunichar *character);

/* Columns that a character or a valid UTF-8 text without controls takes on a terminal. */
guint safe_text_columns_of(gunichar character);
guint safe_text_columns(const char *utf8, gsize length);
