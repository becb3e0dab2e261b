/* SPDX-License-Identifier: MIT */
/* IP fragments -> datagrams (RFC 791 §3.2, RFC 8200 §4.5). Internal to net/. */
#pragma once

#include "net/ip.h"

/* Caps; beyond them the oldest unfinished datagram goes. */
#define IP_REASSEMBLER_DATAGRAMS_MAX 1024u
#define IP_REASSEMBLER_OCTETS_MAX ((gsize)4 * 1024 * 1024) /* held, bookkeeping included */
#define IP_REASSEMBLER_PARTS_MAX 2048u                     /* of one datagram */
#define IP_REASSEMBLER_TIMEOUT_NS (G_GINT64_CONSTANT(30000000000))

typedef struct IpReassembler IpReassembler;

/* A whole datagram, lent until the next push. */
typedef struct {
    const guint8 *octets;
    guint32 length;
    guint8 protocol; /* of its first octets */
    NetPiece *pieces;
    guint n_pieces;
} IpReassembled;

typedef enum {
    IP_REASSEMBLER_WAITS,
    IP_REASSEMBLER_DONE, /* *whole is filled in */
    IP_REASSEMBLER_DAMAGED,
} IpReassemblerResult;

IpReassembler *ip_reassembler_new(void);
void ip_reassembler_free(IpReassembler *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IpReassembler, ip_reassembler_free)

/* Takes one fragment of `packet`. Where fragments overlap, the octets that came first stay. A
 * fragment that the snap length cut is no use: its datagram stays unfinished. */
IpReassemblerResult ip_reassembler_push(IpReassembler *self, const IpHeader *header,
                                        NetBytes fragment, const CapturePacket *packet,
                                        IpReassembled *whole);

/* Unfinished datagrams. */
guint ip_reassembler_count(const IpReassembler *self);
