/* SPDX-License-Identifier: MIT */
/* Turns what a reply carries into remarks: capabilities, response codes, data about messages and
 * mailboxes. */
#include "dissect/imap_session.h"
#include "mime/encoded_word.h"

#include <string.h>

#define WORDS_MAX 64u /* of one list that are told */

static void add_word(Imap *self, SpecWordKind kind, const char *about, const char *name,
                     gsize length, GArray *remarks) {
    const SpecWord *word = spec_find_word(kind, name, length);
    if (word == NULL) {
        return;
    }
    const char *shown = conversation_quote(self->conversation, name, length);
    imap_remark(remarks, conversation_text(self->conversation, "%s:%s", about, word->word),
                conversation_text(self->conversation, "%s: %s", shown, word->meaning), word->rfc);
}

/* Each word of all arguments in this role. */
static void add_list(Imap *self, const ImapReply *reply, ImapRole role, SpecWordKind kind,
                     const char *about, GArray *remarks) {
    const ImapValue *list = imap_argument(&reply->line.arguments, role);
    if (list == NULL || list->octets.octets == NULL) {
        return;
    }
    gsize at = imap_slice_at(&reply->text, list->octets);
    gsize end = imap_slice_end(&reply->text, list->octets);
    ImapValue value;
    for (guint n = 0; n < WORDS_MAX && imap_next_value(&reply->text, &at, end, &value, NULL); n++) {
        if (value.octets.octets != NULL) {
            add_word(self, kind, about, value.octets.octets, value.octets.length, remarks);
        }
    }
}

/* Capabilities that a beginner should know; the many others are only counted. */
static gboolean is_basic(SyntaxSlice name) {
    static const char *const basics[] = {"IMAP4rev1", "IMAP4rev2", "STARTTLS",  "LOGINDISABLED",
                                         "AUTH=",     "SASL-IR",   "LITERAL+",  "LITERAL-",
                                         "IDLE",      "UIDPLUS",   "COMPRESS=", "QRESYNC"};
    for (guint i = 0; i < G_N_ELEMENTS(basics); i++) {
        gsize n = strlen(basics[i]);
        gboolean is_family = basics[i][n - 1] == '=';
        if ((name.length == n || (is_family && name.length > n)) &&
            g_ascii_strncasecmp(name.octets, basics[i], n) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static void add_capabilities(Imap *self, const ImapReply *reply, GArray *remarks) {
    const ImapValue *list = imap_argument(&reply->line.arguments, IMAP_ROLE_CAPABILITY);
    if (list == NULL || list->octets.octets == NULL) {
        return;
    }
    gsize at = imap_slice_at(&reply->text, list->octets);
    gsize end = imap_slice_end(&reply->text, list->octets);
    ImapValue value;
    guint n_others = 0;
    while (imap_next_value(&reply->text, &at, end, &value, NULL)) {
        if (value.octets.octets != NULL && is_basic(value.octets)) {
            add_word(self, SPEC_WORD_IMAP_CAPABILITY, "imap-capability", value.octets.octets,
                     value.octets.length, remarks);
        } else {
            n_others++;
        }
    }
    if (n_others > 0) {
        imap_remark(remarks, "imap-capability:",
                    conversation_text(self->conversation,
                                      "%u more extensions; maillab explain NAME tells what each "
                                      "of them is",
                                      n_others),
                    "RFC 9051 §6.1.1");
    }
}

static void add_code(Imap *self, const ImapReply *reply, GArray *remarks) {
    const char *code = reply->line.code;
    if (code[0] != '\0') {
        add_word(self, SPEC_WORD_IMAP_RESPONSE_CODE, "reply", code, strlen(code), remarks);
    }
}

/* resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set */
static void add_copied(Imap *self, const ImapReply *reply, GArray *remarks) {
    const ImapArguments *arguments = &reply->line.arguments;
    if (strcmp(reply->line.code, "COPYUID") != 0 || arguments->n < 3) {
        return;
    }
    SyntaxSlice from = arguments->items[1].value.octets;
    SyntaxSlice to = arguments->items[2].value.octets;
    imap_remark(remarks, NULL,
                conversation_text(self->conversation, "UID %s here is UID %s there",
                                  conversation_quote(self->conversation, from.octets, from.length),
                                  conversation_quote(self->conversation, to.octets, to.length)),
                "RFC 4315 §3");
}

static void add_expunged(Imap *self, const ImapReply *reply, GArray *remarks) {
    guint64 number = reply->line.number;
    if (strcmp(reply->line.name, "EXPUNGE") != 0) {
        return;
    }
    const char *who = reply->expunged_uid != 0
                          ? conversation_text(self->conversation, " (UID %" G_GUINT64_FORMAT ")",
                                              reply->expunged_uid)
                          : "";
    gboolean is_last = number > self->mailbox.count;
    imap_remark(remarks, NULL,
                is_last ? conversation_text(self->conversation,
                                            "message %" G_GUINT64_FORMAT
                                            "%s is gone; it was the last, so no other number moves",
                                            number, who)
                        : conversation_text(self->conversation,
                                            "message %" G_GUINT64_FORMAT
                                            "%s is gone; what was %" G_GUINT64_FORMAT
                                            " is now %" G_GUINT64_FORMAT ", and so on",
                                            number, who, number + 1, number),
                "RFC 9051 §7.5.1");
}

/* ---- FETCH ---------------------------------------------------------------------------------- */

/* "a@b" of the first address in the list, and how many more. */
static void append_addresses(GString *out, const ImapText *text, const ImapValue *list) {
    gsize at = list->octets.octets != NULL ? imap_slice_at(text, list->octets) : 0;
    gsize end = list->octets.octets != NULL ? imap_slice_end(text, list->octets) : 0;
    ImapAddress address;
    guint n = 0;
    while (list->kind == IMAP_VALUE_LIST && imap_next_address(text, &at, end, &address)) {
        g_autofree char *mailbox = imap_value_dup(&address.mailbox);
        g_autofree char *host = imap_value_dup(&address.host);
        if (n++ == 0 && mailbox != NULL) {
            g_string_append_printf(out, "%s%s%s", mailbox, host != NULL ? "@" : "",
                                   host != NULL ? host : "");
        }
    }
    if (n > 1) {
        g_string_append_printf(out, " and %u more", n - 1);
    } else if (n == 0) {
        g_string_append(out, "nobody");
    }
}

static void add_envelope(Imap *self, const ImapReply *reply, const ImapValue *value,
                         GArray *remarks) {
    ImapEnvelope envelope;
    imap_parse_envelope(&reply->text, value, &envelope);
    g_autofree char *raw = imap_value_dup(&envelope.subject);
    g_autofree char *subject =
        raw != NULL ? encoded_words_decode(raw, strlen(raw), FALSE, NULL) : NULL;
    g_autoptr(GString) text = g_string_new("envelope: from ");
    append_addresses(text, &reply->text, &envelope.from);
    g_string_append(text, " to ");
    append_addresses(text, &reply->text, &envelope.to);
    g_string_append_printf(text, subject != NULL ? ", subject \"%s\"" : ", no subject", subject);
    imap_remark(remarks, NULL, conversation_quote(self->conversation, text->str, text->len),
                "RFC 9051 §7.5.2");
}

/* A text that came as a string, or did not come at all. */
static void add_text(Imap *self, const ImapItem *item, const ImapValue *value, GArray *remarks) {
    if (!item->carries_message || value->kind != IMAP_VALUE_NIL) {
        return;
    }
    imap_remark(remarks, "fetch:NIL",
                conversation_text(
                    self->conversation, "%s NIL: there is no such text",
                    conversation_quote(self->conversation, item->raw.octets, item->raw.length)),
                "RFC 9051 §7.5.2");
}

/* Who stands behind the number is said with a command that names it. */
static gboolean is_named(const ImapExchange *exchange) {
    return exchange != NULL && (exchange->command == IMAP_FETCH || exchange->command == IMAP_STORE);
}

static void add_fetched(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                        GArray *remarks) {
    const ImapValue *data = imap_argument(&reply->line.arguments, IMAP_ROLE_DATA);
    if (data == NULL || strcmp(reply->line.name, "FETCH") != 0) {
        return;
    }
    gsize at = imap_slice_at(&reply->text, data->octets);
    gsize end = imap_slice_end(&reply->text, data->octets);
    gboolean has_uid = FALSE;
    ImapItem item;
    ImapValue value;
    while (imap_next_item(&reply->text, &at, end, &item, &value)) {
        has_uid |= item.kind == IMAP_ITEM_UID;
        if (item.kind == IMAP_ITEM_ENVELOPE) {
            add_envelope(self, reply, &value, remarks);
        }
        add_text(self, &item, &value, remarks);
    }
    guint64 uid = imap_mailbox_uid(&self->mailbox, reply->line.number);
    if (!has_uid && uid != 0 && self->mailbox.expunged > 0 && !is_named(exchange)) {
        imap_remark(remarks, NULL,
                    conversation_text(self->conversation,
                                      "number %" G_GUINT64_FORMAT
                                      " is the message with UID %" G_GUINT64_FORMAT,
                                      reply->line.number, uid),
                    "RFC 9051 §2.3.1.2");
    }
}

/* ---- mailboxes ------------------------------------------------------------------------------ */

static gboolean is_listing(const char *name) {
    return strcmp(name, "LIST") == 0 || strcmp(name, "LSUB") == 0 || strcmp(name, "XLIST") == 0;
}

/* mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox */
static void add_listed(Imap *self, const ImapReply *reply, GArray *remarks) {
    const ImapArguments *arguments = &reply->line.arguments;
    if (reply->line.is_status || !is_listing(reply->line.name)) {
        return;
    }
    g_autofree char *name = imap_decoded_mailbox(imap_argument(arguments, IMAP_ROLE_MAILBOX));
    const ImapValue *delimiter = imap_argument(arguments, IMAP_ROLE_DELIMITER);
    g_autofree char *separator = delimiter != NULL ? imap_value_dup(delimiter) : NULL;
    gboolean has_levels = name != NULL && separator != NULL && separator[0] != '\0';
    char *last = has_levels ? g_strrstr(name, separator) : NULL;
    if (last == NULL || last == name || last[strlen(separator)] == '\0') {
        return;
    }
    const char *leaf = last + strlen(separator);
    const char *parent = conversation_quote(self->conversation, name, (gsize)(last - name));
    imap_remark(
        remarks, "imap-hierarchy",
        conversation_text(self->conversation, "%s separates levels: \"%s\" stands inside \"%s\"",
                          conversation_quote(self->conversation, separator, strlen(separator)),
                          conversation_quote(self->conversation, leaf, strlen(leaf)), parent),
        "RFC 9051 §5.1.1");
}

static void add_found(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                      GArray *remarks) {
    const ImapValue *numbers = imap_argument(&reply->line.arguments, IMAP_ROLE_NUMBER);
    if (reply->line.is_status || strcmp(reply->line.name, "SEARCH") != 0) {
        return;
    }
    guint n = 0;
    ImapValue value;
    gsize at = numbers != NULL ? imap_slice_at(&reply->text, numbers->octets) : 0;
    gsize end = numbers != NULL ? imap_slice_end(&reply->text, numbers->octets) : 0;
    while (numbers != NULL && imap_next_value(&reply->text, &at, end, &value, NULL)) {
        n++;
    }
    gboolean is_uid = exchange != NULL && exchange->command == IMAP_UID_SEARCH;
    imap_remark(remarks, NULL,
                n == 0 ? "nothing was found"
                       : conversation_text(self->conversation, "%u found, told by %s", n,
                                           is_uid ? "UID" : "sequence number"),
                "RFC 3501 §7.2.5");
}

void imap_reply_remarks(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                        GArray *remarks) {
    const ImapResponseLine *line = &reply->line;
    if (line->kind == IMAP_RESPONSE_UNTAGGED && !line->is_status) {
        add_word(self, SPEC_WORD_IMAP_DATA, "imap-data", line->name, strlen(line->name), remarks);
    }
    add_code(self, reply, remarks);
    add_capabilities(self, reply, remarks);
    add_list(self, reply, IMAP_ROLE_FLAGS, SPEC_WORD_IMAP_FLAG, "flag", remarks);
    add_copied(self, reply, remarks);
    add_expunged(self, reply, remarks);
    add_fetched(self, exchange, reply, remarks);
    add_listed(self, reply, remarks);
    add_found(self, exchange, reply, remarks);
}
