/* SPDX-License-Identifier: MIT */
/* IPv4 and IPv6 headers, extension headers included. Internal to net/. */
#pragma once

#include "net/net.h"
#include "net/net_bytes.h"

/* A header that was read; `bytes` then begins behind it. */
typedef struct {
    NetAddress source, destination;
    guint8 protocol; /* of what follows: 6 TCP, 17 UDP, … */
    gboolean
        is_rerouted; /* `destination` is only the next stop, so a checksum cannot be verified */
    gboolean is_fragment;
    gboolean has_more_fragments;
    guint32 fragment_id;
    guint32 fragment_offset; /* in octets */
} IpHeader;

typedef enum {
    IP_GOOD,
    IP_NOTHING, /* the header is cut off, or is followed by nothing that can be read */
    IP_DAMAGED, /* its lengths contradict each other */
} IpResult;

/* RFC 791 §3.1. Octets behind the datagram's own length are link padding and are cut off. A total
 * length of 0 is what segmentation offload leaves behind: then all octets belong to it. */
IpResult ip_read_v4(NetBytes *bytes, IpHeader *header);

/* RFC 8200 §3 and §4, up to a fragment header or the first header that is no extension. */
IpResult ip_read_v6(NetBytes *bytes, IpHeader *header);

/* The extension headers that begin a reassembled IPv6 payload, from header->protocol on. */
IpResult ip_read_extensions(NetBytes *bytes, IpHeader *header);
