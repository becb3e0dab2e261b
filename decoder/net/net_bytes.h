/* SPDX-License-Identifier: MIT */
/* The one bounds-checked cursor over packet octets. Internal to net/. */
#pragma once

#include <glib.h>

/* What is left of a packet. captured ≤ length always. */
typedef struct {
    const guint8 *octets;
    guint32 captured; /* octets that are here */
    guint32 length;   /* octets that were on the wire */
} NetBytes;

/* Is a header of `n` octets here? */
static inline gboolean net_bytes_has(const NetBytes *self, guint32 n) {
    return self->captured >= n;
}

/* Goes past `n` octets that are on the wire; beyond the captured ones nothing is left to read. */
static inline void net_bytes_skip(NetBytes *self, guint32 n) {
    guint32 here = MIN(n, self->captured);
    self->octets += here;
    self->captured -= here;
    self->length -= MIN(n, self->length);
}

/* Says that `length` octets were on the wire, whatever was captured after them (padding). */
static inline void net_bytes_set_length(NetBytes *self, guint32 length) {
    self->length = length;
    self->captured = MIN(self->captured, length);
}

/* Big-endian numbers; the caller has checked that they are here. */
static inline guint16 net_read_16(const guint8 *octets) {
    return (guint16)(octets[0] << 8 | octets[1]);
}

static inline guint32 net_read_32(const guint8 *octets) {
    return (guint32)net_read_16(octets) << 16 | net_read_16(octets + 2);
}
