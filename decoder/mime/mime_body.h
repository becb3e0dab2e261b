/* SPDX-License-Identifier: MIT */
/* The body of the open leaf: pieces of lines in, decoded content out. */
#pragma once

#include "mime/base64_decoder.h"
#include "mime/mime_content.h"
#include "mime/mime_tally.h"
#include "mime/quoted_printable.h"
#include "mime/uuencode.h"

/* One line of the message, or a piece of a very long one. Lent. */
typedef struct {
    const guint8 *octets; /* the line end stands right behind octets[0…length) */
    gsize length;         /* without the line end */
    gsize end_length;     /* 2: CRLF, 1: LF, 0: the line goes on, or the message ends */
    guint64 offset;       /* in the message */
    gboolean begins_line;
    gboolean is_stable; /* the octets stay in place until the push ends */
} MimePiece;

typedef struct {
    MimeContent *content;
    MimeTally *tally; /* of the open leaf */
    MimeEncoding encoding;
    gboolean skips_line; /* after a gap in base64: until the next line begins */
    union {
        Base64Decoder base64;
        QpDecoder quoted_printable;
        UuDecoder uuencode;
    };
} MimeBody;

void mime_body_begin(MimeBody *self, MimeEncoding encoding, MimeTally *tally);
/* A line or a piece of one; its line end is told apart, once it is known to be content. */
void mime_body_piece(MimeBody *self, const MimePiece *piece);
void mime_body_line_end(MimeBody *self, const guint8 *octets, gsize length, gboolean is_stable);
/* A line that began at `offset` has ended, or the body in it: `length` octets and a line end of
 * `end_length` are judged. */
void mime_body_tally_line(MimeBody *self, guint64 offset, guint64 length, gsize end_length);
/* The body ends at `offset`. */
void mime_body_end(MimeBody *self, guint64 offset);
/* Octets were lost. */
void mime_body_gap(MimeBody *self);
