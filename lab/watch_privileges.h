/* SPDX-License-Identifier: MIT */
/* Root's rights, given up once what needed them is open. */
#pragma once

#include <glib.h>
#include <sys/types.h>

/* Who the program is to be from then on. */
typedef struct {
    gboolean is_needed; /* FALSE: it does not run as root */
    gboolean is_caller; /* who called sudo; else nobody */
    uid_t user;
    gid_t group;
} WatchIdentity;

WatchIdentity watch_identity(void);
/* For good: user, group and further groups. FALSE with a sentence. */
gboolean watch_become(const WatchIdentity *self, GError **error);
