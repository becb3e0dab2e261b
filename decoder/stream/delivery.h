/* SPDX-License-Identifier: MIT */
/* When octets are handed on: in order, causally, and over holes that will not be filled. */
#pragma once

#include "stream/tcp_connection.h"

/* Whether the other direction has come as far as `need`, which is what a segment sent `from` here
 * acknowledges. A direction of which nothing was captured keeps nobody waiting. */
gboolean delivery_is_due(const TcpConnection *self, Direction from, gint64 need);

/* Hands on a whole segment where it lies. It is next in turn, due, and waits for nothing. */
void delivery_hand_on_segment(TcpConnection *self, Direction from, const NetUnit *segment,
                              gint64 need);

/* Hands on everything that waits for nothing any more. */
void delivery_pump(TcpConnection *self);

/* Gives up holes that were acknowledged long enough ago. */
void delivery_watch_holes(TcpConnection *self, gint64 now_ns);

/* Gives up the oldest holes until no more than STREAM_HELD_MAX waits. */
void delivery_make_room(TcpConnection *self, Direction from);

/* Nothing more will come: hands on all that waits, and names the holes. */
void delivery_flush(TcpConnection *self);

/* `length` octets at the present place will not come. */
void delivery_gap(TcpConnection *self, Direction from, gint64 length, StreamGapReason reason);
