/* SPDX-License-Identifier: MIT */
/* Turns the exchanges of a login (RFC 4954 §4) into steps of SASL, with the secrets left out. How a
 * mechanism is read stands in sasl.c. */
#include "dissect/sasl_notes.h"
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

static void find_cleartext(Smtp *self, const SmtpExchange *exchange) {
    if (exchange->secret >= exchange->length ||
        self->conversation->note.security != NOTE_SECURITY_NONE) {
        return;
    }
    conversation_find(self->conversation, "smtp.cleartext-credentials", smtp_place(exchange),
                      "A password or token crossed the network unencrypted, with %s. Base64 is no "
                      "encryption: whoever can see these packets can log in.",
                      self->sasl.name[0] != '\0' ? self->sasl.name : "a login of unknown kind");
}

static void write_challenge(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply) {
    SyntaxToken line = {0, 0, NULL};
    if (reply->lines->len > 0) {
        line = g_array_index(reply->lines, SyntaxToken, 0);
    }
    sasl_note_challenge(self->conversation, &self->sasl, &exchange->written->command,
                        smtp_place(exchange), reply->text->str + line.offset, line.length);
}

void smtp_write_sasl(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply) {
    if (exchange->command != SMTP_AUTH && exchange->command != SMTP_SASL_RESPONSE) {
        return;
    }
    if (exchange->has_answer) {
        const char *status = reply != NULL ? reply->status : NULL;
        sasl_note_answer(self->conversation, &self->sasl, &exchange->written->command,
                         smtp_place(exchange), exchange->line + exchange->answer,
                         exchange->length - exchange->answer, sasl_result(exchange, status));
        find_cleartext(self, exchange);
    }
    if (reply != NULL && strcmp(reply->status, "334") == 0) {
        write_challenge(self, exchange, reply);
    }
}
