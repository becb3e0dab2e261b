/* SPDX-License-Identifier: MIT */
#include "net/packet_builder.h"

#define HELLO_4 "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 good 5/5 hello [1@0]"
#define HELLO_6 "tcp 2001:db8::1:40000>2001:db8::2:25 1000/2000/18 good 5/5 hello [1@0]"
#define MAC "020000000001 020000000002 "

/* clang-format off */
static const struct {
    const char *name;
    int link_type;
    guint family;
    const char *header;
    const char *expected;
} links[] = {
    {"Ethernet, IPv4", 1, 4, MAC "0800", HELLO_4},
    {"Ethernet, IPv6", 1, 6, MAC "86dd", HELLO_6},
    {"Ethernet, ARP", 1, 4, MAC "0806", "nothing"},
    {"VLAN", 1, 4, MAC "8100 0005 0800", HELLO_4},
    {"QinQ", 1, 6, MAC "88a8 0005 8100 0006 86dd", HELLO_6},
    {"old QinQ, three tags", 1, 4, MAC "9100 0005 9100 0001 8100 0006 0800", HELLO_4},
    {"nine tags", 1, 4, MAC "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 0800", "nothing"},
    {"802.3 SNAP", 1, 4, MAC "0045 aaaa 03 000000 0800", HELLO_4},
    {"802.3 LLC", 1, 4, MAC "0040 0606 03", HELLO_4},
    {"802.3 spanning tree", 1, 4, MAC "0040 4242 03", "nothing"},
    {"802.3 length 0", 1, 4, MAC "0000 aaaa 03 000000 0800", "nothing"},
    {"PPPoE session", 1, 4, MAC "8864 1100 0001 002f 0021", HELLO_4},
    {"PPPoE session, IPv6", 1, 6, MAC "8864 1100 0001 0043 0057", HELLO_6},
    {"PPPoE discovery code", 1, 4, MAC "8864 1109 0001 002f 0021", "nothing"},
    {"cooked", 113, 4, "0000 0001 0006 020000000001 0000 0800", HELLO_4},
    {"cooked, VLAN", 113, 6, "0000 0001 0006 020000000001 0000 8100 0002 86dd", HELLO_6},
    {"cooked 2", 276, 4, "0800 0000 00000003 0001 00 06 020000000001 0000", HELLO_4},
    {"cooked 2, IPv6", 276, 6, "86dd 0000 00000003 0304 04 06 020000000001 0000", HELLO_6},
    {"NULL little-endian", 0, 4, "02000000", HELLO_4},
    {"NULL big-endian", 0, 4, "00000002", HELLO_4},
    {"NULL NetBSD IPv6", 0, 6, "18000000", HELLO_6},
    {"NULL FreeBSD IPv6", 0, 6, "0000001c", HELLO_6},
    {"NULL macOS IPv6", 0, 6, "1e000000", HELLO_6},
    {"NULL Linux IPv6", 0, 6, "0a000000", HELLO_6},
    {"NULL AppleTalk", 0, 4, "10000000", "nothing"},
    {"LOOP", 108, 4, "00000002", HELLO_4},
    {"LOOP IPv6", 108, 6, "0000001e", HELLO_6},
    {"raw", 101, 4, "", HELLO_4},
    {"raw IPv6", 101, 6, "", HELLO_6},
    {"raw as 12", 12, 4, "", HELLO_4},
    {"raw as 14", 14, 6, "", HELLO_6},
    {"only IPv4", 228, 4, "", HELLO_4},
    {"only IPv4, yet 6", 228, 6, "", "damaged"},
    {"only IPv6", 229, 6, "", HELLO_6},
    {"only IPv6, yet 4", 229, 4, "", "damaged"},
    {"PPP", 9, 4, "0021", HELLO_4},
    {"PPP with address", 9, 6, "ff03 0057", HELLO_6},
    {"PPP, short protocol", 9, 4, "21", HELLO_4},
    {"PPP control", 9, 4, "c021", "nothing"},
    {"PPP in HDLC", 50, 4, "ff03 0021", HELLO_4},
    {"Cisco HDLC", 50, 4, "0f00 0800", HELLO_4},
    {"PPPoE", 51, 4, "1100 0001 002f 0021", HELLO_4},
    {"IEEE 802.11", 105, 4, "", "unknown link"},
};
/* clang-format on */

Test(net_decoder, link_types) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autoptr(GByteArray) octets = packet_of(links[i].header, links[i].family, 6,
                                                 segment(links[i].family, 6, "", "hello"));
        g_autofree char *seen = push(decoder, links[i].link_type, octets);
        cr_expect_str_eq(seen, links[i].expected, "%s: %s", links[i].name, seen);
    }
}

/* Cut by the snap length: all of the payload that is here is given, and nothing else. */
Test(net_decoder, snapped_at_every_octet) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autoptr(GByteArray) octets = packet_of(links[i].header, links[i].family, 6,
                                                 segment(links[i].family, 6, "", "hello"));
        for (guint n = 0; n < octets->len; n++) {
            g_autofree char *seen =
                push_cut(decoder, links[i].link_type, octets, n, octets->len, 1);
            if (n + 9 >= octets->len && n + 5 < octets->len &&
                g_str_has_prefix(links[i].expected, "tcp")) {
                cr_expect_not_null(strstr(seen, "unknown 0/0 "), "%s, %u: %s", links[i].name, n,
                                   seen); /* the numbers are there, the header is cut */
                continue;
            }
            if (n + 5 < octets->len || !g_str_has_prefix(links[i].expected, "tcp")) {
                cr_expect(strcmp(seen, "nothing") == 0 || strcmp(seen, links[i].expected) == 0,
                          "%s, %u octets: %s", links[i].name, n, seen);
                continue;
            }
            g_autofree char *payload =
                g_strdup_printf("unknown %u/5 %.*s [1@0]", n + 5 - octets->len,
                                (int)(n + 5 - octets->len), "hello");
            cr_expect_not_null(strstr(seen, payload), "%s, %u: %s", links[i].name, n, seen);
        }
    }
}

/* The same packet, really that short on the wire: its lengths contradict it, but never is an octet
 * read or given that is not there. */
Test(net_decoder, short_at_every_octet) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autoptr(GByteArray) octets = packet_of(links[i].header, links[i].family, 6,
                                                 segment(links[i].family, 6, "", "hello"));
        for (guint n = 0; n < octets->len; n++) {
            g_autofree char *seen = push_cut(decoder, links[i].link_type, octets, n, n, 1);
            cr_expect_null(strstr(seen, "good"), "%s, %u octets: %s", links[i].name, n, seen);
        }
    }
}

static void expect_push(NetDecoder *decoder, const char *name, const GByteArray *octets,
                        const char *expected) {
    g_autofree char *seen = push(decoder, 101, octets);
    cr_expect_str_eq(seen, expected, "%s: %s", name, seen);
}

/* clang-format off */
static const struct {
    const char *name;
    guint at; /* which octet of a raw IPv4 packet with "hello" in TCP or UDP */
    guint8 value;
    guint protocol;
    const char *expected;
} changes[] = {
    {"unchanged TCP", 8, 1, 6, HELLO_4},
    {"unchanged UDP", 8, 1, 17, "udp 10.0.0.1:40000>10.0.0.2:25 0/0/0 good 5/5 hello [1@0]"},
    {"header of 16 octets", 0, 0x44, 6, "damaged"},
    {"header longer than the packet", 3, 19, 6, "damaged"},
    {"total length 0 (offload)", 3, 0, 6, HELLO_4},
    {"total length beyond the packet", 3, 50, 6, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 unknown 5/10 hello [1@0]"},
    {"total length that cuts the TCP header", 3, 39, 6, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 bad 0/0  [1@0]"},
    {"total length that cuts its numbers", 3, 35, 6, "damaged"},
    {"total length with TCP header only", 3, 40, 6, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 bad 0/0  [1@0]"},
    {"damaged payload", 44, 'O', 6, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 bad 5/5 hellO [1@0]"},
    {"ICMP", 9, 1, 6, "nothing"},
    {"TCP header of 16 octets", 32, 0x40, 6, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 bad 0/0  [1@0]"},
    {"TCP header longer than the segment", 32, 0xf0, 6, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 bad 0/0  [1@0]"},
    {"UDP length 7", 25, 7, 17, "damaged"},
    {"UDP length beyond the packet", 25, 14, 17, "damaged"},
    {"UDP length 0 (offload)", 25, 0, 17, "udp 10.0.0.1:40000>10.0.0.2:25 0/0/0 bad 5/5 hello [1@0]"},
    {"UDP length shorter than the packet", 25, 12, 17, "udp 10.0.0.1:40000>10.0.0.2:25 0/0/0 bad 4/4 hell [1@0]"},
};
/* clang-format on */

Test(net_decoder, ipv4_numbers_that_are_off) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        guint protocol = changes[i].protocol;
        g_autoptr(GByteArray) octets =
            packet_of("", 4, protocol, segment(4, protocol, "", "hello"));
        octets->data[changes[i].at] = changes[i].value;
        expect_push(decoder, changes[i].name, octets, changes[i].expected);
    }
}

Test(net_decoder, udp_without_checksum) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) octets = packet_of("", 4, 17, segment(4, 17, "", "hello"));
    octets->data[26] = octets->data[27] = 0;
    expect_push(decoder, "UDP", octets,
                "udp 10.0.0.1:40000>10.0.0.2:25 0/0/0 unknown 5/5 hello [1@0]");
}

Test(net_decoder, options_and_padding) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) tcp = segment(4, 6, "0101 080a 00000001 00000002", "hello");
    g_autoptr(GByteArray) octets = g_byte_array_new();
    put_hex(octets, MAC "0800");
    put_ipv4(octets, 6, 0x4000, "94040000 01010101", tcp->len);
    put(octets, tcp->data, tcp->len);
    put_hex(octets, "0000 0000 deadbeef"); /* padding and a frame check sequence */
    g_autofree char *seen = push(decoder, 1, octets);
    cr_expect_str_eq(seen, HELLO_4);
    guint padded = octets->len;
    g_autofree char *cut = push_cut(decoder, 1, octets, padded - 8 - 5 - 4, padded, 1);
    cr_expect_str_eq(cut, "tcp 10.0.0.1:40000>10.0.0.2:25 1000/2000/18 unknown 0/5  [1@0]",
                     "a cut inside the options leaves the numbers that were needed");
}

Test(net_decoder, tcp_quoted_in_an_icmp_error_is_not_tcp) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) quoted = packet_of("", 4, 6, segment(4, 6, "", ""));
    g_autoptr(GByteArray) octets = g_byte_array_new();
    put_ipv4(octets, 1, 0, "", quoted->len + 8);
    put_hex(octets, "0301 0000 00000000");
    put(octets, quoted->data, quoted->len);
    expect_push(decoder, "ICMP", octets, "nothing");
}

#define DESTINATION_OPTIONS "0104 00000000"

/* clang-format off */
static const struct {
    const char *name;
    guint next;
    const char *extensions;
    const char *expected;
} chains[] = {
    {"hop-by-hop", 0, "0600 010400000000", HELLO_6},
    {"three", 0, "3c00 010400000000 2b00 010400000000 0600 000000000000", HELLO_6},
    {"long destination options", 60, "0601 010c 00000000 00000000 00000000", HELLO_6},
    {"source route at its end", 43, "0600 0400 00000000", HELLO_6},
    {"source route with stops left", 43, "0600 0401 00000000",
     "tcp 2001:db8::1:40000>2001:db8::2:25 1000/2000/18 unknown 5/5 hello [1@0]"},
    {"authentication", 51, "0604 0000 00000001 00000002 000000000000000000000000", HELLO_6},
    {"mobility, then HIP", 135, "8b00 000000000000 0600 000000000000", HELLO_6},
    {"fragment that is all", 44, "0600 0000 00000007", HELLO_6},
    {"no next header", 59, "", "nothing"},
    {"encrypted", 50, "", "nothing"},
    {"longer than the packet", 0, "06ff 010400000000", "damaged"},
    {"seventeen",  0,
     "0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 "
     "0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 "
     "0000 000000000000 0000 000000000000 0000 000000000000 0000 000000000000 0600 000000000000", "nothing"},
};
/* clang-format on */

Test(net_decoder, ipv6_extension_headers) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(chains); i++) {
        g_autoptr(GByteArray) tcp = segment(6, 6, "", "hello");
        g_autoptr(GByteArray) octets = g_byte_array_new();
        put_ipv6(octets, chains[i].next, chains[i].extensions, tcp->len);
        put(octets, tcp->data, tcp->len);
        expect_push(decoder, chains[i].name, octets, chains[i].expected);
        for (guint n = 0; n < octets->len; n++) {
            g_autofree char *snapped = push_cut(decoder, 101, octets, n, octets->len, 1);
            cr_expect_null(strstr(snapped, "good"), "%s at %u: %s", chains[i].name, n, snapped);
            g_autofree char *shorter = push_cut(decoder, 101, octets, n, n, 1);
            cr_expect_null(strstr(shorter, "good"), "%s at %u: %s", chains[i].name, n, shorter);
        }
    }
}

Test(net_decoder, ipv6_payload_length_zero_is_all_there_is) {
    g_autoptr(NetDecoder) decoder = net_decoder_new();
    g_autoptr(GByteArray) octets = packet_of("", 6, 6, segment(6, 6, "", "hello"));
    octets->data[4] = octets->data[5] = 0;
    expect_push(decoder, "offload", octets, HELLO_6);
}
