/* SPDX-License-Identifier: MIT */
/* Turns a header field into labelled leaves that tile it: name, colon, and the tokens of its value
 * as far as its grammar is known. It decodes nothing and judges nothing. */
#include "mime/encoded_word.h"
#include "mime/mime_address.h"
#include "mime/mime_date.h"
#include "mime/mime_leaves.h"
#include "mime/received.h"

#include <string.h>

/* The value of a field, and where it stands in the message. */
typedef struct {
    MimeScanner *scanner;
    const char *text;
    gsize length;
    guint64 offset;
    MimeFieldKind kind;
} Value;

static gsize skip_blanks(const char *text, gsize at, gsize end) {
    while (at < end && (text[at] == ' ' || text[at] == '\t')) {
        at++;
    }
    return at;
}

/* text[at…at+length) under one label, but for the line ends in it and the blanks behind them. */
static void put(const Value *value, gsize at, gsize length, const char *label) {
    gsize end = at + length;
    while (at < end) {
        const char *feed = memchr(value->text + at, '\n', end - at);
        gsize stop = feed != NULL ? (gsize)(feed - value->text) : end;
        gsize n_end = feed != NULL ? 1 : 0;
        if (n_end > 0 && stop > at && value->text[stop - 1] == '\r') {
            stop--;
            n_end++;
        }
        mime_leaf(value->scanner, value->offset + at, stop - at, label);
        mime_leaf(value->scanner, value->offset + stop, n_end, "line end");
        at = stop + n_end;
        gsize text_at = n_end > 0 ? skip_blanks(value->text, at, end) : at;
        mime_leaf(value->scanner, value->offset + at, text_at - at, "folding space");
        at = text_at;
    }
}

static void put_token(const Value *value, const MessageToken *token, const char *label) {
    put(value, token->offset, token->length, label);
}

static void text_leaves(const Value *value) {
    gsize at = skip_blanks(value->text, 0, value->length), from = at;
    put(value, 0, at, "space");
    while (at < value->length) {
        EncodedWord word;
        if (value->text[at] != '=' ||
            !encoded_word_read(value->text + at, value->length - at, &word)) {
            at++;
            continue;
        }
        put(value, from, at - from, "field value");
        put(value, at, word.length, "encoded word");
        at += word.length;
        from = at;
    }
    put(value, from, value->length - from, "field value");
}

static void address_leaves(const Value *value) {
    MimeAddressReader reader;
    MimeMailbox mailbox;
    gboolean is_mailbox = FALSE;
    mime_address_reader_init(&reader, value->text, value->length);
    while (mime_address_reader_next_element(&reader, &mailbox, &is_mailbox)) {
        for (guint i = 0; i < reader.tokens->len; i++) {
            const MimeAddressToken *token = &g_array_index(reader.tokens, MimeAddressToken, i);
            put_token(value, &token->token, token->label != NULL ? token->label : "field value");
        }
    }
    mime_address_reader_clear(&reader);
}

static void date_leaves(const Value *value) {
    MimeDate date;
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(MimeDateToken));
    mime_date_parse(value->text, value->length, &date, tokens);
    for (guint i = 0; i < tokens->len; i++) {
        const MimeDateToken *token = &g_array_index(tokens, MimeDateToken, i);
        put_token(value, &token->token, token->label);
    }
}

static const char *path_label(char octet) {
    if (octet == '@') {
        return "at";
    }
    return octet == '<' || octet == '>' ? "angle bracket" : NULL;
}

/* A word with "@" in it is a path or an identifier; others are domains, protocols and such. */
static void put_trace_value(const Value *value, const MessageToken *token) {
    const char *text = value->text + token->offset;
    const char *sign = memchr(text, '@', token->length);
    for (gsize at = 0, next = 0; at < token->length; at = next) {
        const char *label = path_label(text[at]);
        for (next = at + 1;
             label == NULL && next < token->length && path_label(text[next]) == NULL;) {
            next++;
        }
        if (label == NULL) {
            label = sign == NULL ? "trace value" : text + at < sign ? "local part" : "domain";
        }
        put(value, token->offset + at, next - at, label);
    }
}

static void trace_leaves(const Value *value) {
    Received received;
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(ReceivedToken));
    received_parse(value->text, value->length, &received, tokens);
    for (guint i = 0; i < tokens->len; i++) {
        const ReceivedToken *token = &g_array_index(tokens, ReceivedToken, i);
        if (token->token.kind == MESSAGE_TOKEN_ATOM && strcmp(token->label, "trace value") == 0) {
            put_trace_value(value, &token->token);
        } else {
            put_token(value, &token->token, token->label);
        }
    }
    if (received.date.octets != NULL) {
        Value date = *value;
        date.text = received.date.octets;
        date.length = received.date.length;
        date.offset = value->offset + (received.date.octets - value->text);
        date_leaves(&date);
    }
}

static const char *blank_label(const MessageToken *token) {
    if (token->kind == MESSAGE_TOKEN_SPACE) {
        return "space";
    }
    return token->kind == MESSAGE_TOKEN_COMMENT ? "comment" : NULL;
}

/* msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS]      RFC 5322 §3.6.4 */
static void identifier_leaves(const Value *value) {
    MessageLexer lexer;
    MessageToken token;
    const char *word = "phrase";
    message_lexer_init(&lexer, MESSAGE_LEXER_ADDRESS, value->text, value->length);
    while (message_lexer_next(&lexer, &token)) {
        const char *label = blank_label(&token);
        int octet = token.kind == MESSAGE_TOKEN_SPECIAL ? value->text[token.offset] : 0;
        if (octet == '<' || octet == '>') {
            label = "angle bracket";
            word = octet == '<' ? "id left" : "phrase";
        } else if (octet == '@' && strcmp(word, "id left") == 0) {
            label = "at";
            word = "id right";
        }
        put_token(value, &token, label != NULL ? label : word);
    }
}

/* "1.0" is a number, a dot and a number: RFC 2045 §4. */
static void put_version(const Value *value, const MessageToken *token) {
    const char *text = value->text + token->offset;
    for (gsize at = 0, next = 0; at < token->length; at = next) {
        gboolean is_dot = text[at] == '.';
        for (next = at + 1; !is_dot && next < token->length && text[next] != '.'; next++) {
        }
        put(value, token->offset + at, next - at, is_dot ? "dot" : "version number");
    }
}

static void token_leaves(const Value *value) {
    MessageLexer lexer;
    MessageToken token;
    message_lexer_init(&lexer, MESSAGE_LEXER_MIME, value->text, value->length);
    while (message_lexer_next(&lexer, &token)) {
        const char *label = blank_label(&token);
        if (label == NULL && value->kind == MIME_FIELD_MIME_VERSION &&
            token.kind == MESSAGE_TOKEN_ATOM) {
            put_version(value, &token);
            continue;
        }
        put_token(value, &token, label != NULL ? label : "encoding name");
    }
}

/* parameter name with section and mark: attribute ["*" 1*DIGIT] ["*"]      RFC 2231 §7 */
static void put_name(const Value *value, const MessageToken *token) {
    const char *text = value->text + token->offset;
    const char *star = memchr(text, '*', token->length);
    gsize length = star != NULL && star > text ? (gsize)(star - text) : token->length;
    put(value, token->offset, length, "parameter name");
    put(value, token->offset + length, token->length - length, "parameter section");
}

/* [charset] "'" [language] "'" text, where the name has the mark      RFC 2231 §7 */
static void put_value(const Value *value, const MessageToken *token, gboolean is_extended) {
    const char *text = value->text + token->offset, *end = text + token->length;
    const char *first = is_extended ? memchr(text, '\'', token->length) : NULL;
    const char *second = first != NULL ? memchr(first + 1, '\'', end - first - 1) : NULL;
    if (second == NULL) {
        put_token(value, token, "parameter value");
        return;
    }
    put(value, text - value->text, first - text, "charset");
    put(value, first - value->text, 1, "apostrophe");
    put(value, first + 1 - value->text, second - first - 1, "language");
    put(value, second - value->text, 1, "apostrophe");
    put(value, second + 1 - value->text, end - second - 1, "parameter value");
}

typedef enum { MAIN, SUBTYPE, NAME, PARAMETER_VALUE } Phase;

/* The special that leads to the next phase, by phase. */
static const char *special_label(char octet, Phase *phase) {
    if (octet == ';') {
        *phase = NAME;
        return "semicolon";
    }
    if (octet == '/' && *phase == MAIN) {
        *phase = SUBTYPE;
        return "slash";
    }
    if (octet == '=' && *phase == NAME) {
        *phase = PARAMETER_VALUE;
        return "equals";
    }
    return NULL;
}

static const char *word_label(const Value *value, Phase phase) {
    if (value->kind == MIME_FIELD_CONTENT_DISPOSITION && phase == MAIN) {
        return "disposition type";
    }
    return phase == MAIN ? "media type" : "media subtype";
}

/* content := "Content-Type" ":" type "/" subtype *(";" parameter)      RFC 2045 §5.1 */
static void parameter_leaves(const Value *value) {
    MessageLexer lexer;
    MessageToken token;
    Phase phase = MAIN;
    gboolean is_extended = FALSE;
    message_lexer_init(&lexer, MESSAGE_LEXER_MIME, value->text, value->length);
    while (message_lexer_next(&lexer, &token)) {
        const char *label = blank_label(&token);
        if (label == NULL && token.kind == MESSAGE_TOKEN_SPECIAL) {
            label = special_label(value->text[token.offset], &phase);
        }
        if (label != NULL) {
            put_token(value, &token, label);
        } else if (phase == NAME) {
            put_name(value, &token);
            is_extended = value->text[token.offset + token.length - 1] == '*';
        } else if (phase == PARAMETER_VALUE) {
            put_value(value, &token, is_extended && token.kind == MESSAGE_TOKEN_ATOM);
        } else {
            put_token(value, &token, word_label(value, phase));
        }
    }
}

static void (*const shapes[])(const Value *value) = {
    [MIME_SHAPE_TEXT] = text_leaves,
    [MIME_SHAPE_ADDRESSES] = address_leaves,
    [MIME_SHAPE_DATE] = date_leaves,
    [MIME_SHAPE_IDENTIFIERS] = identifier_leaves,
    [MIME_SHAPE_PARAMETERS] = parameter_leaves,
    [MIME_SHAPE_TOKEN] = token_leaves,
    [MIME_SHAPE_TRACE] = trace_leaves,
};

void mime_leaves_field(MimeScanner *self, const GString *raw, gsize name_length, gsize n_blanks,
                       guint64 offset) {
    if (self->sink.leaf == NULL) {
        return;
    }
    g_autofree char *name = g_strndup(raw->str, name_length);
    gsize value_at = name_length + n_blanks + 1;
    mime_leaf(self, offset, name_length, "field name");
    mime_leaf(self, offset + name_length, n_blanks, "space");
    mime_leaf(self, offset + value_at - 1, 1, "colon");
    Value value = {.scanner = self,
                   .text = raw->str + value_at,
                   .length = raw->len - value_at,
                   .offset = offset + value_at,
                   .kind = mime_field_find(name)};
    shapes[mime_field_row(value.kind)->shape](&value);
}
