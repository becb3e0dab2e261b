/* SPDX-License-Identifier: MIT */
/* Octets off the wire as text that may stand in a sentence: valid UTF-8, nothing that could move a
 * cursor or turn the reading direction. */
#pragma once

#include <glib.h>

/* Appends at most `max` of the octets: printable UTF-8 as it is, all else as \xNN; more is told as
 * "…(+213 octets)". */
void note_text_append(GString *text, const char *octets, gsize length, gsize max);

/* The same as a new string. */
char *note_text_quote(const char *octets, gsize length, gsize max);
