/* SPDX-License-Identifier: MIT */
#include "capture/capture_builder.h"
#include "capture/pcapng_writer.h"

typedef struct {
    const char *octets;
    guint32 length;
    gint64 time_ns;
    guint32 interface;
    const char *comment; /* NULL: none */
} Row;

static const Row rows[] = {
    {"", 0, 0, 0, NULL},
    {"a", 1, 1, 1, "x"},
    {"abcd", 1500, G_GINT64_CONSTANT(1795435201123456789), 0, "two\nlines"},
    {"abcde", 5, G_MAXINT64, 1, ""},
};

static GByteArray *write_rows(void) {
    static const CaptureInterface interfaces[] = {{.link_type = 1}, {.link_type = 113}};
    GByteArray *out = g_byte_array_new();
    pcapng_write_section(out, "a test");
    pcapng_write_secrets(out, "CLIENT_RANDOM\n", 14);
    for (gsize i = 0; i < G_N_ELEMENTS(interfaces); i++)
        pcapng_write_interface(out, &interfaces[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        GByteArray *options = g_byte_array_new();
        CapturePacket packet = {.time_ns = rows[i].time_ns,
                                .captured = (guint32)strlen(rows[i].octets),
                                .length = rows[i].length,
                                .octets = (const guint8 *)rows[i].octets};
        if (rows[i].comment != NULL)
            pcapng_write_option(options, PCAPNG_OPTION_COMMENT, rows[i].comment,
                                strlen(rows[i].comment));
        pcapng_write_packet(out, &packet, rows[i].interface, options);
        g_byte_array_unref(options);
    }
    return out;
}

static void keep_comment(gpointer user, guint code, const guint8 *value, gsize length) {
    cr_assert_eq(code, PCAPNG_OPTION_COMMENT);
    g_string_append_len(user, (const char *)value, (gssize)length);
}

Test(pcapng_writer, what_is_written_is_read) {
    GByteArray *out = write_rows();
    g_autoptr(GError) error = NULL;
    g_autoptr(CaptureReader) reader =
        capture_reader_new(byte_source_new_memory(out->data, out->len), "x", &error);
    cr_assert_not_null(reader);
    CapturePacket packet;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        cr_assert_eq(capture_reader_next(reader, &packet, &error), CAPTURE_PACKET);
        cr_assert_eq(packet.time_ns, rows[i].time_ns, "row %zu", i);
        cr_assert_eq(packet.length, rows[i].length);
        cr_assert_eq(packet.captured, strlen(rows[i].octets));
        cr_assert_eq(memcmp(packet.octets, rows[i].octets, packet.captured), 0);
        CaptureInterface interface;
        capture_reader_interface(reader, &interface);
        cr_assert_eq(interface.number, rows[i].interface);
        cr_assert_eq(interface.link_type, rows[i].interface == 0 ? 1 : 113);
        GString *comment = g_string_new(NULL);
        capture_reader_packet_options(reader, keep_comment, comment);
        cr_assert_str_eq(comment->str, rows[i].comment == NULL ? "" : rows[i].comment);
        g_string_free(comment, TRUE);
    }
    cr_assert_eq(capture_reader_next(reader, &packet, &error), CAPTURE_END);
    g_autoptr(GBytes) secrets = capture_reader_take_tls_secrets(reader);
    cr_assert_eq(g_bytes_get_size(secrets), 14);
    g_byte_array_unref(out);
}

/* Cut anywhere: the reader never finds more packets than were written, and never crashes. */
Test(pcapng_writer, cut_anywhere) {
    GByteArray *out = write_rows();
    for (guint cut = 28; cut < out->len; cut++) {
        g_autofree char *seen = read_octets(out->data, cut);
        cr_assert_lt(count_packets(seen), G_N_ELEMENTS(rows), "cut at %u", cut);
    }
    g_byte_array_unref(out);
}

/* An option's length has 16 bits. */
Test(pcapng_writer, a_long_option_is_cut) {
    GByteArray *out = g_byte_array_new();
    g_autofree char *text = g_strnfill(70000, 'x');
    pcapng_write_option(out, PCAPNG_OPTION_COMMENT, text, 70000);
    cr_assert_eq(out->len, 4 + 65536);
    cr_assert_eq(out->data[out->len - 1], 0);
    g_byte_array_unref(out);
}

static void tell_option(gpointer user, guint code, const guint8 *value, gsize length) {
    GString *told = user;
    g_string_append_printf(told, "%u:", code);
    for (gsize i = 0; i < length; i++)
        g_string_append_printf(told, "%02x", value[i]);
    g_string_append_c(told, ' ');
}

/* Whatever the order of octets in the file, options are told in one order; comments as they are. */
Test(pcapng_writer, options_are_told_in_little_endian) {
    for (gboolean is_big_endian = FALSE; is_big_endian <= TRUE; is_big_endian++) {
        Builder file = {g_byte_array_new(), is_big_endian};
        pcapng_section(&file, is_big_endian);
        pcapng_interface(&file, 1, 9, 0);
        guint start = block_begin(&file, 6);
        for (guint i = 0; i < 5; i++) /* interface 0, time 0, no octets */
            put_32(&file, 0);
        put_16(&file, 2);
        put_16(&file, 4);
        put_32(&file, 0x01020304);
        put_16(&file, 1);
        put_16(&file, 2);
        put(&file, "hi", 2);
        block_end(&file, start);
        g_autoptr(GError) error = NULL;
        g_autoptr(CaptureReader) reader = capture_reader_new(
            byte_source_new_memory(file.octets->data, file.octets->len), "x", &error);
        CapturePacket packet;
        cr_assert_eq(capture_reader_next(reader, &packet, &error), CAPTURE_PACKET);
        GString *told = g_string_new(NULL);
        capture_reader_packet_options(reader, tell_option, told);
        cr_assert_str_eq(told->str, "2:04030201 1:6869 ");
        g_string_free(told, TRUE);
        g_byte_array_unref(file.octets);
    }
}
