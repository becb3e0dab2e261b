/* SPDX-License-Identifier: MIT */
#include "capture/capture_builder.h"

/* Every kind of packet block, two interfaces, blocks that are skipped. */
static void add_section(Builder *builder, gboolean is_big_endian) {
    pcapng_section(builder, is_big_endian);
    pcapng_interface(builder, 1, 9, 0);
    pcapng_interface(builder, 101, 0, 100);
    guint skipped = block_begin(builder, 0x0a); /* decryption secrets */
    put(builder, "CLIENT_RANDOM", 13);
    block_end(builder, skipped);
    pcapng_enhanced(builder, 0, G_GUINT64_CONSTANT(0x500000001), 3, "abc");
    pcapng_enhanced(builder, 1, 7, 70, "defg");
    guint simple = block_begin(builder, 3);
    put_32(builder, 9); /* on the wire; the interface's snap length is 6 */
    put(builder, "hijklm", 6);
    block_end(builder, simple);
    guint old = block_begin(builder, 2);
    put_16(builder, 1);
    put_16(builder, 0xffff);
    put_32(builder, 0);
    put_32(builder, 8);
    put_32(builder, 1);
    put_32(builder, 1);
    put(builder, "n", 1);
    block_end(builder, old);
}

static const char one_section[] = "1 21474836481 1 3/3 abc;"
                                  "2 100000007000 101 4/70 defg;"
                                  "3 100000007000 1 6/9 hijklm;"
                                  "4 100000008000 101 1/1 n;";

static Builder begin(void) {
    return (Builder){.octets = g_byte_array_new()};
}

Test(pcapng_file, both_byte_orders) {
    for (int is_big_endian = 0; is_big_endian <= 1; is_big_endian++) {
        Builder builder = begin();
        add_section(&builder, is_big_endian);
        g_autofree char *seen = read_builder(&builder);
        g_autofree char *expected = g_strconcat(one_section, "end", NULL);
        cr_expect_str_eq(seen, expected, "big-endian: %d", is_big_endian);
        g_byte_array_unref(builder.octets);
    }
}

Test(pcapng_file, a_section_has_its_own_byte_order_and_interfaces) {
    Builder builder = begin();
    add_section(&builder, FALSE);
    pcapng_section(&builder, TRUE);
    pcapng_interface(&builder, 276, 6, 0);
    pcapng_enhanced(&builder, 0, 5, 2, "op");
    g_autoptr(GError) error = NULL;
    g_autoptr(CaptureReader) reader = capture_reader_new(
        byte_source_new_memory(builder.octets->data, builder.octets->len), "x", &error);
    cr_assert_not_null(reader);
    g_autofree char *seen = read_all(reader);
    g_autofree char *expected = g_strconcat(one_section, "5 5000 276 2/2 op;end", NULL);
    cr_expect_str_eq(seen, expected);
    cr_expect_str_eq(capture_reader_format(reader), "pcapng");
    g_autofree char *links = g_strjoinv(" ", (char **)capture_reader_links(reader));
    cr_expect_str_eq(links, "EN10MB RAW LINUX_SLL2");
    g_byte_array_unref(builder.octets);
}

Test(pcapng_file, cut_at_every_octet) {
    Builder builder = begin();
    add_section(&builder, FALSE);
    guint n_ends = 0;
    for (gsize length = 4; length < builder.octets->len; length++) {
        g_autofree char *seen = read_octets(builder.octets->data, length);
        g_autofree char *whole = g_strconcat(one_section, "end", NULL);
        gsize same = 0;
        while (seen[same] == whole[same]) {
            same++;
        }
        gboolean is_end = strcmp(seen + same, "end") == 0 || g_str_has_suffix(seen, ";end") ||
                          strcmp(seen, "end") == 0;
        n_ends += is_end ? 1 : 0;
        g_autofree char *place = g_strdup_printf("short: x.pcap ends in the middle of frame %u (",
                                                 count_packets(seen) + 1);
        cr_expect(is_end || strstr(seen, place) != NULL, "%zu: %s", length, seen);
    }
    cr_expect_eq(n_ends, 7, "a file may end after each of its blocks, and only there");
    g_byte_array_unref(builder.octets);
}

/* Which octets of a little-endian file with one packet to change, and what is then said. */
static const struct {
    const char *name;
    gsize at;
    guint32 value;
    const char *expected;
} damages[] = {
    {"section of no byte order", 8, 0x12345678, "a section of unknown byte order"},
    {"section too short for its fields", 4, 12, "the two lengths of a block differ"},
    {"block of 8 octets", 28 + 4, 8, "a block of impossible length"},
    {"block of 33 octets", 28 + 4, 33, "a block of impossible length"},
    {"block of 4 GB", 28 + 4, 0xfffffff0, "a block of impossible length"},
    {"block of 60 MB", 28 + 4, 60000000, "ends in the middle of frame 1 (octet 28)"},
    {"lengths that differ", 28 + 20, 28, "the two lengths of a block differ"},
    {"interface that is not there", 52 + 8, 7, "a block whose numbers contradict each other"},
    {"more captured than the block holds", 52 + 20, 40, "contradict each other"},
    {"4 GB captured", 52 + 20, 0xffffffff, "contradict each other"},
};

Test(pcapng_file, damaged) {
    for (gsize i = 0; i < G_N_ELEMENTS(damages); i++) {
        Builder builder = begin();
        pcapng_section(&builder, FALSE);
        pcapng_interface(&builder, 1, 0, 0);
        cr_assert_eq(builder.octets->len, 52);
        pcapng_enhanced(&builder, 0, 1, 3, "abc");
        guint32 value = GUINT32_TO_LE(damages[i].value);
        memcpy(builder.octets->data + damages[i].at, &value, sizeof value);
        g_autofree char *seen = read_builder(&builder);
        cr_expect(g_str_has_prefix(seen, "short: x.pcap "), "%s: %s", damages[i].name, seen);
        cr_expect_not_null(strstr(seen, damages[i].expected), "%s: %s", damages[i].name, seen);
        g_byte_array_unref(builder.octets);
    }
}

Test(pcapng_file, damaged_options_lose_no_packet) {
    Builder builder = begin();
    pcapng_section(&builder, FALSE);
    guint start = block_begin(&builder, 1);
    put_32(&builder, 1);
    put_32(&builder, 0);
    put_16(&builder, 9);
    put_16(&builder, 60000); /* an option longer than its block */
    block_end(&builder, start);
    pcapng_enhanced(&builder, 0, 1, 3, "abc");
    g_autofree char *seen = read_builder(&builder);
    cr_expect_str_eq(seen, "1 1000 1 3/3 abc;end");
    g_byte_array_unref(builder.octets);
}

static void add_secrets(Builder *builder, guint32 kind, const char *secrets, guint32 length) {
    guint start = block_begin(builder, 0x0a);
    put_32(builder, kind);
    put_32(builder, length);
    put(builder, secrets, strlen(secrets));
    block_end(builder, start);
}

/* What came in front of the packet that was returned last: "" for nothing. */
static char *take_secrets(CaptureReader *reader) {
    g_autoptr(GBytes) secrets = capture_reader_take_tls_secrets(reader);
    gsize length = 0;
    const char *octets = secrets == NULL ? "" : g_bytes_get_data(secrets, &length);
    return g_strndup(octets, length);
}

Test(pcapng_file, secrets_come_with_the_packet_behind_them) {
    enum { TLS = 0x544c534b, WIREGUARD = 0x57474b4c };
    static const char *const expected[] = {"one\ntwo\n", "", "three"};
    for (int is_big_endian = 0; is_big_endian <= 1; is_big_endian++) {
        Builder builder = begin();
        pcapng_section(&builder, is_big_endian);
        pcapng_interface(&builder, 1, 9, 0);
        add_secrets(&builder, TLS, "one\n", 4);
        add_secrets(&builder, WIREGUARD, "other", 5);
        add_secrets(&builder, TLS, "two\n", 4);
        pcapng_enhanced(&builder, 0, 1, 3, "abc");
        pcapng_enhanced(&builder, 0, 2, 3, "def");
        add_secrets(&builder, TLS, "three", 5);
        pcapng_enhanced(&builder, 0, 3, 3, "ghi");
        add_secrets(&builder, TLS, "cut", 300);
        ByteSource *source = byte_source_new_memory(builder.octets->data, builder.octets->len);
        g_autoptr(CaptureReader) reader = capture_reader_new(source, "x.pcapng", NULL);
        CapturePacket packet;
        for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
            cr_assert_eq(capture_reader_next(reader, &packet, NULL), CAPTURE_PACKET);
            g_autofree char *secrets = take_secrets(reader);
            cr_expect_str_eq(secrets, expected[i]);
        }
        cr_expect_eq(capture_reader_next(reader, &packet, NULL), CAPTURE_CUT_SHORT);
        g_byte_array_unref(builder.octets);
    }
}
