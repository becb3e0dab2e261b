/* SPDX-License-Identifier: MIT */
/* For the tests of this directory: a line of text -> segments -> what the owner hears, as text.
 *
 * A script is a list of words. A word is one segment, `c` from the client or `s` from the server:
 *   c5/12=abc   client, its octets 5, 6, 7 are "abc", acknowledges 12 octets of the server
 *   c-1S        SYN (its place is the one before octet 0)     s-1/0S   SYN with ACK
 *   c8/9F       FIN behind octet 7                            c8R      RST
 *   c5!=abc     its checksum is wrong                         c5~1=abc only 1 octet was captured
 *   c5/9x64     the same 64 times                             c5=*3000 a text of 3000 octets
 *   H           the three segments of a handshake             @1500    1500 ms go by
 *   N           the next words belong to a reuse of the tuple with other sequence numbers */
#pragma once

#include "stream/stream.h"
#include <criterion/criterion.h>
#include <stdlib.h>

typedef struct {
    StreamTable *table;
    GString *heard;
    gboolean with_events, with_close;
    guint32 isn[N_DIRECTIONS];
    guint64 frame;
    gint64 time_ns;
    guint ignore_after; /* the owner loses interest after so many calls of octets; 0: never */
    guint ports[N_DIRECTIONS];
} Script;

static const char *const event_names[] = {
    "retransmission", "conflict", "out-of-order", "keep-alive", "rst", "bad-checksum", "ignored"};

static inline void script_say(Script *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
static inline void script_say(Script *self, const char *format, ...) {
    va_list list;
    va_start(list, format);
    if (self->heard->len > 0)
        g_string_append_c(self->heard, ' ');
    g_string_append_vprintf(self->heard, format, list);
    va_end(list);
}

static inline char script_letter(Direction direction) {
    return direction == DIRECTION_CLIENT ? 'C' : 'S';
}

static inline void script_octets(gpointer user, StreamConnection *connection, Direction direction,
                                 const guint8 *octets, gsize length) {
    Script *self = user;
    Carrier carrier = carrier_log_find(&connection->directions[direction].carriers,
                                       connection->directions[direction].octets, length);
    if (carrier.segments == 0)
        cr_assert_fail("octets without a carrier");
    if (length > 40)
        script_say(self, "%c:*%zu", script_letter(direction), length);
    else
        script_say(self, "%c:%.*s", script_letter(direction), (int)length, (const char *)octets);
    if (self->ignore_after > 0 && --self->ignore_after == 0)
        stream_connection_ignore(connection);
}

static inline void script_gap(gpointer user, StreamConnection *connection, Direction direction,
                              guint64 length, StreamGapReason reason) {
    static const char *const reasons[] = {"lost", "snapped", "overflow"};
    script_say(user, "%c-%" G_GUINT64_FORMAT "-%s", script_letter(direction), length,
               reasons[reason]);
}

static inline void script_finished(gpointer user, StreamConnection *connection,
                                   Direction direction) {
    script_say(user, "%c.", script_letter(direction));
}

static inline void script_event(gpointer user, StreamConnection *connection,
                                const StreamEvent *event) {
    Script *self = user;
    if (!self->with_events)
        return;
    script_say(self, "(%c %s %" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT, script_letter(event->from),
               event_names[event->kind], event->offset, event->length);
    if (event->kind == STREAM_EVENT_CONFLICT && event->kept != NULL)
        g_string_append_printf(self->heard, " %.*s/%.*s", (int)event->length, event->kept,
                               (int)event->length, event->other);
    if (event->kind == STREAM_EVENT_CONFLICT)
        g_string_append_printf(self->heard, " #%" G_GUINT64_FORMAT, event->kept_frame);
    g_string_append(self->heard, event->offloaded ? " offloaded)" : ")");
}

static inline void script_close(gpointer user, StreamConnection *connection) {
    static const char *const reasons[] = {"fin", "rst", "open"};
    Script *self = user;
    if (self->with_close)
        script_say(self, "%u=%s,%" G_GUINT64_FORMAT, connection->number,
                   reasons[connection->closed], connection->packets);
}

static const StreamSink script_sink = {.octets = script_octets,
                                       .gap = script_gap,
                                       .finished = script_finished,
                                       .event = script_event,
                                       .close = script_close};

static inline Script script_new(StreamOverlap overlap) {
    return (Script){.heard = g_string_new(NULL), .isn = {1000, 5000}, .ports = {40000, 25}};
}

static inline void script_open(Script *self, StreamOverlap overlap) {
    self->table = stream_table_new(&script_sink, self, overlap);
}

static inline void script_close_all(Script *self) {
    stream_table_free(self->table);
    g_string_free(self->heard, TRUE);
}

static inline NetEndpoint script_endpoint(const Script *self, Direction direction) {
    NetEndpoint endpoint = {.address = {.family = 4, .octets = {10, 0, 0, 1}},
                            .port = (guint16)self->ports[direction]};
    endpoint.address.octets[3] = (guint8)(1 + direction);
    return endpoint;
}

/* A segment with its payload in a piece of memory of its own, so that reading past it shows. */
static inline void script_push(Script *self, Direction from, gint64 offset, gint64 ack, guint flags,
                               NetChecksum checksum, const char *text, gsize length,
                               gint64 captured) {
    NetUnit unit = {.frame = ++self->frame, .time_ns = self->time_ns += 10000};
    unit.source = script_endpoint(self, from);
    unit.destination = script_endpoint(self, direction_reverse(from));
    unit.seq = self->isn[from] + 1 + (guint32)offset;
    if (ack >= 0)
        unit.ack = self->isn[direction_reverse(from)] + 1 + (guint32)ack;
    unit.flags = (guint8)(flags | (ack >= 0 ? NET_TCP_ACK : 0));
    if (flags & NET_TCP_SYN)
        unit.seq = self->isn[from] + 1 + (guint32)offset;
    unit.checksum = checksum;
    unit.length = (guint32)length;
    unit.captured = captured >= 0 ? (guint32)captured : unit.length;
    g_autofree guint8 *copy = g_memdup2(text, unit.captured);
    unit.payload = copy;
    NetPiece piece = {.frame = unit.frame, .time_ns = unit.time_ns};
    unit.pieces = &piece;
    unit.n_pieces = 1;
    stream_table_push(self->table, &unit);
}

static inline void script_word(Script *self, const char *word) {
    Direction from = word[0] == 'c' ? DIRECTION_CLIENT : DIRECTION_SERVER;
    char *at = NULL;
    gint64 offset = g_ascii_strtoll(word + 1, &at, 10), ack = -1, captured = -1, times = 1;
    guint flags = 0;
    NetChecksum checksum = NET_CHECKSUM_GOOD;
    if (*at == '/')
        ack = g_ascii_strtoll(at + 1, &at, 10);
    for (; *at != '\0' && *at != '='; at++) {
        if (*at == '~')
            captured = g_ascii_strtoll(at + 1, &at, 10), at--;
        else if (*at == 'x')
            times = g_ascii_strtoll(at + 1, &at, 10), at--;
        else if (*at == '!')
            checksum = NET_CHECKSUM_BAD;
        else
            flags |= *at == 'S' ? NET_TCP_SYN : *at == 'F' ? NET_TCP_FIN : NET_TCP_RST;
    }
    const char *text = *at == '=' ? at + 1 : "";
    g_autofree char *long_text = NULL;
    gsize length = strlen(text);
    if (text[0] == '*') {
        length = (gsize)g_ascii_strtoull(text + 1, NULL, 10);
        long_text = g_strnfill(length, 'x');
        text = long_text;
    }
    for (gint64 i = 0; i < times; i++)
        script_push(self, from, offset, ack, flags, checksum, text, length, captured);
}

static inline void script_play(Script *self, const char *words) {
    g_auto(GStrv) list = g_strsplit(words, " ", -1);
    for (guint i = 0; list[i] != NULL; i++) {
        if (list[i][0] == '\0')
            continue;
        if (list[i][0] == 'H')
            script_play(self, "c-1S s-1/0S c0/0");
        else if (list[i][0] == '@')
            self->time_ns += g_ascii_strtoll(list[i] + 1, NULL, 10) * 1000000;
        else if (list[i][0] == 'N')
            self->isn[0] += 100000, self->isn[1] += 100000;
        else
            script_word(self, list[i]);
    }
}

typedef enum {
    SCRIPT_PLAIN = 0,
    SCRIPT_EVENTS = 1,     /* events are part of what is heard */
    SCRIPT_CLOSE = 2,      /* and the close of each connection: number=reason,packets */
    SCRIPT_LAST = 4,       /* the last of differing copies wins */
    SCRIPT_UNFINISHED = 8, /* the capture goes on */
} ScriptOptions;

typedef struct {
    const char *name, *words, *heard;
    ScriptOptions options;
} ScriptCase;

/* Plays one case with the given initial sequence numbers. */
static inline void script_check(const ScriptCase *wanted, guint32 client_isn, guint32 server_isn) {
    StreamOverlap overlap =
        wanted->options & SCRIPT_LAST ? STREAM_OVERLAP_LAST : STREAM_OVERLAP_FIRST;
    Script script = script_new(overlap);
    script.with_events = (wanted->options & SCRIPT_EVENTS) != 0;
    script.with_close = (wanted->options & SCRIPT_CLOSE) != 0;
    script.isn[0] = client_isn;
    script.isn[1] = server_isn;
    script_open(&script, overlap);
    script_play(&script, wanted->words);
    if (!(wanted->options & SCRIPT_UNFINISHED))
        stream_table_finish(script.table);
    cr_expect_str_eq(script.heard->str, wanted->heard, "%s (isn %u):\n got    %s\n wanted %s",
                     wanted->name, client_isn, script.heard->str, wanted->heard);
    script_close_all(&script);
}

/* Plays every case from an ordinary place, across the wrap of the sequence numbers, and across
 * their change of sign. */
static inline void script_check_all(const ScriptCase *cases, gsize n_cases) {
    static const guint32 isns[] = {1000, 0xfffffffd, 0x7ffffffd};
    for (gsize i = 0; i < n_cases; i++)
        for (gsize j = 0; j < G_N_ELEMENTS(isns); j++)
            script_check(&cases[i], isns[j], isns[(j + 1) % G_N_ELEMENTS(isns)]);
}
