/* SPDX-License-Identifier: MIT */
/* Turns dot-stuffed text into content, stuffing dots, lone dots of every kind, and its end. It
 * refuses to know what the text says and whether a peer treats a lenient dot as an end. Only dots
 * that begin a line are looked for, so that a piece covers as many lines as the input holds. */
#include "framing/dot_text.h"

#include <string.h>

#define BLOCK_OCTETS 64u

/* What stands before an octet. CRLF also stands for the beginning of the text. */
typedef enum {
    BEFORE_TEXT,
    BEFORE_CR, /* bare, unless an LF follows */
    BEFORE_LF, /* bare */
    BEFORE_CRLF,
} Before;

static const guint8 lone_dot[] = {'.', '\r', '\n'};

void dot_text_init(DotText *self) {
    *self = (DotText){.before = BEFORE_CRLF};
}

/* What stands before octets[at], where `before` stood before octets[0]. */
static Before before_at(Before before, const guint8 *octets, gsize at) {
    if (at == 0) {
        return before;
    }
    guint8 last = octets[at - 1];
    if (last == '\r') {
        return BEFORE_CR;
    }
    if (last != '\n') {
        return BEFORE_TEXT;
    }
    gboolean has_cr = at > 1 ? octets[at - 2] == '\r' : before == BEFORE_CR;
    return has_cr ? BEFORE_CRLF : BEFORE_LF;
}

/* A dot at the beginning of a line: how far its meaning reaches. `length` 0 says that the octets do
 * not suffice; `after` is what then stands before the next octet. */
typedef struct {
    DotTextKind kind;
    gsize length;
    Before after;
} Dot;

/* RFC 5321 §4.5.2: a line that is a single dot ends the text, of any other line that begins with a
 * dot the dot is removed. Lines are what stands between CRLFs (§2.3.8). */
static Dot read_dot(Before before, const guint8 *octets, gsize length) {
    if (length < 2) {
        return (Dot){.length = 0};
    }
    if (octets[1] == '\n') {
        return (Dot){DOT_TEXT_LENIENT, 2, BEFORE_LF};
    }
    if (octets[1] != '\r') {
        return (Dot){before == BEFORE_CRLF ? DOT_TEXT_STUFFING : DOT_TEXT_CONTENT, 1, BEFORE_TEXT};
    }
    if (length < 3) {
        return (Dot){.length = 0};
    }
    if (octets[2] != '\n') {
        return (Dot){DOT_TEXT_LENIENT, 2, BEFORE_CR};
    }
    return (Dot){before == BEFORE_CRLF ? DOT_TEXT_END : DOT_TEXT_LENIENT, 3, BEFORE_CRLF};
}

/* The piece for a dot that was read, `octets` being where it stands. */
static DotTextPiece take_dot(DotText *self, Dot dot, const guint8 *octets) {
    DotTextPiece piece = {.kind = dot.kind, .octets = octets, .length = dot.length};
    piece.stuffing = dot.kind == DOT_TEXT_LENIENT && self->before == BEFORE_CRLF ? 1 : 0;
    self->before = (guint8)dot.after;
    return piece;
}

/* The dot held from before, with as many new octets as its meaning needs. */
static DotTextPiece next_held(DotText *self, const guint8 *octets, gsize length, gsize *used) {
    guint8 joined[sizeof lone_dot];
    gsize n_new = MIN(length - *used, sizeof joined - self->n_held);
    memcpy(joined, lone_dot, self->n_held);
    memcpy(joined + self->n_held, octets + *used, n_new);
    Dot dot = read_dot(self->before, joined, self->n_held + n_new);
    if (dot.length == 0) {
        self->n_held = (guint8)(self->n_held + n_new);
        *used = length;
        return (DotTextPiece){.kind = DOT_TEXT_MORE};
    }
    *used += dot.length - self->n_held;
    self->n_held = 0;
    /* Whatever its line end is, the piece can be lent from a table, whose input may be gone. */
    static const guint8 dot_feed[] = {'.', '\n'};
    gboolean is_feed = dot.length == 2 && joined[1] == '\n';
    return take_dot(self, dot, is_feed ? dot_feed : lone_dot);
}

static inline guint8 is_line_dot(const guint8 *octet) {
    return (guint8)((octet[0] == '.') & ((octet[-1] == '\n') | (octet[-1] == '\r')));
}

/* Is there a dot after a CR or LF among BLOCK_OCTETS octets? Without a jump in it, so that
 * compilers look at 16 octets at once: as fast as memchr, and no text can slow it down. */
static gboolean has_line_dot(const guint8 *octets) {
    guint8 any = 0;
    for (gsize i = 0; i < BLOCK_OCTETS; i++) {
        any |= is_line_dot(octets + i);
    }
    return any != 0;
}

/* Where the next dot stands that follows a CR or LF; `length` if nowhere. Dots are few among the
 * octets that are looked at one after the other. */
static gsize find_dot(const guint8 *octets, gsize from, gsize length) {
    gsize at = from;
    while (at + BLOCK_OCTETS <= length && !has_line_dot(octets + at)) {
        at += BLOCK_OCTETS;
    }
    while (at < length) {
        const guint8 *dot = memchr(octets + at, '.', length - at);
        if (dot == NULL || is_line_dot(dot)) {
            return dot != NULL ? (gsize)(dot - octets) : length;
        }
        at = (gsize)(dot - octets) + 1;
    }
    return length;
}

static DotTextPiece take_content(DotText *self, const guint8 *octets, gsize length, gsize *used) {
    const guint8 *start = octets + *used;
    gsize n = find_dot(start, 1, length - *used);
    self->before = (guint8)before_at((Before)self->before, start, n);
    *used += n;
    return (DotTextPiece){.kind = DOT_TEXT_CONTENT, .octets = start, .length = n};
}

DotTextPiece dot_text_next(DotText *self, const guint8 *octets, gsize length, gsize *used) {
    if (*used >= length) {
        return (DotTextPiece){.kind = DOT_TEXT_MORE};
    }
    if (self->n_held > 0) {
        return next_held(self, octets, length, used);
    }
    const guint8 *start = octets + *used;
    if (self->before == BEFORE_TEXT || *start != '.') {
        return take_content(self, octets, length, used);
    }
    Dot dot = read_dot((Before)self->before, start, length - *used);
    if (dot.length == 0) {
        self->n_held = (guint8)(length - *used);
        *used = length;
        return (DotTextPiece){.kind = DOT_TEXT_MORE};
    }
    if (dot.kind == DOT_TEXT_CONTENT) {
        return take_content(self, octets, length, used);
    }
    *used += dot.length;
    return take_dot(self, dot, start);
}

DotTextPiece dot_text_rest(DotText *self) {
    if (self->n_held == 0) {
        return (DotTextPiece){.kind = DOT_TEXT_MORE};
    }
    DotTextPiece piece = {.kind = DOT_TEXT_CONTENT, .octets = lone_dot, .length = self->n_held};
    self->before = self->n_held == 2 ? BEFORE_CR : BEFORE_TEXT;
    self->n_held = 0;
    return piece;
}

void dot_text_gap(DotText *self) {
    *self = (DotText){.before = BEFORE_TEXT};
}
