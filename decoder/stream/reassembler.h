/* SPDX-License-Identifier: MIT */
/* One direction of a connection: sequence numbers as 64-bit offsets, segments that wait, how far
 * the peer has acknowledged, where the direction ends. It calls nobody: tcp_connection does. */
#pragma once

#include "stream/copies.h"
#include "stream/held_set.h"
#include "stream/stream.h"

/* A hole that the peer has acknowledged: since when, and how far the acknowledgment then reached.
 */
typedef struct {
    gboolean active;
    gint64 upto;
    guint64 packets;
    gint64 time_ns;
} HoleClock;

typedef struct {
    guint32 base_seq; /* sequence number of the stream's octet 0 */
    gboolean has_base;
    gint64 next;     /* offset of the next octet to hand on */
    gint64 highest;  /* behind the last octet seen */
    gint64 acked;    /* acknowledged by the peer; a FIN counts for one */
    gint64 released; /* before it, nothing waits for an acknowledgment any longer */
    gint64 end;      /* where FIN or RST stand; -1 while none was seen */
    gint64 end_need; /* what the FIN acknowledges */
    gboolean has_fin, end_is_told;
    gboolean end_is_guess; /* the peer acknowledged one octet that nobody saw: a FIN, most likely */
    gint64 gap_start, gap_end; /* the hole given up last */
    HeldSet held;
    Copies copies;
    HoleClock clock;
    guint32 damaged_at_first; /* segments with a bad checksum before any good one */
    gboolean has_good_checksum;
} Reassembler;

/* A sequence or acknowledgment number further away than this is nobody's: half of what 32 bits
 * can tell apart, and the largest window that window scaling can offer. */
#define REASSEMBLER_WINDOW_MAX (G_GINT64_CONSTANT(1) << 30)

/* A direction whose first segments have bad checksums is offloaded, unless a good one comes before
 * as many as this: then it was only its beginning that suffered. */
#define REASSEMBLER_DAMAGED_FIRST_MAX 4u

void reassembler_init(Reassembler *self);
void reassembler_clear(Reassembler *self, CopyBudget *budget);

/* The direction's first octet has this sequence number. */
void reassembler_set_base(Reassembler *self, guint32 seq);

/* The offset of a sequence number: the one nearest to the octets handed on last. */
gint64 reassembler_offset(const Reassembler *self, guint32 seq);

/* Whether it lies within REASSEMBLER_WINDOW_MAX. */
gboolean reassembler_is_near(const Reassembler *self, gint64 offset);

/* The peer has acknowledged everything before `offset`: kept copies may go. */
void reassembler_acknowledge(Reassembler *self, CopyBudget *budget, gint64 offset);

/* How far octets are known to have existed by the peer's acknowledgments. */
gint64 reassembler_acked_octets(const Reassembler *self);

/* What is to be thought of the next segment's checksum; counts it. */
CopyRank reassembler_judge(Reassembler *self, NetChecksum checksum, gboolean *first_offload);

/* Whether bad checksums are only the network card's doing. */
gboolean reassembler_is_offloaded(const Reassembler *self);

/* Whether the next octet to hand on is here. */
gboolean reassembler_has_head(const Reassembler *self);

/* Whether anything at all is still expected to happen without another segment. */
gboolean reassembler_is_idle(const Reassembler *self);
