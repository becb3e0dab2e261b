/* SPDX-License-Identifier: MIT */
/* Turns the time stamps of a pcapng interface, in whatever unit, into nanoseconds. Absurd numbers
 * wrap around; they never fail. */
#include "capture/pcapng_time.h"

#define NS_PER_SECOND G_GUINT64_CONSTANT(1000000000)
#define NANO_DIGITS 9
#define IS_BINARY 0x80u
#define DIGITS_MAX 19u /* 10^19 is the last power of ten in 64 bits */

static guint64 power_of_ten(guint exponent) {
    guint64 power = 1;
    for (guint i = 0; i < exponent; i++) {
        power *= 10;
    }
    return power;
}

void pcapng_time_init(PcapngTime *self) {
    *self = (PcapngTime){.multiply = 1000, .divide = 1};
}

void pcapng_time_set_resolution(PcapngTime *self, guint8 value) {
    guint digits = value & ~IS_BINARY;
    self->multiply = 1;
    self->divide = 1;
    self->binary_digits = 0;
    if (value & IS_BINARY) {
        if (digits == 0) {
            self->multiply = NS_PER_SECOND;
        }
        self->binary_digits = (guint8)digits;
    } else if (digits <= NANO_DIGITS) {
        self->multiply = power_of_ten(NANO_DIGITS - digits);
    } else if (digits - NANO_DIGITS <= DIGITS_MAX) {
        self->divide = power_of_ten(digits - NANO_DIGITS);
    } else {
        self->multiply = 0; /* 64 bits of such units make no nanosecond */
    }
}

void pcapng_time_set_offset(PcapngTime *self, gint64 seconds) {
    self->offset_ns = (gint64)((guint64)seconds * NS_PER_SECOND);
}

gint64 pcapng_time_to_ns(const PcapngTime *self, guint64 units) {
    guint64 ns;
    if (self->binary_digits == 0) {
        ns = self->divide == 1 ? units * self->multiply : units / self->divide;
    } else {
        /* Fewer than 2^94, so that a shift by up to 127 is all there is to do. */
        ns = (guint64)(((unsigned __int128)units * NS_PER_SECOND) >> self->binary_digits);
    }
    return (gint64)(ns + (guint64)self->offset_ns);
}
