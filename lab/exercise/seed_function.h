/* SPDX-License-Identifier: MIT */
/* The functions of [compute]: what a student works out by hand, worked out here. */
#pragma once

#include <glib.h>

/* "base64 \0alice\0wonderland" -> its result; in the argument \0, \r, \n, \t, \\ and \xNN stand for
 * octets. NULL with a sentence: no such function, or not what it takes. Free with g_free(). */
char *seed_function_call(const char *call, GError **error);
/* "base64, …"; free with g_free(). */
char *seed_function_list(void);
/* What CRAM-MD5 answers a challenge with, behind the name: HMAC-MD5 of it keyed with the password,
 * in hexadecimal digits (RFC 2195 §2). Free with g_free(). */
char *seed_function_cram_md5(const char *password, gsize password_length, const char *challenge,
                             gsize challenge_length);
/* The escapes alone. */
GString *seed_function_unescape(const char *text);
