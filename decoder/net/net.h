/* SPDX-License-Identifier: MIT */
/* A packet, unwrapped to the TCP segment or UDP datagram inside it: link layer, VLAN
 * tags, IPv4 or IPv6, fragments. It knows no connection. */
#pragma once

#include "capture/capture.h"

typedef struct {
    guint8 family;     /* 4 or 6 */
    guint8 octets[16]; /* network order; IPv4 in the first four, the rest zero */
} NetAddress;

typedef struct {
    NetAddress address;
    guint16 port;
} NetEndpoint;

#define NET_ADDRESS_TEXT_SIZE 46

/* Writes the address as text ("10.0.1.1", "2001:db8::1") and returns `text`. */
const char *net_address_text(const NetAddress *self, char text[NET_ADDRESS_TEXT_SIZE]);

/* Which frame carried which octets of a payload. An unfragmented packet has one piece. */
typedef struct {
    guint64 frame;
    gint64 time_ns;
    guint32 offset; /* into the payload; pieces are in order and cover it */
} NetPiece;

typedef enum {
    NET_CHECKSUM_UNKNOWN, /* not computable: snapped or absent (UDP over IPv4: zero) */
    NET_CHECKSUM_GOOD,
    NET_CHECKSUM_BAD,
} NetChecksum;

enum {
    NET_TCP_FIN = 0x01,
    NET_TCP_SYN = 0x02,
    NET_TCP_RST = 0x04,
    NET_TCP_PSH = 0x08,
    NET_TCP_ACK = 0x10,
    NET_TCP_URG = 0x20,
};

/* What a packet carried. Pointers are lent until the next net_decoder_push(). */
typedef struct {
    guint64 frame; /* of the packet that completed it */
    gint64 time_ns;
    NetEndpoint source, destination;
    NetChecksum checksum;
    guint32 seq, ack; /* TCP only, as on the wire */
    guint8 flags;     /* TCP only: NET_TCP_… */
    const guint8 *payload;
    guint32 captured; /* payload octets that are here */
    guint32 length;   /* payload octets that were on the wire; more than `captured`: snapped */
    const NetPiece *pieces;
    guint n_pieces; /* at least 1 */
} NetUnit;

typedef enum {
    NET_NOTHING, /* no IP, a fragment that completes nothing, ICMP, … or headers that the snap
                    length cut */
    NET_TCP,
    NET_UDP,
    NET_DAMAGED,      /* IP or TCP whose lengths contradict each other */
    NET_UNKNOWN_LINK, /* link type that this program does not read */
} NetKind;

typedef struct NetDecoder NetDecoder;

/* Holds half-assembled IP datagrams, nothing else (bounded; the oldest goes first). */
NetDecoder *net_decoder_new(void);
void net_decoder_free(NetDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NetDecoder, net_decoder_free)

/* Unwraps one packet. Fills *unit for NET_TCP and NET_UDP. */
NetKind net_decoder_push(NetDecoder *self, const CapturePacket *packet, NetUnit *unit);
