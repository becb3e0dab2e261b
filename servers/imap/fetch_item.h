/* SPDX-License-Identifier: MIT */
/* The items of FETCH as rows: how each is answered. */
#pragma once

#include "imap/imap_core.h"
#include "imap/message_tree.h"
#include "syntax/imap_fetch.h"

/* One message, as items see it. */
typedef struct {
    ImapCore *core;
    const ImapText *text; /* the command */
    guint index;
    GBytes *octets;    /* its text, once an item asked for it; NULL: gone */
    MessageTree *tree; /* likewise */
    gboolean is_loaded;
    gboolean has_unknown_encoding; /* BINARY could not decode: NO [UNKNOWN-CTE] */
} FetchMessage;

/* The parsed message, or NULL: it is gone. */
const MessageTree *fetch_tree(FetchMessage *self);
void fetch_message_clear(FetchMessage *self);

typedef struct {
    ImapItemKind kind;
    /* Appends name and value; or the name only, returning the octets that follow as a literal. */
    GBytes *(*append)(FetchMessage *message, const ImapItem *item, GString *out);
    gboolean sets_seen; /* unless it is a PEEK */
    gboolean needs_text;
    const char *extension;
} FetchRow;

/* NULL: the item is not offered. */
const FetchRow *fetch_row_find(ImapItemKind kind);

/* "1.HEADER.FIELDS (Subject)": the section as it is told, its words in capitals, the names of
 * fields as asked. Free with g_free(). */
char *fetch_section_name(const ImapItem *item);

/* The items of BINARY (RFC 3516): fetch_binary.c. */
GBytes *fetch_binary(FetchMessage *message, const ImapItem *item, GString *out);
GBytes *fetch_binary_size(FetchMessage *message, const ImapItem *item, GString *out);
