/* SPDX-License-Identifier: MIT */
/* base64 -> octets, as a stream: RFC 2045 §6.8. Never refuses: what is wrong is counted, with its
 * place. */
#pragma once

#include "mime/octet_fault.h"

typedef enum {
    BASE64_FAULT_OUTSIDE, /* an octet outside the alphabet, neither CR nor LF: ignored */
    BASE64_FAULT_PADDING, /* "=" where none belongs, or letters after it: decoding begins anew there
                           */
    BASE64_FAULT_LENGTH,  /* the end comes inside a group of four */
    BASE64_N_FAULTS,
} Base64Fault;

typedef struct {
    guint32 group;    /* the letters of the open group, six bits each */
    guint8 n_letters; /* in the open group */
    guint8 n_padding;
    gboolean is_ended; /* padding closed the data */
    OctetFault faults[BASE64_N_FAULTS];
} Base64Decoder;

void base64_decoder_init(Base64Decoder *self);

/* Room that the next push of `length` octets needs at `out`; a little more than it can write. */
#define BASE64_ROOM(length) ((length) / 4 * 3 + 6)

/* Decodes `length` octets, the first of which stands at `offset`. Returns the octets written. */
gsize base64_decoder_push(Base64Decoder *self, guint64 offset, const guint8 *octets, gsize length,
                          guint8 *out);
/* The data ends at `offset`: at most 2 octets of an unfinished group are written. */
gsize base64_decoder_finish(Base64Decoder *self, guint64 offset, guint8 *out);
/* Octets were lost: the open group is forgotten. */
void base64_decoder_gap(Base64Decoder *self);

/* Is `octet` one of the 64 letters? */
gboolean base64_is_letter(guint8 octet);
