/* SPDX-License-Identifier: MIT */
/* One mail followed through all conversations of all captures: which messages are sights of the
 * same mail, in which order, and what happened to it on the way. */
#pragma once

#include "notes/notes.h"

typedef struct Journey Journey; /* DecoderOptions has one */

Journey *journey_new(void);
void journey_free(Journey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Journey, journey_free)

/* The capture that the next messages come from; NULL: it has no name. */
void journey_set_file(Journey *self, const char *file);

/* A message was seen. A few hundred octets of it are kept, 256 MiB of all; later ones are left out.
 */
void journey_add(Journey *self, const NoteConversation *conversation, const NoteMessage *note);

/* How many messages were left out. */
guint64 journey_left_out(const Journey *self);

/* What is kept takes so many octets. */
guint64 journey_octets(const Journey *self);

/* Tells the journey of every mail that was handed on or retrieved in at least two conversations, in
 * the order in which they begin. */
void journey_tell(Journey *self, const NoteSink *sink, gpointer user);
