/* SPDX-License-Identifier: MIT */
/* One TCP connection while it is not yet known whether it carries mail: its first octets are held,
 * then replayed to the dissector of its protocol, or dropped. */
#pragma once

#include "dissect/detect.h"

typedef struct Tap Tap;

Tap *tap_new(Workshop *workshop, StreamConnection *connection);
void tap_free(Tap *self);
/* What the workshop keeps for the next connection. */
void tap_held_free(struct TapHeld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tap, tap_free)

/* What the stream layer tells. FALSE: this is no mail, the connection is of no interest. */
gboolean tap_octets(Tap *self, Direction direction, const guint8 *octets, gsize length);
gboolean tap_gap(Tap *self, Direction direction, guint64 length, StreamGapReason reason);
void tap_finished(Tap *self, Direction direction);
void tap_event(Tap *self, const StreamEvent *event);
/* The connection is over. The conversation that it was, with its record written; or NULL. Lent. */
const NoteConversation *tap_close(Tap *self);
