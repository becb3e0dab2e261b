/* SPDX-License-Identifier: MIT */
/* The words of structured header fields: RFC 5322 §3.2, RFC 2045 §5.1. */
#pragma once

#include <glib.h>

typedef enum {
    MESSAGE_TOKEN_SPACE,   /* blanks, folds included: CRLF may stand inside */
    MESSAGE_TOKEN_ATOM,    /* octets that are nothing else; in addresses dots are part of it */
    MESSAGE_TOKEN_QUOTED,  /* "…" with its quotes */
    MESSAGE_TOKEN_COMMENT, /* (…) with those nested inside */
    MESSAGE_TOKEN_LITERAL, /* […] of a domain; not in MIME fields */
    MESSAGE_TOKEN_SPECIAL, /* one octet */
} MessageTokenKind;

typedef struct {
    MessageTokenKind kind;
    gsize offset, length;
    gboolean is_closed; /* FALSE: a quoted string, comment or literal that never ends */
} MessageToken;

typedef enum {
    MESSAGE_LEXER_ADDRESS, /* specials of RFC 5322 §3.2.3, the dot apart */
    MESSAGE_LEXER_MIME,    /* tspecials of RFC 2045 §5.1 */
    MESSAGE_LEXER_WORDS,   /* only blanks, comments, quoted strings and ";" part words: Received */
} MessageLexerKind;

typedef struct {
    const char *text;
    gsize length, position;
    guint8 special; /* the bit that special octets have in the table of octets */
} MessageLexer;

void message_lexer_init(MessageLexer *self, MessageLexerKind kind, const char *text, gsize length);
/* The next token; tokens tile the text. FALSE at the end. Linear, whatever is nested. */
gboolean message_lexer_next(MessageLexer *self, MessageToken *token);
/* The next token that is neither blank nor comment. */
gboolean message_lexer_next_word(MessageLexer *self, MessageToken *token);

/* A quoted string without its quotes, backslashes and line ends, or any other token as it stands.
 * Free with g_free(). */
char *message_token_text(const char *text, const MessageToken *token, gsize *length);
