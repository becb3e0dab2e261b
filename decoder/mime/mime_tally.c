/* SPDX-License-Identifier: MIT */
/* Turns octets into counts of what should not be among them. It does not know what the octets mean,
 * nor when a count is told. */
#include "mime/mime_tally.h"

#include <string.h>

/* clang-format off */
static const MimeTallyRow rows[MIME_N_TALLIES] = {
    [MIME_TALLY_BARE_LF]        = {MIME_DEFECT_BARE_LF, "line ends in LF without CR", "lines end in LF without CR"},
    [MIME_TALLY_BARE_CR]        = {MIME_DEFECT_BARE_CR, "CR without LF", "CRs without LF"},
    [MIME_TALLY_NUL]            = {MIME_DEFECT_NUL, "NUL octet", "NUL octets"},
    [MIME_TALLY_8BIT]           = {MIME_DEFECT_8BIT_IN_7BIT, "octet over 127", "octets over 127"},
    [MIME_TALLY_LINE_TOO_LONG]  = {MIME_DEFECT_LINE_TOO_LONG, "line is longer than 998 octets", "lines are longer than 998 octets"},
    [MIME_TALLY_BASE64_OUTSIDE] = {MIME_DEFECT_BASE64_SYNTAX, "octet outside the base64 alphabet", "octets outside the base64 alphabet"},
    [MIME_TALLY_BASE64_PADDING] = {MIME_DEFECT_BASE64_SYNTAX, "misplaced padding", "misplaced paddings"},
    [MIME_TALLY_BASE64_LENGTH]  = {MIME_DEFECT_BASE64_SYNTAX, "group of letters is not complete", "groups of letters are not complete"},
    [MIME_TALLY_BASE64_LINE]    = {MIME_DEFECT_BASE64_LINE_TOO_LONG, "line is longer than 76 octets", "lines are longer than 76 octets"},
    [MIME_TALLY_QP_ESCAPE]      = {MIME_DEFECT_QP_SYNTAX, "\"=\" without two hexadecimal digits", "\"=\" without two hexadecimal digits"},
    [MIME_TALLY_QP_LOWER_CASE]  = {MIME_DEFECT_QP_SYNTAX, "hexadecimal digit in lower case", "hexadecimal digits in lower case"},
    [MIME_TALLY_QP_OCTET]       = {MIME_DEFECT_QP_SYNTAX, "octet that should be encoded", "octets that should be encoded"},
    [MIME_TALLY_QP_SOFT_END]    = {MIME_DEFECT_QP_SYNTAX, "soft line break at the very end", "soft line breaks at the very end"},
    [MIME_TALLY_QP_LINE]        = {MIME_DEFECT_QP_LINE_TOO_LONG, "line is longer than 76 octets", "lines are longer than 76 octets"},
    [MIME_TALLY_UU_BEGIN]       = {MIME_DEFECT_UUENCODE_SYNTAX, "\"begin\" line is missing", "\"begin\" lines are missing"},
    [MIME_TALLY_UU_LINE]        = {MIME_DEFECT_UUENCODE_SYNTAX, "line is not as long as its first letter says", "lines are not as long as their first letters say"},
    [MIME_TALLY_UU_END]         = {MIME_DEFECT_UUENCODE_SYNTAX, "\"end\" line is missing", "\"end\" lines are missing"},
};
/* clang-format on */

const MimeTallyRow *mime_tally_row(MimeTallyKind kind) {
    return &rows[kind];
}

#define LANES 16u

/* Octets that the processor looks at side by side; a comparison sets all bits of those that fit. */
typedef guint8 Lanes __attribute__((vector_size(LANES)));

typedef struct {
    Lanes nul, cr, high;
} Seen;

static inline void look(Seen *seen, const guint8 octets[LANES]) {
    Lanes lanes;
    memcpy(&lanes, octets, sizeof lanes);
    seen->nul |= (Lanes)(lanes == 0);
    seen->cr |= (Lanes)(lanes == '\r');
    seen->high |= lanes;
}

static gboolean has_bit(Lanes lanes, guint8 bit) {
    guint64 words[LANES / sizeof(guint64)];
    guint64 any = 0;
    memcpy(words, &lanes, sizeof words);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        any |= words[i];
    }
    return (any & (G_GUINT64_CONSTANT(0x0101010101010101) * bit)) != 0;
}

guint mime_octets_scan(const guint8 *octets, gsize length) {
    Seen seen = {0};
    guint8 rest[LANES];
    gsize at = 0;
    for (; at + LANES <= length; at += LANES) {
        look(&seen, octets + at);
    }
    memset(rest, ' ', sizeof rest);
    memcpy(rest, octets + at, length - at);
    look(&seen, rest);
    return (has_bit(seen.nul, 0x80) ? MIME_OCTETS_NUL : 0) |
           (has_bit(seen.cr, 0x80) ? MIME_OCTETS_CR : 0) |
           (has_bit(seen.high, 0x80) ? MIME_OCTETS_8BIT : 0);
}

void mime_tally_octets(MimeTally *self, guint classes, guint64 offset, const guint8 *octets,
                       gsize length) {
    for (gsize i = 0; classes != 0 && i < length; i++) {
        if (octets[i] == '\0' && classes & MIME_OCTETS_NUL) {
            octet_fault_add(&self->faults[MIME_TALLY_NUL], offset + i);
        } else if (octets[i] == '\r' && classes & MIME_OCTETS_CR) {
            octet_fault_add(&self->faults[MIME_TALLY_BARE_CR], offset + i);
        } else if (octets[i] >= 0x80 && classes & MIME_OCTETS_8BIT) {
            octet_fault_add(&self->faults[MIME_TALLY_8BIT], offset + i);
        }
    }
}

void mime_tally_line(MimeTally *self, guint64 offset, guint64 length, gsize end_length) {
    if (end_length == 1) {
        octet_fault_add(&self->faults[MIME_TALLY_BARE_LF], offset + length);
    }
    if (length > MIME_LINE_MAX) {
        octet_fault_add(&self->faults[MIME_TALLY_LINE_TOO_LONG], offset);
    }
}
