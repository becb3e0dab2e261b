/* SPDX-License-Identifier: MIT */
/* For the tests of capture/ only: writes small captures, and reads them back into one string. */
#pragma once

#include "capture/capture_format.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    GByteArray *octets;
    gboolean is_big_endian;
} Builder;

static inline void put(Builder *self, const void *octets, gsize length) {
    g_byte_array_append(self->octets, octets, (guint)length);
}

static inline void put_16(Builder *self, guint16 number) {
    guint16 stored = self->is_big_endian ? GUINT16_TO_BE(number) : GUINT16_TO_LE(number);
    put(self, &stored, sizeof stored);
}

static inline void put_32(Builder *self, guint32 number) {
    guint32 stored = self->is_big_endian ? GUINT32_TO_BE(number) : GUINT32_TO_LE(number);
    put(self, &stored, sizeof stored);
}

static inline Builder pcap_begin(gboolean is_big_endian, gboolean is_nano, guint32 network) {
    Builder self = {g_byte_array_new(), is_big_endian};
    put_32(&self, is_nano ? 0xa1b23c4d : 0xa1b2c3d4);
    put_16(&self, 2);
    put_16(&self, 4);
    put_32(&self, 0);
    put_32(&self, 0);
    put_32(&self, 65535);
    put_32(&self, network);
    return self;
}

static inline void pcap_packet(Builder *self, guint32 seconds, guint32 fraction, guint32 length,
                               const char *octets) {
    put_32(self, seconds);
    put_32(self, fraction);
    put_32(self, (guint32)strlen(octets));
    put_32(self, length);
    put(self, octets, strlen(octets));
}

/* A pcapng block: begin, put its body, end. Returns where it begins. */
static inline guint block_begin(Builder *self, guint32 type) {
    guint start = self->octets->len;
    put_32(self, type);
    put_32(self, 0);
    return start;
}

static inline void pad(Builder *self) {
    static const guint8 zeros[4];
    put(self, zeros, (4 - self->octets->len % 4) % 4);
}

static inline void block_end(Builder *self, guint start) {
    pad(self);
    guint32 length = self->octets->len - start + 4;
    put_32(self, length);
    memcpy(self->octets->data + start + 4, self->octets->data + self->octets->len - 4, 4);
}

static inline void pcapng_section(Builder *self, gboolean is_big_endian) {
    self->is_big_endian = is_big_endian;
    guint start = block_begin(self, 0x0a0d0d0a);
    put_32(self, 0x1a2b3c4d);
    put_16(self, 1);
    put_16(self, 0);
    put_32(self, 0xffffffff);
    put_32(self, 0xffffffff);
    block_end(self, start);
}

/* `resolution` and `offset` are left out if 0. */
static inline void pcapng_interface(Builder *self, guint16 link, guint8 resolution,
                                    guint32 offset) {
    guint start = block_begin(self, 1);
    put_16(self, link);
    put_16(self, 0);
    put_32(self, 6);
    if (resolution != 0) {
        put_16(self, 9);
        put_16(self, 1);
        put(self, &resolution, 1);
        pad(self);
    }
    if (offset != 0) {
        put_16(self, 14);
        put_16(self, 8);
        put_32(self, self->is_big_endian ? 0 : offset);
        put_32(self, self->is_big_endian ? offset : 0);
    }
    put_32(self, 0); /* opt_endofopt */
    block_end(self, start);
}

static inline void pcapng_enhanced(Builder *self, guint32 interface, guint64 units, guint32 length,
                                   const char *octets) {
    guint start = block_begin(self, 6);
    put_32(self, interface);
    put_32(self, (guint32)(units >> 32));
    put_32(self, (guint32)units);
    put_32(self, (guint32)strlen(octets));
    put_32(self, length);
    put(self, octets, strlen(octets));
    pad(self);
    put_16(self, 1); /* a comment */
    put_16(self, 5);
    put(self, "hello", 5);
    pad(self);
    put_32(self, 0);
    block_end(self, start);
}

/* What a reader gives: "frame time link captured/length octets;" for each packet, then how it
 * ended: "end", or "short: " and the sentence. */
static inline char *read_all(CaptureReader *reader) {
    GString *seen = g_string_new(NULL);
    CapturePacket packet;
    CaptureStatus status;
    g_autoptr(GError) error = NULL;
    while ((status = capture_reader_next(reader, &packet, &error)) == CAPTURE_PACKET) {
        g_string_append_printf(seen, "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %d %u/%u %.*s;",
                               packet.frame, packet.time_ns, packet.link_type, packet.captured,
                               packet.length, (int)packet.captured, (const char *)packet.octets);
    }
    cr_assert_eq(error != NULL, status == CAPTURE_CUT_SHORT);
    if (status == CAPTURE_END) {
        g_string_append(seen, "end");
    } else {
        g_string_append_printf(seen, "short: %s", error->message);
    }
    return g_string_free(seen, FALSE);
}

/* The same for octets in memory, as a file of the name "x.pcap"; "no: " and why if it does not
 * open. */
static inline char *read_octets(gconstpointer octets, gsize length) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CaptureReader) reader =
        capture_reader_new(byte_source_new_memory(octets, length), "x.pcap", &error);
    if (reader == NULL) {
        return g_strdup_printf("no: %s", error->message);
    }
    return read_all(reader);
}

static inline char *read_builder(const Builder *self) {
    return read_octets(self->octets->data, self->octets->len);
}

/* How many packets stand in an answer of read_all(). */
static inline guint count_packets(const char *seen) {
    guint n = 0;
    for (const char *at = seen; (at = strchr(at, ';')) != NULL && at[1] != ' '; at++) {
        n++;
    }
    return n;
}
