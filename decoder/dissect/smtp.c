/* SPDX-License-Identifier: MIT */
/* Turns the ordered octets of one SMTP or LMTP connection into notes: the row of functions, and how
 * a session begins and ends. The work is done in the smtp_*.c files beside it. */
#include "dissect/smtp.h"

#include "dissect/labels.h"
#include "dissect/smtp_session.h"
#include "stream/expect.h"

/* The pseudo-command that the greeting answers. */
static void begin_connect(Smtp *self) {
    Span nothing = {DIRECTION_CLIENT, 0, 0};
    SmtpExchange *exchange = smtp_exchange_new(self, SMTP_CONNECT, "", 0, nothing);
    const StreamConnection *connection = self->conversation->connection;
    exchange->carrier = (Carrier){.first_frame = connection->first_frame,
                                  .last_frame = connection->first_frame,
                                  .first_time_ns = connection->first_time_ns,
                                  .last_time_ns = connection->first_time_ns};
}

static gpointer create(Conversation *conversation) {
    Smtp *self = g_new0(Smtp, 1);
    self->conversation = conversation;
    spec_machine_init(&self->machine, conversation->note.spec);
    g_queue_init(&self->pending);
    g_queue_init(&self->held_replies);
    smtp_transaction_init(&self->transaction);
    smtp_client_init(self);
    smtp_server_init(self);
    if (conversation->note.opened == NOTE_OPENED_SEEN) {
        begin_connect(self);
        if (!conversation->connection->directions[DIRECTION_SERVER].seen) {
            smtp_lose(self);
        }
    } else {
        smtp_lose(self);
        self->client.is_resync = self->server.is_resync = TRUE;
    }
    return self;
}

static void take_octets(gpointer user, Direction from, const guint8 *octets, gsize length) {
    Smtp *self = user;
    if (from == DIRECTION_CLIENT) {
        smtp_client_octets(self, octets, length);
    } else {
        expect_memory(g_queue_peek_head(&self->pending), sizeof(SmtpExchange));
        smtp_server_octets(self, octets, length);
    }
}

static void take_gap(gpointer user, Direction from, guint64 length, StreamGapReason reason) {
    Smtp *self = user;
    if (from == DIRECTION_CLIENT) {
        smtp_client_gap(self, length, reason);
    } else {
        smtp_server_gap(self, length, reason);
    }
}

/* Did the session end as it should? Judged only where all of it was seen. */
static void find_no_quit(Smtp *self) {
    const Conversation *conversation = self->conversation;
    int state = self->machine.state;
    gboolean is_known = state != SMTP_STATE_CLOSED && state != SMTP_STATE_TLS &&
                        state != SMTP_STATE_LOST && state != SMTP_STATE_START;
    if (self->has_quit || !is_known || conversation->connection->closed == STREAM_CLOSED_OPEN) {
        return;
    }
    const StreamConnection *connection = conversation->connection;
    FindingPlace place = {{connection->last_frame, connection->last_frame}, FALSE, {0}, -1};
    conversation_find(self->conversation, "smtp.no-quit", place,
                      "The connection ended in state %s without QUIT.",
                      self->machine.spec->states[state].name);
}

static void close_session(gpointer user) {
    Smtp *self = user;
    smtp_server_close(self);
    smtp_client_close(self);
    if (self->conversation->tls != NULL) {
        tls_layer_finish(self->conversation->tls); /* perhaps it has only just begun */
    }
    smtp_text_cut(self);
    smtp_release_replies(self);
    smtp_give_up(self, FALSE);
    if (self->reader != NULL) {
        smtp_write_message(self, NULL,
                           self->transaction.is_chunk_refused ? NOTE_REFUSED : NOTE_UNANSWERED);
    }
    find_no_quit(self);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        label_track_rest(self->conversation->labels[d], "unknown");
    }
    conversation_close(self->conversation, self->machine.state);
}

static void free_reply(gpointer reply) {
    smtp_reply_free(reply);
}

static void free_session(gpointer user) {
    Smtp *self = user;
    while (!g_queue_is_empty(&self->pending)) {
        smtp_exchange_free(smtp_exchange_pop(self));
    }
    g_queue_clear_full(&self->held_replies, free_reply);
    message_reader_free(self->reader);
    smtp_lenient_end_free(self->lenient);
    smtp_client_clear(self);
    smtp_server_clear(self);
    smtp_transaction_clear(&self->transaction);
    sasl_clear(&self->sasl);
    g_free(self->last_chunk);
    if (self->offers.keywords != NULL) {
        g_string_free(self->offers.keywords, TRUE);
    }
    g_free(self);
}

const DissectorClass smtp_dissector = {
    .size = sizeof(Smtp),
    .create = create,
    .octets = take_octets,
    .gap = take_gap,
    .secured = smtp_tls_secured,
    .close = close_session,
    .free = free_session,
};
