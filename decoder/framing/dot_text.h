/* SPDX-License-Identifier: MIT */
/* Dot-stuffed text up to its lone dot: RFC 5321 §4.5.2, RFC 1939 §3. Shared by decoder and servers.
 *
 * Only CRLF.CRLF ends the text. Other lone dots are reported and stay text; who reads on is the
 * caller's decision. */
#pragma once

#include <glib.h>

typedef enum {
    DOT_TEXT_CONTENT,  /* octets of the text, any number of lines */
    DOT_TEXT_STUFFING, /* one dot that the sender added; not part of the text */
    DOT_TEXT_END,      /* ".CRLF": the text is over, octets after it are something else */
    DOT_TEXT_LENIENT,  /* a lone dot whose line ends are not both CRLF: content to the RFC, an end
                          to some servers. The piece is the dot and its line end: one of
                          CRLF.LF CRLF.CR LF.CRLF LF.LF LF.CR CR.CRLF CR.LF CR.CR */
    DOT_TEXT_MORE,     /* nothing further in these octets */
} DotTextKind;

typedef struct {
    DotTextKind kind;
    const guint8 *octets; /* lent: into the input, or static for what was held from before */
    gsize length;
    gsize stuffing; /* DOT_TEXT_LENIENT: 1 if its dot stands after a CRLF: it begins a line that
                       does not end here, so to RFC 5321 §4.5.2 it is stuffing, and only the octets
                       after it are text. Else 0. */
} DotTextPiece;

typedef struct {
    guint8 before; /* what stands before the next octet: a line end, of which kind, or none */
    guint8 n_held; /* octets of ".CR" at the start of a line whose meaning is still open */
} DotText;

/* The text begins at the beginning of a line. */
void dot_text_init(DotText *self);

/* The next piece of octets[*used…length); advances *used. Each call makes progress: it returns a
 * piece or DOT_TEXT_MORE with *used == length. Pieces tile the input. After DOT_TEXT_END the object
 * is ready for another text. */
DotTextPiece dot_text_next(DotText *self, const guint8 *octets, gsize length, gsize *used);

/* The capture or connection ended inside the text: octets still held (a dot, or a dot and a CR, at
 * the start of a line) as CONTENT, then DOT_TEXT_MORE. */
DotTextPiece dot_text_rest(DotText *self);

/* A gap: what stands after it need not be the beginning of a line. Octets still held are dropped:
 * ask dot_text_rest() for them before. */
void dot_text_gap(DotText *self);
