/* SPDX-License-Identifier: MIT */
/* quoted-printable -> octets, line by line, as a stream: RFC 2045 §6.7. Never refuses: what is
 * wrong is counted, with its place, and kept as it stands. */
#pragma once

#include "mime/octet_fault.h"

typedef enum {
    QP_FAULT_ESCAPE,     /* "=" before neither two hexadecimal digits nor the line end */
    QP_FAULT_LOWER_CASE, /* "=e9": rule 1 asks for upper case */
    QP_FAULT_OCTET,      /* a control or an octet over 126 that stands unencoded: rule 2 */
    QP_FAULT_SOFT_END,   /* the last line ends in a soft line break: rule 3 */
    QP_N_FAULTS,
} QpFault;

/* Blanks held back until it is known whether they end the line (rule 3: then they are dropped). */
#define QP_BLANKS_MAX 128u

typedef struct {
    guint8 state;
    guint8 digit; /* first one of an escape */
    guint64 escape_offset;
    guint8 n_blanks;
    guint8 blanks[QP_BLANKS_MAX];
    OctetFault faults[QP_N_FAULTS];
} QpDecoder;

/* The octet that two hexadecimal digits stand for. */
static inline guint8 qp_hex_octet(char high, char low) {
    return (guint8)(g_ascii_xdigit_value(high) << 4 | g_ascii_xdigit_value(low));
}

void qp_decoder_init(QpDecoder *self);

/* Room that the next push of `length` octets needs at `out`. */
#define QP_ROOM(length) ((length) + QP_BLANKS_MAX + 4)

/* Decodes a piece of a line, without the line end; the first octet stands at `offset`. Returns the
 * octets written. */
gsize qp_decoder_push(QpDecoder *self, guint64 offset, const guint8 *octets, gsize length,
                      guint8 *out);
/* The line ends with `end` (CRLF or LF, length 2 or 1): copied, unless the break is soft. */
gsize qp_decoder_line_end(QpDecoder *self, const guint8 *end, gsize length, guint8 *out);
/* The text is over, its last line end perhaps not being its own. */
gsize qp_decoder_finish(QpDecoder *self, guint8 *out);
/* Octets were lost. */
void qp_decoder_gap(QpDecoder *self);
