/* SPDX-License-Identifier: MIT */
/* Passwords that somebody gave so that digests can be verified (--secret). */
#pragma once

#include <glib.h>

typedef struct {
    const char *user; /* NULL: anybody's */
    const char *password;
} Secret;

typedef struct {
    const Secret *rows;
    guint n_rows;
} Secrets;

/* The next password that may be this user's; *at begins at 0. NULL: no more. Lent. */
const char *secrets_next(const Secrets *self, const char *user, gsize length, guint *at);
