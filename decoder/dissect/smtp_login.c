/* SPDX-License-Identifier: MIT */
/* Turns the exchanges of a login (RFC 4954 §4) into steps of SASL, with the secrets left out. How a
 * mechanism is read stands in smtp_sasl.c. */
#include "dissect/smtp_session.h"

#include <string.h>

static const char *sasl_result(const SmtpExchange *exchange, const char *status) {
    gboolean is_cancel =
        exchange->length == exchange->answer + 1 && exchange->line[exchange->answer] == '*';
    if (is_cancel) {
        return "cancelled";
    }
    if (status == NULL) {
        return NULL;
    }
    if (status[0] == '2') {
        return "ok";
    }
    return status[0] == '3' ? "continue" : "failed";
}

static void write_step(Smtp *self, const SmtpExchange *exchange, Direction from,
                       const char *result) {
    GArray *fields = self->conversation->workshop->fields;
    NoteSasl note = {
        .command = &exchange->note,
        .mechanism = self->sasl.name[0] != '\0' ? self->sasl.name : "unknown",
        .step = ++self->sasl.step,
        .from = from,
        .fields = (const NoteSaslField *)(void *)fields->data,
        .n_fields = fields->len,
        .result = result,
    };
    conversation_write_sasl(self->conversation, &note);
}

static void find_cleartext(Smtp *self, const SmtpExchange *exchange) {
    if (exchange->secret >= exchange->length) {
        return;
    }
    conversation_find(self->conversation, "smtp.cleartext-credentials", smtp_place(exchange),
                      "A password or token crossed the network unencrypted, with %s. Base64 is no "
                      "encryption: whoever can see these packets can log in.",
                      self->sasl.name[0] != '\0' ? self->sasl.name : "a login of unknown kind");
}

static void write_answer(Smtp *self, const SmtpExchange *exchange, const char *status) {
    const char *answer = exchange->line + exchange->answer;
    gsize length = exchange->length - exchange->answer;
    Workshop *workshop = self->conversation->workshop;
    g_array_set_size(workshop->fields, 0);
    const char *result = sasl_result(exchange, status);
    if (result == NULL || strcmp(result, "cancelled") != 0) {
        smtp_sasl_decode_answer(&self->sasl, self->sasl.answers - 1, answer, length,
                                workshop->options->reveal, workshop->strings, workshop->fields);
    }
    write_step(self, exchange, DIRECTION_CLIENT, result);
    find_cleartext(self, exchange);
}

static void write_challenge(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply) {
    Workshop *workshop = self->conversation->workshop;
    g_array_set_size(workshop->fields, 0);
    const SyntaxToken *line = &g_array_index(reply->lines, SyntaxToken, 0);
    if (reply->lines->len > 0) {
        smtp_sasl_decode_challenge(reply->text->str + line->offset, line->length, workshop->strings,
                                   workshop->fields);
    }
    write_step(self, exchange, DIRECTION_SERVER, "continue");
}

void smtp_write_sasl(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply) {
    if (exchange->command != SMTP_AUTH && exchange->command != SMTP_SASL_RESPONSE) {
        return;
    }
    if (exchange->has_answer) {
        write_answer(self, exchange, reply != NULL ? reply->status : NULL);
    }
    if (reply != NULL && strcmp(reply->status, "334") == 0) {
        write_challenge(self, exchange, reply);
    }
}
