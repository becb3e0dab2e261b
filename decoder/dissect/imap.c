/* SPDX-License-Identifier: MIT */
/* Turns the ordered octets of one IMAP connection into notes: the row of functions, and how a
 * session begins and ends. The work is done in the imap_*.c files beside it. */
#include "dissect/imap.h"

#include "dissect/imap_session.h"
#include "dissect/labels.h"

void imap_begin_connect(Imap *self) {
    Span nothing = {DIRECTION_CLIENT, 0, 0};
    ImapExchange *exchange = imap_exchange_new(self, IMAP_CONNECT, nothing);
    const StreamConnection *connection = self->conversation->connection;
    exchange->facts = 0;
    exchange->carrier = (Carrier){.first_frame = connection->first_frame,
                                  .last_frame = connection->first_frame,
                                  .first_time_ns = connection->first_time_ns,
                                  .last_time_ns = connection->first_time_ns};
}

static gpointer create(Conversation *conversation) {
    Imap *self = g_new0(Imap, 1);
    self->conversation = conversation;
    spec_machine_init(&self->machine, conversation->note.spec);
    g_queue_init(&self->pending);
    imap_mailbox_init(&self->mailbox);
    self->structure = g_array_new(FALSE, TRUE, sizeof(NotePart));
    imap_client_init(self);
    imap_server_init(self);
    if (conversation->is_tls) {
        spec_machine_enter(&self->machine, IMAP_STATE_TLS);
        self->client.mode = IMAP_CLIENT_TLS;
        self->server.is_tls = TRUE;
    } else if (conversation->note.opened == NOTE_OPENED_SEEN) {
        imap_begin_connect(self);
        if (!conversation->connection->directions[DIRECTION_SERVER].seen) {
            imap_lose(self);
        }
    } else {
        imap_lose(self);
        imap_side_resync(&self->client.side);
        imap_side_resync(&self->server.side);
    }
    return self;
}

static void take_octets(gpointer user, Direction from, const guint8 *octets, gsize length) {
    Imap *self = user;
    if (self->deflate != NULL) {
        imap_deflate_octets(self, from, octets, length);
    } else if (from == DIRECTION_CLIENT) {
        imap_client_octets(self, octets, length);
    } else {
        imap_server_octets(self, octets, length);
    }
}

static void take_gap(gpointer user, Direction from, guint64 length, StreamGapReason reason) {
    Imap *self = user;
    if (self->deflate != NULL) {
        imap_deflate_gap(self, from, length);
    } else if (from == DIRECTION_CLIENT) {
        imap_client_gap(self, length, reason);
    } else {
        imap_server_gap(self, length, reason);
    }
}

static void secured(gpointer user, gboolean is_readable) {
    imap_tls_secured(user, is_readable);
}

/* Did the session end as it should? Judged only where all of it was seen. */
static void find_no_logout(Imap *self) {
    const Conversation *conversation = self->conversation;
    int state = self->machine.state;
    gboolean is_known = !self->machine.spec->states[state].is_observer &&
                        state != IMAP_STATE_START && state != IMAP_STATE_LOGOUT;
    if (self->has_logout || self->has_bye || !is_known ||
        conversation->connection->closed == STREAM_CLOSED_OPEN) {
        return;
    }
    const StreamConnection *connection = conversation->connection;
    FindingPlace place = {{connection->last_frame, connection->last_frame}, FALSE, {0}, -1};
    conversation_find(self->conversation, "imap.no-logout", place,
                      "The connection ended in state %s without LOGOUT.",
                      self->machine.spec->states[state].name);
}

static void close_session(gpointer user) {
    Imap *self = user;
    imap_server_close(self);
    imap_client_close(self);
    imap_give_up(self, FALSE);
    find_no_logout(self);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        label_track_rest(self->conversation->labels[d], "unknown");
    }
    conversation_close(self->conversation, self->machine.state);
}

static void free_exchange(gpointer exchange) {
    imap_exchange_free(exchange);
}

static void free_session(gpointer user) {
    Imap *self = user;
    g_queue_clear_full(&self->pending, free_exchange);
    imap_client_clear(self);
    imap_server_clear(self);
    imap_mailbox_clear(&self->mailbox);
    g_array_unref(self->structure);
    imap_deflate_free(self->deflate);
    sasl_clear(&self->sasl);
    g_free(self->sasl_tag);
    g_free(self);
}

const DissectorClass imap_dissector = {
    .size = sizeof(Imap),
    .create = create,
    .octets = take_octets,
    .gap = take_gap,
    .secured = secured,
    .close = close_session,
    .free = free_session,
};
