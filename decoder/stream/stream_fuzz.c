/* SPDX-License-Identifier: MIT */
/* Arbitrary octets as a sequence of segments of two tuples; what is handed on must add up. */
#include "stream/stream.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check_octets(gpointer user, StreamConnection *connection, Direction direction,
                         const guint8 *octets, gsize length) {
    guint64 *heard = user, at = connection->directions[direction].octets;
    Carrier carrier = carrier_log_find(&connection->directions[direction].carriers, at, length);
    g_assert(length > 0 && carrier.segments > 0 && carrier.first_frame <= carrier.last_frame);
    for (gsize i = 0; i < length; i++)
        *heard += octets[i] == 0 ? 1 : 2;
    carrier_log_forget(&connection->directions[direction].carriers, at);
    if (*heard % 97 == 0)
        stream_connection_ignore(connection);
}

static void check_gap(gpointer user, StreamConnection *connection, Direction direction,
                      guint64 length, StreamGapReason reason) {
    g_assert(length > 0);
}

static void check_event(gpointer user, StreamConnection *connection, const StreamEvent *event) {
    if (event->kind == STREAM_EVENT_CONFLICT && event->kept != NULL)
        g_assert(event->length > 0 && event->kept[0] != event->other[0]);
}

/* Eight octets are one segment; its payload is what follows in the input. */
static void push(StreamTable *table, const guint8 *record, gsize left, guint64 frame) {
    static const guint32 steps[] = {1, 0x3fffffff, 0x10000, 1460};
    NetPiece pieces[] = {{frame, (gint64)frame * 1000, 0}, {frame + 1, 0, 3}};
    NetUnit unit = {.frame = frame, .payload = record, .pieces = pieces};
    unit.time_ns = (gint64)frame * (record[7] & 1 ? 100000000 : 1000);
    gboolean back = record[0] & 1;
    unit.source = (NetEndpoint){{4, {10, 0, 0, back}}, (guint16)(25 + (record[0] >> 1 & 1))};
    unit.destination = (NetEndpoint){{4, {10, 0, 0, !back}}, unit.source.port};
    unit.flags = record[1] & 0x3f;
    unit.checksum = (NetChecksum)((record[1] >> 6) % 3);
    unit.seq = record[2] * steps[record[0] >> 2 & 3] + 0xfffffff0u;
    unit.ack = record[3] * steps[record[0] >> 4 & 3] + 0xfffffff0u;
    unit.length = record[4] % 70;
    unit.captured = (guint32)MIN(unit.length - MIN(record[5] % 8, unit.length), left);
    unit.n_pieces = unit.length > 3 && record[6] % 4 == 0 ? 2 : 1;
    if (record[5] < 128)
        unit.captured = unit.length = (guint32)MIN(unit.length, left);
    if (unit.length <= 3)
        unit.n_pieces = 1;
    stream_table_push(table, &unit);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
    static const StreamSink sink = {.octets = check_octets, .gap = check_gap, .event = check_event};
    guint64 heard = 0, frame = 0;
    StreamOverlap overlap = size > 0 && data[0] & 1 ? STREAM_OVERLAP_LAST : STREAM_OVERLAP_FIRST;
    g_autoptr(StreamTable) table = stream_table_new(&sink, &heard, overlap);
    for (gsize at = 1; at + 8 <= size; at += 8)
        push(table, data + at, size - at, ++frame);
    stream_table_finish(table);
    return 0;
}
