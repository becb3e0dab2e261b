/* SPDX-License-Identifier: MIT */
/* Turns the ordered octets of one POP3 connection into notes: the row of functions, and how a
 * session begins and ends. The work is done in the pop3_*.c files beside it. */
#include "dissect/pop3.h"

#include "dissect/labels.h"
#include "dissect/pop3_session.h"

/* The pseudo-command that the greeting answers. */
static void begin_connect(Pop3 *self) {
    Span nothing = {DIRECTION_CLIENT, 0, 0};
    Pop3Exchange *exchange = pop3_exchange_new(self, POP3_CONNECT, "", 0, nothing);
    const StreamConnection *connection = self->conversation->connection;
    exchange->carrier = (Carrier){.first_frame = connection->first_frame,
                                  .last_frame = connection->first_frame,
                                  .first_time_ns = connection->first_time_ns,
                                  .last_time_ns = connection->first_time_ns};
}

static void begin_session(Pop3 *self) {
    const Conversation *conversation = self->conversation;
    if (conversation->note.opened == NOTE_OPENED_SEEN) {
        begin_connect(self);
        if (!conversation->connection->directions[DIRECTION_SERVER].seen) {
            pop3_lose(self);
        }
    } else {
        pop3_lose(self);
        self->client.is_resync = self->server.is_resync = TRUE;
        self->has_lost_commands = TRUE;
    }
}

static gpointer create(Conversation *conversation) {
    Pop3 *self = g_new0(Pop3, 1);
    self->conversation = conversation;
    spec_machine_init(&self->machine, conversation->note.spec);
    g_queue_init(&self->pending);
    pop3_maildrop_init(&self->maildrop);
    pop3_client_init(self);
    pop3_server_init(self);
    begin_session(self);
    return self;
}

static void take_octets(gpointer user, Direction from, const guint8 *octets, gsize length) {
    Pop3 *self = user;
    if (from == DIRECTION_CLIENT) {
        pop3_client_octets(self, octets, length);
    } else {
        pop3_server_octets(self, octets, length);
    }
}

static void take_gap(gpointer user, Direction from, guint64 length, StreamGapReason reason) {
    Pop3 *self = user;
    if (from == DIRECTION_CLIENT) {
        pop3_client_gap(self, length, reason);
    } else {
        pop3_server_gap(self, length, reason);
    }
}

static void close_session(gpointer user) {
    Pop3 *self = user;
    pop3_server_close(self);
    pop3_client_close(self);
    pop3_give_up(self, FALSE);
    pop3_end_findings(self);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        label_track_rest(self->conversation->labels[d], "unknown");
    }
    conversation_close(self->conversation, self->machine.state);
}

static void free_session(gpointer user) {
    Pop3 *self = user;
    g_queue_clear_full(&self->pending, g_free);
    pop3_client_clear(self);
    pop3_server_clear(self);
    pop3_maildrop_clear(&self->maildrop);
    sasl_clear(&self->sasl);
    sasl_clear(&self->old_login);
    if (self->timestamp != NULL) {
        g_string_free(self->timestamp, TRUE);
    }
    g_free(self);
}

const DissectorClass pop3_dissector = {
    .size = sizeof(Pop3),
    .create = create,
    .octets = take_octets,
    .gap = take_gap,
    .secured = pop3_tls_secured,
    .close = close_session,
    .free = free_session,
};
