/* SPDX-License-Identifier: MIT */
/* Turns base64 letters into octets, four into three. It knows neither lines nor parts: line ends
 * are skipped wherever they stand. */
#include "mime/base64_decoder.h"

#include <string.h>

/* RFC 2045 §6.8, table 1: the value of each letter, shifted to its place in the 24 bits of a group,
 * and a mark above them: octets that are no letters have none. */
/* clang-format off */
#define LETTERS(shift, mark) { \
    ['A'] = (mark) | 0u << (shift), ['B'] = (mark) | 1u << (shift), ['C'] = (mark) | 2u << (shift), \
    ['D'] = (mark) | 3u << (shift), ['E'] = (mark) | 4u << (shift), ['F'] = (mark) | 5u << (shift), \
    ['G'] = (mark) | 6u << (shift), ['H'] = (mark) | 7u << (shift), ['I'] = (mark) | 8u << (shift), \
    ['J'] = (mark) | 9u << (shift), ['K'] = (mark) | 10u << (shift), ['L'] = (mark) | 11u << (shift), \
    ['M'] = (mark) | 12u << (shift), ['N'] = (mark) | 13u << (shift), ['O'] = (mark) | 14u << (shift), \
    ['P'] = (mark) | 15u << (shift), ['Q'] = (mark) | 16u << (shift), ['R'] = (mark) | 17u << (shift), \
    ['S'] = (mark) | 18u << (shift), ['T'] = (mark) | 19u << (shift), ['U'] = (mark) | 20u << (shift), \
    ['V'] = (mark) | 21u << (shift), ['W'] = (mark) | 22u << (shift), ['X'] = (mark) | 23u << (shift), \
    ['Y'] = (mark) | 24u << (shift), ['Z'] = (mark) | 25u << (shift), ['a'] = (mark) | 26u << (shift), \
    ['b'] = (mark) | 27u << (shift), ['c'] = (mark) | 28u << (shift), ['d'] = (mark) | 29u << (shift), \
    ['e'] = (mark) | 30u << (shift), ['f'] = (mark) | 31u << (shift), ['g'] = (mark) | 32u << (shift), \
    ['h'] = (mark) | 33u << (shift), ['i'] = (mark) | 34u << (shift), ['j'] = (mark) | 35u << (shift), \
    ['k'] = (mark) | 36u << (shift), ['l'] = (mark) | 37u << (shift), ['m'] = (mark) | 38u << (shift), \
    ['n'] = (mark) | 39u << (shift), ['o'] = (mark) | 40u << (shift), ['p'] = (mark) | 41u << (shift), \
    ['q'] = (mark) | 42u << (shift), ['r'] = (mark) | 43u << (shift), ['s'] = (mark) | 44u << (shift), \
    ['t'] = (mark) | 45u << (shift), ['u'] = (mark) | 46u << (shift), ['v'] = (mark) | 47u << (shift), \
    ['w'] = (mark) | 48u << (shift), ['x'] = (mark) | 49u << (shift), ['y'] = (mark) | 50u << (shift), \
    ['z'] = (mark) | 51u << (shift), ['0'] = (mark) | 52u << (shift), ['1'] = (mark) | 53u << (shift), \
    ['2'] = (mark) | 54u << (shift), ['3'] = (mark) | 55u << (shift), ['4'] = (mark) | 56u << (shift), \
    ['5'] = (mark) | 57u << (shift), ['6'] = (mark) | 58u << (shift), ['7'] = (mark) | 59u << (shift), \
    ['8'] = (mark) | 60u << (shift), ['9'] = (mark) | 61u << (shift), ['+'] = (mark) | 62u << (shift), \
    ['/'] = (mark) | 63u << (shift), \
}
static const guint32 letters[4][256] = {
    LETTERS(18, 1u << 24), LETTERS(12, 1u << 25), LETTERS(6, 1u << 26), LETTERS(0, 1u << 27),
};
/* clang-format on */
#define ALL_MARKS 0xfu

gboolean base64_is_letter(guint8 octet) {
    return letters[0][octet] != 0;
}

void base64_decoder_init(Base64Decoder *self) {
    *self = (Base64Decoder){0};
}

/* The octets of a group that has two or three letters only. */
static gsize put_short_group(const Base64Decoder *self, guint8 *out) {
    if (self->n_letters < 2) {
        return 0;
    }
    guint32 bits = self->group << (6 * (4 - self->n_letters));
    out[0] = bits >> 16;
    if (self->n_letters == 2) {
        return 1;
    }
    out[1] = bits >> 8;
    return 2;
}

static void begin_group(Base64Decoder *self) {
    self->group = 0;
    self->n_letters = 0;
    self->n_padding = 0;
}

static gsize take_padding(Base64Decoder *self, guint64 offset, guint8 *out) {
    if (self->n_letters < 2) {
        octet_fault_add(&self->faults[BASE64_FAULT_PADDING], offset);
        return 0;
    }
    self->n_padding++;
    if (self->n_letters + self->n_padding < 4) {
        return 0;
    }
    gsize written = put_short_group(self, out);
    begin_group(self);
    self->is_ended = TRUE;
    return written;
}

static gsize take_letter(Base64Decoder *self, guint64 offset, guint8 value, guint8 *out) {
    gsize written = 0;
    if (self->n_padding > 0 || self->is_ended) {
        octet_fault_add(&self->faults[BASE64_FAULT_PADDING], offset);
        written = self->n_padding > 0 ? put_short_group(self, out) : 0;
        begin_group(self);
        self->is_ended = FALSE;
    }
    self->group = self->group << 6 | value;
    if (++self->n_letters == 4) {
        out[0] = self->group >> 16;
        out[1] = self->group >> 8;
        out[2] = self->group;
        begin_group(self);
        return 3;
    }
    return written;
}

static gsize take_octet(Base64Decoder *self, guint64 offset, guint8 octet, guint8 *out) {
    if (base64_is_letter(octet)) {
        return take_letter(self, offset, letters[3][octet] & 0x3f, out);
    }
    if (octet == '=') {
        return take_padding(self, offset, out);
    }
    if (octet != '\r' && octet != '\n') {
        octet_fault_add(&self->faults[BASE64_FAULT_OUTSIDE], offset);
    }
    return 0;
}

/* Whole groups of four letters; stops before the first that is not. Returns the letters taken. */
static gsize take_groups(const guint8 *octets, gsize length, guint8 *out) {
    const guint8 *at = octets, *stop = octets + length / 4 * 4;
    for (; at < stop; at += 4, out += 3) {
        guint32 bits =
            letters[0][at[0]] | letters[1][at[1]] | letters[2][at[2]] | letters[3][at[3]];
        if (bits >> 24 != ALL_MARKS) {
            break;
        }
        guint32 in_order = GUINT32_TO_BE(bits << 8);
        memcpy(out, &in_order,
               sizeof in_order); /* the fourth octet is overwritten by the next group */
    }
    return at - octets;
}

gsize base64_decoder_push(Base64Decoder *self, guint64 offset, const guint8 *octets, gsize length,
                          guint8 *out) {
    gsize used = 0, written = 0;
    while (used < length) {
        if (self->n_letters == 0 && !self->is_ended) {
            gsize taken = take_groups(octets + used, length - used, out + written);
            used += taken;
            written += taken / 4 * 3;
        }
        if (used < length) {
            written += take_octet(self, offset + used, octets[used], out + written);
            used++;
        }
    }
    return written;
}

gsize base64_decoder_finish(Base64Decoder *self, guint64 offset, guint8 *out) {
    gsize written = put_short_group(self, out);
    if (self->n_letters > 0) {
        octet_fault_add(&self->faults[BASE64_FAULT_LENGTH], offset);
    }
    begin_group(self);
    return written;
}

void base64_decoder_gap(Base64Decoder *self) {
    begin_group(self);
    self->is_ended = FALSE;
}
