/* SPDX-License-Identifier: MIT */
/* A libpcap filter expression, compiled once for each link type. Internal to capture/. */
#pragma once

#include "capture/capture.h"

typedef struct PacketFilter PacketFilter;

/* Compiles for each of `link_types` (of int), or if there is none yet for a common one, so that a
 * mistake in the expression is found at once. NULL with a clause in `error`. */
PacketFilter *packet_filter_new(const char *expression, const GArray *link_types, GError **error);
void packet_filter_free(PacketFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PacketFilter, packet_filter_free)

typedef enum {
    PACKET_FILTER_PASSES,
    PACKET_FILTER_DROPS,
    PACKET_FILTER_FAILS, /* the expression has no meaning on the packet's link type; error is set */
} PacketFilterResult;

PacketFilterResult packet_filter_match(PacketFilter *self, const CapturePacket *packet,
                                       GError **error);
