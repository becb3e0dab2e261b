/* SPDX-License-Identifier: MIT */
/* Turns the fields of a header into the list that IMAP calls ENVELOPE. Values stay as they were
 * sent, encoded words too: decoding them is the client's. */
#include "imap/envelope.h"

#include "imap/wire_text.h"
#include "mime/mime_address.h"

#include <string.h>

static const MimeAddressToken *token_at(const MimeAddressReader *reader, guint i) {
    return &g_array_index(reader->tokens, MimeAddressToken, i);
}

static gboolean has_label(const MimeAddressToken *token, const char *label) {
    return token->label != NULL && strcmp(token->label, label) == 0;
}

/* The words with this label (encoded words of a name too), unquoted; blanks between them become one
 * space if the words are those of a phrase. NULL if there are none. */
static char *join_words(const MimeAddressReader *reader, const char *label, gboolean is_phrase) {
    GString *text = NULL;
    gboolean is_after_space = FALSE;
    for (guint i = 0; i < reader->tokens->len; i++) {
        const MimeAddressToken *token = token_at(reader, i);
        gboolean is_word =
            has_label(token, label) || (is_phrase && has_label(token, "encoded word"));
        if (!is_word) {
            is_after_space |= has_label(token, "space") || has_label(token, "comment");
            continue;
        }
        gsize length = 0;
        g_autofree char *word = message_token_text(reader->lexer.text, &token->token, &length);
        text = text == NULL ? g_string_new(NULL) : text;
        if (is_phrase && is_after_space && text->len > 0)
            g_string_append_c(text, ' ');
        g_string_append_len(text, word, (gssize)length);
        is_after_space = FALSE;
    }
    return text != NULL ? g_string_free(text, FALSE) : NULL;
}

/* "a@b (Jane Doe)": the older way to give a name. */
static char *name_of_comment(const MimeAddressReader *reader) {
    for (guint i = 0; i < reader->tokens->len; i++) {
        const MessageToken *token = &token_at(reader, i)->token;
        if (token->kind == MESSAGE_TOKEN_COMMENT && token->is_closed && token->length > 2)
            return g_strndup(reader->lexer.text + token->offset + 1, token->length - 2);
    }
    return NULL;
}

/* address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")". A host that is NIL would
 * begin a group: an address without domain has an empty one. */
static void append_mailbox(GString *out, const MimeAddressReader *reader) {
    g_autofree char *name = join_words(reader, "display name", TRUE);
    g_autofree char *local = join_words(reader, "local part", FALSE);
    g_autofree char *domain = join_words(reader, "domain", FALSE);
    if (name == NULL)
        name = name_of_comment(reader);
    g_string_append_c(out, '(');
    wire_text_nstring(out, name);
    g_string_append(out, " NIL ");
    wire_text_nstring(out, local != NULL ? local : "");
    g_string_append_c(out, ' ');
    wire_text_nstring(out, domain != NULL ? domain : "");
    g_string_append_c(out, ')');
}

static gboolean ends_in(const MimeAddressReader *reader, const char *label) {
    return reader->tokens->len > 0 && has_label(token_at(reader, reader->tokens->len - 1), label);
}

/* RFC 9051 §7.5.2: a group begins with an address whose host is NIL and ends with one of NILs. */
static void append_group_begin(GString *out, const MimeAddressReader *reader) {
    g_autofree char *name = join_words(reader, "group name", TRUE);
    g_string_append(out, "(NIL NIL ");
    wire_text_nstring(out, name != NULL ? name : "");
    g_string_append(out, " NIL)");
}

static void append_addresses(GString *out, const char *raw) {
    MimeAddressReader reader;
    MimeMailbox mailbox;
    gboolean is_mailbox = FALSE, is_in_group = FALSE;
    gsize before = out->len;
    g_string_append_c(out, '(');
    mime_address_reader_init(&reader, raw, strlen(raw));
    while (mime_address_reader_next_element(&reader, &mailbox, &is_mailbox)) {
        gboolean begins = !is_mailbox && ends_in(&reader, "colon");
        if (is_mailbox)
            append_mailbox(out, &reader);
        if (is_in_group && (begins || ends_in(&reader, "semicolon"))) {
            g_string_append(out, "(NIL NIL NIL NIL)");
            is_in_group = FALSE;
        }
        if (begins) {
            append_group_begin(out, &reader);
            is_in_group = TRUE;
        }
    }
    mime_address_reader_clear(&reader);
    if (is_in_group)
        g_string_append(out, "(NIL NIL NIL NIL)");
    if (out->len == before + 1) {
        g_string_truncate(out, before);
        g_string_append(out, "NIL");
        return;
    }
    g_string_append_c(out, ')');
}

typedef struct {
    const char *name;
    gboolean is_addresses;
    const char *instead; /* the field that counts if this one is absent or empty */
} EnvelopeField;

/* clang-format off */
static const EnvelopeField fields[] = {
    { "Date" }, { "Subject" },
    { "From", TRUE }, { "Sender", TRUE, "From" }, { "Reply-To", TRUE, "From" },
    { "To", TRUE }, { "Cc", TRUE }, { "Bcc", TRUE },
    { "In-Reply-To" }, { "Message-ID" },
};
/* clang-format on */

static const char *value_of(const MessagePart *message, const EnvelopeField *field) {
    const char *raw = message_part_raw(message, field->name);
    if (field->instead != NULL && (raw == NULL || *raw == '\0'))
        raw = message_part_raw(message, field->instead);
    return raw;
}

void envelope_append(GString *out, const MessagePart *message) {
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *raw = value_of(message, &fields[i]);
        g_string_append_c(out, i == 0 ? '(' : ' ');
        if (fields[i].is_addresses && raw != NULL)
            append_addresses(out, raw);
        else
            wire_text_nstring(out, raw);
    }
    g_string_append_c(out, ')');
}
