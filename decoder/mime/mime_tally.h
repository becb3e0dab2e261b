/* SPDX-License-Identifier: MIT */
/* What is wrong with the octets of one part: counted while they pass, told when the part ends, so
 * that what is told does not depend on how the message was cut into pieces. */
#pragma once

#include "mime/mime.h"
#include "mime/octet_fault.h"

typedef enum {
    MIME_TALLY_BARE_LF,
    MIME_TALLY_BARE_CR,
    MIME_TALLY_NUL,
    MIME_TALLY_8BIT,
    MIME_TALLY_LINE_TOO_LONG,
    MIME_TALLY_BASE64_OUTSIDE,
    MIME_TALLY_BASE64_PADDING,
    MIME_TALLY_BASE64_LENGTH,
    MIME_TALLY_BASE64_LINE,
    MIME_TALLY_QP_ESCAPE,
    MIME_TALLY_QP_LOWER_CASE,
    MIME_TALLY_QP_OCTET,
    MIME_TALLY_QP_SOFT_END,
    MIME_TALLY_QP_LINE,
    MIME_TALLY_UU_BEGIN,
    MIME_TALLY_UU_LINE,
    MIME_TALLY_UU_END,
    MIME_N_TALLIES,
} MimeTallyKind;

typedef struct {
    OctetFault faults[MIME_N_TALLIES];
} MimeTally;

/* How a kind of fault is told: as which defect, and "1 <one>" or "<count> <many>". */
typedef struct {
    MimeDefect defect;
    const char *one, *many;
} MimeTallyRow;

const MimeTallyRow *mime_tally_row(MimeTallyKind kind);

/* Which of NUL, bare CR and octets over 127 are in the octets? (Every CR counts: line ends are not
 * part of the octets.) Fast where there is none. */
typedef enum { MIME_OCTETS_NUL = 1, MIME_OCTETS_CR = 2, MIME_OCTETS_8BIT = 4 } MimeOctets;
guint mime_octets_scan(const guint8 *octets, gsize length);

/* Counts what mime_octets_scan() found, as far as `classes` says; the first is at `offset`. */
void mime_tally_octets(MimeTally *self, guint classes, guint64 offset, const guint8 *octets,
                       gsize length);

/* Counts a line that began at `offset`: too long, or ended by a bare LF (end_length 1). */
void mime_tally_line(MimeTally *self, guint64 offset, guint64 length, gsize end_length);
