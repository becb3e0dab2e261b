/* SPDX-License-Identifier: MIT */
#include "net/packet_builder.h"

#define MORE_4 0x2000u

/* Octets from…to of `payload` as a fragment; `next` is the header that the IPv6 payload begins
 * with. */
static GByteArray *fragment_of(guint family, const GByteArray *payload, guint from, guint to,
                               guint next) {
    GByteArray *octets = g_byte_array_new();
    gboolean has_more = to < payload->len;
    if (family == 4) {
        put_ipv4(octets, 6, (has_more ? MORE_4 : 0) | from / 8, "", to - from);
    } else {
        g_autofree char *header =
            g_strdup_printf("%02x00 %04x 00000007", next, from | (has_more ? 1u : 0u));
        put_ipv6(octets, 44, header, to - from);
    }
    put(octets, payload->data + from, to - from);
    return octets;
}

#define LETTERS "abcdefghijklmnopqrst"

/* A TCP segment with 20 octets in it, after 8 octets of destination options for IPv6. */
static GByteArray *payload_of(guint family) {
    g_autoptr(GByteArray) tcp = segment(family, 6, "", LETTERS);
    GByteArray *payload = g_byte_array_new();
    if (family == 6) {
        put_hex(payload, "0600 010400000000");
    }
    put(payload, tcp->data, tcp->len);
    return payload;
}

static const guint orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

/* Pushes three fragments in one of the orders; frames are numbered as they come. */
static void expect_order(guint family, const guint order[3]) {
    static const guint cuts[] = {0, 24, 32};
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) payload = payload_of(family);
    g_autofree char *seen = g_strdup("nothing");
    guint frame_of[3];
    for (guint n = 0; n < 3; n++) {
        cr_expect_str_eq(seen, "nothing");
        guint part = order[n], to = part == 2 ? payload->len : cuts[part + 1];
        g_autoptr(GByteArray) octets = fragment_of(family, payload, cuts[part], to, 60);
        frame_of[part] = n + 1;
        g_free(seen);
        seen = push_cut(decoder, 101, octets, octets->len, octets->len, n + 1);
    }
    /* IPv4: 4 payload octets in the first fragment, then 8; IPv6: none in the first, then 4. */
    g_autofree char *expected =
        family == 4
            ? g_strdup_printf("good 20/20 " LETTERS " [%u@0 %u@4 %u@12]", frame_of[0], frame_of[1],
                              frame_of[2])
            : g_strdup_printf("good 20/20 " LETTERS " [%u@0 %u@4]", frame_of[1], frame_of[2]);
    cr_expect(g_str_has_suffix(seen, expected), "IPv%u: %s; not %s", family, seen, expected);
}

Test(net_fragment, every_order) {
    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        expect_order(4, orders[i]);
        expect_order(6, orders[i]);
    }
}

/* Pushes 8-octet fragments of an IPv4 datagram; those from `mark` on carry other octets. */
static char *push_parts(NetDecoder *decoder, const GByteArray *payload, const guint (*parts)[2],
                        guint n_parts, guint mark) {
    g_autoptr(GByteArray) other = g_byte_array_new();
    put(other, payload->data, payload->len);
    memset(other->data + 20, '#', other->len - 20);
    char *seen = NULL;
    for (guint i = 0; i < n_parts; i++) {
        const GByteArray *from = i >= mark ? other : payload;
        g_autoptr(GByteArray) octets = fragment_of(4, from, parts[i][0], parts[i][1], 0);
        g_free(seen);
        seen = push_cut(decoder, 101, octets, octets->len, octets->len, i + 1);
    }
    return seen;
}

Test(net_fragment, the_first_octets_win_where_fragments_overlap) {
    static const guint parts[][2] = {{8, 32}, {0, 24}, {16, 40}};
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) payload = payload_of(4);
    g_autofree char *seen = push_parts(decoder, payload, parts, 3, 2);
    cr_expect_not_null(strstr(seen, "bad 20/20 abcdefghijkl######## [1@0 3@12]"), "%s", seen);
}

Test(net_fragment, a_fragment_around_others_fills_only_the_holes) {
    static const guint parts[][2] = {{0, 8}, {24, 32}, {8, 40}};
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) payload = payload_of(4);
    g_autofree char *seen = push_parts(decoder, payload, parts, 3, 2);
    /* Octets 20…23 and 32…39 of the payload came in the last one, 24…31 in the second. */
    cr_expect_str_eq(seen, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 bad 20/20 "
                           "####efghijkl######## [3@0 2@4 3@12]");
}

Test(net_fragment, copies_change_nothing) {
    static const guint parts[][2] = {{0, 16}, {0, 16}, {16, 40}};
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) payload = payload_of(4);
    g_autofree char *seen = push_parts(decoder, payload, parts, 3, 9);
    cr_expect(g_str_has_suffix(seen, "good 20/20 " LETTERS " [3@0]"), "%s", seen);
}

Test(net_fragment, no_payload_has_one_piece) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) payload = segment(4, 6, "01010101", "");
    static const guint parts[][2] = {{0, 16}, {16, 24}};
    g_autofree char *seen = push_parts(decoder, payload, parts, 2, 9);
    cr_expect_not_null(strstr(seen, "good 0/0  [2@0]"), "%s", seen);
}

Test(net_fragment, cut_at_every_octet) {
    for (guint family = 4; family <= 6; family += 2) {
        g_autoptr(GByteArray) payload = payload_of(family);
        g_autoptr(GByteArray) first = fragment_of(family, payload, 0, 24, 60);
        g_autoptr(GByteArray) second = fragment_of(family, payload, 24, payload->len, 60);
        for (guint n = 0; n < first->len; n++) {
            g_autoptr(NetDecoder) decoder = net_decoder_new();
            g_autofree char *one = push_cut(decoder, 101, first, n, first->len, 1);
            g_autofree char *two = push_cut(decoder, 101, second, second->len, second->len, 2);
            cr_expect_str_eq(one, "nothing");
            cr_expect_str_eq(two, "nothing", "octets that the snap length cut are missing");
        }
    }
}
