/* SPDX-License-Identifier: MIT */
/* Walks along the text of a unit and, if somebody wants them, notes the tokens it passes; inside
 * decoder/syntax only. Every octet is passed exactly once, so the tokens tile the text. */
#pragma once

#include "syntax/imap_value.h"

typedef struct {
    const ImapText *text;
    gsize at, end;  /* the next octet; where to stop */
    GArray *tokens; /* of SyntaxToken, or NULL */
    guint problems; /* ImapProblem bits */
} ImapReader;

typedef gboolean (*ImapOctetTest)(guchar octet);

static inline gboolean imap_reader_is_done(const ImapReader *self) {
    return self->at >= self->end;
}

static inline gboolean imap_reader_sees(const ImapReader *self, char octet) {
    return self->at < self->end && self->text->octets[self->at] == octet;
}

/* A reader of all of the text. */
ImapReader imap_reader_of(const ImapText *text, GArray *tokens);
/* A reader of a slice of the text, whose tokens go where those of `self` go. */
ImapReader imap_reader_inside(const ImapReader *self, SyntaxSlice slice);

/* The next `count` octets are one token (none if `count` is 0); returns them. */
SyntaxSlice imap_reader_take(ImapReader *self, gsize count, const char *label);
/* Octets from here on that pass the test are one token. */
SyntaxSlice imap_reader_take_while(ImapReader *self, ImapOctetTest test, const char *label);
/* Takes SP; more than one, or a tab, is a problem. TRUE if there was any. */
gboolean imap_reader_space(ImapReader *self);
/* All that is left is one token. */
SyntaxSlice imap_reader_rest(ImapReader *self, const char *label);

/* The next value. Its content gets the label, its quotes, header and parentheses their own; numbers
 * and NIL inside a list are labelled as what they are. Kind NONE at the end, and at ")". */
ImapValue imap_reader_value(ImapReader *self, const char *label);
/* The kind that imap_reader_value() would return. */
ImapValueKind imap_reader_peek(const ImapReader *self);
/* Passes a value without noting tokens: to look ahead. Returns it. */
ImapValue imap_reader_pass(ImapReader *self);

/* The list that begins here, or the one value that stands in its place: calls `element` for each
 * value inside, which must take octets. Returns the whole. */
typedef void (*ImapElement)(ImapReader *self, gpointer user);
ImapValue imap_reader_list(ImapReader *self, ImapElement element, gpointer user);

/* The literal whose header begins at `at`, or NULL. */
const ImapLiteral *imap_text_literal(const ImapText *text, gsize at);

gboolean imap_is_digit(guchar octet);
gboolean imap_slice_is(SyntaxSlice slice, const char *word);
gboolean imap_slice_number(SyntaxSlice slice, guint64 *number);
/* Copies it in upper case into name[size), NUL-terminated, cut if it is longer. */
void imap_slice_upper(SyntaxSlice slice, char *name, gsize size);
