/* SPDX-License-Identifier: MIT */
/* Octets that came out of others: inflated, decrypted. They have offsets of their own, from 0, and
 * each of them still knows the packets and the place on the wire that it came from.
 *
 * Whoever makes the octets (the outer layer) appends them here; from then on the conversation
 * answers questions about offsets of this direction from here, so that who reads the octets need
 * not know that there is anything below. */
#pragma once

#include "dissect/conversation.h"

/* Begins: takes the place of what the conversation read in this direction so far, which becomes
 * the layer below. `layer` is static: "deflate", "tls". Lent: the conversation owns it. */
InnerStream *inner_stream_begin(Conversation *conversation, Direction direction, const char *layer);
void inner_stream_free(InnerStream *self); /* and all below it */

/* `length` octets came out of the `outer_length` octets at `outer` of the layer below. */
void inner_stream_append(InnerStream *self, const guint8 *octets, gsize length, guint64 outer,
                         guint64 outer_length);
/* `length` octets would have come out of what is lost below. */
void inner_stream_gap(InnerStream *self, guint64 length);

const char *inner_stream_layer(const InnerStream *self);
/* How many were appended or lost: the offset of the next. */
guint64 inner_stream_octets(const InnerStream *self);
/* The frames behind a range that has not been forgotten (length ≥ 1). */
Carrier inner_stream_carrier(const InnerStream *self, guint64 offset, guint64 length);
/* The octets of TCP that a span came out of. */
Span inner_stream_wire_span(const InnerStream *self, Span span);
/* Of the layer below: where the octets are that name this layer's. */
LabelTrack *inner_stream_outer_labels(const InnerStream *self);

void inner_stream_fold(InnerStream *self, guint64 from, guint64 to);
void inner_stream_forget(InnerStream *self, guint64 offset);
