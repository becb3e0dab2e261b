/* SPDX-License-Identifier: MIT */
/* Turns the server's octets into lines and messages, by a table of modes, and passes over what is
 * lost. What a line is, pop3_reply.c knows. */
#include "dissect/pop3_session.h"
#include "dissect/tls_layer.h"

void pop3_server_init(Pop3 *self) {
    line_splitter_init(&self->server.lines, POP3_LINE_MAX);
}

void pop3_server_clear(Pop3 *self) {
    line_splitter_clear(&self->server.lines);
    pop3_reply_free(g_steal_pointer(&self->server.reply));
}

static gsize take_line_octets(Pop3 *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    Line line;
    gboolean is_line = line_splitter_next(&self->server.lines, octets, length, &used, &line);
    self->server.offset += used;
    if (is_line) {
        pop3_reply_take(self, &line);
    }
    return used;
}

static gsize take_tls(Pop3 *self, const guint8 *octets, gsize length) {
    return pop3_tls_octets(self, DIRECTION_SERVER, octets, length);
}

typedef gsize (*TakeOctets)(Pop3 *self, const guint8 *octets, gsize length);

static const TakeOctets octet_modes[POP3_N_SERVER_MODES] = {
    [POP3_SERVER_STATUS] = take_line_octets, [POP3_SERVER_GUESS] = take_line_octets,
    [POP3_SERVER_ITEMS] = take_line_octets,  [POP3_SERVER_TEXT] = pop3_text_octets,
    [POP3_SERVER_PROBE] = take_line_octets,  [POP3_SERVER_TLS] = take_tls,
};

void pop3_server_octets(Pop3 *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    while (used < length) {
        /* The rest of an overlong first line is no message yet. */
        TakeOctets take =
            self->server.is_line_long ? take_line_octets : octet_modes[self->server.mode];
        used += take(self, octets + used, length - used);
    }
}

static gboolean has_message(const Pop3Server *server) {
    return server->reply != NULL && server->reply->reader != NULL;
}

void pop3_server_client_speaks(Pop3 *self) {
    Pop3Server *server = &self->server;
    gboolean is_idle = line_splitter_held(&server->lines) == 0;
    if (server->mode == POP3_SERVER_GUESS && is_idle) {
        pop3_reply_close(self);
    } else if (server->mode == POP3_SERVER_TEXT && has_message(server) &&
               server->reply->reader->lost_octets > 0) {
        server->mode = POP3_SERVER_PROBE;
    }
}

/* ---- gaps and the end ----------------------------------------------------------------------- */

/* The line that is under way goes no further: what is there of it must do. */
static void cut_line(Pop3 *self) {
    Line line;
    if (line_splitter_rest(&self->server.lines, &line)) {
        pop3_reply_take_cut(self, &line);
    }
}

/* Replies to these commands may have been among what is lost. */
static void doubt_pending(Pop3 *self) {
    Pop3Exchange *head = g_queue_peek_head(&self->pending);
    if (head != NULL && !head->has_state) {
        head->has_state = TRUE;
        head->state = self->machine.state;
    }
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        ((Pop3Exchange *)link->data)->facts |= POP3_FACT_DOUBTFUL;
    }
}

/* A reply goes no further, or its list has a hole; a message is asked elsewhere. */
static void cut_reply(Pop3 *self) {
    Pop3Server *server = &self->server;
    cut_line(self);
    if (server->mode == POP3_SERVER_ITEMS && !server->is_last) {
        server->reply->has_gap = TRUE;
        return;
    }
    if (server->reply != NULL && server->reply->reader == NULL) {
        pop3_reply_close(self);
    }
    doubt_pending(self);
    pop3_lose(self);
}

void pop3_server_gap(Pop3 *self, guint64 length, StreamGapReason reason) {
    Pop3Server *server = &self->server;
    if (server->mode == POP3_SERVER_TLS) {
        tls_layer_gap(self->conversation->tls, DIRECTION_SERVER, length, reason);
        return;
    }
    if (server->mode == POP3_SERVER_PROBE) {
        cut_line(self);
    }
    if (has_message(server)) {
        pop3_text_gap(self, length, reason);
        server->mode = POP3_SERVER_PROBE;
    } else {
        cut_reply(self);
        server->is_resync = TRUE;
    }
    server->offset += length;
    server->line_start = server->offset;
}

void pop3_server_close(Pop3 *self) {
    Pop3Server *server = &self->server;
    if (server->mode == POP3_SERVER_TLS) {
        return;
    }
    cut_line(self);
    if (has_message(server)) {
        pop3_text_cut(self, NOTE_UNTERMINATED);
    }
    if (server->reply != NULL) {
        pop3_reply_close(self);
    }
}
