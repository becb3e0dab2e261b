/* SPDX-License-Identifier: MIT */
/* Turns quoted-printable lines into octets: "=XX" into one octet, "=" at a line's end into nothing,
 * blanks at a line's end into nothing. It knows neither parts nor boundaries. */
#include "mime/quoted_printable.h"

#include <string.h>

/* qp-line := *(qp-segment transport-padding CRLF) qp-part transport-padding
 * hex-octet := "=" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")      RFC 2045 §6.7 */
enum { LITERAL, ESCAPE, ESCAPE_DIGIT, SOFT_BREAK };

void qp_decoder_init(QpDecoder *self) {
    memset(self, 0, sizeof *self);
}

static gboolean is_blank(guint8 octet) {
    return octet == ' ' || octet == '\t';
}

static gsize put_blanks(QpDecoder *self, guint8 *out) {
    gsize n_blanks = self->n_blanks;
    memcpy(out, self->blanks, n_blanks);
    self->n_blanks = 0;
    return n_blanks;
}

/* Holds one blank; where there is no more room those held are text after all. */
static gsize hold_blank(QpDecoder *self, guint8 octet, guint8 *out) {
    gsize written = self->n_blanks == QP_BLANKS_MAX ? put_blanks(self, out) : 0;
    self->blanks[self->n_blanks++] = octet;
    return written;
}

/* The escape that began is none: its octets so far are text. */
static gsize put_broken_escape(QpDecoder *self, guint8 *out) {
    gsize written = 0;
    octet_fault_add(&self->faults[QP_FAULT_ESCAPE], self->escape_offset);
    out[written++] = '=';
    if (self->state == ESCAPE_DIGIT) {
        out[written++] = self->digit;
    }
    self->state = LITERAL;
    return written + put_blanks(self, out + written);
}

static gboolean is_plain(guint8 octet) {
    return (guint8)(octet - ' ') <= '~' - ' ';
}

/* Text up to the next "=", without the blanks that may end the line. */
static gsize take_literal(QpDecoder *self, guint64 offset, const guint8 *octets, gsize length,
                          guint8 *out) {
    gsize written = put_blanks(self, out);
    memcpy(out + written, octets, length);
    guint8 is_strange = 0; /* without branches, so that the compiler may take many octets at once */
    for (gsize i = 0; i < length; i++) {
        is_strange |= !is_plain(octets[i]) & (octets[i] != '\t');
    }
    for (gsize i = 0; is_strange && i < length; i++) {
        if (!is_plain(octets[i]) && octets[i] != '\t') {
            octet_fault_add(&self->faults[QP_FAULT_OCTET], offset + i);
        }
    }
    return written + length;
}

static gsize take_escape_octet(QpDecoder *self, guint64 offset, guint8 octet, guint8 *out,
                               gboolean *is_taken) {
    *is_taken = TRUE;
    if (self->state != SOFT_BREAK && g_ascii_isxdigit(octet)) {
        if (octet >= 'a') {
            octet_fault_add(&self->faults[QP_FAULT_LOWER_CASE], offset);
        }
        if (self->state == ESCAPE) {
            self->digit = octet;
            self->state = ESCAPE_DIGIT;
            return 0;
        }
        out[0] = qp_hex_octet((char)self->digit, (char)octet);
        self->state = LITERAL;
        return 1;
    }
    if (self->state != ESCAPE_DIGIT && is_blank(octet) && self->n_blanks < QP_BLANKS_MAX) {
        self->state = SOFT_BREAK;
        return hold_blank(self, octet, out);
    }
    *is_taken = FALSE;
    return put_broken_escape(self, out);
}

/* Blanks at the end of octets[0…length). */
static gsize count_last_blanks(const guint8 *octets, gsize length) {
    gsize n = 0;
    while (n < length && is_blank(octets[length - n - 1])) {
        n++;
    }
    return n;
}

static gsize take_text(QpDecoder *self, guint64 offset, const guint8 *octets, gsize length,
                       guint8 *out) {
    gsize written = 0, n_blanks = count_last_blanks(octets, length);
    if (n_blanks < length) {
        written += take_literal(self, offset, octets, length - n_blanks, out);
    }
    for (gsize i = length - n_blanks; i < length; i++) {
        written += hold_blank(self, octets[i], out + written);
    }
    return written;
}

gsize qp_decoder_push(QpDecoder *self, guint64 offset, const guint8 *octets, gsize length,
                      guint8 *out) {
    gsize used = 0, written = 0;
    while (used < length) {
        gboolean is_taken = FALSE;
        if (self->state != LITERAL) {
            written +=
                take_escape_octet(self, offset + used, octets[used], out + written, &is_taken);
            used += is_taken ? 1 : 0;
            continue;
        }
        const guint8 *escape = memchr(octets + used, '=', length - used);
        gsize end = escape != NULL ? (gsize)(escape - octets) : length;
        written += take_text(self, offset + used, octets + used, end - used, out + written);
        if (escape != NULL) {
            written += put_blanks(self, out + written);
            self->state = ESCAPE;
            self->escape_offset = offset + end;
            end++;
        }
        used = end;
    }
    return written;
}

gsize qp_decoder_line_end(QpDecoder *self, const guint8 *end, gsize length, guint8 *out) {
    gsize written = 0;
    if (self->state == ESCAPE_DIGIT) {
        written += put_broken_escape(self, out);
    }
    self->n_blanks = 0;
    if (self->state != LITERAL) {
        self->state = LITERAL;
        return written;
    }
    memcpy(out + written, end, length);
    return written + length;
}

gsize qp_decoder_finish(QpDecoder *self, guint8 *out) {
    gsize written = 0;
    if (self->state == ESCAPE_DIGIT) {
        written += put_broken_escape(self, out);
    } else if (self->state != LITERAL) {
        octet_fault_add(&self->faults[QP_FAULT_SOFT_END], self->escape_offset);
    }
    self->state = LITERAL;
    self->n_blanks = 0;
    return written;
}

void qp_decoder_gap(QpDecoder *self) {
    self->state = LITERAL;
    self->n_blanks = 0;
}
