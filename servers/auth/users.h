/* SPDX-License-Identifier: MIT */
/* Who may log in, with which password. The lab keeps passwords as they are: CRAM-MD5, DIGEST-MD5
 * and APOP need them. */
#pragma once

#include "session/setup.h"

#define USERS_MAX 10000u
#define USERS_WORD_MAX 255u /* octets of a name, of a password */

/* alice (wonderland) and bob (hungry), as in the lecture. */
Users *users_new_default(void);
/* Reads "name:password" lines (a colon parts them; the password may hold more); empty lines and
 * lines that begin with # are left out. NULL with "line 3: …" if one is wrong. */
Users *users_parse(const char *text, gsize length, GError **error);
void users_free(Users *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Users, users_free)

/* Names are compared octet by octet. */
gboolean users_has(const Users *self, const char *name);
/* NULL: no such user. Lent. */
const char *users_password(const Users *self, const char *name);
/* Compared in constant time. */
gboolean users_check(const Users *self, const char *name, const char *password);
guint users_count(const Users *self);
/* In the order of the file. */
const char *users_name(const Users *self, guint index);
