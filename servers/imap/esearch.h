/* SPDX-License-Identifier: MIT */
/* ESEARCH (RFC 4731) and SEARCHRES (RFC 5182): what of a search is told and kept. */
#pragma once

#include "imap/imap_core.h"

typedef struct {
    gboolean is_extended; /* answered with ESEARCH */
    gboolean min, max, all, count, save;
} SearchReturn;

/* Reads RETURN (…); `options` may be NULL. FALSE: BAD was said. */
gboolean esearch_read(ImapCore *self, const ImapCall *call, const ImapValue *options,
                      SearchReturn *wanted);
/* "* ESEARCH (TAG "a1") UID COUNT 2 …": `found` are sequence numbers, or UIDs with `is_uid`. */
void esearch_tell(ImapCore *self, const ImapCall *call, const SearchReturn *wanted,
                  const GArray *found);
/* Keeps the UIDs found as "$". */
void esearch_save(ImapCore *self, const SearchReturn *wanted, const GArray *uids);
