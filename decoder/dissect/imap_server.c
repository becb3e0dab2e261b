/* SPDX-License-Identifier: MIT */
/* Turns the server's octets into replies, one for each unit. Which command a reply answers is not
 * known here. */
#include "dissect/imap_session.h"
#include "dissect/tls_layer.h"

#include <string.h>

void imap_server_init(Imap *self) {
    imap_side_init(&self->server.side, DIRECTION_SERVER);
}

void imap_server_clear(Imap *self) {
    imap_side_clear(&self->server.side);
}

/* ---- replies -------------------------------------------------------------------------------- */

/* Statuses are told by their name, data by "*" (the name is beside it), requests to go on by "+".
 */
static void name_status(ImapReply *reply) {
    const ImapResponseLine *line = &reply->line;
    const char *status = line->kind == IMAP_RESPONSE_CONTINUE ? "+"
                         : line->is_status                    ? line->name
                                                              : "*";
    g_strlcpy(reply->status, status, sizeof reply->status);
}

ImapReply *imap_reply_copy(ImapReply *reply) {
    ImapReply *self = g_memdup2(reply, sizeof *reply);
    gsize literals = (gsize)reply->text.n_literals * sizeof *reply->text.literals;
    self->owned = g_malloc(literals + reply->text.length + 1);
    if (literals > 0) {
        memcpy(self->owned, reply->text.literals, literals);
    }
    memcpy(self->owned + literals, reply->text.octets, reply->text.length);
    self->text.octets = self->owned + literals;
    self->text.literals = literals > 0 ? (const ImapLiteral *)(void *)self->owned : NULL;
    imap_parse_response(&self->text, &self->line);
    reply->messages = NULL; /* the copy has them */
    return self;
}

void imap_reply_free(gpointer user) {
    ImapReply *self = user;
    if (self->messages != NULL) {
        g_ptr_array_unref(self->messages);
    }
    g_free(self->owned);
    g_free(self);
}

/* ---- units ---------------------------------------------------------------------------------- */

static void read_reply(Imap *self, const ImapPiece *end, ImapReply *reply) {
    ImapSide *side = &self->server.side;
    Conversation *conversation = self->conversation;
    *reply = (ImapReply){
        .text = imap_unit_text(&side->unit),
        .span = {DIRECTION_SERVER, side->unit_start, side->offset - side->unit_start},
        .has_bare_lf = end->end == LINE_END_LF,
        .is_cut = end->is_broken,
        .is_too_long = side->unit.dropped > 0,
    };
    imap_parse_response(&reply->text, &reply->line);
    name_status(reply);
    reply->carrier = conversation_carrier(conversation, DIRECTION_SERVER, reply->span.offset,
                                          reply->span.length);
    reply->first_time_ns =
        conversation_carrier(conversation, DIRECTION_SERVER, reply->span.offset, 1).first_time_ns;
    if (side->messages->len > 0) {
        reply->messages = g_steal_pointer(&side->messages);
        side->messages = g_ptr_array_new_with_free_func(imap_message_free);
    }
}

static void take_unit(Imap *self, const ImapPiece *end) {
    ImapSide *side = &self->server.side;
    ImapReply reply;
    imap_label_text(self, side, IMAP_UNIT_RESPONSE, FALSE);
    imap_label_end(self, side, end->length);
    read_reply(self, end, &reply);
    if (reply.text.length > 0) {
        imap_reply_arrived(self, &reply);
    }
    if (reply.messages != NULL) {
        g_ptr_array_unref(reply.messages);
    }
}

/* The reply may have begun another layer: then what follows it is not the framer's. */
static void end_unit(Imap *self, const ImapPiece *end) {
    const InnerStream *layer = self->conversation->inner[DIRECTION_SERVER];
    take_unit(self, end);
    if (self->conversation->inner[DIRECTION_SERVER] == layer) {
        conversation_forget(self->conversation, DIRECTION_SERVER, self->server.side.offset);
    }
    imap_side_next(self, &self->server.side);
}

static void take_piece(Imap *self, const ImapPiece *piece) {
    if (imap_side_push(self, &self->server.side, piece)) {
        end_unit(self, piece);
    }
}

void imap_server_octets(Imap *self, const guint8 *octets, gsize length) {
    ImapSide *side = &self->server.side;
    const InnerStream *layer = self->conversation->inner[DIRECTION_SERVER];
    gsize used = 0;
    while (!self->server.is_tls && self->conversation->inner[DIRECTION_SERVER] == layer) {
        gsize before = used;
        ImapPiece piece = imap_framer_next(&side->framer, octets, length, &used);
        if (piece.kind == IMAP_PIECE_MORE) {
            side->taken += used - before;
            return;
        }
        side->taken += used - before;
        take_piece(self, &piece);
    }
    if (used < length && self->server.is_tls && self->conversation->tls != NULL) {
        tls_layer_octets(self->conversation->tls, DIRECTION_SERVER, octets + used, length - used);
    } else if (used < length && self->deflate != NULL) {
        imap_deflate_octets(self, DIRECTION_SERVER, octets + used, length - used);
    }
}

static void drain(Imap *self) {
    gsize used = 0;
    for (;;) {
        ImapPiece piece = imap_framer_next(&self->server.side.framer, NULL, 0, &used);
        if (piece.kind == IMAP_PIECE_MORE) {
            return;
        }
        take_piece(self, &piece);
    }
}

/* Replies to these commands may have been among what is lost. */
static void doubt_pending(Imap *self) {
    ImapExchange *head = g_queue_peek_head(&self->pending);
    if (head != NULL && !head->has_state) {
        head->has_state = TRUE;
        head->state = self->machine.state;
    }
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ImapExchange *exchange = link->data;
        exchange->facts |= IMAP_FACT_DOUBTFUL;
    }
}

void imap_server_gap(Imap *self, guint64 length, StreamGapReason reason) {
    ImapSide *side = &self->server.side;
    if (self->server.is_tls) {
        return;
    }
    side->gap_reason = reason;
    side->taken += length;
    imap_framer_gap(&side->framer, length);
    drain(self);
    side->offset = side->taken;
    if (side->message == NULL && !side->has_unit) {
        doubt_pending(self);
        imap_lose(self);
    }
}

void imap_server_close(Imap *self) {
    if (!self->server.is_tls) {
        imap_framer_finish(&self->server.side.framer);
        drain(self);
    }
}
