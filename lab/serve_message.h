/* SPDX-License-Identifier: MIT */
/* The text of one message, as it passes a server -> what its `message` record says: digest, header,
 * parts. */
#pragma once

#include "notes/notes.h"

typedef struct ServeMessage ServeMessage;

ServeMessage *serve_message_new(void);
void serve_message_free(ServeMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ServeMessage, serve_message_free)

void serve_message_push(ServeMessage *self, const guint8 *octets, gsize length);
/* No more text comes. */
void serve_message_finish(ServeMessage *self);
/* It never came to its end. */
void serve_message_cut(ServeMessage *self);
/* Fills octets, digest, header and parts, lent until it is freed; of a piece of a message
 * (`section` is set) only what holds of it. */
void serve_message_fill(const ServeMessage *self, NoteMessage *note);
