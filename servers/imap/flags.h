/* SPDX-License-Identifier: MIT */
/* Lists of flags as STORE and APPEND take them (RFC 9051 §2.3.2). */
#pragma once

#include "imap/imap_core.h"

typedef struct {
    guint system;     /* STORE_SEEN, … */
    GPtrArray *names; /* of char *: keywords; or NULL */
    guint32 keywords; /* their bits, once they are found */
} ImapFlags;

/* FALSE: a system flag that there is not, or \Recent, which only the server sets. */
gboolean flags_read(const ImapText *text, const ImapValue *list, ImapFlags *flags);
void flags_clear(ImapFlags *flags);
/* Finds the bits of the keywords in the mailbox that is selected, making those that are new. FALSE:
 * there was no room for some. */
gboolean flags_find_keywords(ImapCore *self, ImapFlags *flags);
