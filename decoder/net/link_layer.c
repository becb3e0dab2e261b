/* SPDX-License-Identifier: MIT */
/* Takes the link layer off a packet: one function per kind, one table row per link type. It finds
 * out which network protocol follows, and refuses to know anything of it. */
#include "net/link_layer.h"

#define TAGS_MAX 8 /* VLAN tags on one packet */

enum {
    TYPE_VLAN = 0x8100,
    TYPE_QINQ = 0x88a8,
    TYPE_QINQ_OLD = 0x9100,
    TYPE_PPPOE_SESSION = 0x8864,
    TYPE_LENGTH_MAX = 1500, /* an EtherType up to this is an IEEE 802.3 length */
};

enum { PPP_IPV4 = 0x0021, PPP_IPV6 = 0x0057 };

/* Octet `at` begins a 16-bit number; goes past it. 0 if it is not here. */
static guint16 take_type(NetBytes *bytes, guint32 at) {
    if (!net_bytes_has(bytes, at + 2)) {
        return LINK_NOTHING;
    }
    guint16 type = net_read_16(bytes->octets + at);
    net_bytes_skip(bytes, at + 2);
    return type;
}

/* RFC 1661: the protocol number, of one octet if that is odd, after an optional ff 03. */
static guint16 unwrap_ppp(NetBytes *bytes) {
    if (net_bytes_has(bytes, 2) && net_read_16(bytes->octets) == 0xff03) {
        net_bytes_skip(bytes, 2);
    }
    if (!net_bytes_has(bytes, 1)) {
        return LINK_NOTHING;
    }
    guint16 protocol = bytes->octets[0];
    if (protocol & 1) {
        net_bytes_skip(bytes, 1);
    } else {
        protocol = take_type(bytes, 0);
    }
    if (protocol == PPP_IPV4) {
        return LINK_IPV4;
    }
    return protocol == PPP_IPV6 ? LINK_IPV6 : LINK_NOTHING;
}

/* RFC 2516: version and type 1, code 0 for a session's data; then PPP. */
static guint16 unwrap_pppoe(NetBytes *bytes) {
    if (!net_bytes_has(bytes, 6) || bytes->octets[0] != 0x11 || bytes->octets[1] != 0) {
        return LINK_NOTHING;
    }
    guint32 length = net_read_16(bytes->octets + 4);
    net_bytes_skip(bytes, 6);
    net_bytes_set_length(bytes, MIN(length, bytes->length));
    return unwrap_ppp(bytes);
}

/* IEEE 802.2: either SNAP, whose last two octets are an EtherType, or IP's own service point. */
static guint16 unwrap_llc(NetBytes *bytes, guint32 length) {
    static const guint8 point_ip = 0x06;
    net_bytes_set_length(bytes, MIN(length, bytes->length));
    if (!net_bytes_has(bytes, 3) || bytes->octets[2] != 0x03) {
        return LINK_NOTHING;
    }
    guint16 points = net_read_16(bytes->octets);
    net_bytes_skip(bytes, 3);
    if (points == 0xaaaa) {
        return take_type(bytes, 3);
    }
    return points == (point_ip << 8 | point_ip) ? LINK_IPV4 : LINK_NOTHING;
}

/* What an EtherType announces: tags, another wrapping, or IP at last. */
static guint16 follow_type(NetBytes *bytes, guint16 type) {
    for (int tags = 0; tags < TAGS_MAX; tags++) {
        if (type != TYPE_VLAN && type != TYPE_QINQ && type != TYPE_QINQ_OLD) {
            break;
        }
        type = take_type(bytes, 2);
    }
    if (type == LINK_IPV4 || type == LINK_IPV6) {
        return type;
    }
    if (type == TYPE_PPPOE_SESSION) {
        return unwrap_pppoe(bytes);
    }
    if (type == 0 || type > TYPE_LENGTH_MAX) {
        return LINK_NOTHING;
    }
    guint16 inner = unwrap_llc(bytes, type);
    return inner == LINK_IPV4 || inner == LINK_IPV6 ? inner : LINK_NOTHING;
}

/* IEEE 802.3: two addresses of six octets, then the type. */
static guint16 unwrap_ethernet(NetBytes *bytes) {
    return follow_type(bytes, take_type(bytes, 12));
}

/* Linux "any": packet type, ARPHRD type, address length, address, protocol: 16 octets. */
static guint16 unwrap_cooked(NetBytes *bytes) {
    return follow_type(bytes, take_type(bytes, 14));
}

/* Its second version has the protocol first: 20 octets. */
static guint16 unwrap_cooked_2(NetBytes *bytes) {
    guint16 type = take_type(bytes, 0);
    if (!net_bytes_has(bytes, 18)) {
        return LINK_NOTHING;
    }
    net_bytes_skip(bytes, 18);
    return follow_type(bytes, type);
}

/* BSD loopback: the address family, in the byte order of the machine that captured, or in network
 * order (LOOP). Families are small numbers, so that only one of the orders makes sense. */
static guint16 unwrap_loopback(NetBytes *bytes) {
    static const guint8 inet6[] = {24, 28, 30, 10}; /* NetBSD, FreeBSD, macOS, Linux */
    if (!net_bytes_has(bytes, 4)) {
        return LINK_NOTHING;
    }
    guint32 family = net_read_32(bytes->octets);
    if (family > 0xffff) {
        family = GUINT32_SWAP_LE_BE(family);
    }
    net_bytes_skip(bytes, 4);
    if (family == 2) {
        return LINK_IPV4;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(inet6); i++) {
        if (family == inet6[i]) {
            return LINK_IPV6;
        }
    }
    return LINK_NOTHING;
}

/* No link header at all: IP tells its version itself. */
static guint16 unwrap_raw(NetBytes *bytes) {
    if (!net_bytes_has(bytes, 1)) {
        return LINK_NOTHING;
    }
    guint version = bytes->octets[0] >> 4;
    if (version == 4) {
        return LINK_IPV4;
    }
    return version == 6 ? LINK_IPV6 : LINK_NOTHING;
}

static guint16 unwrap_ipv4(NetBytes *bytes) {
    return LINK_IPV4;
}

static guint16 unwrap_ipv6(NetBytes *bytes) {
    return LINK_IPV6;
}

/* HDLC framing of PPP, or Cisco's, which has an EtherType. */
static guint16 unwrap_hdlc(NetBytes *bytes) {
    if (net_bytes_has(bytes, 2) && (bytes->octets[0] == 0x0f || bytes->octets[0] == 0x8f)) {
        return follow_type(bytes, take_type(bytes, 2));
    }
    return unwrap_ppp(bytes);
}

/* clang-format off */
static const LinkLayer layers[] = {
    {1,   unwrap_ethernet},
    {113, unwrap_cooked},
    {276, unwrap_cooked_2},
    {0,   unwrap_loopback}, /* NULL */
    {108, unwrap_loopback}, /* LOOP */
    {101, unwrap_raw},
    {12,  unwrap_raw},      /* raw IP by the number that most systems use in memory */
    {14,  unwrap_raw},      /* the same on OpenBSD */
    {228, unwrap_ipv4},
    {229, unwrap_ipv6},
    {9,   unwrap_ppp},
    {50,  unwrap_hdlc},
    {51,  unwrap_pppoe},
};
/* clang-format on */

const LinkLayer *link_layer_find(int link_type) {
    for (gsize i = 0; i < G_N_ELEMENTS(layers); i++) {
        if (layers[i].link_type == link_type) {
            return &layers[i];
        }
    }
    return NULL;
}
