/* SPDX-License-Identifier: MIT */
/* What becomes of a segment's payload. */
#pragma once

#include "stream/tcp_connection.h"

/* Finds the segment's place (segment->offset), tells of keep-alives, copies and strays, and hands
 * the octets on or holds them. What it acknowledges has been noted before. */
void payload_take(TcpConnection *self, TcpSegment *segment);
