/* SPDX-License-Identifier: MIT */
/* Turns the client's octets into units, and holds them back while only a reply can tell what they
 * are: after AUTHENTICATE, STARTTLS and COMPRESS, and before a synchronising literal (RFC 9051
 * §4.3). */
#include "dissect/imap_session.h"

#include <string.h>

void imap_client_init(Imap *self) {
    imap_side_init(&self->client.side, DIRECTION_CLIENT);
}

void imap_client_clear(Imap *self) {
    imap_side_clear(&self->client.side);
    g_clear_pointer(&self->client.held, g_byte_array_unref);
    g_clear_pointer(&self->client.held_gaps, g_array_unref);
}

gboolean imap_client_is_waiting(const Imap *self) {
    return self->client.mode == IMAP_CLIENT_WAITS ||
           (self->client.mode != IMAP_CLIENT_TLS &&
            imap_framer_is_waiting(&self->client.side.framer));
}

static gsize held_length(const ImapClient *client) {
    return client->held == NULL ? 0 : client->held->len - client->held_start;
}

static gboolean has_held(const ImapClient *client) {
    return held_length(client) > 0 || (client->held_gaps != NULL && client->held_gaps->len > 0);
}

static void take_piece(Imap *self, const ImapPiece *piece) {
    gboolean is_over = imap_side_push(self, &self->client.side, piece);
    if (piece->kind == IMAP_PIECE_LITERAL_BEGIN) {
        imap_command_open(self);
    } else if (is_over) {
        imap_command_unit(self, piece);
    }
}

/* Pieces until octets run out or a reply is needed; how many octets were read. */
static gsize pump(Imap *self, const guint8 *octets, gsize length) {
    ImapSide *side = &self->client.side;
    gsize used = 0;
    self->client.is_reading = TRUE;
    while (!imap_client_is_waiting(self)) {
        if (self->client.mode == IMAP_CLIENT_TLS) {
            used = length;
            break; /* the layer below has them */
        }
        gsize before = used;
        ImapPiece piece = imap_framer_next(&side->framer, octets, length, &used);
        side->taken += used - before;
        if (piece.kind == IMAP_PIECE_MORE || piece.kind == IMAP_PIECE_WAIT) {
            break;
        }
        take_piece(self, &piece);
    }
    self->client.is_reading = FALSE;
    return used;
}

static void hold(Imap *self, const guint8 *octets, gsize length) {
    ImapClient *client = &self->client;
    if (client->held == NULL) {
        client->held = g_byte_array_new();
        client->held_gaps = g_array_new(FALSE, FALSE, sizeof(ImapHeldGap));
    }
    g_byte_array_append(client->held, octets, (guint)length);
    if (imap_client_is_waiting(self)) {
        client->waited = client->side.taken + held_length(client);
    }
}

/* Gives back what was read; each octet is moved a bounded number of times. */
static void compact(ImapClient *client) {
    if (client->held_start < client->held->len / 2) {
        return;
    }
    g_byte_array_remove_range(client->held, 0, (guint)client->held_start);
    for (guint i = 0; i < client->held_gaps->len; i++) {
        g_array_index(client->held_gaps, ImapHeldGap, i).at -= client->held_start;
    }
    client->held_start = 0;
    if (client->held->len == 0 && client->held_gaps->len == 0) {
        g_clear_pointer(&client->held, g_byte_array_unref);
        g_clear_pointer(&client->held_gaps, g_array_unref);
    }
}

GByteArray *imap_client_take_held(Imap *self) {
    ImapClient *client = &self->client;
    GByteArray *octets = g_byte_array_new();
    if (client->held != NULL) {
        g_byte_array_append(octets, client->held->data + client->held_start,
                            (guint)held_length(client));
    }
    g_clear_pointer(&client->held, g_byte_array_unref);
    g_clear_pointer(&client->held_gaps, g_array_unref);
    client->held_start = 0;
    return octets;
}

/* What the framer hands out when there are no octets: what a gap or the end broke off. */
static void drain(Imap *self) {
    ImapSide *side = &self->client.side;
    gsize used = 0;
    self->client.is_reading = TRUE;
    for (;;) {
        ImapPiece piece = imap_framer_next(&side->framer, NULL, 0, &used);
        if (piece.kind == IMAP_PIECE_MORE || piece.kind == IMAP_PIECE_WAIT) {
            break;
        }
        take_piece(self, &piece);
    }
    self->client.is_reading = FALSE;
}

static void take_gap(Imap *self, guint64 length, StreamGapReason reason) {
    ImapClient *client = &self->client;
    if (client->mode == IMAP_CLIENT_TLS) {
        return;
    }
    gboolean was_inside = client->side.message != NULL || client->open != NULL;
    client->side.gap_reason = reason;
    client->side.taken += length;
    imap_framer_gap(&client->side.framer, length);
    drain(self);
    client->side.offset = client->side.taken;
    if (was_inside && client->open != NULL) {
        return; /* the gap lies wholly inside a literal: nothing else is lost */
    }
    if (client->mode == IMAP_CLIENT_SASL) {
        client->mode = IMAP_CLIENT_COMMANDS;
    }
    imap_lose(self);
}

/* One stretch of what is held: octets up to the next gap, or the gap. */
static void resume_once(Imap *self) {
    ImapClient *client = &self->client;
    ImapHeldGap *gap =
        client->held_gaps->len > 0 ? &g_array_index(client->held_gaps, ImapHeldGap, 0) : NULL;
    gsize end = gap != NULL ? gap->at : client->held->len;
    if (end > client->held_start) {
        gsize start = client->held_start;
        client->held_start += pump(self, client->held->data + start, end - start);
        return;
    }
    if (gap == NULL) {
        return;
    }
    ImapHeldGap taken = *gap;
    g_array_remove_index(client->held_gaps, 0);
    take_gap(self, taken.length, taken.reason);
}

void imap_client_resume(Imap *self) {
    ImapClient *client = &self->client;
    if (client->is_reading) {
        return; /* who reads goes on in the new mode by himself */
    }
    pump(self, NULL, 0); /* pieces that need no octets: a literal that was refused */
    while (has_held(client) && !imap_client_is_waiting(self)) {
        resume_once(self);
    }
    if (imap_client_is_waiting(self)) {
        client->waited = client->side.taken + held_length(client);
    }
    if (client->held != NULL) {
        compact(client);
    }
}

void imap_client_literal(Imap *self, gboolean is_accepted) {
    imap_framer_resume(&self->client.side.framer, is_accepted);
    imap_client_resume(self);
}

/* ---- going on without the reply ------------------------------------------------------------- */

static void assume_mode(Imap *self, const char *line, gsize length) {
    ImapClient *client = &self->client;
    gboolean is_command = imap_looks_like_command(line, length);
    int command = client->waits_for;
    client->mode = IMAP_CLIENT_COMMANDS;
    client->waiter = NULL;
    if (!is_command && command == IMAP_STARTTLS) {
        imap_tls_begin(self);
    } else if (!is_command && command != IMAP_COMPRESS) {
        client->mode = IMAP_CLIENT_SASL;
    } else {
        client->has_inferred = TRUE;
    }
}

/* The reply that was awaited will not come: what the client sent next shows what it was. */
static void assume(Imap *self) {
    ImapClient *client = &self->client;
    const char *octets = (const char *)client->held->data + client->held_start;
    gsize length = held_length(client);
    const char *feed = memchr(octets, '\n', length);
    gsize line = feed != NULL ? (gsize)(feed - octets) : length;
    line -= line > 0 && octets[line - 1] == '\r' ? 1 : 0;
    client->waited = 0; /* nobody knows whether the client waited */
    if (client->mode == IMAP_CLIENT_WAITS) {
        assume_mode(self, octets, line);
    } else {
        imap_framer_resume(&client->side.framer, TRUE);
    }
}

/* Is nobody left who could still answer? */
static gboolean is_deaf(const Imap *self) {
    const ImapExchange *asker =
        self->client.mode == IMAP_CLIENT_WAITS ? self->client.waiter : self->client.open;
    return asker == NULL || (asker->facts & IMAP_FACT_DOUBTFUL) != 0 ||
           !self->conversation->connection->directions[DIRECTION_SERVER].seen;
}

static void infer(Imap *self, gboolean is_over) {
    const ImapClient *client = &self->client;
    gsize length = held_length(client);
    gboolean is_due = is_over || is_deaf(self) || length >= IMAP_HELD_MAX;
    if (!imap_client_is_waiting(self) || !is_due || length == 0) {
        return;
    }
    const char *octets = (const char *)client->held->data + client->held_start;
    if (memchr(octets, '\n', length) != NULL || is_over || length >= IMAP_PEEK_MAX) {
        assume(self);
    }
}

void imap_client_octets(Imap *self, const guint8 *octets, gsize length) {
    ImapClient *client = &self->client;
    /* The client speaks again: replies that a gap may have swallowed will not come any more, and
     * where nothing of the server was captured, none will. */
    imap_give_up(self, self->conversation->connection->directions[DIRECTION_SERVER].seen);
    gsize used = 0;
    if (!imap_client_is_waiting(self) && !has_held(client)) {
        used = pump(self, octets, length);
    }
    if (used < length) {
        hold(self, octets + used, length - used);
        gsize before = G_MAXSIZE;
        while (held_length(client) < before) { /* each AUTHENTICATE without a reply waits anew */
            before = held_length(client);
            infer(self, FALSE);
            imap_client_resume(self);
        }
    }
}

/* Gaps without octets between them are one. */
static void hold_gap(ImapClient *client, guint64 length, StreamGapReason reason) {
    ImapHeldGap gap = {client->held->len, length, reason};
    guint n = client->held_gaps->len;
    ImapHeldGap *last = n > 0 ? &g_array_index(client->held_gaps, ImapHeldGap, n - 1) : NULL;
    if (last != NULL && last->at == gap.at) {
        last->length += length;
    } else {
        g_array_append_val(client->held_gaps, gap);
    }
}

void imap_client_gap(Imap *self, guint64 length, StreamGapReason reason) {
    ImapClient *client = &self->client;
    if (!imap_client_is_waiting(self) && !has_held(client)) {
        take_gap(self, length, reason);
        return;
    }
    hold(self, (const guint8 *)"", 0);
    hold_gap(client, length, reason);
}

void imap_client_close(Imap *self) {
    gsize before = G_MAXSIZE;
    while (held_length(&self->client) < before) { /* each literal without a reply waits anew */
        before = held_length(&self->client);
        infer(self, TRUE);
        imap_client_resume(self);
    }
    if (self->client.mode != IMAP_CLIENT_TLS) {
        imap_framer_finish(&self->client.side.framer);
        drain(self);
    }
}
