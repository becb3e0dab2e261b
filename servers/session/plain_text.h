/* SPDX-License-Identifier: MIT */
/* Texts of replies are ASCII: RFC 5321 §4.2 (textstring), RFC 1939 §3. */
#pragma once

#include <glib.h>

/* The text with "§" written out and everything else beyond ASCII as "?"; line feeds stay. Free with
 * g_free(). */
char *plain_text(const char *text);
