/* SPDX-License-Identifier: MIT */
/* Octets in any charset -> valid UTF-8. */
#pragma once

#include <glib.h>

/* `length` octets as UTF-8, NUL-terminated; what cannot be converted, and NUL, becomes U+FFFD. With
 * an unknown or no charset the octets are taken for UTF-8; *is_known (may be NULL) says so. Free
 * with g_free(). */
char *charset_to_utf8(const char *charset, const void *octets, gsize length, gboolean *is_known);
