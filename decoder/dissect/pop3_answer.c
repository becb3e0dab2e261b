/* SPDX-License-Identifier: MIT */
/* The core: a reply meets the oldest command (first in, first out: RFC 2449 §6.6), the state moves
 * by the table in spec/, and the exchange is written. What a command or reply looks like is not
 * known here. */
#include "dissect/pop3_session.h"
#include "syntax/smtp_scanner.h"

#include <string.h>

gboolean pop3_is_multi_line(const Pop3Exchange *exchange, const char *status,
                            const SpecProtocol *spec) {
    if (exchange == NULL || exchange->command < 0 || strcmp(status, "+OK") != 0) {
        return FALSE;
    }
    gboolean has_argument = exchange->argument.length > 0;
    if (exchange->command == POP3_AUTH) {
        return !has_argument; /* older than RFC 5034: AUTH alone lists the mechanisms */
    }
    SpecReplyShape shape = spec->commands[exchange->command].reply_shape;
    return shape == SPEC_REPLY_MULTI_LINE ||
           (shape == SPEC_REPLY_MULTI_LINE_WITHOUT_ARGUMENT && !has_argument);
}

/* The command was answered: if the client had to wait, it is now known how to read on. */
static void switch_mode(Pop3 *self, int command, const char *status) {
    if (self->client.mode != POP3_CLIENT_WAITS || !g_queue_is_empty(&self->pending)) {
        return;
    }
    gboolean is_login = command == POP3_AUTH || command == POP3_SASL_RESPONSE;
    self->client.mode =
        is_login && strcmp(status, "+") == 0 ? POP3_CLIENT_SASL : POP3_CLIENT_COMMANDS;
    if (command == POP3_STLS && strcmp(status, "+OK") == 0) {
        pop3_tls_begin(self);
    }
    pop3_client_resume(self);
}

void pop3_lose(Pop3 *self) {
    if (!self->machine.spec->states[self->machine.state].is_end &&
        self->machine.state != POP3_STATE_CLOSED && self->machine.state != POP3_STATE_TLS) {
        spec_machine_enter(&self->machine, POP3_STATE_LOST);
        self->was_lost = TRUE;
    }
}

/* ---- the state ------------------------------------------------------------------------------ */

static void find_recovered(Pop3 *self, int command, const char *status, int to,
                           FindingPlace place) {
    const SpecProtocol *spec = self->machine.spec;
    conversation_find_once(self->conversation, "pop3.recovered", place,
                           "Octets are missing before this point. %s was answered by %s, which "
                           "shows that the state is now %s.",
                           spec->commands[command].name, status, spec->states[to].name);
}

/* A command that is allowed in one state only, and was accepted, shows where the session is. */
static void recover_state(Pop3 *self, int command, const char *status, FindingPlace place) {
    SpecStateSet states = spec_legal_states(self->machine.spec, command);
    gboolean is_single = states != 0 && (states & (states - 1)) == 0;
    if (self->machine.state != POP3_STATE_LOST || !is_single || strcmp(status, "+OK") != 0) {
        return;
    }
    int state = g_bit_nth_lsf(states, -1);
    find_recovered(self, command, status, state, place);
    spec_machine_enter(&self->machine, state);
}

static void find_out_of_order(Pop3 *self, const SpecStep *step, FindingPlace place) {
    const SpecProtocol *spec = self->machine.spec;
    if (step->out_of_order) {
        conversation_find(self->conversation, "pop3.out-of-order", place,
                          "%s is not allowed in state %s, yet the server took it (%s).",
                          spec->commands[step->command].name, spec->states[step->from].name,
                          step->status);
    }
}

/* The reply moves the state. */
static void move_state(Pop3 *self, int command, const Pop3Reply *reply, FindingPlace place) {
    SpecStep step;
    recover_state(self, command, reply->status, place);
    if (!spec_machine_reply(&self->machine, command, reply->status, &step)) {
        return;
    }
    pop3_write_transition(self, reply, &step);
    find_out_of_order(self, &step, place);
    if (step.from == POP3_STATE_LOST && step.to != POP3_STATE_LOST) {
        find_recovered(self, command, reply->status, step.to, place);
    }
}

/* ---- replies -------------------------------------------------------------------------------- */

/* What the greeting offers: RFC 1939 §7. */
static void read_greeting(Pop3 *self, const Pop3Reply *reply) {
    SyntaxSlice timestamp;
    self->has_greeting = TRUE;
    if (self->timestamp == NULL && pop3_parse_timestamp(pop3_reply_line(reply, 0), &timestamp)) {
        self->timestamp = g_string_new_len(timestamp.octets, (gssize)timestamp.length);
    }
}

static void read_capabilities(Pop3 *self, const Pop3Reply *reply) {
    self->has_capabilities = TRUE;
    self->has_pipelining = FALSE;
    for (guint i = 1; i < reply->lines->len; i++) {
        SyntaxSlice line = pop3_reply_line(reply, i);
        self->has_pipelining |= smtp_slice_is(pop3_next_word(&line), "PIPELINING");
    }
}

static void learn(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply) {
    if (strcmp(reply->status, "+OK") != 0) {
        return;
    }
    if (exchange->command == POP3_CONNECT) {
        read_greeting(self, reply);
    } else if (exchange->command == POP3_CAPA) {
        read_capabilities(self, reply);
    }
    pop3_maildrop_answer(&self->maildrop, exchange, reply);
}

/* The exchange has had its reply (NULL: none came): what belongs to it is written. */
static void finish_exchange(Pop3 *self, Pop3Exchange *exchange, Pop3Reply *reply) {
    pop3_write_login(self, exchange, reply);
    if (reply != NULL && reply->reader != NULL) {
        pop3_write_message(self, exchange, reply);
    }
    pop3_exchange_findings(self, exchange, reply);
    conversation_write_findings(self->conversation);
}

/* A list of mechanisms is no login. */
static gboolean may_move(const Pop3Exchange *exchange) {
    return exchange->command >= 0 &&
           (exchange->command != POP3_AUTH || exchange->argument.length > 0);
}

static void answer_command(Pop3 *self, Pop3Reply *reply) {
    g_autofree Pop3Exchange *exchange = g_queue_pop_head(&self->pending);
    learn(self, exchange, reply);
    pop3_write_command(self, exchange);
    pop3_write_reply(self, exchange, reply);
    if (may_move(exchange)) {
        move_state(self, exchange->command, reply, pop3_place(exchange));
    }
    finish_exchange(self, exchange, reply);
    switch_mode(self, exchange->command, reply->status);
}

/* A late start, and yet this is the greeting: nobody has spoken, and it has what greetings have. */
static gboolean is_late_greeting(const Pop3 *self, const Pop3Reply *reply) {
    SyntaxSlice timestamp;
    return self->machine.state == POP3_STATE_LOST && self->client.arrived == 0 &&
           self->conversation->note.replies == 0 &&
           pop3_parse_timestamp(pop3_reply_line(reply, 0), &timestamp);
}

static void answer_nothing(Pop3 *self, Pop3Reply *reply) {
    gboolean is_greeting = is_late_greeting(self, reply);
    pop3_write_reply(self, NULL, reply);
    FindingPlace place = {reply->note.frames, TRUE, reply->note.span, -1};
    if (is_greeting) {
        read_greeting(self, reply);
        move_state(self, POP3_CONNECT, reply, place);
    } else if (!self->has_lost_commands) {
        conversation_find(self->conversation, "pop3.unexpected-reply", place,
                          "The server sent %s though no command was waiting for a reply.",
                          reply->status);
    }
    if (reply->reader != NULL) {
        pop3_write_message(self, NULL, reply);
    }
    conversation_write_findings(self->conversation);
}

void pop3_reply_arrived(Pop3 *self, Pop3Reply *reply) {
    if (g_queue_is_empty(&self->pending)) {
        answer_nothing(self, reply);
    } else {
        answer_command(self, reply);
    }
}

const Pop3Exchange *pop3_expected(Pop3 *self) {
    if (!self->conversation->connection->directions[DIRECTION_CLIENT].seen) {
        self->has_lost_commands = TRUE;
        if (g_queue_is_empty(&self->pending)) {
            pop3_lose(self);
        }
    }
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ((Pop3Exchange *)link->data)->facts &= ~(guint)POP3_FACT_DOUBTFUL;
    }
    return g_queue_peek_head(&self->pending);
}

void pop3_give_up_head(Pop3 *self) {
    g_autofree Pop3Exchange *exchange = g_queue_pop_head(&self->pending);
    pop3_write_command(self, exchange);
    finish_exchange(self, exchange, NULL);
}

void pop3_give_up(Pop3 *self, gboolean only_doubtful) {
    const Pop3Exchange *head = g_queue_peek_head(&self->pending);
    while (head != NULL && (!only_doubtful || (head->facts & POP3_FACT_DOUBTFUL) != 0)) {
        pop3_give_up_head(self);
        head = g_queue_peek_head(&self->pending);
    }
}
