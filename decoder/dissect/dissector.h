/* SPDX-License-Identifier: MIT */
/* What every protocol looks like from above: a row of functions. A dissector sees ordered octets or
 * a gap, never packets; it speaks through its Conversation. */
#pragma once

#include "dissect/conversation.h"
#include "stream/stream.h"

/* What is known of a connection that may be mail. */
typedef struct {
    NoteText octets[N_DIRECTIONS]; /* from the beginning; at most DETECT_HELD_MAX of each */
    gboolean is_late;              /* the beginning may be missing: look at every line */
    gboolean is_over;              /* no more will come: decide */
    gboolean is_on_port;           /* the server's port is one of the protocol's own */
} DetectEvidence;

typedef enum { DETECT_NO, DETECT_MORE, DETECT_YES } DetectVerdict;

typedef struct {
    gsize size; /* of what create() makes, in octets */
    gpointer (*create)(Conversation *conversation);
    void (*octets)(gpointer self, Direction from, const guint8 *octets, gsize length);
    void (*gap)(gpointer self, Direction from, guint64 length, StreamGapReason reason);
    void (*finished)(gpointer self, Direction from); /* may be NULL */
    /* What TLS (tls_layer.h) carries can be read: octets now come from inside, their offsets begin
     * at 0, and the session begins anew. Or it cannot: the observer's state TLS. May be NULL. */
    void (*secured)(gpointer self, gboolean is_readable);
    /* The connection is over: everything still open is told. */
    void (*close)(gpointer self);
    void (*free)(gpointer self);
} DissectorClass;

#define DISSECTOR_PORTS_MAX 4u

/* One protocol. Each function of `recognise` depends only on the octets, not on how they were cut,
 * and once it has decided, more octets do not change its mind. */
typedef struct {
    const SpecProtocol *spec;
    guint16 ports[DISSECTOR_PORTS_MAX];     /* 0 ends */
    guint16 tls_ports[DISSECTOR_PORTS_MAX]; /* TLS from the first octet */
    DetectVerdict (*recognise)(const DetectEvidence *evidence);
    const DissectorClass *class;
} Dissector;

/* All protocols. */
const Dissector *dissector_table(guint *n_dissectors);
