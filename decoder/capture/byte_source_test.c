/* SPDX-License-Identifier: MIT */
#include "capture/byte_source.h"

#include <criterion/criterion.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static GByteArray *gzip(gconstpointer octets, gsize length) {
    g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
    g_autoptr(GOutputStream) packed = g_memory_output_stream_new_resizable();
    g_autoptr(GOutputStream) stream =
        g_converter_output_stream_new(packed, G_CONVERTER(compressor));
    cr_assert(g_output_stream_write_all(stream, octets, length, NULL, NULL, NULL));
    cr_assert(g_output_stream_close(stream, NULL, NULL));
    GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(packed);
    GByteArray *result = g_byte_array_new();
    g_byte_array_append(result, g_memory_output_stream_get_data(memory),
                        (guint)g_memory_output_stream_get_data_size(memory));
    return result;
}

/* Everything a source holds, taken `step` octets at a time. */
static GByteArray *drain(ByteSource *source, gsize step) {
    GByteArray *seen = g_byte_array_new();
    for (gsize n; (n = byte_source_left(source, step)) > 0;) {
        g_byte_array_append(seen, byte_source_take(source, n), (guint)n);
    }
    return seen;
}

static GByteArray *numbers(guint n) {
    GByteArray *octets = g_byte_array_new();
    for (guint32 i = 0; i < n; i++) {
        guint32 mixed = i * 2654435761u;
        g_byte_array_append(octets, (guint8 *)&mixed, sizeof mixed);
    }
    return octets;
}

static gboolean is_same(const GByteArray *one, const GByteArray *two) {
    return one->len == two->len && memcmp(one->data, two->data, one->len) == 0;
}

Test(byte_source, peek_take_and_end) {
    g_autoptr(ByteSource) source = byte_source_new_memory("abcdef", 6);
    cr_expect_arr_eq(byte_source_peek(source, 2), "ab", 2);
    cr_expect_eq(byte_source_offset(source), 0);
    cr_expect_arr_eq(byte_source_take(source, 4), "abcd", 4);
    cr_expect_null(byte_source_take(source, 3));
    cr_expect_eq(byte_source_offset(source), 4);
    cr_expect_eq(byte_source_left(source, 100), 2);
    cr_expect_arr_eq(byte_source_take(source, 2), "ef", 2);
    cr_expect_null(byte_source_peek(source, 1));
    cr_expect_null(byte_source_failure(source));
    cr_expect_float_eq(byte_source_progress(source), -1, 0.01);
}

Test(byte_source, file_in_steps_of_any_size) {
    static const gsize steps[] = {1, 7, 4096, 300000, 10000000};
    g_autoptr(GByteArray) octets = numbers(200000);
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("maillab-XXXXXX", &path, NULL);
    cr_assert_geq(file, 0);
    g_close(file, NULL);
    cr_assert(g_file_set_contents(path, (char *)octets->data, octets->len, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autoptr(ByteSource) source = byte_source_open(path, NULL);
        g_autoptr(GByteArray) seen = drain(source, steps[i]);
        cr_expect(is_same(seen, octets), "steps of %zu", steps[i]);
        cr_expect_float_eq(byte_source_progress(source), 1, 0.001);
    }
    g_unlink(path);
}

Test(byte_source, gzip_of_two_members_and_padding) {
    g_autoptr(GByteArray) octets = numbers(200000);
    g_autoptr(GByteArray) packed = gzip(octets->data, 300000);
    g_autoptr(GByteArray) second = gzip(octets->data + 300000, octets->len - 300000);
    g_byte_array_append(packed, second->data, second->len);
    g_byte_array_append(packed, (const guint8 *)"\0\0\0", 3);
    g_autoptr(ByteSource) source = byte_source_new_memory(packed->data, packed->len);
    g_autoptr(GByteArray) seen = drain(source, 1000);
    cr_expect(is_same(seen, octets));
    cr_expect_null(byte_source_failure(source));
}

Test(byte_source, gzip_cut_at_every_octet) {
    static const char text[] = "a short text, a short text, a short text";
    g_autoptr(GByteArray) packed = gzip(text, strlen(text));
    for (guint length = 2; length < packed->len; length++) {
        g_autoptr(ByteSource) source = byte_source_new_memory(packed->data, length);
        g_autoptr(GByteArray) seen = drain(source, 5);
        cr_expect_leq(seen->len, strlen(text));
        cr_expect(seen->len == 0 || memcmp(seen->data, text, seen->len) == 0);
        cr_expect_str_eq(byte_source_failure(source), "ends in the middle of its gzip data");
    }
}

Test(byte_source, gzip_damaged) {
    g_autoptr(GByteArray) octets = numbers(5000);
    g_autoptr(GByteArray) packed = gzip(octets->data, octets->len);
    memset(packed->data + packed->len / 2, 0xff, 100);
    g_autoptr(ByteSource) source = byte_source_new_memory(packed->data, packed->len);
    g_autoptr(GByteArray) seen = drain(source, 5);
    cr_expect_lt(seen->len, octets->len);
    cr_expect(g_str_has_prefix(byte_source_failure(source), "has damaged gzip data"));
}

Test(byte_source, stream_begins_with_what_was_looked_at) {
    g_autoptr(GByteArray) octets = numbers(100000);
    g_autoptr(ByteSource) source = byte_source_new_memory(octets->data, octets->len);
    byte_source_peek(source, 10);
    byte_source_replace(source, 2, "XY", 2);
    memcpy(octets->data + 2, "XY", 2);
    FILE *stream = byte_source_stream(source);
    g_autofree guint8 *seen = g_malloc(octets->len);
    cr_expect_eq(fread(seen, 1, octets->len, stream), octets->len);
    cr_expect_eq(memcmp(seen, octets->data, octets->len), 0);
    cr_expect_eq(fgetc(stream), EOF);
    fclose(stream);
}

/* Many system calls for a few octets each are what a stream is not for. */
Test(byte_source, stream_reads_much_at_once) {
    enum { AT_ONCE = 256 * 1024 };
    g_autoptr(GByteArray) octets = numbers(4 * AT_ONCE);
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("byte_source_XXXXXX", &path, NULL);
    cr_assert_eq(write(file, octets->data, octets->len), (gssize)octets->len);
    close(file);
    g_autoptr(ByteSource) source = byte_source_open(path, NULL);
    FILE *stream = byte_source_stream(source);
    for (guint i = 0; i < 4 * AT_ONCE; i++) {
        guint n_read = (i / AT_ONCE + 1) * AT_ONCE;
        cr_assert_eq(fgetc(stream), octets->data[i]);
        cr_assert_float_eq(byte_source_progress(source), (double)n_read / octets->len, 1e-9,
                           "octet %u", i);
    }
    fclose(stream);
    g_unlink(path);
}
