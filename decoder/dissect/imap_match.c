/* SPDX-License-Identifier: MIT */
/* For which command is a reply? By tag if it has one; by what was asked for if it is data: servers
 * may work on several commands at once (RFC 9051 §5.5). */
#include "dissect/imap_session.h"

#include <string.h>

ImapExchange *imap_open_idle(Imap *self) {
    for (GList *link = self->pending.tail; link != NULL; link = link->prev) {
        ImapExchange *exchange = link->data;
        if (exchange->command == IMAP_IDLE && (exchange->facts & IMAP_FACT_FOLLOWED) == 0) {
            return exchange;
        }
    }
    return NULL;
}

ImapExchange *imap_find_tag(const Imap *self, SyntaxSlice tag) {
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ImapExchange *exchange = link->data;
        if (exchange->tag != NULL && strlen(exchange->tag) == tag.length &&
            memcmp(exchange->tag, tag.octets, tag.length) == 0) {
            return exchange;
        }
    }
    return NULL;
}

/* Does it wait for a "+"? */
static gboolean wants_to_go_on(const Imap *self, const ImapExchange *exchange) {
    if ((exchange->facts & IMAP_FACT_INCOMPLETE) != 0) {
        return exchange == self->client.open && imap_framer_is_waiting(&self->client.side.framer);
    }
    gboolean may = exchange->command == IMAP_AUTHENTICATE || exchange->command == IMAP_IDLE ||
                   exchange->command == IMAP_SASL_RESPONSE;
    return may && (exchange->facts & IMAP_FACT_CONTINUED) == 0;
}

/* The oldest that a "+" can be for; else the oldest that is whole. */
ImapExchange *imap_find_continued(const Imap *self) {
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        if (wants_to_go_on(self, link->data)) {
            return link->data;
        }
    }
    return NULL;
}

/* Commands that ask for data of a kind. */
typedef struct {
    const char *data;
    int commands[4]; /* IMAP_CONNECT, which asks for none, ends them */
} Asker;

/* clang-format off */
static const Asker askers[] = {
    { "FETCH",      { IMAP_FETCH, IMAP_UID_FETCH, IMAP_STORE, IMAP_UID_STORE } },
    { "EXPUNGE",    { IMAP_EXPUNGE, IMAP_UID_EXPUNGE, IMAP_MOVE, IMAP_UID_MOVE } },
    { "VANISHED",   { IMAP_UID_EXPUNGE, IMAP_EXPUNGE, IMAP_UID_MOVE, IMAP_UID_FETCH } },
    { "SEARCH",     { IMAP_SEARCH, IMAP_UID_SEARCH } },
    { "ESEARCH",    { IMAP_SEARCH, IMAP_UID_SEARCH } },
    { "SORT",       { IMAP_SORT, IMAP_UID_SORT } },
    { "THREAD",     { IMAP_THREAD, IMAP_UID_THREAD } },
    { "LIST",       { IMAP_LIST, IMAP_XLIST } },
    { "LSUB",       { IMAP_LSUB } },
    { "XLIST",      { IMAP_XLIST } },
    { "STATUS",     { IMAP_STATUS, IMAP_LIST } },
    { "FLAGS",      { IMAP_SELECT, IMAP_EXAMINE } },
    { "CAPABILITY", { IMAP_CAPABILITY, IMAP_LOGIN, IMAP_AUTHENTICATE, IMAP_SASL_RESPONSE } },
    { "ENABLED",    { IMAP_ENABLE } },
    { "NAMESPACE",  { IMAP_NAMESPACE } },
    { "ID",         { IMAP_ID } },
    { "QUOTA",      { IMAP_GETQUOTA, IMAP_GETQUOTAROOT, IMAP_SETQUOTA } },
    { "QUOTAROOT",  { IMAP_GETQUOTAROOT } },
    { "ACL",        { IMAP_GETACL } },
    { "MYRIGHTS",   { IMAP_MYRIGHTS } },
    { "LISTRIGHTS", { IMAP_LISTRIGHTS } },
    { "METADATA",   { IMAP_GETMETADATA } },
};
/* clang-format on */

static const Asker *find_asker(const ImapReply *reply) {
    for (guint i = 0; !reply->line.is_status && i < G_N_ELEMENTS(askers); i++) {
        if (strcmp(askers[i].data, reply->line.name) == 0) {
            return &askers[i];
        }
    }
    return NULL;
}

static gboolean asks(const Asker *asker, const ImapExchange *exchange) {
    for (guint i = 0; i < G_N_ELEMENTS(asker->commands); i++) {
        if (asker->commands[i] != IMAP_CONNECT && asker->commands[i] == exchange->command) {
            return TRUE;
        }
    }
    return FALSE;
}

#define SET_OCTETS_MAX 4096u /* a longer one is not looked into for each of its answers */

/* Does the command name the message that the data is of, by number or by UID? Where that is not
 * known it may. */
static gboolean names_message(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                              guint64 uid) {
    const ImapValue *set = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_SET);
    gboolean is_uid = g_str_has_prefix(exchange->parsed.name, "UID ");
    guint64 number = is_uid ? uid : reply->line.number;
    if (set == NULL || set->octets.octets == NULL || !reply->line.has_number || number == 0) {
        return TRUE;
    }
    guint64 last = is_uid ? number : self->mailbox.count;
    return set->octets.length > SET_OCTETS_MAX || imap_set_holds(set->octets, number, last);
}

/* Does the command ask for texts of messages? */
static gboolean asks_for_text(const ImapExchange *exchange) {
    const ImapValue *items = imap_argument(&exchange->parsed.arguments, IMAP_ROLE_ITEMS);
    ImapText text = {exchange->line, exchange->length, exchange->literals, exchange->n_literals};
    ImapItem item;
    if (items == NULL || items->octets.octets == NULL) {
        return FALSE;
    }
    gsize at = imap_slice_at(&text, items->octets);
    gsize end = imap_slice_end(&text, items->octets);
    while (imap_next_request_item(&text, &at, end, &item)) {
        if (item.carries_message) {
            return TRUE;
        }
    }
    return FALSE;
}

/* How well does it fit: 0 not at all, 1 it asks for such data, 2 of this message. */
static guint fits(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                  const Asker *asker, guint64 uid) {
    if (asker == NULL || !asks(asker, exchange)) {
        return 0;
    }
    gboolean has_text = reply->messages != NULL && reply->messages->len > 0;
    if (!names_message(self, exchange, reply, uid)) {
        return 1;
    }
    return has_text && !asks_for_text(exchange) ? 1 : 2;
}

/* Looks no further than this: what is older is answered first. */
#define FITS_MAX 256u

/* The oldest that asked for just this; else the oldest that asked for such; else the oldest. */
ImapExchange *imap_find_current(Imap *self, const ImapReply *reply) {
    const Asker *asker = self->pending.length > 1 ? find_asker(reply) : NULL;
    guint64 uid = asker != NULL && reply->line.has_number ? imap_fetched_uid(self, reply) : 0;
    ImapExchange *best = NULL;
    guint best_fit = 0;
    guint n = 0;
    for (GList *link = self->pending.head; link != NULL && n++ < FITS_MAX; link = link->next) {
        ImapExchange *exchange = link->data;
        if ((exchange->facts & IMAP_FACT_INCOMPLETE) != 0) {
            continue;
        }
        guint fit = fits(self, exchange, reply, asker, uid);
        if (best == NULL || fit > best_fit) {
            best = exchange;
            best_fit = fit;
        }
        if (asker == NULL || best_fit == 2) {
            break;
        }
    }
    return best;
}
