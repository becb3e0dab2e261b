/* SPDX-License-Identifier: MIT */
/* The time stamps of a pcapng interface. Internal to capture/. */
#pragma once

#include <glib.h>

/* How many units make a second: if_tsresol; and seconds to add: if_tsoffset. */
typedef struct {
    guint64 multiply, divide; /* units to nanoseconds; one of them is 1 */
    guint8 binary_digits;     /* or, if not 0: units are 2^-n seconds */
    gint64 offset_ns;
} PcapngTime;

/* Microseconds, as long as no option says otherwise. */
void pcapng_time_init(PcapngTime *self);

/* The value of if_tsresol: a negative power of 10, or of 2 if the highest bit is set. */
void pcapng_time_set_resolution(PcapngTime *self, guint8 value);
void pcapng_time_set_offset(PcapngTime *self, gint64 seconds);

gint64 pcapng_time_to_ns(const PcapngTime *self, guint64 units);
