/* SPDX-License-Identifier: MIT */
/* Turns what is wrong or dangerous about an exchange, or about how a session ended, into findings.
 * It moves no state. */
#include "dissect/client_line.h"
#include "dissect/pop3_session.h"

#include <string.h>

static const char *name_of(const Pop3 *self, const Pop3Exchange *exchange) {
    return self->machine.spec->commands[exchange->command].name;
}

static gboolean is_ok(const Pop3Reply *reply) {
    return reply != NULL && strcmp(reply->status, "+OK") == 0;
}

static gboolean is_refusal(const Pop3Reply *reply) {
    return reply != NULL && spec_is_refusal(reply->status);
}

/* ---- the line ------------------------------------------------------------------------------- */

/* clang-format off */
static const FactRow fact_rows[] = {
    { POP3_FACT_BARE_LF,  "pop3.bare-lf",            TRUE },
    { POP3_FACT_TOO_LONG, "pop3.line-too-long",      FALSE },
    { POP3_FACT_EARLY,    "pop3.early-talker",       TRUE },
    { POP3_FACT_INFERRED, "pop3.reply-not-captured", FALSE },
};
/* clang-format on */

static void find_pipelining(Pop3 *self, const Pop3Exchange *exchange, FindingPlace place) {
    gboolean is_early = (exchange->facts & POP3_FACT_EARLY) != 0;
    if ((exchange->facts & POP3_FACT_PIPELINED) != 0 && !is_early && self->has_capabilities &&
        !self->has_pipelining) {
        conversation_find_once(self->conversation, "pop3.pipelining-not-offered", place, NULL);
    }
}

static void find_unknown(Pop3 *self, const Pop3Exchange *exchange, FindingPlace place) {
    if (exchange->command >= 0 || (exchange->facts & POP3_FACT_CUT) != 0) {
        return;
    }
    if (exchange->secret < exchange->length) {
        conversation_find(self->conversation, "pop3.unknown-command", place, NULL);
        return;
    }
    conversation_find(
        self->conversation, "pop3.unknown-command", place, "\"%s\" is no command of POP3.",
        conversation_quote(self->conversation, exchange->verb.octets, exchange->verb.length));
}

/* Commands that name a message: LIST and UIDL may do without. */
static void find_argument(Pop3 *self, const Pop3Exchange *exchange, FindingPlace place) {
    static const int needy[] = {POP3_RETR, POP3_TOP, POP3_DELE};
    gboolean is_needy = exchange->command == POP3_LIST || exchange->command == POP3_UIDL
                            ? exchange->argument.length > 0
                            : FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(needy); i++) {
        is_needy |= needy[i] == exchange->command;
    }
    if (is_needy && exchange->number == 0 && (exchange->facts & POP3_FACT_CUT) == 0) {
        conversation_find(self->conversation, "pop3.argument-syntax", place,
                          "%s needs the number of a message, from 1 on.", name_of(self, exchange));
    }
}

/* ---- the reply ------------------------------------------------------------------------------ */

static void find_order_refused(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                               FindingPlace place) {
    const SpecProtocol *spec = self->machine.spec;
    if (exchange->command >= 0 && is_refusal(reply) &&
        !spec_is_legal(spec, exchange->note.state, exchange->command)) {
        conversation_find(self->conversation, "pop3.order-refused", place,
                          "%s is not allowed in state %s; the server was right to refuse it.",
                          name_of(self, exchange), spec->states[exchange->note.state].name);
    }
}

/* What kind of login it is that crossed in clear. */
static const char *login_kind(const Pop3 *self, const Pop3Exchange *exchange) {
    if (exchange->command == POP3_PASS) {
        return "USER and PASS";
    }
    return self->sasl.name[0] != '\0' ? self->sasl.name : "a login of unknown kind";
}

static void find_cleartext(Pop3 *self, const Pop3Exchange *exchange, FindingPlace place) {
    if (exchange->secret >= exchange->length ||
        self->conversation->note.security != NOTE_SECURITY_NONE) {
        return;
    }
    conversation_find(self->conversation, "pop3.cleartext-credentials", place,
                      "A password or token crossed the network unencrypted, with %s. Whoever can "
                      "see these packets can read this mailbox.",
                      login_kind(self, exchange));
}

static gboolean ends_login(const Pop3Exchange *exchange) {
    static const int commands[] = {POP3_USER, POP3_PASS, POP3_APOP, POP3_AUTH, POP3_SASL_RESPONSE};
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i] == exchange->command) {
            return TRUE;
        }
    }
    return FALSE;
}

static void find_login_refused(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                               FindingPlace place) {
    const char *result = pop3_login_result(exchange, reply != NULL ? reply->status : NULL);
    gboolean is_legal = spec_is_legal(self->machine.spec, exchange->note.state, exchange->command);
    if (!ends_login(exchange) || !is_legal || g_strcmp0(result, "failed") != 0) {
        return;
    }
    SyntaxSlice text = pop3_reply_line(reply, 0);
    conversation_find(self->conversation, "pop3.login-refused", place,
                      "The server refused the login: \"%s\".",
                      conversation_quote(self->conversation, text.octets, text.length));
}

static void find_apop(Pop3 *self, const Pop3Exchange *exchange, FindingPlace place) {
    if (exchange->command == POP3_APOP && self->has_greeting && self->timestamp == NULL) {
        conversation_find(self->conversation, "pop3.apop-not-offered", place, NULL);
    }
}

/* RFC 1939 §11: the numbers count line ends as two octets, and no dots that were added. */
static void find_octets(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                        FindingPlace place) {
    gboolean is_whole = exchange->command == POP3_RETR && is_ok(reply) && reply->reader != NULL &&
                        reply->reader->integrity == NOTE_COMPLETE;
    const Pop3Message *message = pop3_maildrop_find(&self->maildrop, exchange->number);
    guint64 announced = message != NULL ? message->size : 0;
    gboolean is_by_list = message != NULL && message->has_size;
    if (!is_whole) {
        return;
    }
    if (pop3_parse_octets(pop3_reply_line(reply, 0), &announced)) {
        is_by_list = FALSE;
    } else if (!is_by_list) {
        return;
    }
    if (announced != reply->reader->octets) {
        conversation_find(self->conversation, "pop3.octets-differ", place,
                          "%s announced %" G_GUINT64_FORMAT " octets for message %u, and "
                          "%" G_GUINT64_FORMAT " came.",
                          is_by_list ? "LIST" : "The reply", announced, exchange->number,
                          reply->reader->octets);
    }
}

static void find_count(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                       FindingPlace place) {
    const Pop3Maildrop *maildrop = &self->maildrop;
    gboolean is_list = exchange->command == POP3_LIST && exchange->argument.length == 0;
    if (is_list && is_ok(reply) && !reply->has_gap && maildrop->has_stat &&
        maildrop->n_marked == 0 && reply->n_items != maildrop->stat_count) {
        conversation_find(self->conversation, "pop3.octets-differ", place,
                          "STAT counted %u messages, LIST lists %" G_GUINT64_FORMAT ".",
                          maildrop->stat_count, reply->n_items);
    }
}

void pop3_exchange_findings(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply) {
    FindingPlace place = pop3_place(exchange);
    client_line_find(self->conversation, exchange->facts, fact_rows, G_N_ELEMENTS(fact_rows),
                     place);
    find_pipelining(self, exchange, place);
    find_unknown(self, exchange, place);
    find_argument(self, exchange, place);
    find_order_refused(self, exchange, reply, place);
    find_cleartext(self, exchange, place);
    find_apop(self, exchange, place);
    find_login_refused(self, exchange, reply, place);
    find_octets(self, exchange, reply, place);
    find_count(self, exchange, reply, place);
}

/* ---- the end -------------------------------------------------------------------------------- */

static void find_not_deleted(Pop3 *self, FindingPlace place) {
    g_autofree char *marked = pop3_maildrop_marked(&self->maildrop);
    gboolean is_one = self->maildrop.n_marked == 1;
    conversation_find(self->conversation, "pop3.not-deleted", place,
                      "The connection ended before QUIT: %s %s marked, and %s still there.", marked,
                      is_one ? "was" : "were", is_one ? "is" : "are");
}

void pop3_end_findings(Pop3 *self) {
    const StreamConnection *connection = self->conversation->connection;
    int state = self->machine.state;
    gboolean is_within = state == POP3_STATE_AUTHORIZATION || state == POP3_STATE_USER ||
                         state == POP3_STATE_AUTH || state == POP3_STATE_TRANSACTION;
    if (self->has_quit || !is_within || connection->closed == STREAM_CLOSED_OPEN) {
        return;
    }
    FindingPlace place = {{connection->last_frame, connection->last_frame}, FALSE, {0}, -1};
    if (state == POP3_STATE_TRANSACTION && self->maildrop.n_marked > 0) {
        find_not_deleted(self, place);
    }
    conversation_find(self->conversation, "pop3.no-quit", place,
                      "The connection ended in state %s without QUIT.",
                      self->machine.spec->states[state].name);
}
