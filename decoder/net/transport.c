/* SPDX-License-Identifier: MIT */
/* Turns what an IP packet carries into a TCP segment or UDP datagram, checksum verified. It knows
 * neither connections nor what TCP options say. */
#include "net/transport.h"

#include "net/checksum.h"

#define TCP_HEADER_MIN 20u
#define TCP_NUMBERS 16u /* its octets that name a connection and what the segment does to it */
#define UDP_HEADER 8u

enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum { UDP_CHECKSUM_AT = 6 };

static NetChecksum verify(const NetBytes *bytes, const IpHeader *header) {
    if (bytes->captured < bytes->length || header->is_rerouted) {
        return NET_CHECKSUM_UNKNOWN;
    }
    return checksum_is_good(header, bytes->octets, bytes->length) ? NET_CHECKSUM_GOOD
                                                                  : NET_CHECKSUM_BAD;
}

static void fill(NetUnit *unit, NetBytes bytes, const IpHeader *header, guint32 header_length) {
    unit->source.address = header->source;
    unit->source.port = net_read_16(bytes.octets);
    unit->destination.address = header->destination;
    unit->destination.port = net_read_16(bytes.octets + 2);
    net_bytes_skip(&bytes, header_length);
    unit->payload = bytes.octets;
    unit->captured = bytes.captured;
    unit->length = bytes.length;
}

/* RFC 9293 §3.1. Where the header's length is wrong, or it is cut behind its numbers, nobody knows
 * where its payload begins: it has none, but it counts, as it does in Wireshark. */
static NetKind read_tcp(NetBytes bytes, const IpHeader *header, NetUnit *unit,
                        guint32 *header_length) {
    if (!net_bytes_has(&bytes, TCP_NUMBERS)) {
        return bytes.length < TCP_NUMBERS ? NET_DAMAGED : NET_NOTHING;
    }
    *header_length = (bytes.octets[12] >> 4) * 4u;
    gboolean has_payload = net_bytes_has(&bytes, TCP_HEADER_MIN) &&
                           *header_length >= TCP_HEADER_MIN && *header_length <= bytes.length;
    if (!has_payload) {
        *header_length = TCP_NUMBERS;
    }
    fill(unit, bytes, header, *header_length);
    if (!has_payload) {
        unit->captured = unit->length = 0;
    }
    unit->seq = net_read_32(bytes.octets + 4);
    unit->ack = net_read_32(bytes.octets + 8);
    unit->flags = bytes.octets[13];
    unit->checksum = verify(&bytes, header);
    return NET_TCP;
}

/* RFC 768. A length of 0 is a jumbogram (RFC 2675) or segmentation offload. */
static NetKind read_udp(NetBytes bytes, const IpHeader *header, NetUnit *unit,
                        guint32 *header_length) {
    if (bytes.length < UDP_HEADER) {
        return NET_DAMAGED;
    }
    if (!net_bytes_has(&bytes, UDP_HEADER)) {
        return NET_NOTHING;
    }
    guint32 length = net_read_16(bytes.octets + 4);
    if (length == 0) {
        length = bytes.length;
    }
    if (length < UDP_HEADER || length > bytes.length) {
        return NET_DAMAGED;
    }
    net_bytes_set_length(&bytes, length);
    *header_length = UDP_HEADER;
    fill(unit, bytes, header, UDP_HEADER);
    unit->seq = unit->ack = 0;
    unit->flags = 0;
    gboolean has_checksum = net_read_16(bytes.octets + UDP_CHECKSUM_AT) != 0;
    unit->checksum = has_checksum ? verify(&bytes, header) : NET_CHECKSUM_UNKNOWN;
    return NET_UDP;
}

NetKind transport_read(NetBytes bytes, const IpHeader *header, NetUnit *unit,
                       guint32 *header_length) {
    if (header->protocol == PROTOCOL_TCP) {
        return read_tcp(bytes, header, unit, header_length);
    }
    if (header->protocol == PROTOCOL_UDP) {
        return read_udp(bytes, header, unit, header_length);
    }
    return NET_NOTHING;
}
