/* SPDX-License-Identifier: MIT */
/* The payload of a segment -> handed on at once, compared with what was there before, or held.
 * It does not read flags, and leaves to delivery.c what happens to held octets. */
#include "stream/payload.h"
#include "stream/delivery.h"

/* Two copies of `length` octets. The winner's is the one that is used. */
typedef struct {
    TcpConnection *connection;
    const TcpSegment *segment;
    guint32 repeated; /* octets of this segment that were here before, and equal */
} Comparison;

static void compare(Comparison *self, gint64 offset, const guint8 *kept, const guint8 *other,
                    guint32 length, guint64 kept_frame) {
    CopyDifference difference = copies_compare(kept, other, length);
    self->repeated += length - difference.octets;
    if (difference.octets == 0)
        return;
    TcpConnection *connection = self->connection;
    Direction from = self->segment->from;
    connection->shown.directions[from].conflicting += difference.octets;
    tcp_connection_tell(connection, from, self->segment->unit,
                        (StreamEvent){.kind = STREAM_EVENT_CONFLICT,
                                      .offset = (guint64)offset + difference.first,
                                      .length = difference.length,
                                      .kept_frame = kept_frame,
                                      .kept = kept + difference.first,
                                      .other = other + difference.first});
}

static void compare_held(gpointer user, const HeldSegment *winner, const HeldSegment *loser,
                         guint32 length) {
    if (winner->octets != NULL && loser->octets != NULL)
        compare(user, winner->offset, winner->octets, loser->octets, length, winner->frame);
}

/* The octets are gone, only their digest tells that this copy is another one. */
static void tell_contradiction(Comparison *self, guint32 length) {
    const TcpSegment *segment = self->segment;
    StreamConnection *shown = &self->connection->shown;
    guint64 offset = (guint64)segment->offset;
    Carrier carrier = carrier_log_find(&shown->directions[segment->from].carriers, offset, length);
    shown->directions[segment->from].conflicting += length;
    tcp_connection_tell(self->connection, segment->from, segment->unit,
                        (StreamEvent){.kind = STREAM_EVENT_CONFLICT,
                                      .offset = offset,
                                      .length = length,
                                      .kept_frame = carrier.first_frame,
                                      .other = segment->unit->payload});
}

/* The first `length` octets of the segment have been handed on before: were they the same? */
static void compare_handed_on(Comparison *self, guint32 length) {
    const TcpSegment *segment = self->segment;
    const NetUnit *unit = segment->unit;
    const Reassembler *stream = &self->connection->directions[segment->from];
    gint64 oldest = MAX(segment->offset, stream->next - (gint64)stream->copies.length);
    guint32 forgotten = (guint32)MIN(oldest - segment->offset, (gint64)length);
    guint32 captured = MIN(length, unit->captured);
    if (segment->offset >= 0 && forgotten > 0 && length == unit->captured &&
        copies_contradict(&stream->copies, (guint64)segment->offset, unit->payload, length)) {
        tell_contradiction(self, length);
        return;
    }
    if (segment->offset < stream->gap_end && segment->offset + length > stream->gap_start)
        tcp_connection_tell_place(self->connection, segment, STREAM_EVENT_IGNORED);
    else
        self->repeated += forgotten;
    if (captured <= forgotten)
        return;
    g_autofree guint8 *kept = g_malloc(captured - forgotten);
    if (!copies_read(&stream->copies, (guint64)stream->next, (guint64)segment->offset + forgotten,
                     captured - forgotten, kept))
        return;
    Carrier carrier = carrier_log_find(&self->connection->shown.directions[segment->from].carriers,
                                       (guint64)segment->offset + forgotten, captured - forgotten);
    compare(self, segment->offset + forgotten, kept, unit->payload + forgotten,
            captured - forgotten, carrier.first_frame);
}

/* Octets skip…skip+length of the payload, all of one IP fragment (or one packet). */
static void hold_run(Comparison *self, const NetPiece *piece, guint32 skip, guint32 length) {
    const TcpSegment *segment = self->segment;
    TcpConnection *connection = self->connection;
    gboolean captured = skip < segment->unit->captured;
    HeldSegment run = {.offset = segment->offset + skip,
                       .need = segment->need,
                       .frame = piece->frame,
                       .time_ns = piece->time_ns,
                       .octets = captured ? segment->unit->payload + skip : NULL,
                       .length = length,
                       .rank = captured ? segment->rank : COPY_SNAPPED};
    held_set_add(&connection->directions[segment->from].held, &run,
                 connection->owner->overlap == STREAM_OVERLAP_LAST, compare_held, self);
}

/* Holds the octets skip…end of the payload, each with the frame that carried it. */
static void hold(Comparison *self, guint32 skip, guint32 end) {
    const NetUnit *unit = self->segment->unit;
    guint piece = 0;
    while (skip < end) {
        while (piece + 1 < unit->n_pieces && unit->pieces[piece + 1].offset <= skip)
            piece++;
        guint32 until = piece + 1 < unit->n_pieces ? unit->pieces[piece + 1].offset : end;
        if (skip < unit->captured)
            until = MIN(until, unit->captured);
        until = MIN(until, end);
        hold_run(self, &unit->pieces[piece], skip, until - skip);
        skip = until;
    }
    delivery_make_room(self->connection, self->segment->from);
}

/* Nothing but the segment itself decides: it is whole, good, in turn, and due. */
static gboolean is_straight(const TcpConnection *self, const TcpSegment *segment) {
    const Reassembler *stream = &self->directions[segment->from];
    const NetUnit *unit = segment->unit;
    const HeldSegment *first = held_set_first(&stream->held);
    return segment->offset == stream->next && segment->rank == COPY_GOOD &&
           self->owner->overlap == STREAM_OVERLAP_FIRST && unit->captured == unit->length &&
           (first == NULL || first->offset >= segment->offset + unit->length) &&
           delivery_is_due(self, segment->from, segment->need);
}

/* The peer makes sure that this side is still there (RFC 9293 §3.8.4). */
static gboolean is_keep_alive(const TcpConnection *self, const TcpSegment *segment) {
    const Reassembler *stream = &self->directions[segment->from];
    const NetUnit *unit = segment->unit;
    return unit->length <= 1 && segment->offset == stream->highest - 1 &&
           (unit->flags & (NET_TCP_SYN | NET_TCP_FIN | NET_TCP_RST)) == 0 &&
           (unit->length == 0 || stream->acked >= stream->highest ||
            !self->shown.directions[direction_reverse(segment->from)].seen);
}

/* The peer's acknowledgment of one octet too many was no FIN: here are octets behind it. */
static void take_back_guess(TcpConnection *self, const TcpSegment *segment) {
    Reassembler *stream = &self->directions[segment->from];
    if (!stream->end_is_guess || segment->offset + segment->unit->length <= stream->end)
        return;
    stream->end_is_guess = FALSE;
    stream->end = -1;
}

/* Who goes on talking behind its own RST did not send that RST, or was not heard. */
static void take_back_reset(TcpConnection *self, const TcpSegment *segment) {
    if (!self->is_reset || self->reset_by != segment->from ||
        segment->offset + segment->unit->length <= self->reset_at)
        return;
    self->is_reset = FALSE;
    self->shown.closed = STREAM_CLOSED_OPEN;
}

static void note_place(TcpConnection *self, const TcpSegment *segment, guint32 behind_end) {
    Reassembler *stream = &self->directions[segment->from];
    if (behind_end > 0)
        tcp_connection_tell_place(self, segment, STREAM_EVENT_IGNORED);
    else if (segment->offset > stream->highest)
        tcp_connection_tell_place(self, segment, STREAM_EVENT_OUT_OF_ORDER);
    gint64 end = segment->offset + segment->unit->length - behind_end;
    if (segment->rank == COPY_GOOD || segment->offset <= stream->highest)
        stream->highest = MAX(stream->highest, end);
}

static void take_octets(TcpConnection *self, const TcpSegment *segment) {
    Reassembler *stream = &self->directions[segment->from];
    guint32 length = segment->unit->length;
    take_back_guess(self, segment);
    take_back_reset(self, segment);
    gint64 room = stream->end >= 0 ? MAX(stream->end - segment->offset, 0) : length;
    guint32 end = (guint32)MIN(room, (gint64)length);
    guint32 old = (guint32)CLAMP(stream->next - segment->offset, 0, (gint64)end);
    note_place(self, segment, length - end);
    if (old == 0 && end == length && is_straight(self, segment)) {
        delivery_hand_on_segment(self, segment->from, segment->unit, segment->need);
        return;
    }
    Comparison comparison = {self, segment, 0};
    if (old > 0)
        compare_handed_on(&comparison, old);
    hold(&comparison, old, end);
    if (comparison.repeated > 0)
        tcp_connection_tell(self, segment->from, segment->unit,
                            (StreamEvent){.kind = STREAM_EVENT_RETRANSMISSION,
                                          .offset = (guint64)MAX(segment->offset, 0),
                                          .length = comparison.repeated});
}

void payload_take(TcpConnection *self, TcpSegment *segment) {
    Reassembler *stream = &self->directions[segment->from];
    const NetUnit *unit = segment->unit;
    guint32 seq = unit->seq + (unit->flags & NET_TCP_SYN ? 1 : 0);
    if (!stream->has_base && unit->length > 0 && segment->rank == COPY_GOOD)
        reassembler_set_base(stream, seq);
    segment->offset = reassembler_offset(stream, seq);
    if (!stream->has_base || (unit->flags & NET_TCP_RST))
        return;
    if (is_keep_alive(self, segment))
        tcp_connection_tell_place(self, segment, STREAM_EVENT_KEEP_ALIVE);
    else if (unit->length > 0 && !reassembler_is_near(stream, segment->offset))
        tcp_connection_tell_place(self, segment, STREAM_EVENT_IGNORED);
    else if (unit->length > 0)
        take_octets(self, segment);
}
