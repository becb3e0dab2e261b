/* SPDX-License-Identifier: MIT */
/* Leads a packet through its layers: link, IP, fragments, TCP or UDP. A packet that is no fragment
 * goes straight through, without an allocation. It knows no connection. */
#include "net/ip.h"
#include "net/ip_reassembler.h"
#include "net/link_layer.h"
#include "net/net.h"
#include "net/transport.h"

struct NetDecoder {
    const LinkLayer *link; /* of the last packet; NULL before the first */
    NetPiece piece;        /* of a packet that is no fragment */
    IpReassembler *reassembler;
};

NetDecoder *net_decoder_new(void) {
    NetDecoder *self = g_new0(NetDecoder, 1);
    self->reassembler = ip_reassembler_new();
    return self;
}

void net_decoder_free(NetDecoder *self) {
    if (self == NULL) {
        return;
    }
    ip_reassembler_free(self->reassembler);
    g_free(self);
}

static NetKind kind_of(IpResult result) {
    return result == IP_DAMAGED ? NET_DAMAGED : NET_NOTHING;
}

/* Makes the pieces of a datagram those of its payload, which begins `skipped` octets later. */
static void set_pieces(NetUnit *unit, NetPiece *pieces, guint n_pieces, guint32 skipped) {
    guint first = 0;
    while (first + 1 < n_pieces && pieces[first + 1].offset <= skipped) {
        first++;
    }
    pieces[first].offset = skipped;
    guint last = first;
    while (last + 1 < n_pieces && pieces[last + 1].offset - skipped < unit->length) {
        last++;
    }
    for (guint i = first; i <= last; i++) {
        pieces[i].offset -= skipped;
    }
    unit->pieces = pieces + first;
    unit->n_pieces = last - first + 1;
}

static NetKind push_fragment(NetDecoder *self, const CapturePacket *packet, NetBytes fragment,
                             IpHeader *header, NetUnit *unit) {
    IpReassembled whole;
    IpReassemblerResult result =
        ip_reassembler_push(self->reassembler, header, fragment, packet, &whole);
    if (result != IP_REASSEMBLER_DONE) {
        return result == IP_REASSEMBLER_DAMAGED ? NET_DAMAGED : NET_NOTHING;
    }
    NetBytes bytes = {.octets = whole.octets, .captured = whole.length, .length = whole.length};
    header->protocol = whole.protocol;
    header->is_fragment = FALSE;
    if (header->source.family == 6) {
        IpResult read = ip_read_extensions(&bytes, header);
        if (read != IP_GOOD || header->is_fragment) { /* fragments of fragments are nobody's need */
            return kind_of(read);
        }
    }
    guint32 header_length = 0;
    NetKind kind = transport_read(bytes, header, unit, &header_length);
    if (kind == NET_TCP || kind == NET_UDP) {
        set_pieces(unit, whole.pieces, whole.n_pieces, whole.length - bytes.length + header_length);
    }
    return kind;
}

NetKind net_decoder_push(NetDecoder *self, const CapturePacket *packet, NetUnit *unit) {
    if (self->link == NULL || self->link->link_type != packet->link_type) {
        self->link = link_layer_find(packet->link_type);
        if (self->link == NULL) {
            return NET_UNKNOWN_LINK;
        }
    }
    NetBytes bytes = {packet->octets, packet->captured, MAX(packet->length, packet->captured)};
    guint16 network = self->link->unwrap(&bytes);
    if (network == LINK_NOTHING) {
        return NET_NOTHING;
    }
    IpHeader header;
    IpResult result =
        network == LINK_IPV4 ? ip_read_v4(&bytes, &header) : ip_read_v6(&bytes, &header);
    if (result != IP_GOOD) {
        return kind_of(result);
    }
    unit->frame = packet->frame;
    unit->time_ns = packet->time_ns;
    if (G_UNLIKELY(header.is_fragment)) {
        return push_fragment(self, packet, bytes, &header, unit);
    }
    guint32 header_length;
    self->piece = (NetPiece){packet->frame, packet->time_ns, 0};
    unit->pieces = &self->piece;
    unit->n_pieces = 1;
    return transport_read(bytes, &header, unit, &header_length);
}
