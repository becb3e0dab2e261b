/* SPDX-License-Identifier: MIT */
/* Turns LOGIN, AUTHENTICATE and the answers to its challenges (RFC 9051 §6.2.2, §6.2.3) into steps
 * of a login, with the secrets left out. How a mechanism is read stands in sasl.c. */
#include "dissect/imap_session.h"
#include "dissect/sasl_mechanism.h"
#include "dissect/sasl_notes.h"

#include <string.h>

static const char *result_of(const ImapExchange *exchange, const char *status) {
    SyntaxSlice answer = exchange->answer;
    if (answer.octets != NULL && answer.length == 1 && answer.octets[0] == '*') {
        return "cancelled";
    }
    if (status == NULL) {
        return NULL;
    }
    if (strcmp(status, "OK") == 0) {
        return "ok";
    }
    return strcmp(status, "+") == 0 ? "continue" : "failed";
}

static void find_cleartext(Imap *self, const ImapExchange *exchange, const char *what) {
    if (self->conversation->tls != NULL) {
        return;
    }
    conversation_find(self->conversation, "imap.cleartext-credentials", imap_place(exchange),
                      "A password or token crossed the network unencrypted, with %s. Whoever can "
                      "see these packets can log in.",
                      what);
}

static void add_value(SaslStep *step, const char *name, const ImapValue *value,
                      gboolean is_secret) {
    g_autofree char *text = value != NULL ? imap_value_dup(value) : NULL;
    if (text == NULL || (value->kind == IMAP_VALUE_LITERAL && value->octets.length == 0)) {
        return;
    }
    if (is_secret) {
        sasl_add_secret(step, name, text, strlen(text));
    } else {
        sasl_add(step, name, text, strlen(text));
    }
}

/* login = "LOGIN" SP userid SP password */
static void write_login(Imap *self, const ImapExchange *exchange, const char *status) {
    const ImapArguments *arguments = &exchange->parsed.arguments;
    const ImapValue *password = imap_argument(arguments, IMAP_ROLE_PASSWORD);
    SaslExchange login = {.name = "LOGIN"};
    SaslStep step = sasl_note_begin(self->conversation);
    add_value(&step, "authcid", imap_argument(arguments, IMAP_ROLE_USER), FALSE);
    add_value(&step, "password", password, TRUE);
    sasl_note_step(self->conversation, &login, &exchange->note, &step, DIRECTION_CLIENT,
                   result_of(exchange, status));
    if (password != NULL) {
        find_cleartext(self, exchange, "LOGIN");
    }
}

static void write_answer(Imap *self, const ImapExchange *exchange, const char *status) {
    sasl_note_answer(self->conversation, &self->sasl, &exchange->note, imap_place(exchange),
                     exchange->answer.octets, exchange->answer.length, result_of(exchange, status));
    if (exchange->is_answer_secret) {
        find_cleartext(self, exchange,
                       self->sasl.name[0] != '\0' ? self->sasl.name : "a login of unknown kind");
    }
}

void imap_write_login(Imap *self, const ImapExchange *exchange, const ImapReply *reply) {
    const char *status = reply != NULL ? reply->status : NULL;
    if (exchange->command == IMAP_LOGIN) {
        write_login(self, exchange, status);
        return;
    }
    if (exchange->command != IMAP_AUTHENTICATE && exchange->command != IMAP_SASL_RESPONSE) {
        return;
    }
    if (exchange->answer.octets != NULL) {
        write_answer(self, exchange, status);
    }
    if (status != NULL && strcmp(status, "+") == 0) {
        SyntaxSlice challenge = reply->line.text;
        sasl_note_challenge(self->conversation, &self->sasl, &exchange->note, imap_place(exchange),
                            challenge.octets != NULL ? challenge.octets : "", challenge.length);
    }
}
