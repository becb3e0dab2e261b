/* SPDX-License-Identifier: MIT */
/* Turns uuencoded lines into octets. Each line tells its own length, so a damaged line harms no
 * other. It knows neither parts nor boundaries. */
#include "mime/uuencode.h"

#include <string.h>

void uu_decoder_init(UuDecoder *self) {
    memset(self, 0, sizeof *self);
}

void uu_decoder_push(UuDecoder *self, guint64 offset, const guint8 *octets, gsize length) {
    if (self->length == 0 && length > 0) {
        self->line_offset = offset;
    }
    gsize taken = MIN(length, UU_LINE_MAX - self->length);
    memcpy(self->line + self->length, octets, taken);
    self->length += taken;
    self->is_long |= taken < length;
}

static gboolean begins_with(const UuDecoder *self, const char *word) {
    return self->length >= strlen(word) && memcmp(self->line, word, strlen(word)) == 0;
}

/* "end", with blanks after it at most */
static gboolean is_end_line(const UuDecoder *self) {
    gsize length = self->length;
    while (length > 0 && g_ascii_isspace(self->line[length - 1])) {
        length--;
    }
    return length == 3 && memcmp(self->line, "end", 3) == 0;
}

/* Six bits; "`" and blank are both 0. Past the end of the line: 0, as trailing blanks get lost. */
static guint8 six_bits(const UuDecoder *self, gsize at) {
    return at < self->length ? (self->line[at] - ' ') & 0x3f : 0;
}

static gboolean is_data_sound(const UuDecoder *self, gsize n_letters) {
    gboolean is_sound = !self->is_long && self->length >= 1 + n_letters;
    for (gsize i = 0; i < self->length; i++) {
        is_sound = is_sound && self->line[i] >= ' ' && self->line[i] <= '`';
    }
    return is_sound;
}

static gsize decode_line(UuDecoder *self, guint8 *out) {
    gsize n_octets = six_bits(self, 0), written = 0;
    if (!is_data_sound(self, (n_octets + 2) / 3 * 4)) {
        octet_fault_add(&self->faults[UU_FAULT_LINE], self->line_offset);
    }
    for (gsize at = 1; written < n_octets; at += 4) {
        guint32 bits = six_bits(self, at) << 18 | six_bits(self, at + 1) << 12 |
                       six_bits(self, at + 2) << 6 | six_bits(self, at + 3);
        for (guint shift = 16; written < n_octets && shift < 24; shift -= 8) {
            out[written++] = bits >> shift;
        }
    }
    return written;
}

UuLine uu_decoder_line_kind(const UuDecoder *self) {
    if (!self->has_begun) {
        return begins_with(self, "begin ") ? UU_BEGIN : UU_OUTSIDE;
    }
    if (self->has_ended || self->length == 0) {
        return UU_OUTSIDE;
    }
    return is_end_line(self) ? UU_END : UU_DATA;
}

gsize uu_decoder_line_end(UuDecoder *self, guint8 *out) {
    UuLine kind = uu_decoder_line_kind(self);
    gsize written = kind == UU_DATA ? decode_line(self, out) : 0;
    self->has_begun |= kind == UU_BEGIN;
    self->has_ended |= kind == UU_END;
    uu_decoder_gap(self);
    return written;
}

gsize uu_decoder_finish(UuDecoder *self, guint64 offset, guint8 *out) {
    gsize written = self->length > 0 ? uu_decoder_line_end(self, out) : 0;
    if (!self->has_begun) {
        octet_fault_add(&self->faults[UU_FAULT_BEGIN], offset);
    } else if (!self->has_ended) {
        octet_fault_add(&self->faults[UU_FAULT_END], offset);
    }
    return written;
}

void uu_decoder_gap(UuDecoder *self) {
    self->length = 0;
    self->is_long = FALSE;
}
