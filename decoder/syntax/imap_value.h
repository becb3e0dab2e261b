/* SPDX-License-Identifier: MIT */
/* The words of IMAP: atoms, strings, literals, numbers, parenthesised lists (RFC 3501 §9, RFC 9051
 * §9). Nothing here recurses, and nothing fails: what is wrong is a bit, and reading goes on. */
#pragma once

#include "syntax/smtp_syntax.h" /* SyntaxSlice, SyntaxToken */

#define IMAP_DEPTH_MAX 100u /* parentheses; deeper ones are read as words */

/* A literal in a text. */
typedef struct {
    gsize at;            /* of its header, "~{12+}" */
    gsize header_length; /* line end included */
    guint64 size;
    gboolean is_inline; /* its octets follow the header; else none of them are in the text */
    gboolean is_binary, is_non_synchronising;
    guint64 referred; /* octets of literals that are not in the text, up to the end of this one */
} ImapLiteral;

/* The text of a unit. Without literals any string will do: {.octets = line, .length = length}. */
typedef struct {
    const char *octets;
    gsize length;
    const ImapLiteral *literals; /* by place */
    guint n_literals;
} ImapText;

typedef enum {
    IMAP_PROBLEM_NO_TAG = 1 << 0,
    IMAP_PROBLEM_BAD_TAG = 1 << 1, /* octets that no tag may hold */
    IMAP_PROBLEM_NO_VERB = 1 << 2,
    IMAP_PROBLEM_MISSING_ARGUMENT = 1 << 3,
    IMAP_PROBLEM_EXTRA_ARGUMENT = 1 << 4,
    IMAP_PROBLEM_SPACES = 1 << 5,      /* more than one space, or one at the end, or a tab */
    IMAP_PROBLEM_NO_SPACE = 1 << 6,    /* two values that touch */
    IMAP_PROBLEM_QUOTE_OPEN = 1 << 7,  /* a quoted string without its end */
    IMAP_PROBLEM_PARENTHESIS = 1 << 8, /* not balanced */
    IMAP_PROBLEM_DEPTH = 1 << 9,
    IMAP_PROBLEM_BAD_ATOM = 1 << 10, /* octets that no atom may hold */
    IMAP_PROBLEM_BAD_NUMBER = 1 << 11,
    IMAP_PROBLEM_BAD_SET = 1 << 12,
    IMAP_PROBLEM_BAD_SECTION = 1 << 13,
    IMAP_PROBLEM_BAD_DATE = 1 << 14,
    IMAP_PROBLEM_8BIT =
        1 << 15, /* outside a literal; UTF-8 is fine in quoted strings of IMAP4rev2 */
    IMAP_PROBLEM_TOO_MANY = 1 << 16, /* more than is kept */
    IMAP_PROBLEM_BAD_ESCAPE = 1 << 17,
    IMAP_PROBLEM_UNKNOWN_WORD =
        1 << 18,                    /* a FETCH item or SEARCH key that the grammar does not know */
    IMAP_PROBLEM_BRACKET = 1 << 19, /* a response code without its "]" */
} ImapProblem;

typedef enum {
    IMAP_VALUE_NONE, /* nothing is there */
    IMAP_VALUE_ATOM, /* also numbers, flags, sets, items with their section */
    IMAP_VALUE_QUOTED,
    IMAP_VALUE_LITERAL,
    IMAP_VALUE_NIL,
    IMAP_VALUE_LIST, /* "(…)", as a whole */
} ImapValueKind;

typedef struct {
    ImapValueKind kind;
    SyntaxSlice raw;    /* as it stands, quotes, header or parentheses included */
    SyntaxSlice octets; /* the content: quoted: escapes still in it; list: what is inside; a literal
                           that is not inline: octets NULL */
    const ImapLiteral *literal;
} ImapValue;

/* The values of a list, one by one, whatever separates them: `*at` is a place in the text (begin
 * with the place of a slice: imap_slice_at()), `end` where the list ends. FALSE at the end.
 * Problems are added to *problems, which may be NULL. Every call that returns TRUE has advanced
 * *at. */
gboolean imap_next_value(const ImapText *text, gsize *at, gsize end, ImapValue *value,
                         guint *problems);

/* Where a slice of the text begins and ends in it. */
gsize imap_slice_at(const ImapText *text, SyntaxSlice slice);
gsize imap_slice_end(const ImapText *text, SyntaxSlice slice);

/* The content with escapes undone, NUL-terminated (octets that are NUL cut it); NULL for NIL,
 * nothing, lists and literals that are not inline. Free with g_free(). */
char *imap_value_dup(const ImapValue *value);
/* Does the content equal this word, in any case? */
gboolean imap_value_is(const ImapValue *value, const char *word);
/* nz-number, number64: FALSE if the content is no decimal number below 2^63. */
gboolean imap_value_number(const ImapValue *value, guint64 *number);
