/* SPDX-License-Identifier: MIT */
/* The Internet checksum. Internal to net/. */
#pragma once

#include "net/ip.h"

/* Verifies the checksum of a whole TCP segment or UDP datagram with its pseudo-header
 * (RFC 9293 §3.1, RFC 8200 §8.1). */
gboolean checksum_is_good(const IpHeader *header, const guint8 *octets, guint32 length);
