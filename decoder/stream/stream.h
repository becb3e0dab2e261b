/* SPDX-License-Identifier: MIT */
/* TCP segments -> connections -> ordered octets or a gap, per direction.
 *
 * Octets are delivered causally: a segment's payload is handed on only when everything that the
 * segment acknowledges has been handed on, or given up as lost, in the other direction. So a reply
 * never overtakes its command, in whatever order the capture holds them. It knows nothing of mail.
 */
#pragma once

#include "direction.h"
#include "net/net.h"
#include "stream/carrier_log.h"

typedef enum {
    STREAM_OPENED_SEEN, /* a SYN was captured */
    STREAM_OPENED_LATE, /* the capture began in mid-connection */
} StreamOpened;

typedef enum {
    STREAM_CLOSED_FIN, /* both sides finished (or one finished and the other reset) */
    STREAM_CLOSED_RST,
    STREAM_CLOSED_OPEN, /* its end was not captured */
} StreamClosed;

/* What the owner of the octets may read of a connection. */
typedef struct StreamConnection {
    guint32 number; /* Wireshark's tcp.stream */
    NetEndpoint client, server;
    StreamOpened opened;
    StreamClosed closed; /* valid in the close call; OPEN also where the tuple was used again */
    guint64 first_frame, last_frame;
    gint64 first_time_ns, last_time_ns;
    guint64 packets;
    gboolean is_given_up; /* in the close call: it was silent for too long, or too many were open */
    struct {
        guint64 octets;      /* payload octets handed on so far: the offset of the next one */
        guint64 missing;     /* octets given up as lost (they count in offsets) */
        guint64 conflicting; /* octets that differed from another copy, counted for each copy */
        gboolean seen;       /* at least one packet of this direction was captured */
        gboolean finished;   /* FIN seen */
        CarrierLog carriers; /* of the octets handed on and not yet forgotten by the owner */
    } directions[N_DIRECTIONS];
    gpointer owner_data; /* for the sink's owner */
} StreamConnection;

typedef enum {
    STREAM_GAP_LOST,     /* the capture does not hold these octets, the receiver had them */
    STREAM_GAP_SNAPPED,  /* the packet was captured only in part */
    STREAM_GAP_OVERFLOW, /* more than STREAM_HELD_MAX was waiting behind them */
} StreamGapReason;

typedef enum {
    STREAM_EVENT_RETRANSMISSION, /* octets that had been seen before, equal */
    STREAM_EVENT_CONFLICT,       /* octets that had been seen before, different: see `kept_frame` */
    STREAM_EVENT_OUT_OF_ORDER,   /* a segment ahead of its turn */
    STREAM_EVENT_KEEP_ALIVE,
    STREAM_EVENT_RST,
    STREAM_EVENT_BAD_CHECKSUM, /* once for an offloaded direction, else for each */
    STREAM_EVENT_IGNORED, /* a segment that has no place here: octets behind the FIN or given up
                           * before, a RST outside of the window, a sequence number too far off */
} StreamEventKind;

typedef struct {
    StreamEventKind kind;
    Direction from;
    guint64 frame;
    gint64 time_ns;
    guint64 offset; /* in the stream of `from`, where that makes sense */
    guint64 length;
    guint64 kept_frame; /* CONFLICT: the frame whose copy is used; 0 where that is forgotten */
    /* CONFLICT: both copies, `length` octets each, lent, from the first to the last that differs.
     * `kept` is NULL where only a digest is left of it: then some of the octets differ. */
    const guint8 *kept, *other;
    gboolean offloaded; /* BAD_CHECKSUM: all of this direction so far: left to the network card */
} StreamEvent;

/* How the owner of the octets hears of them. Any function but `octets` may be NULL. */
typedef struct {
    void (*open)(gpointer user, StreamConnection *connection);
    /* In order. `offset` of the first octet is connection->directions[d].octets as it was before
     * the call; the carriers of these octets are already in the log. `octets` is lent. */
    void (*octets)(gpointer user, StreamConnection *connection, Direction direction,
                   const guint8 *octets, gsize length);
    /* `length` octets at the current offset will never come; the next octets follow them. */
    void (*gap)(gpointer user, StreamConnection *connection, Direction direction, guint64 length,
                StreamGapReason reason);
    /* This direction has sent its FIN and everything before it was handed on. */
    void (*finished)(gpointer user, StreamConnection *connection, Direction direction);
    void (*event)(gpointer user, StreamConnection *connection, const StreamEvent *event);
    /* The last call for this connection, which is freed after it. */
    void (*close)(gpointer user, StreamConnection *connection);
} StreamSink;

typedef enum {
    STREAM_OVERLAP_FIRST, /* of differing copies the first wins (default) */
    STREAM_OVERLAP_LAST,  /* the last: octets are held until they are acknowledged */
} StreamOverlap;

/* Caps (SITUATIONS.md); beyond them the oldest hole is given up. */
#define STREAM_HELD_MAX (4u * 1024 * 1024) /* octets waiting in one direction */
#define STREAM_REORDER_PACKETS 64u         /* packets after which an acknowledged hole is lost */
#define STREAM_REORDER_NS (G_GINT64_CONSTANT(1000000000)) /* or this much time */

/* A connection of which nothing was seen for this long is closed, if as many packets of others went
 * by: longer than two hours, after which even the idle say that they are there (RFC 9293 §3.8.4).
 */
#define STREAM_IDLE_NS (G_GINT64_CONSTANT(3) * 3600 * 1000000000)
#define STREAM_IDLE_PACKETS 10000u
#define STREAM_OPEN_MAX (1u << 20) /* connections open at once; then those silent longest close */

typedef struct StreamTable StreamTable;

StreamTable *stream_table_new(const StreamSink *sink, gpointer user, StreamOverlap overlap);
void stream_table_free(StreamTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StreamTable, stream_table_free)

/* One TCP segment (NET_TCP). */
void stream_table_push(StreamTable *self, const NetUnit *segment);

/* The capture is over: hands on what is held, declares the gaps, closes every connection
 * in the order of their numbers. */
void stream_table_finish(StreamTable *self);

/* The owner has no interest in this connection: from now on it is only counted. */
void stream_connection_ignore(StreamConnection *connection);

/* Lets fewer connections be open at once than STREAM_OPEN_MAX; at least 4. */
void stream_table_set_open_max(StreamTable *self, guint32 open_max);

/* Connections seen so far. */
guint32 stream_table_count(const StreamTable *self);
