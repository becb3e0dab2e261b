/* SPDX-License-Identifier: MIT */
#include "net/checksum.h"
#include "net/packet_builder.h"

static IpHeader header_of(guint family) {
    IpHeader header = {.protocol = 6};
    Ends ends = ends_of(family);
    header.source.family = header.destination.family = (guint8)family;
    memcpy(header.source.octets, ends.source, 16);
    memcpy(header.destination.octets, ends.destination, 16);
    return header;
}

Test(checksum, every_length_and_alignment) {
    char payload[101];
    for (gsize length = 0; length < sizeof payload; length++) {
        for (gsize i = 0; i < length; i++) {
            payload[i] = (char)(255 - (i * 7) % 254);
        }
        payload[length] = '\0';
        for (guint family = 4; family <= 6; family += 2) {
            IpHeader header = header_of(family);
            g_autoptr(GByteArray) octets = segment(family, 6, "", payload);
            guint8 moved[128 + 8];
            for (gsize at = 0; at < 8; at++) {
                memcpy(moved + at, octets->data, octets->len);
                cr_expect(checksum_is_good(&header, moved + at, octets->len),
                          "%zu octets at %zu, IPv%u", length, at, family);
            }
        }
    }
}

Test(checksum, every_flipped_bit_is_seen) {
    IpHeader header = header_of(4);
    g_autoptr(GByteArray) octets = segment(4, 6, "", "some odd text");
    for (guint bit = 0; bit < octets->len * 8; bit++) {
        octets->data[bit / 8] ^= (guint8)(1 << bit % 8);
        cr_expect_not(checksum_is_good(&header, octets->data, octets->len), "bit %u", bit);
        octets->data[bit / 8] ^= (guint8)(1 << bit % 8);
    }
}

Test(checksum, carries_of_many_ones) {
    IpHeader header = header_of(6);
    char payload[2000];
    memset(payload, 0xff, sizeof payload - 1);
    payload[sizeof payload - 1] = '\0';
    g_autoptr(GByteArray) octets = segment(6, 6, "", payload);
    cr_expect(checksum_is_good(&header, octets->data, octets->len));
}
