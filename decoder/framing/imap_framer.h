/* SPDX-License-Identifier: MIT */
/* Octets -> IMAP units: a command or response is a line in which literals may stand, "{12}" CRLF
 * and then twelve octets of any kind (RFC 3501 §4.3, RFC 9051 §4.3, RFC 7888 §4). Shared by decoder
 * and servers.
 *
 * A literal is never held: its octets pass as they come. Text is handed out by the line. */
#pragma once

#include "framing/line_splitter.h"

#define IMAP_FRAMER_TEXT_MAX ((gsize)64 * 1024) /* octets of a line handed out in one piece */

typedef struct {
    guint64 size;
    gboolean is_non_synchronising; /* "{12+}": the sender does not wait */
    gboolean is_binary;            /* "~{12}", literal8: may hold NUL */
    gsize header_length; /* "~{12+}" at the end of the text before it, without the line end */
} ImapFramerLiteral;

typedef enum {
    IMAP_PIECE_TEXT, /* octets of a line, the literal's header included, without the line end */
    IMAP_PIECE_LITERAL_BEGIN, /* a literal follows; the octets are the line end after its header */
    IMAP_PIECE_LITERAL_OCTETS,
    IMAP_PIECE_LITERAL_GAP, /* `missing` octets of the literal are lost */
    IMAP_PIECE_LITERAL_END, /* no octets; `missing` octets of it never came: the input was over */
    IMAP_PIECE_UNIT_END,    /* the octets are the line end */
    IMAP_PIECE_SKIPPED,     /* after a gap: octets before the next line that begins a unit */
    IMAP_PIECE_WAIT, /* the literal is synchronising: imap_framer_resume() must say what follows */
    IMAP_PIECE_MORE, /* nothing further in these octets */
} ImapPieceKind;

typedef struct {
    ImapPieceKind kind;
    const guint8 *octets; /* lent until the next call */
    gsize length;
    gboolean is_part;    /* TEXT: more of the same line follows, as it is longer than
                            IMAP_FRAMER_TEXT_MAX */
    LineEnd end;         /* LITERAL_BEGIN, UNIT_END */
    gboolean is_refused; /* UNIT_END: its literal was refused, the unit ends without a line end */
    gboolean is_broken;  /* UNIT_END: a gap or the end of the input cut it, LINE_END_NONE */
    guint64 missing;
    ImapFramerLiteral literal; /* LITERAL_BEGIN */
} ImapPiece;

/* Can this line begin a unit? Asked after a gap only; without it every whole line can. */
typedef gboolean (*ImapUnitTest)(const char *line, gsize length);

typedef struct {
    LineSplitter lines;
    gboolean is_server;     /* units of the server: its literals are never waited for */
    ImapUnitTest unit_test; /* or NULL */
    int step;               /* which kind of piece comes next */
    ImapFramerLiteral literal;
    guint64 left, lost;    /* of the literal: still to come; lost in a gap not yet told */
    gsize end_length;      /* of the line end that is handed out next */
    gboolean has_unit;     /* some of the unit was handed out */
    gboolean is_free_text; /* the unit ends in text for people: "{3}" there is no literal */
    gboolean is_resyncing; /* a gap came, and no line since then began a unit */
    gboolean is_mid_line;  /* after a gap: the next octets need not begin a line */
    gboolean is_breaking;  /* what is held and open is handed out, then the unit is broken */
    guint8 tail[24];       /* the last octets of a line that was handed out in part */
    gsize n_tail;
} ImapFramer;

void imap_framer_init(ImapFramer *self, gboolean is_server, ImapUnitTest unit_test);
void imap_framer_clear(ImapFramer *self);

/* The next piece of octets[*used…length); advances *used. Pieces tile the input. Each call takes
 * octets, hands out a piece that was pending, or returns MORE with *used == length, or WAIT, which
 * stays until imap_framer_resume(). Call it until MORE or WAIT; after imap_framer_gap() and
 * imap_framer_finish() call it with no octets until MORE. An empty line is a unit of its own. */
ImapPiece imap_framer_next(ImapFramer *self, const guint8 *octets, gsize length, gsize *used);

/* The answer to a synchronising literal is known: "+" (RFC 9051 §7.6), and its octets follow; or
 * the command was refused (NO, BAD), its unit ends here, and what follows is a new command. */
void imap_framer_resume(ImapFramer *self, gboolean is_accepted);
gboolean imap_framer_is_waiting(const ImapFramer *self);

/* `length` octets are lost. Within a literal it goes on behind them; if text is among them the unit
 * is broken, and the next one begins at the first line that passes the test. Then call
 * imap_framer_next() with no octets until MORE, as after imap_framer_finish(). */
void imap_framer_gap(ImapFramer *self, guint64 length);

/* The input is over: what is held and open is handed out, the unit broken. */
void imap_framer_finish(ImapFramer *self);
