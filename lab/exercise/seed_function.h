/* SPDX-License-Identifier: MIT */
/* The functions of [compute]: what a student works out by hand, worked out here. */
#pragma once

#include <glib.h>

/* "base64 \0alice\0wonderland" -> its result; in the argument \0, \r, \n, \t, \\ and \xNN stand for
 * octets. NULL with a sentence: no such function, or not what it takes. Free with g_free(). */
char *seed_function_call(const char *call, GError **error);
/* "base64, …"; free with g_free(). */
char *seed_function_list(void);
/* The escapes alone. */
GString *seed_function_unescape(const char *text);
