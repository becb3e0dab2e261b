/* SPDX-License-Identifier: MIT */
/* Cuts the text of a structured header field into tokens that tile it. It does not know what any
 * field means. Nesting of comments is counted, not recursed into. */
#include "mime/message_lexer.h"

#define IN_ADDRESS (1u << MESSAGE_LEXER_ADDRESS)
#define IN_MIME (1u << MESSAGE_LEXER_MIME)
#define IN_WORDS (1u << MESSAGE_LEXER_WORDS)
#define SPACE (1u << 7)

/* What each octet is: a space, or a special of these kinds of text. */
/* clang-format off */
static const guint8 octet_classes[256] = {
    [' '] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE, ['\n'] = SPACE,
    ['('] = IN_ADDRESS | IN_MIME | IN_WORDS, [')'] = IN_ADDRESS | IN_MIME | IN_WORDS,
    ['"'] = IN_ADDRESS | IN_MIME | IN_WORDS, [';'] = IN_ADDRESS | IN_MIME | IN_WORDS,
    ['<'] = IN_ADDRESS | IN_MIME, ['>'] = IN_ADDRESS | IN_MIME, ['['] = IN_ADDRESS | IN_MIME,
    [']'] = IN_ADDRESS | IN_MIME, [':'] = IN_ADDRESS | IN_MIME, ['@'] = IN_ADDRESS | IN_MIME,
    ['\\'] = IN_ADDRESS | IN_MIME, [','] = IN_ADDRESS | IN_MIME,
    ['/'] = IN_MIME, ['?'] = IN_MIME, ['='] = IN_MIME,
};
/* clang-format on */

void message_lexer_init(MessageLexer *self, MessageLexerKind kind, const char *text, gsize length) {
    *self = (MessageLexer){.text = text, .length = length, .special = (guint8)(1u << kind)};
}

static gboolean is_space(char octet) {
    return octet_classes[(guint8)octet] == SPACE;
}

static gboolean is_special(const MessageLexer *self, char octet) {
    return (octet_classes[(guint8)octet] & self->special) != 0;
}

static gsize space_end(const MessageLexer *self, gsize at) {
    while (at < self->length && is_space(self->text[at])) {
        at++;
    }
    return at;
}

static gsize atom_end(const MessageLexer *self, gsize at) {
    const guint8 stop = self->special | SPACE;
    while (at < self->length && (octet_classes[(guint8)self->text[at]] & stop) == 0) {
        at++;
    }
    return at;
}

/* comment       = "(" *([FWS] ccontent) [FWS] ")"
 * quoted-string = [CFWS] DQUOTE *([FWS] qcontent) [FWS] DQUOTE [CFWS]
 * RFC 5322 §3.2.2, §3.2.4 */
static gsize enclosed_end(const MessageLexer *self, gsize at, char open, char close,
                          gboolean *is_closed) {
    gsize depth = 0;
    for (; at < self->length; at++) {
        char octet = self->text[at];
        if (octet == '\\' && at + 1 < self->length) {
            at++;
        } else if (octet == close && (depth == 1 || open != close)) {
            depth--;
        } else if (octet == open) {
            depth++;
        }
        if (depth == 0) {
            *is_closed = TRUE;
            return at + 1;
        }
    }
    *is_closed = FALSE;
    return self->length;
}

static const struct {
    char open, close;
    MessageTokenKind kind;
} enclosures[] = {
    {'"', '"', MESSAGE_TOKEN_QUOTED},
    {'(', ')', MESSAGE_TOKEN_COMMENT},
    {'[', ']', MESSAGE_TOKEN_LITERAL},
};

static gboolean take_enclosed(MessageLexer *self, MessageToken *token) {
    char octet = self->text[self->position];
    for (gsize i = 0; i < G_N_ELEMENTS(enclosures); i++) {
        gboolean is_literal = enclosures[i].kind == MESSAGE_TOKEN_LITERAL;
        if (octet != enclosures[i].open || (is_literal && self->special != IN_ADDRESS)) {
            continue;
        }
        token->kind = enclosures[i].kind;
        self->position =
            enclosed_end(self, self->position, octet, enclosures[i].close, &token->is_closed);
        return TRUE;
    }
    return FALSE;
}

gboolean message_lexer_next(MessageLexer *self, MessageToken *token) {
    if (self->position >= self->length) {
        return FALSE;
    }
    *token = (MessageToken){.offset = self->position, .is_closed = TRUE};
    char octet = self->text[self->position];
    if (is_space(octet)) {
        token->kind = MESSAGE_TOKEN_SPACE;
        self->position = space_end(self, self->position);
    } else if (!is_special(self, octet)) {
        token->kind = MESSAGE_TOKEN_ATOM;
        self->position = atom_end(self, self->position);
    } else if (!take_enclosed(self, token)) {
        token->kind = MESSAGE_TOKEN_SPECIAL;
        self->position++;
    }
    token->length = self->position - token->offset;
    return TRUE;
}

gboolean message_lexer_next_word(MessageLexer *self, MessageToken *token) {
    while (message_lexer_next(self, token)) {
        if (token->kind != MESSAGE_TOKEN_SPACE && token->kind != MESSAGE_TOKEN_COMMENT) {
            return TRUE;
        }
    }
    return FALSE;
}

char *message_token_text(const char *text, const MessageToken *token, gsize *length) {
    const char *at = text + token->offset;
    if (token->kind != MESSAGE_TOKEN_QUOTED) {
        *length = token->length;
        return g_strndup(at, token->length);
    }
    const char *end = at + token->length - (token->is_closed ? 1 : 0);
    GString *plain = g_string_sized_new(token->length);
    for (at++; at < end; at++) {
        if (*at == '\\' && at + 1 < end) {
            at++;
        }
        if (*at != '\r' && *at != '\n') {
            g_string_append_c(plain, *at);
        }
    }
    *length = plain->len;
    return g_string_free(plain, FALSE);
}
