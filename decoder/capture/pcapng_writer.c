/* SPDX-License-Identifier: MIT */
/* Packets, interfaces, secrets and comments -> blocks of a pcapng. It refuses to know files, and
 * what packets hold. Everything is padded to four octets and stands in little-endian order. */
#include "capture/pcapng_writer.h"

#include <string.h>

enum { BLOCK_SECTION = 0x0a0d0d0a, BLOCK_INTERFACE = 1, BLOCK_PACKET = 6, BLOCK_SECRETS = 10 };
enum { OPTION_END = 0, OPTION_APPLICATION = 4, OPTION_TSRESOL = 9 };
enum { SECRETS_OF_TLS = 0x544c534b }; /* "TLSK" */

static void put_16(GByteArray *out, guint number) {
    guint16 stored = GUINT16_TO_LE((guint16)number);
    g_byte_array_append(out, (const guint8 *)&stored, sizeof stored);
}

static void put_32(GByteArray *out, guint32 number) {
    guint32 stored = GUINT32_TO_LE(number);
    g_byte_array_append(out, (const guint8 *)&stored, sizeof stored);
}

static void put_padded(GByteArray *out, const void *octets, gsize length) {
    static const guint8 zeros[4];
    if (length > 0)
        g_byte_array_append(out, octets, (guint)length);
    g_byte_array_append(out, zeros, (guint)(-length & 3));
}

/* Returns where the block begins; its length is filled in at the end. */
static guint begin_block(GByteArray *out, guint32 type) {
    guint start = out->len;
    put_32(out, type);
    put_32(out, 0);
    return start;
}

static void end_block(GByteArray *out, guint start) {
    guint32 length = GUINT32_TO_LE(out->len - start + 4);
    g_byte_array_append(out, (const guint8 *)&length, sizeof length);
    memcpy(out->data + start + 4, &length, sizeof length);
}

void pcapng_write_option(GByteArray *out, guint code, const void *value, gsize length) {
    gsize kept = MIN(length, PCAPNG_OPTION_MAX);
    put_16(out, code);
    put_16(out, (guint)kept);
    put_padded(out, value, kept);
}

static void end_options(GByteArray *out) {
    pcapng_write_option(out, OPTION_END, NULL, 0);
}

void pcapng_write_section(GByteArray *out, const char *application) {
    guint start = begin_block(out, BLOCK_SECTION);
    put_32(out, 0x1a2b3c4d);
    put_16(out, 1);
    put_16(out, 0);
    put_32(out, G_MAXUINT32); /* the length of the section is not said */
    put_32(out, G_MAXUINT32);
    pcapng_write_option(out, OPTION_APPLICATION, application, strlen(application));
    end_options(out);
    end_block(out, start);
}

void pcapng_write_interface(GByteArray *out, const CaptureInterface *interface) {
    static const guint8 nanoseconds = 9;
    guint start = begin_block(out, BLOCK_INTERFACE);
    put_16(out, (guint)interface->link_type);
    put_16(out, 0);
    put_32(out, interface->snaplen);
    pcapng_write_option(out, OPTION_TSRESOL, &nanoseconds, 1);
    end_options(out);
    end_block(out, start);
}

void pcapng_write_secrets(GByteArray *out, const void *octets, gsize length) {
    gsize kept = MIN(length, PCAPNG_SECRETS_MAX);
    guint start = begin_block(out, BLOCK_SECRETS);
    put_32(out, SECRETS_OF_TLS);
    put_32(out, (guint32)kept);
    put_padded(out, octets, kept);
    end_block(out, start);
}

void pcapng_write_packet(GByteArray *out, const CapturePacket *packet, guint32 interface,
                         const GByteArray *options) {
    guint start = begin_block(out, BLOCK_PACKET);
    guint64 time = (guint64)packet->time_ns;
    put_32(out, interface);
    put_32(out, (guint32)(time >> 32));
    put_32(out, (guint32)time);
    put_32(out, packet->captured);
    put_32(out, packet->length);
    put_padded(out, packet->octets, packet->captured);
    if (options->len > 0) {
        g_byte_array_append(out, options->data, options->len);
        end_options(out);
    }
    end_block(out, start);
}
