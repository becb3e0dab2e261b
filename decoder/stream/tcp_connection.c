/* SPDX-License-Identifier: MIT */
/* The segments of one connection -> octets and events for its owner. Reads sequence numbers and
 * flags; payload.c takes the octets, delivery.c decides when they are handed on. */
#include "stream/tcp_connection.h"
#include "stream/delivery.h"
#include "stream/payload.h"

/* A RST counts if its sequence number is not yet acknowledged and at most this far ahead of what
 * was seen (RFC 9293 §3.10.7.4: in the window; the window itself is not read here). */
#define RESET_WINDOW (1 << 20)

/* Ports on which mail servers listen, where the capture itself does not say who the server is. */
static const guint16 server_ports[] = {25,   465,  587,  24,   110,  995,  143,  993,
                                       2525, 2587, 2424, 2110, 2143, 2465, 2995, 2993};

static gboolean is_server_port(guint16 port) {
    for (guint i = 0; i < G_N_ELEMENTS(server_ports); i++)
        if (server_ports[i] == port)
            return TRUE;
    return FALSE;
}

/* A SYN is the client's, SYN with ACK the server's; else the ports have to tell. */
static gboolean is_sent_by_client(const NetUnit *unit) {
    if (unit->flags & NET_TCP_SYN)
        return (unit->flags & NET_TCP_ACK) == 0;
    gboolean from_server = is_server_port(unit->source.port);
    if (from_server != is_server_port(unit->destination.port))
        return !from_server;
    return unit->destination.port <= unit->source.port;
}

TcpConnection *tcp_connection_new(StreamOwner *owner, const FlowKey *key, guint32 number,
                                  guint side, const NetUnit *segment) {
    TcpConnection *self = g_new0(TcpConnection, 1);
    gboolean from_client = is_sent_by_client(segment);
    self->flow = (Flow){.key = *key, .number = number, .is_open = TRUE};
    self->owner = owner;
    self->client_side = from_client ? side : !side;
    self->lingering.data = self;
    self->shown.number = number;
    self->shown.client = from_client ? segment->source : segment->destination;
    self->shown.server = from_client ? segment->destination : segment->source;
    self->shown.opened = segment->flags & NET_TCP_SYN ? STREAM_OPENED_SEEN : STREAM_OPENED_LATE;
    self->shown.closed = STREAM_CLOSED_OPEN;
    self->shown.first_frame = self->shown.last_frame = segment->frame;
    self->shown.first_time_ns = self->shown.last_time_ns = segment->time_ns;
    for (Direction d = 0; d < N_DIRECTIONS; d++)
        reassembler_init(&self->directions[d]);
    if (owner->sink.open != NULL)
        owner->sink.open(owner->user, &self->shown);
    return self;
}

static void release_buffers(TcpConnection *self) {
    for (Direction d = 0; d < N_DIRECTIONS; d++) {
        reassembler_clear(&self->directions[d], &self->owner->copies);
        carrier_log_clear(&self->shown.directions[d].carriers);
    }
}

void tcp_connection_free(TcpConnection *self) {
    release_buffers(self);
    g_free(self);
}

void tcp_connection_tell(TcpConnection *self, Direction from, const NetUnit *segment,
                         StreamEvent event) {
    event.from = from;
    event.frame = segment->frame;
    event.time_ns = segment->time_ns;
    if (self->owner->sink.event != NULL && !self->is_ignored)
        self->owner->sink.event(self->owner->user, &self->shown, &event);
}

void tcp_connection_tell_place(TcpConnection *self, const TcpSegment *segment,
                               StreamEventKind kind) {
    tcp_connection_tell(self, segment->from, segment->unit,
                        (StreamEvent){.kind = kind,
                                      .offset = (guint64)MAX(segment->offset, 0),
                                      .length = segment->unit->length});
}

static void count(TcpConnection *self, Direction from, const NetUnit *unit) {
    StreamConnection *shown = &self->shown;
    shown->packets++;
    shown->last_frame = MAX(shown->last_frame, unit->frame);
    shown->last_time_ns = unit->time_ns;
    shown->directions[from].seen = TRUE;
    if (unit->flags & NET_TCP_SYN)
        shown->opened = STREAM_OPENED_SEEN;
}

/* A SYN with ACK answers the other side's SYN, so it acknowledges no more than that side sent. */
static gboolean answers_syn(const Reassembler *peer, const NetUnit *unit) {
    if ((unit->flags & NET_TCP_ACK) == 0 || !peer->has_base)
        return TRUE;
    gint64 offset = reassembler_offset(peer, unit->ack);
    return offset >= 0 && offset <= peer->highest;
}

/* The first SYN says where octets begin; another one only as long as there are none. FALSE: it
 * belongs to no connection that was seen. */
static gboolean take_syn(TcpConnection *self, TcpSegment *segment) {
    Reassembler *stream = &self->directions[segment->from];
    guint32 base = segment->unit->seq + 1;
    if (stream->has_base && stream->base_seq == base)
        return TRUE;
    gboolean has_begun = stream->has_base && (stream->highest > 0 || stream->end >= 0);
    if (has_begun ||
        !answers_syn(&self->directions[direction_reverse(segment->from)], segment->unit)) {
        segment->offset = reassembler_offset(stream, base);
        tcp_connection_tell_place(self, segment, STREAM_EVENT_IGNORED);
        return FALSE;
    }
    stream->acked = 0;
    reassembler_set_base(stream, base);
    return TRUE;
}

/* Notes what the segment acknowledges, and for its own octets what must come before them. */
static void take_acknowledgment(TcpConnection *self, TcpSegment *segment) {
    Reassembler *peer = &self->directions[direction_reverse(segment->from)];
    if ((segment->unit->flags & NET_TCP_ACK) == 0)
        return;
    if (!peer->has_base && segment->rank == COPY_GOOD)
        reassembler_set_base(peer, segment->unit->ack);
    gint64 offset = reassembler_offset(peer, segment->unit->ack);
    if (!peer->has_base || !reassembler_is_near(peer, offset))
        return;
    if (segment->rank == COPY_GOOD)
        reassembler_acknowledge(peer, &self->owner->copies, offset);
    segment->need = MIN(offset, peer->acked);
}

static void take_fin(TcpConnection *self, const TcpSegment *segment) {
    Reassembler *stream = &self->directions[segment->from];
    gint64 place = segment->offset + segment->unit->length;
    if (!stream->has_base) {
        reassembler_set_base(stream, segment->unit->seq + segment->unit->length);
        place = 0;
    }
    if (stream->has_fin)
        return;
    if (place < stream->highest || !reassembler_is_near(stream, place)) {
        tcp_connection_tell_place(self, segment, STREAM_EVENT_IGNORED);
        return;
    }
    stream->end = place;
    stream->end_need = segment->need;
    stream->has_fin = TRUE;
    stream->end_is_guess = FALSE;
    self->shown.directions[segment->from].finished = TRUE;
}

static void mark_reset(TcpConnection *self, Direction from) {
    gboolean other_finished = self->shown.directions[direction_reverse(from)].finished;
    self->is_reset = TRUE;
    self->shown.closed = other_finished ? STREAM_CLOSED_FIN : STREAM_CLOSED_RST;
}

static void take_reset(TcpConnection *self, const TcpSegment *segment) {
    Reassembler *stream = &self->directions[segment->from];
    gboolean known = stream->has_base;
    if (known &&
        (segment->offset < stream->acked - 1 || segment->offset > stream->highest + RESET_WINDOW)) {
        tcp_connection_tell_place(self, segment, STREAM_EVENT_IGNORED);
        return;
    }
    tcp_connection_tell_place(self, segment, STREAM_EVENT_RST);
    if (self->is_reset)
        return;
    self->reset_by = segment->from;
    self->reset_at = segment->offset;
    mark_reset(self, segment->from);
}

static CopyRank judge_checksum(TcpConnection *self, Direction from, const NetUnit *unit) {
    gboolean first_offload = FALSE;
    CopyRank rank = reassembler_judge(&self->directions[from], unit->checksum, &first_offload);
    if (rank == COPY_DAMAGED || first_offload)
        tcp_connection_tell(
            self, from, unit,
            (StreamEvent){.kind = STREAM_EVENT_BAD_CHECKSUM, .offloaded = first_offload});
    return rank;
}

static void take(TcpConnection *self, Direction from, const NetUnit *unit) {
    TcpSegment segment = {unit, from, judge_checksum(self, from, unit), 0, 0};
    gboolean is_good = segment.rank == COPY_GOOD;
    if (is_good && (unit->flags & NET_TCP_SYN) && !take_syn(self, &segment))
        return;
    take_acknowledgment(self, &segment);
    payload_take(self, &segment);
    if (is_good && (unit->flags & NET_TCP_FIN) && !(unit->flags & NET_TCP_RST))
        take_fin(self, &segment);
    if (is_good && (unit->flags & NET_TCP_RST))
        take_reset(self, &segment);
    if (!reassembler_is_idle(&self->directions[DIRECTION_CLIENT]) ||
        !reassembler_is_idle(&self->directions[DIRECTION_SERVER])) {
        delivery_pump(self);
        delivery_watch_holes(self, unit->time_ns);
    }
}

/* Of a connection that interests nobody only the end is watched, so that it can be forgotten. */
static void watch_end(TcpConnection *self, Direction from, const NetUnit *unit) {
    if (unit->flags & NET_TCP_FIN)
        self->shown.directions[from].finished = TRUE;
    if ((unit->flags & NET_TCP_RST) && !self->is_reset)
        mark_reset(self, from);
}

void tcp_connection_push(TcpConnection *self, guint side, const NetUnit *segment) {
    Direction from = side == self->client_side ? DIRECTION_CLIENT : DIRECTION_SERVER;
    count(self, from, segment);
    if (self->is_ignored) {
        watch_end(self, from, segment);
        return;
    }
    self->is_busy = TRUE;
    take(self, from, segment);
    self->is_busy = FALSE;
    if (self->is_ignored)
        release_buffers(self);
}

/* A side that was never captured is taken to have finished when the other one has. */
static gboolean has_finished(const TcpConnection *self, Direction direction) {
    const Reassembler *stream = &self->directions[direction];
    if (self->is_ignored || !self->shown.directions[direction].seen)
        return self->shown.directions[direction].finished ||
               !self->shown.directions[direction].seen;
    return stream->end_is_told || stream->end_is_guess;
}

static gboolean both_finished(const TcpConnection *self) {
    return has_finished(self, DIRECTION_CLIENT) && has_finished(self, DIRECTION_SERVER);
}

gboolean tcp_connection_is_over(const TcpConnection *self) {
    return self->is_reset || both_finished(self);
}

void tcp_connection_close(TcpConnection *self) {
    self->is_busy = TRUE;
    delivery_flush(self);
    if (!self->is_reset && both_finished(self))
        self->shown.closed = STREAM_CLOSED_FIN;
    if (self->owner->sink.close != NULL)
        self->owner->sink.close(self->owner->user, &self->shown);
    tcp_connection_free(self);
}

void stream_connection_ignore(StreamConnection *connection) {
    TcpConnection *self =
        (TcpConnection *)((guint8 *)connection - G_STRUCT_OFFSET(TcpConnection, shown));
    self->is_ignored = TRUE;
    if (!self->is_busy)
        release_buffers(self);
}
