/* SPDX-License-Identifier: MIT */
/* Octets -> lines. Shared by the decoder and the servers. */
#pragma once

#include <glib.h>

/* How a line ended. */
typedef enum {
    LINE_END_CRLF,
    LINE_END_LF,   /* bare LF (RFC 5321 §2.3.8 forbids it; plain nc sends it) */
    LINE_END_NONE, /* the cap was reached, or line_splitter_rest(): no line end yet */
} LineEnd;

typedef struct {
    const guint8 *octets; /* lent until the next call; without the line end */
    gsize length;
    gsize end_length; /* octets of the line end: 2, 1 or 0 */
    LineEnd end;
} Line;

typedef struct {
    GByteArray *held; /* the beginning of an unfinished line; NULL while there is none */
    gsize lent;       /* the first octets of `held` that the last call handed out */
    gsize cap;        /* longest line handed out in one piece, without its end */
} LineSplitter;

/* `cap` is at least 1. Nothing is allocated until a line is cut by the end of the input. */
void line_splitter_init(LineSplitter *self, gsize cap);
void line_splitter_clear(LineSplitter *self);

/* Looks for the next line in what is held plus `octets`; *used counts the octets taken from
 * `octets`. TRUE: *line is a line (or, with LINE_END_NONE, `cap` octets of a longer one; the rest
 * follows as the next "line"). FALSE: all octets are taken and held. Call it until FALSE: each call
 * takes octets or shortens what is held. A line that lies whole in `octets` is lent from there.
 * A CR just at the cap is held back until the next octet shows whether a line end follows. A bare
 * CR (RFC 5321 §2.3.8) is an octet of the line. */
gboolean line_splitter_next(LineSplitter *self, const guint8 *octets, gsize length, gsize *used,
                            Line *line);

/* The unfinished line that is held, as LINE_END_NONE; FALSE if there is none. Empties it. It may be
 * cap + 1 octets long, the last of them a CR. */
gboolean line_splitter_rest(LineSplitter *self, Line *line);

/* How many octets are held. */
gsize line_splitter_held(const LineSplitter *self);
