/* SPDX-License-Identifier: MIT */
/* Which packets carried which octets of one direction of a stream. */
#pragma once

#include <glib.h>

/* What is known of the packets behind a range of octets. */
typedef struct {
    guint64 offset, length;
    guint64 first_frame, last_frame;    /* least and greatest frame number */
    gint64 first_time_ns, last_time_ns; /* of the range's first and of its last octet */
    guint segments;                     /* how many segments carried it */
} Carrier;

/* All zero is an empty log. Only the functions below look inside. */
typedef struct {
    Carrier *carriers; /* by offset, without overlap; NULL while `few` have room for all */
    guint start;       /* those before it are forgotten */
    guint end, room;   /* one past the last; how many fit in `carriers` */
    Carrier few[2];    /* mostly a unit that grows, and the packet that has just come */
} CarrierLog;

/* Frees what the log owns; it is empty afterwards and may be used again. */
void carrier_log_clear(CarrierLog *self);

/* Octets `offset`…`offset+length` (length ≥ 1) came in this frame. Offsets grow. Octets that
 * continue the frame of the call before are the same segment. */
void carrier_log_append(CarrierLog *self, guint64 offset, guint64 length, guint64 frame,
                        gint64 time_ns);

/* Everything known of the octets offset…offset+length (length ≥ 1). Where part of the range was
 * folded, the answer covers the whole folded piece; where none is known, segments is 0. */
Carrier carrier_log_find(const CarrierLog *self, guint64 offset, guint64 length);

/* Keeps memory flat in a long unit: carriers wholly inside [from, to) become one. */
void carrier_log_fold(CarrierLog *self, guint64 from, guint64 to);

/* Octets before `offset` will not be asked for again. */
void carrier_log_forget(CarrierLog *self, guint64 offset);
