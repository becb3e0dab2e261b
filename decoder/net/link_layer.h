/* SPDX-License-Identifier: MIT */
/* Link layers: what stands before the IP header. Internal to net/. */
#pragma once

#include "net/net_bytes.h"

/* Network protocols by their EtherType. */
enum { LINK_NOTHING = 0, LINK_IPV4 = 0x0800, LINK_IPV6 = 0x86dd };

typedef struct {
    int link_type; /* LINKTYPE_ number */
    /* Goes past the link header and any tags; returns LINK_IPV4, LINK_IPV6 or LINK_NOTHING. */
    guint16 (*unwrap)(NetBytes *bytes);
} LinkLayer;

/* NULL for a link type that is not read. Static. */
const LinkLayer *link_layer_find(int link_type);
