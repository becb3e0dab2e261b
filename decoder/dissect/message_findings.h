/* SPDX-License-Identifier: MIT */
/* What a student should notice about a message: defects of its text, and where text and envelope
 * disagree. */
#pragma once

#include "dissect/message_reader.h"

/* What the transaction had declared. */
typedef struct {
    int command_n;
    gboolean is_8bit, is_utf8; /* BODY=8BITMIME or more; SMTPUTF8 */
    gboolean has_size;
    guint64 size;
} MessageContext;

/* Adds the findings about a message whose note has been written. */
void message_find(Conversation *conversation, const MessageReader *reader, const NoteMessage *note,
                  const MessageContext *context);
