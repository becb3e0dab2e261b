/* SPDX-License-Identifier: MIT */
/* Turns what a command carries into remarks: what FETCH asks for, what SEARCH looks for, what STORE
 * changes, and whom a number names at this moment. */
#include "dissect/imap_session.h"

#include <string.h>

#define NUMBERS_MAX 6u /* named one by one in a remark */

static ImapText text_of(const ImapExchange *exchange) {
    return (ImapText){exchange->line, exchange->length, exchange->literals, exchange->n_literals};
}

static void add_word(Imap *self, SpecWordKind kind, const char *about, SyntaxSlice name,
                     GArray *remarks) {
    const SpecWord *word =
        name.octets != NULL ? spec_find_word(kind, name.octets, name.length) : NULL;
    if (word == NULL) {
        return;
    }
    imap_remark(remarks, conversation_text(self->conversation, "%s:%s", about, word->word),
                conversation_text(self->conversation, "%s: %s", word->word, word->meaning),
                word->rfc);
}

/* ---- FETCH ---------------------------------------------------------------------------------- */

static void add_partial(Imap *self, const ImapItem *item, GArray *remarks) {
    if (!item->has_origin || !item->has_count) {
        return;
    }
    imap_remark(remarks, NULL,
                conversation_text(self->conversation,
                                  "<%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT
                                  ">: only up to %" G_GUINT64_FORMAT
                                  " octets of it, from octet %" G_GUINT64_FORMAT " on",
                                  item->origin, item->count, item->count, item->origin),
                "RFC 9051 §6.4.5");
}

static void remark_items(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    const ImapValue *items = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_ITEMS);
    if (items == NULL) {
        return;
    }
    ImapText text = text_of(exchange);
    gsize at = imap_slice_at(&text, items->octets);
    gsize end = imap_slice_end(&text, items->octets);
    ImapItem item;
    while (imap_next_request_item(&text, &at, end, &item)) {
        add_word(self, SPEC_WORD_FETCH_ITEM, "fetch-item", item.name, remarks);
        add_word(self, SPEC_WORD_FETCH_ITEM, "fetch-item", item.what, remarks);
        add_partial(self, &item, remarks);
    }
}

/* ---- numbers -------------------------------------------------------------------------------- */

/* Once a message was expunged, numbers no longer mean what they meant: who is it that is named? */
static void remark_numbers(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    const ImapValue *set = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_SET);
    if (set == NULL || self->mailbox.expunged == 0 ||
        g_str_has_prefix(exchange->parsed.name, "UID ")) {
        return;
    }
    g_autoptr(GString) sentence = g_string_new(NULL);
    ImapRange range;
    gsize at = 0;
    guint n = 0;
    while (n < NUMBERS_MAX && imap_set_next(set->octets, &at, &range, NULL)) {
        guint64 uid = range.first == range.last ? imap_mailbox_uid(&self->mailbox, range.first) : 0;
        n++;
        if (uid != 0) {
            g_string_append_printf(sentence,
                                   "%snumber %" G_GUINT64_FORMAT
                                   " is now the message with UID %" G_GUINT64_FORMAT,
                                   sentence->len > 0 ? ", " : "", range.first, uid);
        }
    }
    if (sentence->len > 0) {
        imap_remark(remarks, NULL, conversation_text(self->conversation, "%s", sentence->str),
                    "RFC 9051 §2.3.1.2");
    }
}

/* ---- SEARCH, STORE, mailboxes --------------------------------------------------------------- */

static void remark_search(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    const ImapValue *keys = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_SEARCH);
    if (keys == NULL) {
        return;
    }
    ImapText text = text_of(exchange);
    g_autofree char *sentence = imap_search_sentence(&text, keys->octets, NULL);
    imap_remark(
        remarks, NULL,
        conversation_text(self->conversation, "looks for %s",
                          conversation_quote(self->conversation, sentence, strlen(sentence))),
        "RFC 9051 §6.4.4");
}

static void remark_store(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    static const char *const modes[] = {
        [IMAP_STORE_REPLACE] = "sets just these flags and takes all others away",
        [IMAP_STORE_ADD] = "adds these flags to those that are set",
        [IMAP_STORE_REMOVE] = "takes these flags away",
    };
    const ImapValue *action = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_ACTION);
    ImapStoreMode mode = IMAP_STORE_REPLACE;
    gboolean is_silent = FALSE;
    if (action == NULL || !imap_parse_store_action(action->octets, &mode, &is_silent)) {
        return;
    }
    const char *name =
        conversation_quote(self->conversation, action->octets.octets, action->octets.length);
    imap_remark(remarks, conversation_text(self->conversation, "store:%s", name),
                conversation_text(self->conversation, "%s: %s%s", name, modes[mode],
                                  is_silent ? "; the server need not tell the outcome" : ""),
                "RFC 9051 §6.4.6");
}

static void remark_flags(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    const ImapValue *flags = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_FLAGS);
    if (flags == NULL) {
        return;
    }
    ImapText text = text_of(exchange);
    gsize at = imap_slice_at(&text, flags->octets);
    gsize end = imap_slice_end(&text, flags->octets);
    ImapValue value;
    while (imap_next_value(&text, &at, end, &value, NULL)) {
        add_word(self, SPEC_WORD_IMAP_FLAG, "flag", value.octets, remarks);
    }
}

/* Names that are not plain ASCII, as the user sees them. */
static void remark_mailboxes(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    const ImapArguments *arguments = &exchange->parsed.arguments;
    for (guint i = 0; i < arguments->n; i++) {
        ImapRole role = arguments->items[i].role;
        const ImapValue *value = &arguments->items[i].value;
        gboolean is_name = role == IMAP_ROLE_MAILBOX || role == IMAP_ROLE_NEW_MAILBOX;
        if (!is_name || value->octets.octets == NULL ||
            memchr(value->octets.octets, '&', value->octets.length) == NULL) {
            continue;
        }
        g_autofree char *name = imap_decoded_mailbox(value);
        imap_remark(remarks, NULL,
                    conversation_text(self->conversation, "%s is modified UTF-7 for \"%s\"",
                                      conversation_quote(self->conversation, value->octets.octets,
                                                         value->octets.length),
                                      conversation_quote(self->conversation, name, strlen(name))),
                    "RFC 3501 §5.1.3");
    }
}

static void remark_literals(const ImapExchange *exchange, GArray *remarks) {
    for (guint i = 0; i < exchange->n_literals; i++) {
        if (exchange->literals[i].is_non_synchronising) {
            imap_remark(remarks, "literal:non-synchronising",
                        "a literal with + ({12+}) is sent without waiting for the server",
                        "RFC 7888 §4");
        } else {
            imap_remark(remarks, "literal:synchronising",
                        "a literal: the number in braces says how many octets follow the line; "
                        "the client waits for the server's + before it sends them",
                        "RFC 9051 §4.3");
        }
    }
}

void imap_command_remarks(Imap *self, const ImapExchange *exchange, GArray *remarks) {
    remark_items(self, exchange, remarks);
    remark_numbers(self, exchange, remarks);
    remark_search(self, exchange, remarks);
    remark_store(self, exchange, remarks);
    remark_flags(self, exchange, remarks);
    remark_mailboxes(self, exchange, remarks);
    remark_literals(exchange, remarks);
}
