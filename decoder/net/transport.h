/* SPDX-License-Identifier: MIT */
/* TCP and UDP headers. Internal to net/. */
#pragma once

#include "net/ip.h"

/* Reads the header that `bytes` begins with and fills everything of *unit but frame, time and
 * pieces; *header_length says how many octets stand before the payload. */
NetKind transport_read(NetBytes bytes, const IpHeader *header, NetUnit *unit,
                       guint32 *header_length);
