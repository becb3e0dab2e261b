/* SPDX-License-Identifier: MIT */
/* UIDPLUS (RFC 4315, RFC 9051 §7.1): which UIDs messages got elsewhere. */
#pragma once

#include "imap/imap_core.h"

/* "COPYUID 38505 304,319 3956:3957", of the messages at `indexes`; NULL if there are none, or the
 * extension is off. Free with g_free(). */
char *uidplus_copy_code(const ImapCore *self, const GArray *indexes, guint32 uid_validity,
                        const GArray *uids);
/* "APPENDUID 38505 3955", or NULL. Free with g_free(). */
char *uidplus_append_code(const ImapCore *self, guint32 uid_validity, guint32 uid);
