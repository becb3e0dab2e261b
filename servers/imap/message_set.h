/* SPDX-License-Identifier: MIT */
/* Sets of message numbers as commands name them: RFC 9051 §9 (sequence-set), §4.1.1. */
#pragma once

#include "syntax/imap_value.h"

/* Ranges of sequence numbers or of UIDs, in order, none touching the next. */
typedef struct {
    gboolean is_uids;
    GArray *ranges; /* of MessageRange */
} MessageSet;

typedef struct {
    guint64 first, last;
} MessageRange;

/* Reads "1:3,7,*"; `last` is what "*" stands for (0: the mailbox is empty), `saved` what "$" stands
 * for (RFC 9051 §6.4.4.1; may be NULL: nothing). NULL if the slice is no set. */
MessageSet *message_set_parse(SyntaxSlice slice, gboolean is_uids, guint64 last,
                              const MessageSet *saved);
MessageSet *message_set_new(gboolean is_uids);
void message_set_free(MessageSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MessageSet, message_set_free)

/* A number larger than all that were added. */
void message_set_append(MessageSet *self, guint64 number);
/* Is the message with this sequence number and UID in it? */
gboolean message_set_holds(const MessageSet *self, guint64 number, guint64 uid);
/* The largest number, 0 if it is empty. */
guint64 message_set_largest(const MessageSet *self);
gboolean message_set_is_empty(const MessageSet *self);
/* "1:3,7". Free with g_free(). */
char *message_set_print(const MessageSet *self);
