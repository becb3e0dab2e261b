/* SPDX-License-Identifier: MIT */
/* Reads IPv4 and IPv6 headers with all their options and extensions. It neither joins fragments nor
 * knows what an upper protocol looks like. */
#include "net/ip.h"

#include <string.h>

#define V4_HEADER_MIN 20u
#define V6_HEADER 40u
#define EXTENSIONS_MAX 16 /* one after the other in one packet */

enum {
    V4_MORE_FRAGMENTS = 0x2000,
    V4_OFFSET_MASK = 0x1fff,
    V6_MORE_FRAGMENTS = 0x0001,
    V6_OFFSET_MASK = 0xfff8,
};

enum {
    NEXT_HOP_BY_HOP = 0,
    NEXT_ROUTING = 43,
    NEXT_FRAGMENT = 44,
    NEXT_AUTHENTICATION = 51,
    NEXT_DESTINATION = 60,
    NEXT_MOBILITY = 135,
    NEXT_HIP = 139,
    NEXT_SHIM6 = 140,
};

IpResult ip_read_v4(NetBytes *bytes, IpHeader *header) {
    if (!net_bytes_has(bytes, V4_HEADER_MIN)) {
        return IP_NOTHING;
    }
    const guint8 *octets = bytes->octets;
    guint32 header_length = (octets[0] & 0x0fu) * 4u;
    guint32 total = net_read_16(octets + 2);
    if (total == 0) {
        total = bytes->length;
    }
    if (octets[0] >> 4 != 4 || header_length < V4_HEADER_MIN || header_length > total) {
        return IP_DAMAGED;
    }
    guint fragment = net_read_16(octets + 6);
    *header = (IpHeader){.protocol = octets[9]};
    header->source.family = header->destination.family = 4;
    memcpy(header->source.octets, octets + 12, 4);
    memcpy(header->destination.octets, octets + 16, 4);
    if (G_UNLIKELY(fragment & (V4_MORE_FRAGMENTS | V4_OFFSET_MASK))) {
        header->is_fragment = TRUE;
        header->has_more_fragments = (fragment & V4_MORE_FRAGMENTS) != 0;
        header->fragment_id = net_read_16(octets + 4);
        header->fragment_offset = (fragment & V4_OFFSET_MASK) * 8u;
    }
    net_bytes_set_length(bytes, total);
    net_bytes_skip(bytes, header_length);
    return IP_GOOD;
}

/* RFC 8200 §4.5. A packet that is "fragmented" into one piece is no fragment. */
static void read_fragment(const guint8 *octets, IpHeader *header) {
    guint fragment = net_read_16(octets + 2);
    header->has_more_fragments = (fragment & V6_MORE_FRAGMENTS) != 0;
    header->fragment_offset = fragment & V6_OFFSET_MASK;
    header->fragment_id = net_read_32(octets + 4);
    header->is_fragment = header->has_more_fragments || header->fragment_offset != 0;
}

/* How long an extension header is, from its second octet; 0 if `protocol` is none. */
static guint32 extension_length(guint8 protocol, guint8 length_octet) {
    switch (protocol) {
    case NEXT_FRAGMENT:
        return 8;
    case NEXT_AUTHENTICATION: /* RFC 4302 §2.2 counts in units of four octets */
        return (length_octet + 2u) * 4u;
    case NEXT_HOP_BY_HOP:
    case NEXT_ROUTING:
    case NEXT_DESTINATION:
    case NEXT_MOBILITY:
    case NEXT_HIP:
    case NEXT_SHIM6:
        return (length_octet + 1u) * 8u;
    default:
        return 0;
    }
}

IpResult ip_read_extensions(NetBytes *bytes, IpHeader *header) {
    for (int i = 0; i < EXTENSIONS_MAX; i++) {
        guint8 protocol = header->protocol;
        if (extension_length(protocol, 0) == 0) {
            return IP_GOOD;
        }
        if (!net_bytes_has(bytes, 8)) {
            return bytes->length < 8 ? IP_DAMAGED : IP_NOTHING;
        }
        const guint8 *octets = bytes->octets;
        guint32 length = extension_length(protocol, octets[1]);
        if (length > bytes->length) {
            return IP_DAMAGED;
        }
        header->protocol = octets[0];
        /* RFC 8200 §4.4: with segments left, the destination is not the final one. */
        header->is_rerouted = header->is_rerouted || (protocol == NEXT_ROUTING && octets[3] != 0);
        if (protocol == NEXT_FRAGMENT) {
            read_fragment(octets, header);
        }
        net_bytes_skip(bytes, length);
        if (header->is_fragment) {
            return IP_GOOD;
        }
    }
    return IP_NOTHING;
}

IpResult ip_read_v6(NetBytes *bytes, IpHeader *header) {
    if (!net_bytes_has(bytes, V6_HEADER)) {
        return IP_NOTHING;
    }
    const guint8 *octets = bytes->octets;
    if (octets[0] >> 4 != 6) {
        return IP_DAMAGED;
    }
    guint32 payload = net_read_16(octets + 4);
    *header = (IpHeader){.protocol = octets[6]};
    header->source.family = header->destination.family = 6;
    memcpy(header->source.octets, octets + 8, 16);
    memcpy(header->destination.octets, octets + 24, 16);
    net_bytes_skip(bytes, V6_HEADER);
    if (payload != 0) { /* 0: a jumbogram, or segmentation offload; all octets belong to it */
        net_bytes_set_length(bytes, payload);
    }
    return ip_read_extensions(bytes, header);
}
