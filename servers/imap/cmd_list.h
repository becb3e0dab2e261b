/* SPDX-License-Identifier: MIT */
/* What a LIST asks for; the extended forms are read in list_extended.c. */
#pragma once

#include "imap/imap_core.h"

typedef struct {
    GPtrArray *patterns; /* of char *: reference and pattern joined, UTF-8 */
    gboolean is_lsub;
    gboolean is_extended; /* a form of RFC 5258: \NonExistent instead of \Noselect */
    /* selection: which mailboxes */
    gboolean only_subscribed, only_special_use, is_recursive;
    /* return: what is told of them */
    gboolean tells_subscribed, tells_special_use;
    char **status; /* items, or NULL */
} ListRequest;

/* Reads the options and patterns of RFC 5258, RFC 5819, RFC 6154. FALSE: BAD was said. */
gboolean list_extended_read(ImapCore *self, const ImapCall *call, ListRequest *request);
/* Joins and adds one pattern. */
void list_add_pattern(const ImapCore *self, ListRequest *request, const char *reference,
                      const ImapValue *pattern);
