/* SPDX-License-Identifier: MIT */
#include "capture/capture_builder.h"

typedef struct {
    const char *name;
    gboolean is_big_endian, is_nano;
    guint32 network;
    const char *expected;
} Case;

/* clang-format off */
static const Case cases[] = {
    {"microseconds, little-endian", FALSE, FALSE, 1,
     "1 1000000002000 1 3/3 abc;2 1001000999000 1 4/90 defg;end"},
    {"microseconds, big-endian", TRUE, FALSE, 1,
     "1 1000000002000 1 3/3 abc;2 1001000999000 1 4/90 defg;end"},
    {"nanoseconds, little-endian", FALSE, TRUE, 113,
     "1 1000000000002 113 3/3 abc;2 1001000000999 113 4/90 defg;end"},
    {"nanoseconds, big-endian", TRUE, TRUE, 101,
     "1 1000000000002 101 3/3 abc;2 1001000000999 101 4/90 defg;end"},
    {"with a frame check sequence", TRUE, FALSE, 0x24000001,
     "1 1000000002000 1 3/3 abc;2 1001000999000 1 4/90 defg;end"},
};
/* clang-format on */

static Builder build(const Case *c) {
    Builder builder = pcap_begin(c->is_big_endian, c->is_nano, c->network);
    pcap_packet(&builder, 1000, 2, 3, "abc");
    pcap_packet(&builder, 1001, 999, 90, "defg");
    return builder;
}

Test(pcap_file, byte_orders_and_units) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Builder builder = build(&cases[i]);
        g_autofree char *seen = read_builder(&builder);
        cr_expect_str_eq(seen, cases[i].expected, "%s", cases[i].name);
        g_byte_array_unref(builder.octets);
    }
}

Test(pcap_file, cut_at_every_octet) {
    Builder builder = build(&cases[0]);
    static const gsize first_at = 24, second_at = 24 + 16 + 3;
    for (gsize length = 1; length < builder.octets->len; length++) {
        g_autofree char *seen = read_octets(builder.octets->data, length);
        if (length < first_at) {
            cr_expect(g_str_has_prefix(seen, "no: x.pcap "), "%zu: %s", length, seen);
            continue;
        }
        guint n = length < second_at ? 0 : 1;
        cr_expect_eq(count_packets(seen), n, "%zu: %s", length, seen);
        gboolean is_end = length == first_at || length == second_at;
        cr_expect_eq(g_str_has_suffix(seen, "end"), is_end, "%zu: %s", length, seen);
        g_autofree char *place =
            g_strdup_printf("short: x.pcap ends in the middle of frame %u (octet %zu)", n + 1,
                            n == 0 ? first_at : second_at);
        cr_expect_eq(strstr(seen, place) != NULL, !is_end, "%zu: %s", length, seen);
    }
    g_byte_array_unref(builder.octets);
}

Test(pcap_file, garbage_after_a_packet) {
    Builder builder = build(&cases[0]);
    put(&builder, "this is not the header of any packet", 36);
    g_autofree char *seen = read_builder(&builder);
    cr_expect_eq(count_packets(seen), 2);
    cr_expect_not_null(strstr(seen, "x.pcap is damaged where frame 3 should be (octet 63)"), "%s",
                       seen);
    g_byte_array_unref(builder.octets);
}

Test(pcap_file, a_snap_length_that_is_too_small_shortens_nothing) {
    Builder builder = pcap_begin(FALSE, FALSE, 1);
    builder.octets->data[16] = 2;
    builder.octets->data[17] = 0;
    pcap_packet(&builder, 0, 0, 5, "abcde");
    g_autofree char *seen = read_builder(&builder);
    cr_expect_str_eq(seen, "1 0 1 5/5 abcde;end");
    g_byte_array_unref(builder.octets);
}

Test(pcap_file, no_packets) {
    Builder builder = pcap_begin(FALSE, FALSE, 1);
    g_autofree char *seen = read_builder(&builder);
    cr_expect_str_eq(seen, "end");
    g_byte_array_unref(builder.octets);
}

Test(pcap_file, unknown_version) {
    Builder builder = pcap_begin(FALSE, FALSE, 1);
    builder.octets->data[4] = 99;
    g_autofree char *seen = read_builder(&builder);
    cr_expect(g_str_has_prefix(seen, "no: x.pcap cannot be read as pcap"), "%s", seen);
    g_byte_array_unref(builder.octets);
}
