/* SPDX-License-Identifier: MIT */
/* Turns USER, PASS, APOP and the exchanges of AUTH (RFC 5034 §4) into steps of a login. How a
 * mechanism is read stands in sasl.c. */
#include "dissect/pop3_session.h"
#include "dissect/sasl_apop.h"
#include "dissect/sasl_notes.h"

#include <string.h>

typedef void (*LoginWriter)(Pop3 *self, const Pop3Exchange *exchange, const char *result,
                            const Pop3Reply *reply);

static gboolean is_cancel(const Pop3Exchange *exchange) {
    return exchange->has_answer && exchange->length == exchange->answer + 1 &&
           exchange->line[exchange->answer] == '*';
}

const char *pop3_login_result(const Pop3Exchange *exchange, const char *status) {
    if (is_cancel(exchange)) {
        return "cancelled";
    }
    if (status == NULL) {
        return NULL;
    }
    if (strcmp(status, "+OK") == 0) {
        return exchange->command == POP3_USER ? "continue" : "ok";
    }
    return strcmp(status, "+") == 0 ? "continue" : "failed";
}

static void write_user(Pop3 *self, const Pop3Exchange *exchange, const char *result,
                       const Pop3Reply *reply) {
    SaslStep step = sasl_note_begin(self->conversation);
    sasl_begin(&self->old_login, "USER", strlen("USER"));
    sasl_read_name(&step, exchange->argument.octets, exchange->argument.length);
    sasl_note_step(self->conversation, &self->old_login, &exchange->note, &step, DIRECTION_CLIENT,
                   result);
}

static void write_password(Pop3 *self, const Pop3Exchange *exchange, const char *result,
                           const Pop3Reply *reply) {
    SaslStep step = sasl_note_begin(self->conversation);
    if (strcmp(self->old_login.name, "USER") != 0) {
        sasl_begin(&self->old_login, "USER", strlen("USER")); /* USER itself was not seen */
    }
    sasl_read_password(&step, exchange->argument.octets, exchange->argument.length);
    sasl_note_step(self->conversation, &self->old_login, &exchange->note, &step, DIRECTION_CLIENT,
                   result);
    sasl_clear(&self->old_login);
}

static void write_apop(Pop3 *self, const Pop3Exchange *exchange, const char *result,
                       const Pop3Reply *reply) {
    SyntaxSlice rest = exchange->argument;
    SyntaxSlice user = pop3_next_word(&rest);
    SyntaxSlice digest = pop3_next_word(&rest);
    NoteText timestamp = {NULL, 0};
    if (self->timestamp != NULL) {
        timestamp = (NoteText){self->timestamp->str, self->timestamp->len};
    }
    SaslStep step = sasl_note_begin(self->conversation);
    sasl_begin(&self->old_login, "APOP", strlen("APOP"));
    sasl_read_apop(&step, (NoteText){user.octets, user.length},
                   (NoteText){digest.octets, digest.length}, timestamp);
    sasl_note_step(self->conversation, &self->old_login, &exchange->note, &step, DIRECTION_CLIENT,
                   result);
    sasl_find_proof(self->conversation, step.proof, DIRECTION_CLIENT, "APOP", pop3_place(exchange));
    sasl_clear(&self->old_login);
}

static void write_sasl(Pop3 *self, const Pop3Exchange *exchange, const char *result,
                       const Pop3Reply *reply) {
    if (exchange->has_answer) {
        sasl_note_answer(self->conversation, &self->sasl, &exchange->note, pop3_place(exchange),
                         exchange->line + exchange->answer, exchange->length - exchange->answer,
                         result);
    }
    if (reply != NULL && strcmp(reply->status, "+") == 0) {
        SyntaxSlice text = pop3_reply_line(reply, 0);
        sasl_note_challenge(self->conversation, &self->sasl, &exchange->note, pop3_place(exchange),
                            text.octets, text.length);
    }
}

static const struct {
    int command;
    LoginWriter write;
} writers[] = {
    {POP3_USER, write_user}, {POP3_PASS, write_password},      {POP3_APOP, write_apop},
    {POP3_AUTH, write_sasl}, {POP3_SASL_RESPONSE, write_sasl},
};

void pop3_write_login(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply) {
    const char *result = pop3_login_result(exchange, reply != NULL ? reply->status : NULL);
    for (guint i = 0; i < G_N_ELEMENTS(writers); i++) {
        if (writers[i].command == exchange->command) {
            writers[i].write(self, exchange, result, reply);
        }
    }
}
