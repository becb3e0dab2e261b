/* SPDX-License-Identifier: MIT */
/* Dot-stuffed text up to its lone dot: RFC 5321 §4.5.2, RFC 1939 §3. Shared by decoder and servers.
 *
 * Only CRLF.CRLF ends the text. Other lone dots are reported and stay text; who reads on is the
 * caller's decision. */
#pragma once

#include <glib.h>

typedef enum {
    DOT_TEXT_CONTENT,    /* octets of the text */
    DOT_TEXT_STUFFING,   /* one dot that the sender added; not part of the text */
    DOT_TEXT_END,        /* ".CRLF": the text is over, octets after it are something else */
    DOT_TEXT_LENIENT,    /* a lone dot whose line ends are not both CRLF: content to the RFC, an end
                            to some servers. The piece is the dot and its line end. */
    DOT_TEXT_MORE,       /* nothing further in these octets */
} DotTextKind;

typedef struct {
    DotTextKind kind;
    const guint8 *octets; /* lent: into the input, or into `self` for what was held from before */
    gsize length;
} DotTextPiece;

typedef struct {
    guint8 state;
    guint8 held[4]; /* octets whose meaning the next octet decides */
    guint8 n_held;
    guint8 out[4];  /* held octets while they are lent */
    guint8 line_begin; /* how the line before ended */
} DotText;

/* The text begins at the beginning of a line. */
void dot_text_init(DotText *self);

/* The next piece of octets[*used…length); advances *used, and always makes progress: each call
 * either returns a piece or DOT_TEXT_MORE with *used == length. Pieces tile the input. */
DotTextPiece dot_text_next(DotText *self, const guint8 *octets, gsize length, gsize *used);

/* The capture or connection ended inside the text: octets still held (a dot or a CR at the start of
 * a line whose meaning is open) as CONTENT, then DOT_TEXT_MORE. */
DotTextPiece dot_text_rest(DotText *self);

/* A gap: what stands after it need not be the beginning of a line. */
void dot_text_gap(DotText *self);
