/* SPDX-License-Identifier: MIT */
/* Waiting segments -> calls to the owner. Decides when a segment's turn has come: when it is next
 * in its direction, when what it acknowledges has been handed on, and, for a copy that another may
 * still replace, when the peer has acknowledged it. It does not look at packets. */
#include "stream/delivery.h"

gboolean delivery_is_due(const TcpConnection *self, Direction from, gint64 need) {
    Direction other = direction_reverse(from);
    const Reassembler *peer = &self->directions[other];
    if (!self->shown.directions[other].seen)
        return TRUE;
    return peer->next >= (peer->end >= 0 ? MIN(need, peer->end) : need);
}

void delivery_gap(TcpConnection *self, Direction from, gint64 length, StreamGapReason reason) {
    Reassembler *stream = &self->directions[from];
    if (!self->is_ignored && self->owner->sink.gap != NULL)
        self->owner->sink.gap(self->owner->user, &self->shown, from, (guint64)length, reason);
    self->shown.directions[from].octets += (guint64)length;
    self->shown.directions[from].missing += (guint64)length;
    stream->gap_start = stream->next;
    stream->gap_end = stream->next += length;
    stream->highest = MAX(stream->highest, stream->next);
    copies_keep_last(&stream->copies, &self->owner->copies, 0);
}

/* One acknowledged octet behind all that was seen is a FIN that was not captured, rather than a
 * lost octet. Should octets follow all the same, tcp_connection takes the guess back. */
static gboolean guess_end(Reassembler *stream, gint64 upto) {
    if (held_set_first(&stream->held) != NULL || stream->end >= 0 || upto != stream->next + 1)
        return FALSE;
    stream->end = stream->next;
    stream->end_is_guess = TRUE;
    return TRUE;
}

/* Octets of a direction that nobody captured went by before the ones that acknowledge them. */
static void tell_unseen(TcpConnection *self, Direction from, gint64 upto) {
    Reassembler *stream = &self->directions[from];
    if (!self->shown.directions[from].seen && upto > stream->next)
        delivery_gap(self, from, upto - stream->next, STREAM_GAP_LOST);
}

/* Their carriers are in the log already. */
static void hand_on(TcpConnection *self, Direction from, const guint8 *octets, guint32 length) {
    Reassembler *stream = &self->directions[from];
    if (!self->is_ignored)
        self->owner->sink.octets(self->owner->user, &self->shown, from, octets, length);
    gint64 offset = stream->next;
    self->shown.directions[from].octets += length;
    stream->next += length;
    stream->highest = MAX(stream->highest, stream->next);
    gboolean keep =
        self->shown.directions[direction_reverse(from)].seen && stream->acked < stream->next;
    copies_add(&stream->copies, &self->owner->copies, (guint64)offset, octets, length, keep);
}

void delivery_hand_on_segment(TcpConnection *self, Direction from, const NetUnit *segment,
                              gint64 need) {
    tell_unseen(self, direction_reverse(from), need);
    CarrierLog *carriers = &self->shown.directions[from].carriers;
    guint64 offset = self->shown.directions[from].octets;
    for (guint i = 0; i < segment->n_pieces; i++) {
        const NetPiece *piece = &segment->pieces[i];
        guint32 end = i + 1 < segment->n_pieces ? segment->pieces[i + 1].offset : segment->length;
        if (end > piece->offset)
            carrier_log_append(carriers, offset + piece->offset, end - piece->offset, piece->frame,
                               piece->time_ns);
    }
    hand_on(self, from, segment->payload, segment->length);
}

/* Hands on the first `length` octets of the first waiting segment. */
static void release_head(TcpConnection *self, Direction from, guint32 length) {
    Reassembler *stream = &self->directions[from];
    const HeldSegment *head = held_set_first(&stream->held);
    tell_unseen(self, direction_reverse(from), head->need);
    if (head->octets == NULL) {
        delivery_gap(self, from, length, STREAM_GAP_SNAPPED);
    } else {
        carrier_log_append(&self->shown.directions[from].carriers, (guint64)stream->next, length,
                           head->frame, head->time_ns);
        hand_on(self, from, head->octets, length);
    }
    held_set_consume(&stream->held, length);
}

/* A good copy is final unless the last one is to win; others wait until the peer acknowledges
 * the octets, since only then no better copy can come. */
static guint32 ready_length(const TcpConnection *self, Direction from) {
    const Reassembler *stream = &self->directions[from];
    const HeldSegment *head = held_set_first(&stream->held);
    if (head == NULL || head->offset != stream->next || !delivery_is_due(self, from, head->need))
        return 0;
    if (self->is_ending ||
        (head->rank == COPY_GOOD && self->owner->overlap == STREAM_OVERLAP_FIRST))
        return head->length;
    gint64 settled = MAX(reassembler_acked_octets(stream), stream->released);
    return (guint32)CLAMP(settled - stream->next, 0, (gint64)head->length);
}

static gboolean tell_end(TcpConnection *self, Direction from) {
    Reassembler *stream = &self->directions[from];
    if (!stream->has_fin || stream->end_is_told || stream->next != stream->end ||
        !delivery_is_due(self, from, stream->end_need))
        return FALSE;
    Direction other = direction_reverse(from);
    if (self->shown.directions[other].seen ||
        !guess_end(&self->directions[other], stream->end_need))
        tell_unseen(self, other, stream->end_need);
    stream->end_is_told = TRUE;
    if (!self->is_ignored && self->owner->sink.finished != NULL)
        self->owner->sink.finished(self->owner->user, &self->shown, from);
    return TRUE;
}

static gboolean drain(TcpConnection *self, Direction from) {
    gboolean progress = FALSE;
    guint32 length = 0;
    while (!self->is_ignored && (length = ready_length(self, from)) > 0) {
        release_head(self, from, length);
        progress = TRUE;
    }
    return (!self->is_ignored && tell_end(self, from)) || progress;
}

static gboolean is_blocked(const TcpConnection *self, Direction from) {
    const Reassembler *stream = &self->directions[from];
    return reassembler_has_head(stream) &&
           !delivery_is_due(self, from, held_set_first(&stream->held)->need);
}

/* Two segments that each acknowledge the other contradict causality; the capture's order decides.
 */
static gboolean break_circle(TcpConnection *self) {
    if (!is_blocked(self, DIRECTION_CLIENT) || !is_blocked(self, DIRECTION_SERVER))
        return FALSE;
    const HeldSegment *client = held_set_first(&self->directions[DIRECTION_CLIENT].held);
    const HeldSegment *server = held_set_first(&self->directions[DIRECTION_SERVER].held);
    if (client->frame <= server->frame)
        release_head(self, DIRECTION_CLIENT, client->length);
    else
        release_head(self, DIRECTION_SERVER, server->length);
    return TRUE;
}

void delivery_pump(TcpConnection *self) {
    gboolean progress = TRUE;
    while (progress && !self->is_ignored) {
        progress = drain(self, DIRECTION_CLIENT);
        progress = drain(self, DIRECTION_SERVER) || progress;
        if (!progress && !self->is_ignored)
            progress = break_circle(self);
    }
}

/* Moves a direction to `upto`: over its holes, but not past a segment that waits for the other
 * direction. */
static void give_up(TcpConnection *self, Direction from, gint64 upto, StreamGapReason reason) {
    Reassembler *stream = &self->directions[from];
    stream->released = MAX(stream->released, upto);
    delivery_pump(self);
    while (!self->is_ignored && stream->next < upto && !reassembler_has_head(stream)) {
        const HeldSegment *first = held_set_first(&stream->held);
        if (!guess_end(stream, upto))
            delivery_gap(self, from, (first ? MIN(first->offset, upto) : upto) - stream->next,
                         reason);
        delivery_pump(self);
        if (stream->end_is_guess)
            break;
    }
}

/* How far the octets of this direction are known to have reached its peer. Where the peer was
 * never seen nobody can tell, and what came after a hole has to do as proof. */
static gint64 settled_end(const TcpConnection *self, Direction from) {
    const Reassembler *stream = &self->directions[from];
    return self->shown.directions[direction_reverse(from)].seen ? reassembler_acked_octets(stream)
                                                                : stream->highest;
}

static void watch_hole(TcpConnection *self, Direction from, gint64 now_ns) {
    Reassembler *stream = &self->directions[from];
    HoleClock *clock = &stream->clock;
    gint64 settled = settled_end(self, from);
    if (stream->next >= settled || is_blocked(self, from)) {
        clock->active = FALSE;
    } else if (!clock->active || stream->next >= clock->upto) {
        *clock = (HoleClock){TRUE, settled, self->shown.packets, now_ns};
    } else if (self->shown.packets - clock->packets >= STREAM_REORDER_PACKETS ||
               now_ns - clock->time_ns >= STREAM_REORDER_NS) {
        clock->active = FALSE;
        give_up(self, from, clock->upto, STREAM_GAP_LOST);
    }
}

void delivery_watch_holes(TcpConnection *self, gint64 now_ns) {
    watch_hole(self, DIRECTION_CLIENT, now_ns);
    watch_hole(self, DIRECTION_SERVER, now_ns);
}

/* Lets the first segment go, whatever it waits for. */
static void force_head(TcpConnection *self, Direction from) {
    Reassembler *stream = &self->directions[from];
    const HeldSegment *head = held_set_first(&stream->held);
    guint64 frame = head->frame;
    stream->released = MAX(stream->released, head->offset + head->length);
    if (!delivery_is_due(self, from, head->need))
        give_up(self, direction_reverse(from), head->need, STREAM_GAP_OVERFLOW);
    if (is_blocked(self, from) && held_set_first(&stream->held)->frame == frame)
        release_head(self, from, held_set_first(&stream->held)->length);
}

void delivery_make_room(TcpConnection *self, Direction from) {
    Reassembler *stream = &self->directions[from];
    while (stream->held.cost > STREAM_HELD_MAX && !self->is_ignored) {
        if (reassembler_has_head(stream))
            force_head(self, from);
        else
            delivery_gap(self, from, held_set_first(&stream->held)->offset - stream->next,
                         STREAM_GAP_OVERFLOW);
        delivery_pump(self);
    }
}

/* Takes the first hole that keeps this direction from its end, if it does not wait for the other.
 * A damaged segment behind everything else that was seen stands anywhere: it proves no hole. */
static gboolean flush_hole(TcpConnection *self, Direction from) {
    Reassembler *stream = &self->directions[from];
    if (self->is_ignored || reassembler_has_head(stream))
        return FALSE;
    const HeldSegment *first = held_set_first(&stream->held);
    gint64 upto = reassembler_acked_octets(stream);
    if (first != NULL && first->rank == COPY_DAMAGED && first->offset > stream->highest) {
        held_set_consume(&stream->held, first->length);
        return TRUE;
    }
    if (first != NULL)
        upto = first->offset;
    else if (stream->has_fin)
        upto = stream->end;
    if (upto <= stream->next)
        return FALSE;
    if (!guess_end(stream, upto))
        delivery_gap(self, from, upto - stream->next, STREAM_GAP_LOST);
    return TRUE;
}

void delivery_flush(TcpConnection *self) {
    self->is_ending = TRUE;
    do
        delivery_pump(self);
    while (flush_hole(self, DIRECTION_CLIENT) || flush_hole(self, DIRECTION_SERVER));
}
