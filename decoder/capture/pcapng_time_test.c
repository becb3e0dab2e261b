/* SPDX-License-Identifier: MIT */
#include "capture/pcapng_time.h"

#include <criterion/criterion.h>

/* clang-format off */
static const struct {
    const char *name;
    guint8 resolution;
    gint64 offset;
    guint64 units;
    gint64 expected;
} cases[] = {
    {"seconds", 0, 0, 3, 3000000000},
    {"milliseconds", 3, 0, 3, 3000000},
    {"microseconds", 6, 0, 1700000000123456, 1700000000123456000},
    {"nanoseconds", 9, 0, 1700000000123456789, 1700000000123456789},
    {"picoseconds", 12, 0, 5999, 5},
    {"10^-28 s", 28, 0, G_MAXUINT64, 1},
    {"10^-29 s", 29, 0, G_MAXUINT64, 0},
    {"10^-127 s", 127, 0, G_MAXUINT64, 0},
    {"2^0 s", 0x80, 0, 3, 3000000000},
    {"2^-1 s", 0x81, 0, 3, 1500000000},
    {"2^-32 s", 0xa0, 0, 0x180000000, 1500000000},
    {"2^-127 s", 0xff, 0, G_MAXUINT64, 0},
    {"later by an offset", 6, 10, 1, 10000001000},
    {"earlier by an offset", 6, -1, 2000000, 1000000000},
};
/* clang-format on */

Test(pcapng_time, resolutions) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        PcapngTime time;
        pcapng_time_init(&time);
        pcapng_time_set_resolution(&time, cases[i].resolution);
        pcapng_time_set_offset(&time, cases[i].offset);
        cr_expect_eq(pcapng_time_to_ns(&time, cases[i].units), cases[i].expected, "%s: %ld",
                     cases[i].name, (long)pcapng_time_to_ns(&time, cases[i].units));
    }
}

Test(pcapng_time, microseconds_unless_told_otherwise) {
    PcapngTime time;
    pcapng_time_init(&time);
    cr_expect_eq(pcapng_time_to_ns(&time, 7), 7000);
}
