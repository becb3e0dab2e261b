/* SPDX-License-Identifier: MIT */
/* One connection: who is the client, the handshake, both directions, how it ends. */
#pragma once

#include "stream/flow.h"
#include "stream/reassembler.h"
#include "stream/stream.h"

/* What the connections of one table share: who hears of them, how overlaps are decided. */
typedef struct {
    StreamSink sink;
    gpointer user;
    StreamOverlap overlap;
    CopyBudget copies;
} StreamOwner;

typedef struct {
    Flow flow; /* first: the table finds it by its name */
    StreamConnection shown;
    StreamOwner *owner;
    Reassembler directions[N_DIRECTIONS];
    guint client_side;
    gboolean is_ignored, is_ending, is_reset;
    gboolean is_busy; /* the owner is being told something: buffers may be in use */
    Direction reset_by;
    gint64 reset_at; /* where the RST stood */
    GList lingering; /* the table's queue of connections that are over */
    gboolean is_lingering;
    gint64 over_time_ns;
    guint64 over_packet;
} TcpConnection;

/* A segment as one direction sees it. */
typedef struct {
    const NetUnit *unit;
    Direction from;
    CopyRank rank;
    gint64 offset; /* of the first payload octet */
    gint64 need;   /* what it acknowledges */
} TcpSegment;

/* A connection that begins with `segment`, sent by `side`. Tells the owner. */
TcpConnection *tcp_connection_new(StreamOwner *owner, const FlowKey *key, guint32 number,
                                  guint side, const NetUnit *segment);

/* Frees it without telling anybody. */
void tcp_connection_free(TcpConnection *self);

/* Takes one more segment, sent by `side`. */
void tcp_connection_push(TcpConnection *self, guint side, const NetUnit *segment);

/* Whether both sides have finished, or one has reset. */
gboolean tcp_connection_is_over(const TcpConnection *self);

/* Hands on what is held, tells the owner that the connection is closed, and frees it. */
void tcp_connection_close(TcpConnection *self);

/* Tells the owner of something that happened to `segment`; the rest of `event` is filled in. */
void tcp_connection_tell(TcpConnection *self, Direction from, const NetUnit *segment,
                         StreamEvent event);

/* The same, for something that is said of the whole segment. */
void tcp_connection_tell_place(TcpConnection *self, const TcpSegment *segment,
                               StreamEventKind kind);
