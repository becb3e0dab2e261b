/* SPDX-License-Identifier: MIT */
#include "capture/capture_builder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* clang-format off */
static const struct {
    const char *name, *octets;
    gsize length;
    const char *expected; /* part of the sentence */
} refused[] = {
    {"text", "Hello world, this is text", 25, "not a capture: it begins with \"Hello world,…\"; maillab reads pcap and pcapng, also gzipped"},
    {"short text", "Hi\n", 3, "it begins with \"Hi \"; maillab"},
    {"octets", "\x7f" "ELF\x02\x01", 6, "it begins with the octets 7f 45 4c 46 02 01; maillab"},
    {"one octet", "\xd4", 1, "it begins with the octets d4;"},
    {"half a magic number", "\xd4\xc3\xb2", 3, "it begins with the octets d4 c3 b2;"},
    {"Kuznetzov", "\x34\xcd\xb2\xa1 and more", 13, "is a modified pcap (Kuznetzov's); Wireshark's editcap converts it"},
    {"snoop", "snoop\0\0\0\0\0\0\2", 12, "is a capture of Solaris snoop; Wireshark's editcap"},
    {"Network Monitor", "GMBU\0\2", 6, "is a capture of Microsoft Network Monitor 2; Wireshark's editcap"},
    {"zip", "PK\x03\x04....", 8, "is a zip archive; unpack it first"},
    {"xz", "\xfd" "7zXZ\0", 6, "is packed with xz; unpack it first (xz -d)"},
    {"empty", "", 0, "is empty"},
    {"gzip of nothing", "\x1f\x8b", 2, "ends in the middle of its gzip data"},
};
/* clang-format on */

Test(capture_reader, refuses_what_is_no_capture) {
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *seen = read_octets(refused[i].octets, refused[i].length);
        cr_expect(g_str_has_prefix(seen, "no: x.pcap "), "%s: %s", refused[i].name, seen);
        cr_expect_not_null(strstr(seen, refused[i].expected), "%s: %s", refused[i].name, seen);
    }
}

/* "code sentence" of opening a path. */
static char *open_error(const char *path) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CaptureReader) reader = capture_reader_open(path, &error);
    cr_assert_null(reader);
    cr_assert_eq(error->domain, CAPTURE_ERROR);
    return g_strdup_printf("%d %s", error->code, error->message);
}

Test(capture_reader, paths_that_cannot_be_read) {
    g_autofree char *missing = open_error("/no/such/file.pcap");
    cr_expect_str_eq(missing, "0 cannot open /no/such/file.pcap: No such file or directory");
    g_autofree char *directory = open_error("/tmp");
    cr_expect_str_eq(directory, "0 /tmp is a directory; name the captures in it");
    g_autofree char *empty = open_error("/dev/null");
    cr_expect(g_str_has_prefix(empty, "1 /dev/null is empty"), "%s", empty);
}

static Builder three_packets(void) {
    Builder builder = pcap_begin(FALSE, FALSE, 101);
    pcap_packet(&builder, 1, 0, 30, "E234567890123456789012345678");
    pcap_packet(&builder, 2, 0, 5, "`2345");
    pcap_packet(&builder, 3, 0, 4, "E234");
    return builder;
}

static const char three_seen[] = "1 1000000000 101 28/30 E234567890123456789012345678;"
                                 "2 2000000000 101 5/5 `2345;3 3000000000 101 4/4 E234;end";

Test(capture_reader, gzipped_file) {
    Builder builder = three_packets();
    g_autofree char *path = NULL;
    g_close(g_file_open_tmp("maillab-XXXXXX", &path, NULL), NULL);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GOutputStream) raw =
        G_OUTPUT_STREAM(g_file_replace(file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
    g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
    g_autoptr(GOutputStream) stream = g_converter_output_stream_new(raw, G_CONVERTER(compressor));
    g_output_stream_write_all(stream, builder.octets->data, builder.octets->len, NULL, NULL, NULL);
    g_output_stream_close(stream, NULL, NULL);
    g_autoptr(CaptureReader) reader = capture_reader_open(path, NULL);
    cr_assert_not_null(reader);
    g_autofree char *seen = read_all(reader);
    cr_expect_str_eq(seen, three_seen);
    cr_expect_str_eq(capture_reader_format(reader), "pcap");
    cr_expect_str_eq(capture_reader_links(reader)[0], "RAW");
    cr_expect_null(capture_reader_links(reader)[1]);
    cr_expect_float_eq(capture_reader_progress(reader), 1, 0.001);
    g_unlink(path);
    g_byte_array_unref(builder.octets);
}

typedef struct {
    const GByteArray *octets;
    int pipe;
} Trickle;

static gpointer trickle(gpointer data) {
    const Trickle *self = data;
    for (guint i = 0; i < self->octets->len; i++) {
        cr_assert_eq(write(self->pipe, self->octets->data + i, 1), 1);
    }
    close(self->pipe);
    return NULL;
}

/* What is read from standard input while single octets are written to it. */
static char *read_trickled(const Builder *builder) {
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_geq(dup2(ends[0], STDIN_FILENO), 0);
    close(ends[0]);
    Trickle writer = {builder->octets, ends[1]};
    GThread *thread = g_thread_new("trickle", trickle, &writer);
    g_autoptr(CaptureReader) reader = capture_reader_open("-", NULL);
    cr_assert_not_null(reader);
    cr_expect_float_eq(capture_reader_progress(reader), -1, 0.001);
    char *seen = read_all(reader);
    g_thread_join(thread);
    return seen;
}

Test(capture_reader, standard_input_octet_by_octet) {
    Builder classic = three_packets();
    g_autofree char *seen = read_trickled(&classic);
    cr_expect_str_eq(seen, three_seen);
    g_byte_array_unref(classic.octets);
    Builder next = {.octets = g_byte_array_new()};
    pcapng_section(&next, TRUE);
    pcapng_interface(&next, 1, 9, 0);
    pcapng_enhanced(&next, 0, 5, 3, "abc");
    g_autofree char *next_seen = read_trickled(&next);
    cr_expect_str_eq(next_seen, "1 5 1 3/3 abc;end");
    g_byte_array_unref(next.octets);
}

static CaptureReader *reader_of(const Builder *builder) {
    CaptureReader *reader = capture_reader_new(
        byte_source_new_memory(builder->octets->data, builder->octets->len), "x.pcap", NULL);
    cr_assert_not_null(reader);
    g_byte_array_unref(builder->octets);
    return reader;
}

Test(capture_reader, filter_keeps_frame_numbers) {
    Builder builder = three_packets();
    g_autoptr(CaptureReader) reader = reader_of(&builder);
    cr_assert(capture_reader_set_filter(reader, "less 4", NULL));
    g_autofree char *seen = read_all(reader);
    cr_expect_str_eq(seen, "3 3000000000 101 4/4 E234;end");
}

Test(capture_reader, filter_that_does_not_compile) {
    Builder builder = three_packets();
    g_autoptr(CaptureReader) reader = reader_of(&builder);
    g_autoptr(GError) error = NULL;
    cr_assert_not(capture_reader_set_filter(reader, "tcp prot 25", &error));
    cr_expect(g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_FILTER));
    cr_expect_not_null(strstr(error->message, "\"tcp prot 25\""), "%s", error->message);
    g_autofree char *seen = read_all(reader);
    cr_expect_str_eq(seen, three_seen, "a bad filter changes nothing");
}

static Builder two_links(void) {
    Builder builder = {.octets = g_byte_array_new()};
    pcapng_section(&builder, FALSE);
    pcapng_interface(&builder, 1, 0, 0);
    pcapng_interface(&builder, 101, 0, 0);
    pcapng_enhanced(&builder, 0, 1, 18, "000000111111\x08\x06zzzz");
    pcapng_enhanced(&builder, 1, 2, 4, "E234");
    pcapng_enhanced(&builder, 0, 3, 6, "abcdef");
    return builder;
}

Test(capture_reader, filter_is_compiled_for_each_link_type) {
    Builder builder = two_links();
    g_autoptr(CaptureReader) reader = reader_of(&builder);
    cr_assert(capture_reader_set_filter(reader, "ip", NULL));
    g_autofree char *seen = read_all(reader);
    cr_expect_str_eq(seen, "2 2000 101 4/4 E234;end");
}

Test(capture_reader, filter_without_meaning_on_a_later_link_type) {
    Builder builder = two_links();
    g_autoptr(CaptureReader) reader = reader_of(&builder);
    cr_assert(capture_reader_set_filter(reader, "ether src 31:31:31:31:31:31", NULL));
    g_autofree char *seen = read_all(reader);
    cr_expect(g_str_has_prefix(seen, "1 1000 1 18/18 000000111111"), "%s", seen);
    cr_expect_not_null(strstr(seen, "short: x.pcap, frame 2: the filter"), "%s", seen);
}
