/* SPDX-License-Identifier: MIT */
/* Fuzz target: any octets are scanned whole and in pieces whose size the last octet tells. The
 * leaves tile them, and what is told is the same both times. */
#include "mime/mime.h"

#include <stdint.h>

typedef struct {
    guint64 at;          /* where the next leaf must begin */
    guint64 sum;         /* over all that is told but content */
    guint64 content_sum; /* apart: content may come a little earlier or later */
} Told;

static guint64 mixed(guint64 sum, guint64 value) {
    return (sum ^ value) * 0x100000001b3u;
}

static void mix(Told *told, guint64 value) {
    told->sum = mixed(told->sum, value);
}

static void mix_part(gpointer user, const MimePart *part) {
    mix(user, ((Told *)user)->content_sum);
    mix(user, g_str_hash(part->path) ^ g_str_hash(part->type));
    mix(user, part->body_offset ^ part->body_length << 20 ^ part->lines << 40);
}

static void mix_header(gpointer user, guint depth, const MimeHeader *header) {
    g_assert(g_utf8_validate(header->value, -1, NULL));
    mix(user, g_str_hash(header->value) ^ header->offset << 32);
}

static void mix_content(gpointer user, const guint8 *octets, gsize length) {
    Told *told = user;
    for (gsize i = 0; i < length; i++) {
        told->content_sum = mixed(told->content_sum, octets[i]);
    }
}

static void mix_defect(gpointer user, MimeDefect defect, guint64 offset, const char *detail) {
    mix(user, defect ^ offset << 8);
}

static void check_leaf(gpointer user, guint64 offset, guint64 length, const char *label) {
    Told *told = user;
    g_assert(offset == told->at && length > 0);
    told->at += length;
    mix(told, g_str_hash(label) ^ offset << 32);
}

static Told scan(const uint8_t *data, size_t size, size_t step) {
    static const MimeSink sink = {mix_part, mix_header, mix_content,
                                  mix_part, mix_defect, check_leaf};
    Told told = {0};
    g_autoptr(MimeScanner) scanner = mime_scanner_new(&sink, &told);
    for (size_t used = 0; used < size; used += step) {
        mime_scanner_push(scanner, data + used, MIN(step, size - used));
    }
    mime_scanner_finish(scanner);
    g_assert(told.at == size);
    return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t step = size > 0 ? data[size - 1] % 64u + 1 : 1;
    g_assert(scan(data, size, size > 0 ? size : 1).sum == scan(data, size, step).sum);
    return 0;
}
