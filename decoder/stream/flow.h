/* SPDX-License-Identifier: MIT */
/* The name of a connection (its two endpoints) and its number, which is Wireshark's tcp.stream. */
#pragma once

#include "net/net.h"

/* Two endpoints in an order that does not depend on who sent: side 0 is the lesser one. */
typedef struct {
    guint64 addresses[2][2];
    guint16 ports[2];
    guint8 family;
} FlowKey;

/* What outlives a connection: enough to give its later packets the same number.
 *
 * Wireshark remembers per conversation and side a base sequence number. A packet sets it for its
 * own side where it is unset (seq of a SYN, else seq-1), and for the other side where that is unset
 * and the packet acknowledges (ack-1). A SYN without ACK whose seq is not the base of its side
 * begins a new conversation; with the same seq, or as long as the base is unset, it belongs to the
 * old one, even after a FIN. A SYN with ACK never begins one: it overwrites the base of its side.
 */
typedef struct {
    FlowKey key;
    guint32 number;
    guint32 base[2]; /* by side */
    guint8 has_base[2];
    guint8 is_open; /* a connection stands behind it, not only a memory */
} Flow;

/* Fills in the key of a packet and returns the side that sent it. */
guint flow_key_from(FlowKey *key, const NetEndpoint *source, const NetEndpoint *destination);

guint flow_key_hash(gconstpointer key);
gboolean flow_key_equal(gconstpointer a, gconstpointer b);

/* Whether this segment, sent by `side`, begins a new conversation of the same name. */
gboolean flow_is_reused(const Flow *self, guint side, const NetUnit *segment);

/* Takes note of what Wireshark would of this segment. */
void flow_note(Flow *self, guint side, const NetUnit *segment);
