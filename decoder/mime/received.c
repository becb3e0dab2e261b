/* SPDX-License-Identifier: MIT */
/* Turns a Received field into its clauses. It does not judge whether they are true. */
#include "mime/received.h"

#include <string.h>

static const char *const keywords[RECEIVED_N_CLAUSES] = {
    [RECEIVED_FROM] = "from", [RECEIVED_BY] = "by", [RECEIVED_VIA] = "via",
    [RECEIVED_WITH] = "with", [RECEIVED_ID] = "id", [RECEIVED_FOR] = "for",
};

static int find_keyword(const char *word, const MessageToken *token) {
    for (int i = 0; token->kind == MESSAGE_TOKEN_ATOM && i < RECEIVED_N_CLAUSES; i++) {
        if (strlen(keywords[i]) == token->length &&
            g_ascii_strncasecmp(keywords[i], word, token->length) == 0) {
            return i;
        }
    }
    return -1;
}

/* Widens the slice up to the end of the word. */
static void extend(ReceivedSlice *slice, const char *word, gsize length) {
    if (slice->octets == NULL) {
        slice->octets = word;
    }
    slice->length = word + length - slice->octets;
}

/* Stamp = From-domain By-domain Opt-info [CFWS] ";" FWS date-time      RFC 5321 §4.4
 * A clause is a keyword and what follows; the word right behind a keyword is never one itself. */
static const char *take_token(Received *received, int *clause, const char *text,
                              const MessageToken *token) {
    const char *word = text + token->offset;
    ReceivedSlice *slice = *clause >= 0 ? &received->clauses[*clause] : NULL;
    if (token->kind == MESSAGE_TOKEN_SPACE) {
        return "space";
    }
    if (token->kind == MESSAGE_TOKEN_COMMENT) {
        if (slice != NULL && received->comments[*clause].octets == NULL) {
            extend(&received->comments[*clause], word, token->length);
        }
        return "comment";
    }
    int keyword = slice == NULL || slice->octets != NULL ? find_keyword(word, token) : -1;
    if (keyword >= 0 && received->clauses[keyword].octets == NULL) {
        *clause = keyword;
        return "trace keyword";
    }
    if (slice != NULL && received->comments[*clause].octets == NULL) {
        extend(slice, word, token->length);
    }
    return token->kind == MESSAGE_TOKEN_SPECIAL && *word == ';' ? "semicolon" : "trace value";
}

/* The last ";" outside quotes and comments, or the end. */
static gsize find_date(const char *text, gsize length) {
    MessageLexer lexer;
    MessageToken token;
    gsize found = length;
    message_lexer_init(&lexer, MESSAGE_LEXER_WORDS, text, length);
    while (message_lexer_next(&lexer, &token)) {
        if (token.kind == MESSAGE_TOKEN_SPECIAL && text[token.offset] == ';') {
            found = token.offset;
        }
    }
    return found;
}

void received_parse(const char *text, gsize length, Received *received, GArray *tokens) {
    MessageLexer lexer;
    MessageToken token;
    int clause = -1;
    gsize semicolon = find_date(text, length);
    *received = (Received){0};
    message_lexer_init(&lexer, MESSAGE_LEXER_WORDS, text, length);
    while (lexer.position < MIN(semicolon + 1, length) && message_lexer_next(&lexer, &token)) {
        gboolean is_end = token.offset == semicolon;
        ReceivedToken with_role = {token, is_end ? "semicolon"
                                                 : take_token(received, &clause, text, &token)};
        if (tokens != NULL) {
            g_array_append_val(tokens, with_role);
        }
    }
    if (semicolon < length) {
        received->date = (ReceivedSlice){text + semicolon + 1, length - semicolon - 1};
    }
}
