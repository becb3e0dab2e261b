/* SPDX-License-Identifier: MIT */
/* One IMAP command or response as it comes out of the framer: its text, with short literals in
 * place and long ones by reference, and what the literal that just begins is. */
#pragma once

#include "framing/imap_framer.h"
#include "syntax/imap_value.h"

#define IMAP_UNIT_TEXT_MAX                                                                         \
    ((gsize)256 * 1024) /* octets held of one unit; what is beyond is counted, not held */
#define IMAP_LITERAL_INLINE_MAX ((gsize)16 * 1024)

/* What a literal is. */
typedef enum {
    IMAP_PLACE_OTHER, /* a string among others: of SEARCH, ENVELOPE, ID, … */
    IMAP_PLACE_FETCH, /* FETCH response: BODY[…], BINARY[…], RFC822…: message octets, never held */
    IMAP_PLACE_MESSAGE, /* APPEND (and UTF8 (…) of it): a message, never held */
    IMAP_PLACE_USER,    /* LOGIN */
    IMAP_PLACE_PASSWORD,
    IMAP_PLACE_MAILBOX,
} ImapPlaceRole;

typedef struct {
    ImapPlaceRole role;
    guint64 number; /* FETCH: the message's sequence number (UIDFETCH: its UID) */
    guint64 uid;    /* FETCH: if UID stood before the literal; else 0 */
    SyntaxSlice
        item; /* FETCH: "BODY[1.2.HEADER]<0>" as sent; read it with imap_parse_item_name() */
    SyntaxSlice verb; /* commands: "APPEND" as sent */
    guint argument;   /* commands: which argument, from 0 */
} ImapPlace;

/* How far the unit's text was looked at to know where a literal stands: each octet once. */
typedef struct {
    gsize at;
    guint depth;          /* open parentheses */
    guint n_top, n_inner; /* values begun outside of them; values begun in the outermost list */
    gsize item, item_end, verb, verb_end;
    guint64 number, uid;
    gboolean is_uid_verb, is_untagged, is_fetch, is_utf8;
} ImapPlaceWalk;

typedef struct {
    gboolean is_server;
    GByteArray *text;
    GArray *literals;     /* of ImapLiteral */
    guint64 wire_octets;  /* of the whole unit so far, literals and line ends included */
    guint64 dropped;      /* octets of text beyond IMAP_UNIT_TEXT_MAX */
    gboolean is_complete; /* its end came, and nothing of it is missing */
    gboolean is_refused;  /* a synchronising literal of it was refused */
    LineEnd end;
    gboolean is_inline; /* the literal that passes now is kept */
    ImapPlaceWalk walk;
} ImapUnit;

void imap_unit_init(ImapUnit *self, gboolean is_server);
void imap_unit_clear(ImapUnit *self);
/* Makes it ready for the next unit. */
void imap_unit_reset(ImapUnit *self);

/* Takes any piece of the framer; TRUE if the unit is over (IMAP_PIECE_UNIT_END). */
gboolean imap_unit_push(ImapUnit *self, const ImapPiece *piece);

/* The text as the parsers want it; lent until the unit changes. The last line end is not in it. */
ImapText imap_unit_text(const ImapUnit *self);

/* After IMAP_PIECE_LITERAL_BEGIN was pushed: what the literal is. Slices are lent until the unit
 * changes. */
ImapPlace imap_unit_place(const ImapUnit *self);

/* How many octets on the wire stand in the unit before octet `at` of its text. */
guint64 imap_unit_wire_offset(const ImapUnit *self, gsize at);
