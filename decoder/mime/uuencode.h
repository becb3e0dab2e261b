/* SPDX-License-Identifier: MIT */
/* uuencoded lines -> octets, as a stream (the form that POSIX describes for uuencode; as a transfer
 * encoding "x-uuencode" it has no RFC). Lines before "begin" and after "end" are not content. */
#pragma once

#include "mime/octet_fault.h"

typedef enum {
    UU_FAULT_BEGIN, /* no "begin" line */
    UU_FAULT_LINE,  /* a line shorter or longer than its count says, or with other characters */
    UU_FAULT_END,   /* no "end" line */
    UU_N_FAULTS,
} UuFault;

/* Longest line that is looked at: a count and 21 groups, and room for checksum letters. */
#define UU_LINE_MAX 96u
#define UU_ROOM 64u

/* What a line is; also used to label it. */
typedef enum { UU_OUTSIDE, UU_BEGIN, UU_DATA, UU_END } UuLine;

typedef struct {
    gboolean has_begun, has_ended;
    guint8 length;
    guint8 line[UU_LINE_MAX];
    guint64 line_offset;
    gboolean is_long;
    OctetFault faults[UU_N_FAULTS];
} UuDecoder;

void uu_decoder_init(UuDecoder *self);
/* A piece of a line, without the line end; its first octet stands at `offset`. */
void uu_decoder_push(UuDecoder *self, guint64 offset, const guint8 *octets, gsize length);
/* What the line is, as far as it has been pushed. */
UuLine uu_decoder_line_kind(const UuDecoder *self);
/* The line is complete: decodes it into `out` (UU_ROOM octets). Returns the octets written. */
gsize uu_decoder_line_end(UuDecoder *self, guint8 *out);
/* The text ends at `offset`; the last line may lack its end. */
gsize uu_decoder_finish(UuDecoder *self, guint64 offset, guint8 *out);
/* Octets were lost: the line so far is forgotten. */
void uu_decoder_gap(UuDecoder *self);
