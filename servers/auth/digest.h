/* SPDX-License-Identifier: MIT */
/* The digest of APOP. */
#pragma once

#include <glib.h>

/* MD5 of timestamp (angle brackets included) and password, 32 lower-case hexadecimal digits: RFC
 * 1939 §7. Free with g_free(). */
char *digest_apop(const char *timestamp, const char *password);
