/* SPDX-License-Identifier: MIT */
/* The core: a reply meets the oldest command (first in, first out: RFC 5321 §4.3.1), the state
 * moves by the table in spec/, and the exchange is written. What a command or reply looks like is
 * not known here. */
#include "dissect/smtp_session.h"

#include <string.h>

/* What the client's octets are after a reply to a command that had to wait for it. */
typedef struct {
    int command; /* -1: any */
    const char *status;
    SmtpClientMode mode;
} ModeRow;

/* clang-format off */
static const ModeRow mode_rows[] = {
    { -1,                 "354", SMTP_CLIENT_TEXT },
    { SMTP_AUTH,          "334", SMTP_CLIENT_SASL },
    { SMTP_SASL_RESPONSE, "334", SMTP_CLIENT_SASL },
    { SMTP_STARTTLS,      "220", SMTP_CLIENT_TLS },
};
/* clang-format on */

static SmtpClientMode mode_after(int command, const char *status) {
    for (guint i = 0; i < G_N_ELEMENTS(mode_rows); i++) {
        const ModeRow *row = &mode_rows[i];
        if ((row->command == -1 || row->command == command) && strcmp(row->status, status) == 0) {
            return row->mode;
        }
    }
    return SMTP_CLIENT_COMMANDS;
}

static void enter_mode(Smtp *self, SmtpClientMode mode) {
    self->client.mode = mode;
    self->client.is_resync &= mode == SMTP_CLIENT_COMMANDS;
    if (mode == SMTP_CLIENT_TEXT) {
        smtp_text_begin(self);
    } else if (mode == SMTP_CLIENT_TLS) {
        smtp_tls_begin(self);
    }
}

/* The command was answered: if the client had to wait, or if text opens without anybody having
 * asked, it is now known how to read on. */
static void switch_mode(Smtp *self, int command, const char *status) {
    if (!g_queue_is_empty(&self->pending)) {
        return;
    }
    SmtpClientMode mode = mode_after(command, status);
    gboolean is_idle =
        self->client.mode == SMTP_CLIENT_COMMANDS && line_splitter_held(&self->client.lines) == 0;
    if (smtp_client_is_waiting(self) || (is_idle && mode == SMTP_CLIENT_TEXT)) {
        enter_mode(self, mode);
        smtp_client_resume(self);
    }
}

void smtp_lose(Smtp *self) {
    if (self->machine.state != SMTP_STATE_CLOSED && self->machine.state != SMTP_STATE_TLS) {
        spec_machine_enter(&self->machine, SMTP_STATE_LOST);
        self->was_lost = TRUE;
    }
}

static void find_recovered(Smtp *self, FindingPlace place, const SpecStep *step) {
    const SpecProtocol *spec = self->machine.spec;
    if (step->from != SMTP_STATE_LOST || step->to == SMTP_STATE_LOST) {
        return;
    }
    gboolean has_command = step->command >= 0;
    conversation_find_once(self->conversation, "smtp.recovered", place,
                           "Octets are missing before this point. %s%s %s, and that leads to state "
                           "%s from wherever it was: the state is known again.",
                           has_command ? spec->commands[step->command].name : "The server",
                           has_command ? " was answered by" : " said", step->status,
                           spec->states[step->to].name);
}

/* The reply moves the state. */
static gboolean move_state(Smtp *self, int command, const SmtpReply *reply, FindingPlace place) {
    SpecStep step;
    if (!spec_machine_reply(&self->machine, command, reply->status, &step)) {
        return FALSE;
    }
    smtp_write_transition(self, reply, &step);
    if (step.out_of_order) {
        conversation_find(self->conversation, "smtp.out-of-order", place,
                          "%s is not allowed in state %s, yet the server took it (%s). A strict "
                          "server would answer 503.",
                          self->machine.spec->commands[command].name,
                          self->machine.spec->states[step.from].name, reply->status);
    }
    find_recovered(self, place, &step);
    return TRUE;
}

static gboolean is_positive(const char *status) {
    return status[0] == '2';
}

static NoteVerdict judge_message(const Smtp *self, const SmtpExchange *exchange,
                                 const char *status) {
    if (self->transaction.is_chunk_refused) {
        return NOTE_REFUSED;
    }
    if (exchange->is_abandoned || exchange->replies_seen == 0) {
        return NOTE_UNANSWERED;
    }
    return exchange->is_accepted || is_positive(status) ? NOTE_ACCEPTED : NOTE_REFUSED;
}

/* The command was refused where no row allows it: then the server was right, whatever its reason.
 */
static void find_order_refused(Smtp *self, const SmtpExchange *exchange, const char *status) {
    const SpecProtocol *spec = self->machine.spec;
    if (exchange->command < 0 || status[0] != '5' ||
        spec_is_legal(spec, exchange->written->command.state, exchange->command)) {
        return;
    }
    conversation_find(self->conversation, "smtp.order-refused", smtp_place(exchange),
                      "%s is not allowed in state %s; the server was right to refuse it (%s).",
                      spec->commands[exchange->command].name,
                      spec->states[exchange->written->command.state].name, status);
}

/* The exchange has had its last reply (NULL: none came): what belongs to it is written. */
static void finish_exchange(Smtp *self, SmtpExchange *exchange, const SmtpReply *reply) {
    const char *status = reply != NULL ? reply->status : NULL;
    SmtpPath room;
    const SmtpPath *path = smtp_exchange_path(exchange, &room) ? &room : NULL;
    smtp_write_sasl(self, exchange, reply);
    if (exchange->message != NULL) {
        smtp_write_message(self, exchange,
                           judge_message(self, exchange, status != NULL ? status : ""));
    }
    smtp_transaction_answer(self, exchange, path, status);
    smtp_command_findings(self, exchange, path);
    if (status != NULL) {
        find_order_refused(self, exchange, status);
    }
    conversation_write_findings(self->conversation);
}

/* In LMTP each recipient that was accepted has its own reply after the text: RFC 2033 §4.2. */
static void count_replies_due(const Smtp *self, SmtpExchange *exchange) {
    gboolean is_end = exchange->command == SMTP_END_OF_DATA || exchange->command == SMTP_BDAT_LAST;
    if (exchange->replies_seen == 0 && is_end && self->machine.spec == &spec_lmtp) {
        exchange->replies_due = MAX(smtp_transaction_accepted(&self->transaction), 1);
    }
}

/* Whose reply this is, and what it means for him; only LMTP with recipients has that. */
static void note_recipient(Smtp *self, SmtpExchange *exchange, const char *status) {
    exchange->is_accepted |= is_positive(status);
    SmtpRecipient *recipient = NULL;
    gboolean is_end = exchange->message != NULL && !exchange->is_abandoned;
    if (is_end && self->machine.spec == &spec_lmtp) {
        recipient = smtp_transaction_nth(&self->transaction, exchange->replies_seen);
    }
    if (recipient != NULL && !is_positive(status)) {
        recipient->fate = SMTP_RCPT_REFUSED;
    }
}

static gboolean is_interrupt(const char *status) {
    return strcmp(status, "421") == 0;
}

/* The client had spoken before this greeting came. */
static void mark_early(Smtp *self, const SmtpExchange *connect) {
    SmtpExchange *next = g_queue_peek_head(&self->pending);
    if (connect->command == SMTP_CONNECT && next != NULL) {
        next->facts |= SMTP_FACT_EARLY;
    }
}

static void answer_command(Smtp *self, const SmtpReply *reply) {
    SmtpExchange *exchange = g_queue_peek_head(&self->pending);
    count_replies_due(self, exchange);
    if (exchange->written == NULL) {
        smtp_write_command(self, exchange);
    }
    note_recipient(self, exchange, reply->status);
    smtp_write_reply(self, exchange, reply);
    exchange->replies_seen++;
    if (exchange->replies_seen < exchange->replies_due && !is_interrupt(reply->status)) {
        return;
    }
    int command = exchange->command;
    smtp_exchange_pop(self);
    mark_early(self, exchange);
    move_state(self, command, reply, smtp_place(exchange));
    finish_exchange(self, exchange, reply);
    smtp_exchange_free(exchange);
    switch_mode(self, command, reply->status);
}

/* A reply for which no command is known still says something where the state is lost: only DATA is
 * answered by 354 and only QUIT by 221, and a 220 before anything else is the greeting. */
static int guess_command(const Smtp *self, const SmtpReply *reply) {
    if (self->machine.state != SMTP_STATE_LOST) {
        return -1;
    }
    if (strcmp(reply->status, "354") == 0) {
        return SMTP_DATA;
    }
    if (strcmp(reply->status, "221") == 0) {
        return SMTP_QUIT;
    }
    gboolean is_first = self->client.arrived == 0 && self->conversation->note.replies == 0;
    return is_first && strcmp(reply->status, "220") == 0 ? SMTP_CONNECT : -1;
}

static void answer_nothing(Smtp *self, const SmtpReply *reply) {
    gboolean was_lost = self->machine.state == SMTP_STATE_LOST;
    Span span = {DIRECTION_SERVER, reply->offset, reply->length};
    Carrier carrier =
        conversation_carrier(self->conversation, DIRECTION_SERVER, span.offset, span.length);
    FindingPlace place = {carrier_frames(&carrier), TRUE, span, -1};
    int command = guess_command(self, reply);
    smtp_write_reply(self, NULL, reply);
    gboolean has_moved = move_state(self, command, reply, place);
    if (!has_moved && !was_lost) {
        conversation_find(self->conversation, "smtp.unexpected-reply", place,
                          "The server sent %s though no command was waiting for a reply.",
                          reply->status);
    }
    conversation_write_findings(self->conversation);
    if (has_moved) {
        switch_mode(self, command, reply->status);
    }
}

/* Is there a row by which this command can get this reply? Refusals fit everything. */
static gboolean fits(const SpecProtocol *spec, int command, const char *status) {
    for (guint i = 0; i < spec->n_transitions; i++) {
        if (spec->transitions[i].command == command &&
            spec_reply_matches(spec->transitions[i].reply, status)) {
            return TRUE;
        }
    }
    return status[0] == '4' || status[0] == '5';
}

/* LMTP: the server had not answered for all recipients. */
static void give_up_recipients(Smtp *self, const SmtpExchange *exchange) {
    SmtpRecipient *recipient = NULL;
    for (guint k = exchange->replies_seen; k > 0 && k < exchange->replies_due; k++) {
        recipient = smtp_transaction_nth(&self->transaction, k);
        if (recipient != NULL) {
            recipient->fate = SMTP_RCPT_UNANSWERED;
        }
    }
}

void smtp_give_up_head(Smtp *self) {
    SmtpExchange *exchange = smtp_exchange_pop(self);
    give_up_recipients(self, exchange);
    if (exchange->written == NULL) {
        smtp_write_command(self, exchange);
    }
    finish_exchange(self, exchange, NULL);
    smtp_exchange_free(exchange);
}

/* Replies are missing: this one answers the first command that it can answer. */
static void resynchronise(Smtp *self, const char *status) {
    const SmtpExchange *head = g_queue_peek_head(&self->pending);
    while (head != NULL && (head->facts & SMTP_FACT_DOUBTFUL) != 0 &&
           g_queue_get_length(&self->pending) > 1 &&
           !fits(self->machine.spec, head->command, status)) {
        smtp_give_up_head(self);
        head = g_queue_peek_head(&self->pending);
    }
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ((SmtpExchange *)link->data)->facts &= ~(guint)SMTP_FACT_DOUBTFUL;
    }
}

/* The lone dot was among octets that are lost: the reply proves that the text has ended. */
static void end_gapped_text(Smtp *self, const char *status) {
    gboolean is_end = self->client.mode == SMTP_CLIENT_TEXT && self->reader->lost_octets > 0 &&
                      g_queue_is_empty(&self->pending) && status[0] != '3' && !is_interrupt(status);
    if (is_end) {
        smtp_text_end(self, 0);
    }
}

/* The reply is about to be taken up; gaps are made good as far as it shows what was in them. */
static void prepare(Smtp *self, const SmtpReply *reply) {
    end_gapped_text(self, reply->status);
    resynchronise(self, reply->status);
}

static void answer(Smtp *self, const SmtpReply *reply) {
    if (g_queue_is_empty(&self->pending)) {
        answer_nothing(self, reply);
    } else {
        answer_command(self, reply);
    }
}

/* Not now: it is open what the client's octets are, or the chunk of the oldest command is still
 * coming in. */
static gboolean must_hold(Smtp *self) {
    const SmtpExchange *head = g_queue_peek_head(&self->pending);
    return self->client.mode == SMTP_CLIENT_LENIENT ||
           (head != NULL && (head->facts & SMTP_FACT_INCOMPLETE) != 0);
}

void smtp_hold_reply(Smtp *self, const SmtpReply *reply) {
    if (g_queue_get_length(&self->held_replies) < SMTP_HELD_REPLIES_MAX) {
        g_queue_push_tail(&self->held_replies, smtp_reply_copy(reply));
    }
}

void smtp_release_replies(Smtp *self) {
    while (!g_queue_is_empty(&self->held_replies) && !must_hold(self)) {
        prepare(self, g_queue_peek_head(&self->held_replies));
        if (must_hold(self)) {
            return;
        }
        SmtpReply *reply = g_queue_pop_head(&self->held_replies);
        answer(self, reply);
        smtp_reply_free(reply);
    }
}

void smtp_reply_arrived(Smtp *self, const SmtpReply *reply) {
    if (self->client.mode == SMTP_CLIENT_LENIENT) {
        smtp_lenient_reply(self, reply);
        return;
    }
    if (g_queue_is_empty(&self->held_replies) && !must_hold(self)) {
        prepare(self, reply);
    }
    if (must_hold(self) || !g_queue_is_empty(&self->held_replies)) {
        smtp_hold_reply(self, reply);
    } else {
        answer(self, reply);
    }
}

/* A command whose chunk is still coming in stays, whatever became of its reply. */
static gboolean may_give_up(const SmtpExchange *exchange, gboolean only_doubtful) {
    guint facts = exchange->facts;
    return (facts & SMTP_FACT_INCOMPLETE) == 0 &&
           (!only_doubtful || (facts & SMTP_FACT_DOUBTFUL) != 0);
}

void smtp_give_up(Smtp *self, gboolean only_doubtful) {
    const SmtpExchange *head = g_queue_peek_head(&self->pending);
    while (head != NULL && may_give_up(head, only_doubtful)) {
        smtp_give_up_head(self);
        head = g_queue_peek_head(&self->pending);
    }
}
