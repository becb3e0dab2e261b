/* SPDX-License-Identifier: MIT */
/* Turns the client's octets into lines, and holds them back while only a reply can tell what they
 * are: after AUTH an answer or a command, after STLS a TLS record or a command. */
#include "dissect/client_line.h"
#include "dissect/pop3_session.h"
#include "dissect/tls_framer.h"
#include "dissect/tls_layer.h"

#include <string.h>

void pop3_client_init(Pop3 *self) {
    line_splitter_init(&self->client.lines, POP3_LINE_MAX);
}

void pop3_client_clear(Pop3 *self) {
    line_splitter_clear(&self->client.lines);
    if (self->client.held != NULL) {
        g_byte_array_unref(g_steal_pointer(&self->client.held));
    }
}

static void take_line(Pop3 *self, const Line *line, guint facts) {
    Pop3Client *client = &self->client;
    if (client->is_line_long) {
        Pop3Exchange *exchange = g_queue_peek_tail(&self->pending);
        client_line_extend(self->conversation, exchange != NULL ? &exchange->span : NULL,
                           exchange != NULL ? &exchange->carrier : NULL, client->line_start, line);
    } else {
        pop3_command_line(self, line, facts);
    }
    client->line_start += line->length + line->end_length;
}

static gboolean has_server(const Pop3 *self) {
    return self->conversation->connection->directions[DIRECTION_SERVER].seen;
}

static gsize take_line_octets(Pop3 *self, const guint8 *octets, gsize length) {
    Pop3Client *client = &self->client;
    if (!client->is_line_long && !has_server(self)) {
        pop3_give_up(self, FALSE); /* no reply comes to the line before this one */
    }
    gsize used = 0;
    Line line;
    gboolean is_line = line_splitter_next(&client->lines, octets, length, &used, &line);
    client->offset += used;
    if (!is_line) {
        return used;
    }
    gboolean is_cut = line.end == LINE_END_NONE;
    take_line(self, &line,
              (is_cut ? POP3_FACT_TOO_LONG : 0) |
                  (line.end == LINE_END_LF ? POP3_FACT_BARE_LF : 0));
    client->is_line_long = is_cut;
    if (!is_cut) {
        conversation_forget(self->conversation, DIRECTION_CLIENT, client->line_start);
    }
    return used;
}

/* Reads octets until they are used up or a reply is needed; how many were read. */
static gsize pump(Pop3 *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    while (used < length && self->client.mode != POP3_CLIENT_WAITS) {
        if (self->client.mode == POP3_CLIENT_TLS) {
            return used + pop3_tls_octets(self, DIRECTION_CLIENT, octets + used, length - used);
        }
        used += take_line_octets(self, octets + used, length - used);
    }
    return used;
}

static gsize held_length(const Pop3Client *client) {
    return client->held == NULL ? 0 : client->held->len;
}

static void hold(Pop3Client *client, const guint8 *octets, gsize length) {
    if (client->held == NULL) {
        client->held = g_byte_array_new();
    }
    g_byte_array_append(client->held, octets, (guint)length);
    client->waited = client->offset + client->held->len;
}

void pop3_client_resume(Pop3 *self) {
    Pop3Client *client = &self->client;
    if (client->held == NULL || client->mode == POP3_CLIENT_WAITS) {
        return;
    }
    g_autoptr(GByteArray) held = g_steal_pointer(&client->held);
    gsize used = pump(self, held->data, held->len);
    if (used < held->len) {
        hold(client, held->data + used, held->len - used);
    }
}

/* Goes on without the reply that was awaited: what the client sent next shows what it must have
 * been. */
static void infer(Pop3 *self) {
    Pop3Client *client = &self->client;
    const char *octets = (const char *)client->held->data;
    gsize length = client->held->len;
    if (length >= TLS_HEADER_SIZE && tls_header_is_valid(client->held->data)) {
        client->waited = 0;
        pop3_tls_begin(self);
        pop3_client_resume(self);
        return;
    }
    const char *feed = memchr(octets, '\n', length);
    gsize line = feed != NULL ? (gsize)(feed - octets) : length;
    line -= line > 0 && octets[line - 1] == '\r' ? 1 : 0;
    client->mode = pop3_looks_like_command(octets, line) ? POP3_CLIENT_COMMANDS : POP3_CLIENT_SASL;
    client->has_inferred = TRUE;
    client->waited = 0; /* nobody knows whether the client waited */
    pop3_client_resume(self);
}

/* The reply will not come, or too much waits for it. `is_whole`: look only at whole lines. */
static void infer_all(Pop3 *self, gboolean is_whole) {
    Pop3Client *client = &self->client;
    gsize before = G_MAXSIZE;
    while (client->mode == POP3_CLIENT_WAITS && held_length(client) > 0 &&
           held_length(client) < before) {
        before = held_length(client);
        if (is_whole && memchr(client->held->data, '\n', before) == NULL) {
            return;
        }
        infer(self);
    }
}

void pop3_client_octets(Pop3 *self, const guint8 *octets, gsize length) {
    Pop3Client *client = &self->client;
    client->arrived += length;
    pop3_server_client_speaks(self);
    pop3_give_up(self, TRUE); /* replies that a gap may have swallowed will not come any more */
    gsize used = client->held == NULL ? pump(self, octets, length) : 0;
    if (used < length) {
        hold(client, octets + used, length - used);
    }
    if (held_length(client) >= POP3_HELD_MAX || g_queue_is_empty(&self->pending) ||
        !has_server(self)) {
        infer_all(self, held_length(client) < POP3_HELD_MAX);
    }
}

/* An unfinished line stands before a gap or the end. */
static void cut_line(Pop3 *self) {
    Line line;
    if (line_splitter_rest(&self->client.lines, &line)) {
        take_line(self, &line, POP3_FACT_CUT);
    }
    self->client.is_line_long = FALSE;
}

void pop3_client_gap(Pop3 *self, guint64 length, StreamGapReason reason) {
    Pop3Client *client = &self->client;
    client->arrived += length;
    if (client->mode == POP3_CLIENT_TLS) {
        tls_layer_gap(self->conversation->tls, DIRECTION_CLIENT, length, reason);
        return;
    }
    infer_all(self, FALSE);
    cut_line(self);
    client->mode = POP3_CLIENT_COMMANDS;
    client->is_resync = TRUE;
    client->offset += length;
    client->line_start = client->offset;
    self->has_lost_commands = TRUE;
    pop3_lose(self);
}

void pop3_client_close(Pop3 *self) {
    infer_all(self, FALSE);
    if (self->client.mode != POP3_CLIENT_TLS) {
        cut_line(self);
    }
}
