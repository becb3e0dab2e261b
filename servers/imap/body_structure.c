/* SPDX-License-Identifier: MIT */
/* Turns the part tree into the nested lists of BODYSTRUCTURE, walking it in the order of the
 * message without recursion. It looks at headers and sizes only, never into bodies. */
#include "imap/body_structure.h"

#include "imap/envelope.h"
#include "imap/wire_text.h"
#include "mime/message_lexer.h"

#include <string.h>

static void append_string(GString *out, const char *text) {
    wire_text_string(out, text, strlen(text));
}

static void append_token(GString *out, const MessageLexer *lexer, const MessageToken *token) {
    gsize length = 0;
    g_autofree char *text = message_token_text(lexer->text, token, &length);
    wire_text_string(out, text, length);
}

static gboolean is_special(const MessageLexer *lexer, const MessageToken *token, char octet) {
    return token->kind == MESSAGE_TOKEN_SPECIAL && lexer->text[token->offset] == octet;
}

/* parameter = attribute "=" value      RFC 2045 §5.1. What is none is passed over. */
static gboolean append_parameter(GString *out, MessageLexer *lexer, gboolean is_first) {
    MessageToken name, equals, value;
    if (!message_lexer_next_word(lexer, &name))
        return FALSE;
    MessageLexer ahead = *lexer;
    if (name.kind != MESSAGE_TOKEN_ATOM || !message_lexer_next_word(&ahead, &equals) ||
        !is_special(lexer, &equals, '=') || !message_lexer_next_word(&ahead, &value) ||
        value.kind == MESSAGE_TOKEN_SPECIAL)
        return FALSE;
    g_string_append_c(out, is_first ? '(' : ' ');
    append_token(out, lexer, &name);
    g_string_append_c(out, ' ');
    append_token(out, lexer, &value);
    *lexer = ahead;
    return TRUE;
}

/* body-fld-param = "(" string SP string *(SP string SP string) ")" / nil. Values are as sent: those
 * of RFC 2231 are put together by the client. */
static void append_parameters(GString *out, const char *field) {
    MessageLexer lexer;
    MessageToken token;
    gboolean is_first = TRUE;
    message_lexer_init(&lexer, MESSAGE_LEXER_MIME, field, strlen(field));
    while (message_lexer_next_word(&lexer, &token)) {
        if (is_special(&lexer, &token, ';') && append_parameter(out, &lexer, is_first))
            is_first = FALSE;
    }
    g_string_append(out, is_first ? "NIL" : ")");
}

/* RFC 2045 §5.2: text without Content-Type is us-ascii. */
static void append_type_parameters(GString *out, const MessagePart *part) {
    const char *field = message_part_raw(part, "Content-Type");
    if (field != NULL)
        append_parameters(out, field);
    else
        g_string_append(out, g_str_has_prefix(part->type, "text/") ? "(\"charset\" \"us-ascii\")"
                                                                   : "NIL");
}

/* A multipart or message that could not be looked into has no parts to tell of: the first, being
 * without a usable boundary, is plain text (RFC 2045 §5.2), the second so many octets. */
static const char *type_told(const MessagePart *part) {
    if (part->is_leaf && g_str_has_prefix(part->type, "multipart/"))
        return "text/plain";
    if (part->is_leaf &&
        (strcmp(part->type, "message/rfc822") == 0 || strcmp(part->type, "message/global") == 0))
        return "application/octet-stream";
    return part->type;
}

/* media-basic SP body-fields: type, subtype, parameters, id, description, encoding, octets */
static void append_fields(GString *out, const MessagePart *part) {
    const char *type = type_told(part);
    const char *slash = strchr(type, '/');
    g_return_if_fail(slash != NULL); /* the scanner gives "type/subtype" */
    g_string_append_c(out, '(');
    wire_text_string(out, type, (gsize)(slash - type));
    g_string_append_c(out, ' ');
    append_string(out, slash + 1);
    g_string_append_c(out, ' ');
    append_type_parameters(out, part);
    g_string_append_c(out, ' ');
    wire_text_nstring(out, message_part_raw(part, "Content-ID"));
    g_string_append_c(out, ' ');
    wire_text_nstring(out, message_part_raw(part, "Content-Description"));
    g_string_append_c(out, ' ');
    append_string(out, part->encoding_name);
    g_string_append_printf(out, " %" G_GUINT64_FORMAT, part->body_length);
}

/* body-fld-dsp = "(" string SP body-fld-param ")" / nil */
static void append_disposition(GString *out, const MessagePart *part) {
    const char *field = message_part_raw(part, "Content-Disposition");
    MessageLexer lexer;
    MessageToken word;
    if (field != NULL)
        message_lexer_init(&lexer, MESSAGE_LEXER_MIME, field, strlen(field));
    if (field == NULL || !message_lexer_next_word(&lexer, &word)) {
        g_string_append(out, "NIL");
        return;
    }
    g_string_append_c(out, '(');
    append_token(out, &lexer, &word);
    g_string_append_c(out, ' ');
    append_parameters(out, field);
    g_string_append_c(out, ')');
}

/* body-fld-lang = nstring / "(" string *(SP string) ")" */
static void append_language(GString *out, const MessagePart *part) {
    const char *field = message_part_raw(part, "Content-Language");
    gboolean is_first = TRUE;
    MessageLexer lexer;
    MessageToken word;
    message_lexer_init(&lexer, MESSAGE_LEXER_MIME, field != NULL ? field : "",
                       field != NULL ? strlen(field) : 0);
    while (message_lexer_next_word(&lexer, &word)) {
        if (word.kind != MESSAGE_TOKEN_ATOM)
            continue;
        g_string_append_c(out, is_first ? '(' : ' ');
        append_token(out, &lexer, &word);
        is_first = FALSE;
    }
    g_string_append(out, is_first ? "NIL" : ")");
}

/* SP body-fld-dsp SP body-fld-lang SP body-fld-loc */
static void append_extensions(GString *out, const MessagePart *part) {
    g_string_append_c(out, ' ');
    append_disposition(out, part);
    g_string_append_c(out, ' ');
    append_language(out, part);
    g_string_append_c(out, ' ');
    wire_text_nstring(out, message_part_raw(part, "Content-Location"));
}

/* body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part] */
static void end_single(GString *out, const MessagePart *part, gboolean has_lines,
                       gboolean has_extensions) {
    if (has_lines)
        g_string_append_printf(out, " %" G_GUINT64_FORMAT, part->lines);
    if (has_extensions) {
        g_string_append_c(out, ' ');
        wire_text_nstring(out, message_part_raw(part, "Content-MD5"));
        append_extensions(out, part);
    }
    g_string_append_c(out, ')');
}

/* body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]. A multipart without any part is
 * told with an empty one: the grammar wants at least one. */
static void end_multipart(GString *out, const MessagePart *part, gboolean is_empty,
                          gboolean has_extensions) {
    if (is_empty)
        g_string_append(out, "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)");
    g_string_append_c(out, ' ');
    append_string(out, strchr(part->type, '/') + 1);
    if (has_extensions) {
        g_string_append_c(out, ' ');
        append_type_parameters(out, part);
        append_extensions(out, part);
    }
    g_string_append_c(out, ')');
}

static void begin_part(GString *out, const MessageTree *tree, const MessagePart *part,
                       gboolean has_extensions) {
    if (message_part_is_multipart(part)) {
        g_string_append_c(out, '(');
        return;
    }
    append_fields(out, part);
    if (part->is_leaf) {
        end_single(out, part, g_str_has_prefix(type_told(part), "text/"), has_extensions);
        return;
    }
    g_string_append_c(out, ' ');
    envelope_append(out, message_tree_inner(tree, part));
    g_string_append_c(out, ' ');
}

/* All that is inside the part has been told. `next` is the index of what follows it. */
static void end_part(GString *out, const MessagePart *part, guint next, gboolean has_extensions) {
    if (message_part_is_multipart(part))
        end_multipart(out, part, next == part->index + 1, has_extensions);
    else if (!part->is_leaf)
        end_single(out, part, TRUE, has_extensions);
}

void body_structure_append(GString *out, const MessageTree *tree, gboolean has_extensions) {
    const MessagePart *open = NULL; /* the innermost part that has begun */
    for (guint i = 0; i <= tree->parts->len; i++) {
        const MessagePart *part = message_tree_part(tree, i);
        while (open != NULL && (part == NULL || part->depth <= open->depth)) {
            end_part(out, open, i, has_extensions);
            open = message_tree_part(tree, open->parent);
        }
        if (part != NULL)
            begin_part(out, tree, part, has_extensions);
        open = part;
    }
}
