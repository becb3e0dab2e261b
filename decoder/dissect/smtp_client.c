/* SPDX-License-Identifier: MIT */
/* Turns the client's octets into commands, text, chunks and answers, by a table of modes; holds
 * them back while only a reply can tell what they are (RFC 5321 §4.1.1.4: no 354, no text). */
#include "dissect/labels.h"
#include "dissect/smtp_detect.h"
#include "dissect/smtp_session.h"
#include "dissect/tls_framer.h"

#include <string.h>

static gsize take_tls(Smtp *self, const guint8 *octets, gsize length) {
    return smtp_tls_octets(self, DIRECTION_CLIENT, octets, length);
}

/* Each takes at least one octet unless it changes the mode. */
typedef gsize (*TakeOctets)(Smtp *self, const guint8 *octets, gsize length);

static const TakeOctets modes[SMTP_N_CLIENT_MODES] = {
    [SMTP_CLIENT_COMMANDS] = smtp_command_line,  [SMTP_CLIENT_SASL] = smtp_command_line,
    [SMTP_CLIENT_TEXT] = smtp_text_octets,       [SMTP_CLIENT_CHUNK] = smtp_chunk_octets,
    [SMTP_CLIENT_LENIENT] = smtp_lenient_octets, [SMTP_CLIENT_TLS] = take_tls,
};

void smtp_client_init(Smtp *self) {
    line_splitter_init(&self->client.lines, SMTP_LINE_MAX);
}

void smtp_client_clear(Smtp *self) {
    line_splitter_clear(&self->client.lines);
    g_clear_pointer(&self->client.held, g_byte_array_unref);
    g_clear_pointer(&self->client.held_gaps, g_array_unref);
}

gboolean smtp_client_is_waiting(const Smtp *self) {
    return self->client.mode == SMTP_CLIENT_WAITS;
}

static gsize held_length(const SmtpClient *client) {
    return client->held == NULL ? 0 : client->held->len - client->held_start;
}

static gboolean has_held(const SmtpClient *client) {
    return held_length(client) > 0 || (client->held_gaps != NULL && client->held_gaps->len > 0);
}

/* Reads octets until they are used up or a reply is needed; how many were read. The modes move
 * client.offset on as they read. */
static gsize pump(Smtp *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    self->client.is_reading = TRUE;
    while (used < length && !smtp_client_is_waiting(self)) {
        used += modes[self->client.mode](self, octets + used, length - used);
    }
    self->client.is_reading = FALSE;
    return used;
}

static void hold(Smtp *self, const guint8 *octets, gsize length) {
    SmtpClient *client = &self->client;
    if (client->held == NULL) {
        client->held = g_byte_array_new();
        client->held_gaps = g_array_new(FALSE, FALSE, sizeof(SmtpHeldGap));
    }
    g_byte_array_append(client->held, octets, (guint)length);
    if (smtp_client_is_waiting(self)) {
        client->waited = client->offset + held_length(client);
    }
}

/* Gives back what was read; each octet is moved a bounded number of times. */
static void compact(SmtpClient *client) {
    if (client->held_start < client->held->len / 2) {
        return;
    }
    g_byte_array_remove_range(client->held, 0, (guint)client->held_start);
    for (guint i = 0; i < client->held_gaps->len; i++) {
        g_array_index(client->held_gaps, SmtpHeldGap, i).at -= client->held_start;
    }
    client->held_start = 0;
    if (client->held->len == 0 && client->held_gaps->len == 0) {
        g_clear_pointer(&client->held, g_byte_array_unref);
        g_clear_pointer(&client->held_gaps, g_array_unref);
    }
}

static void take_gap(Smtp *self, guint64 length, StreamGapReason reason);

/* One stretch of what is held: octets up to the next gap, or the gap. */
static void resume_once(Smtp *self) {
    SmtpClient *client = &self->client;
    SmtpHeldGap *gap =
        client->held_gaps->len > 0 ? &g_array_index(client->held_gaps, SmtpHeldGap, 0) : NULL;
    gsize end = gap != NULL ? gap->at : client->held->len;
    if (end > client->held_start) {
        gsize start = client->held_start;
        client->held_start += pump(self, client->held->data + start, end - start);
        return;
    }
    if (client->mode == SMTP_CLIENT_LENIENT) {
        smtp_lenient_settle(self, FALSE); /* puts back what it took; the gap comes after that */
        return;
    }
    SmtpHeldGap taken = *gap;
    g_array_remove_index(client->held_gaps, 0);
    take_gap(self, taken.length, taken.reason);
}

void smtp_client_resume(Smtp *self) {
    SmtpClient *client = &self->client;
    if (client->is_reading) {
        return; /* who reads goes on in the new mode by himself */
    }
    while (has_held(client) && !smtp_client_is_waiting(self)) {
        resume_once(self);
    }
    if (smtp_client_is_waiting(self)) {
        client->waited = client->offset + held_length(client);
    }
    if (client->held != NULL) {
        compact(client);
    }
}

/* Only the lenient end puts octets back. Either nothing is held, or they have just been read from
 * what is held and still stand before its start. */
void smtp_client_unread(Smtp *self, const guint8 *octets, gsize length) {
    SmtpClient *client = &self->client;
    if (has_held(client)) {
        g_return_if_fail(client->held_start >= length);
        client->held_start -= length;
    } else if (length > 0) {
        hold(self, octets, length);
    }
}

void smtp_client_octets(Smtp *self, const guint8 *octets, gsize length) {
    SmtpClient *client = &self->client;
    client->arrived += length;
    /* The client speaks again: replies that a gap may have swallowed will not come any more, and
     * where nothing of the server was captured, none will. */
    smtp_give_up(self, self->conversation->connection->directions[DIRECTION_SERVER].seen);
    smtp_lenient_client_speaks(self);
    gsize used = 0;
    if (!smtp_client_is_waiting(self) && !has_held(client)) {
        used = pump(self, octets, length);
    }
    if (used < length) {
        hold(self, octets + used, length - used);
        smtp_client_infer(self, FALSE);
        smtp_client_resume(self);
    }
    smtp_lenient_check(self);
}

/* A gap where commands were expected. */
static void lose_commands(Smtp *self) {
    smtp_command_cut(self);
    if (smtp_client_is_waiting(self)) {
        return; /* the cut line was DATA or AUTH: its reply still decides */
    }
    if (self->reader != NULL) {
        message_reader_worsen(self->reader, NOTE_GAP); /* chunks of it may have been in the gap */
    }
    self->client.mode = SMTP_CLIENT_COMMANDS;
    self->client.is_resync = TRUE;
    smtp_lose(self);
}

static void take_gap(Smtp *self, guint64 length, StreamGapReason reason) {
    SmtpClient *client = &self->client;
    client->is_reading = TRUE;
    if (client->mode == SMTP_CLIENT_CHUNK) {
        length -= smtp_chunk_gap(self, length, reason);
    }
    client->is_reading = FALSE;
    if (length == 0) {
        return;
    }
    if (client->mode == SMTP_CLIENT_TEXT) {
        smtp_text_gap(self, length, reason);
    } else if (client->mode == SMTP_CLIENT_TLS) {
        tls_layer_gap(self->conversation->tls, DIRECTION_CLIENT, length, reason);
    } else {
        lose_commands(self);
    }
    client->offset += length;
    client->line_start = client->offset;
}

/* Gaps without octets between them are one. */
static void hold_gap(SmtpClient *client, guint64 length, StreamGapReason reason) {
    SmtpHeldGap gap = {client->held->len, length, reason};
    guint n = client->held_gaps->len;
    SmtpHeldGap *last = n > 0 ? &g_array_index(client->held_gaps, SmtpHeldGap, n - 1) : NULL;
    if (last != NULL && last->at == gap.at) {
        last->length += length;
    } else {
        g_array_append_val(client->held_gaps, gap);
    }
}

void smtp_client_gap(Smtp *self, guint64 length, StreamGapReason reason) {
    SmtpClient *client = &self->client;
    client->arrived += length;
    if (client->mode == SMTP_CLIENT_LENIENT) {
        smtp_lenient_resolve(self, FALSE);
    }
    if (!smtp_client_is_waiting(self) && !has_held(client)) {
        take_gap(self, length, reason);
        return;
    }
    hold(self, (const guint8 *)"", 0);
    hold_gap(client, length, reason);
}

/* Which command waits: the newest in the queue, or one that was given up with its reply. */
static int waiting_command(Smtp *self) {
    const SmtpExchange *exchange = g_queue_peek_tail(&self->pending);
    return exchange != NULL ? exchange->command : self->client.waits_for;
}

/* Goes on without the reply: what the client sent next shows what it must have been. */
static void assume(Smtp *self, gboolean is_command) {
    SmtpClient *client = &self->client;
    int command = waiting_command(self);
    client->mode = SMTP_CLIENT_COMMANDS;
    client->has_inferred = TRUE;
    client->waited = 0; /* nobody knows whether the client waited */
    if (!is_command && command == SMTP_DATA) {
        smtp_text_begin(self);
    } else if (!is_command && command != SMTP_STARTTLS) {
        client->mode = SMTP_CLIENT_SASL;
    }
}

void smtp_client_infer(Smtp *self, gboolean is_over) {
    const SmtpClient *client = &self->client;
    gsize length = held_length(client);
    gboolean is_due = is_over || g_queue_is_empty(&self->pending) || length >= SMTP_HELD_MAX;
    if (!smtp_client_is_waiting(self) || !is_due || length == 0) {
        return;
    }
    const char *octets = (const char *)client->held->data + client->held_start;
    if (length >= TLS_HEADER_SIZE && waiting_command(self) == SMTP_STARTTLS &&
        tls_header_is_valid((const guint8 *)octets)) {
        smtp_tls_begin(self);
        return;
    }
    const char *feed = memchr(octets, '\n', length);
    if (feed == NULL && !is_over && length < SMTP_PEEK_MAX) {
        return;
    }
    gsize line = feed != NULL ? (gsize)(feed - octets) : length;
    line -= line > 0 && octets[line - 1] == '\r' ? 1 : 0;
    assume(self, smtp_looks_like_command(octets, line));
}

void smtp_client_close(Smtp *self) {
    if (self->client.mode == SMTP_CLIENT_LENIENT) {
        smtp_lenient_resolve(self, FALSE);
    }
    gsize before = G_MAXSIZE;
    while (held_length(&self->client) < before) { /* each DATA without a reply waits anew */
        before = held_length(&self->client);
        smtp_client_infer(self, TRUE);
        smtp_client_resume(self);
    }
    smtp_command_cut(self);
}
