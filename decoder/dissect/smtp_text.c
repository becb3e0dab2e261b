/* SPDX-License-Identifier: MIT */
/* Turns the text after DATA (RFC 5321 §4.5.2) and the chunks after BDAT (RFC 3030 §2) into a
 * message that is read as it passes, and into the exchange that ends it. */
#include "dissect/labels.h"
#include "dissect/smtp_session.h"
#include "dissect/text_join.h"

void smtp_text_begin(Smtp *self) {
    SmtpClient *client = &self->client;
    client->mode = SMTP_CLIENT_TEXT;
    client->strict_until = 0;
    client->has_smuggling = FALSE;
    dot_text_init(&client->dots);
    message_reader_free(self->reader); /* chunks that DATA leaves behind: RFC 3030 §2 */
    self->reader = message_reader_new(self->conversation, client->offset);
}

/* The packets behind the text so far become one entry of the log. */
static void fold(Smtp *self) {
    conversation_fold(self->conversation, DIRECTION_CLIENT, self->reader->wire_start,
                      self->client.offset);
}

/* A lone dot that only some servers take for the end. Where it stands after CRLF it is stuffing. */
static void push_lenient(MessageReader *reader, const DotTextPiece *piece) {
    if (piece->stuffing > 0) {
        message_reader_dot(reader);
    }
    message_reader_push(reader, piece->octets + piece->stuffing, piece->length - piece->stuffing);
}

static void take_lenient(Smtp *self, const DotTextPiece *piece) {
    if (self->client.offset <= self->client.strict_until) {
        push_lenient(self->reader, piece);
    } else {
        smtp_lenient_begin(self, piece);
    }
}

static void take_piece(Smtp *self, const DotTextPiece *piece) {
    switch (piece->kind) {
    case DOT_TEXT_CONTENT:
        text_join_push(self->reader, piece->octets, piece->length);
        break;
    case DOT_TEXT_STUFFING:
        text_join_dot(self->reader);
        break;
    case DOT_TEXT_LENIENT:
        text_join_flush(self->reader);
        take_lenient(self, piece);
        break;
    case DOT_TEXT_END:
        text_join_flush(self->reader);
        smtp_text_end(self, 0);
        break;
    case DOT_TEXT_MORE:
        break;
    }
}

gsize smtp_text_octets(Smtp *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    while (self->client.mode == SMTP_CLIENT_TEXT && used < length) {
        gsize before = used;
        DotTextPiece piece = dot_text_next(&self->client.dots, octets, length, &used);
        self->client.offset += used - before;
        take_piece(self, &piece);
    }
    if (self->client.mode == SMTP_CLIENT_TEXT) {
        text_join_flush(self->reader);
        fold(self);
    }
    return used;
}

static void push_rest(Smtp *self) {
    DotTextPiece rest = dot_text_rest(&self->client.dots);
    if (rest.kind == DOT_TEXT_CONTENT) {
        message_reader_push(self->reader, rest.octets, rest.length);
    }
}

void smtp_text_gap(Smtp *self, guint64 length, StreamGapReason reason) {
    push_rest(self);
    dot_text_gap(&self->client.dots);
    message_reader_gap(self->reader, length, reason);
}

/* Octets between the text and where the client stands: the lone dot and its line end. */
static void label_end(Smtp *self) {
    LabelTrack *track = self->conversation->labels[DIRECTION_CLIENT];
    guint64 left = self->client.offset - label_track_offset(track, self->client.offset);
    if (left > 0) {
        label_track_take(track, 1, "lone dot", FALSE);
        label_track_take(track, left - 1, "line end", FALSE);
    }
}

SmtpExchange *smtp_text_end(Smtp *self, guint facts) {
    SmtpClient *client = &self->client;
    MessageReader *reader = g_steal_pointer(&self->reader);
    Span span = {DIRECTION_CLIENT, reader->wire_start, client->offset - reader->wire_start};
    message_reader_finish(reader);
    label_end(self);
    reader->wire_end = client->offset;
    SmtpExchange *exchange = smtp_exchange_new(self, SMTP_END_OF_DATA, "", 0, span);
    exchange->facts |= facts | (client->has_smuggling ? SMTP_FACT_SMUGGLING : 0);
    if (span.offset < client->waited) {
        exchange->facts |= SMTP_FACT_TEXT_BEFORE_REPLY;
    }
    exchange->message = reader;
    reader->carrier = exchange->carrier;
    client->mode = SMTP_CLIENT_COMMANDS;
    client->line_start = client->offset;
    client->has_smuggling = FALSE;
    conversation_forget(self->conversation, DIRECTION_CLIENT, client->offset);
    return exchange;
}

/* Adds the chunk that ends where the client stands to the places of its message. */
static void add_carrier(Smtp *self, SmtpExchange *exchange) {
    exchange->span.length = self->client.offset - exchange->span.offset;
    exchange->carrier = conversation_carrier(self->conversation, DIRECTION_CLIENT,
                                             exchange->span.offset, exchange->span.length);
    Carrier *sum = &self->reader->carrier;
    if (sum->segments == 0) {
        *sum = exchange->carrier;
    } else {
        sum->first_frame = MIN(sum->first_frame, exchange->carrier.first_frame);
        sum->last_frame = MAX(sum->last_frame, exchange->carrier.last_frame);
        sum->last_time_ns = exchange->carrier.last_time_ns;
        sum->segments += exchange->carrier.segments;
    }
}

/* All octets of the chunk are here, or will never be. */
static void end_chunk(Smtp *self) {
    SmtpExchange *exchange = g_queue_peek_tail(&self->pending);
    add_carrier(self, exchange);
    exchange->facts &= ~(guint)SMTP_FACT_INCOMPLETE;
    self->client.mode = SMTP_CLIENT_COMMANDS;
    self->client.line_start = self->client.offset;
    self->reader->wire_end = self->client.offset;
    if (exchange->command == SMTP_BDAT_LAST) {
        message_reader_finish(self->reader);
        exchange->message = g_steal_pointer(&self->reader);
    } else {
        message_reader_pause(self->reader);
    }
    conversation_forget(self->conversation, DIRECTION_CLIENT, self->client.offset);
    smtp_release_replies(self);
}

/* Was this transaction seen from its MAIL on? Otherwise chunks may have gone by before. */
static gboolean has_seen_mail(const Smtp *self) {
    gboolean is_seen = self->machine.state != self->machine.spec->lost;
    for (const GList *link = self->pending.tail; !is_seen && link != NULL; link = link->prev) {
        const SmtpExchange *exchange = link->data;
        is_seen = exchange->command == SMTP_MAIL && (exchange->facts & SMTP_FACT_DOUBTFUL) == 0;
    }
    return is_seen;
}

void smtp_chunk_begin(Smtp *self, SmtpExchange *exchange, guint64 size, gboolean is_last) {
    SmtpClient *client = &self->client;
    if (self->reader == NULL) {
        self->reader = message_reader_new(self->conversation, client->offset);
        if (!has_seen_mail(self)) {
            message_reader_worsen(self->reader, NOTE_GAP);
        }
    }
    client->mode = SMTP_CLIENT_CHUNK;
    client->chunk_left = size;
    exchange->facts |= SMTP_FACT_INCOMPLETE;
    if (size == 0) {
        end_chunk(self); /* nothing more need come */
    }
}

gsize smtp_chunk_octets(Smtp *self, const guint8 *octets, gsize length) {
    SmtpClient *client = &self->client;
    gsize n = (gsize)MIN(length, client->chunk_left);
    message_reader_push(self->reader, octets, n);
    client->offset += n;
    client->chunk_left -= n;
    if (client->chunk_left == 0) {
        end_chunk(self);
    } else {
        fold(self);
    }
    return n;
}

guint64 smtp_chunk_gap(Smtp *self, guint64 length, StreamGapReason reason) {
    SmtpClient *client = &self->client;
    guint64 n = MIN(length, client->chunk_left);
    message_reader_gap(self->reader, n, reason);
    client->offset += n;
    client->chunk_left -= n;
    if (client->chunk_left == 0) {
        end_chunk(self);
    }
    return n;
}

void smtp_chunk_abandon(Smtp *self, SmtpExchange *exchange) {
    if (self->reader == NULL) {
        return;
    }
    message_reader_finish(self->reader);
    message_reader_worsen(self->reader, NOTE_UNTERMINATED);
    exchange->message = g_steal_pointer(&self->reader);
    exchange->is_abandoned = TRUE;
}

void smtp_text_cut(Smtp *self) {
    if (self->reader == NULL) {
        return;
    }
    if (self->client.mode == SMTP_CLIENT_TEXT) {
        push_rest(self);
        self->reader->carrier =
            conversation_carrier(self->conversation, DIRECTION_CLIENT, self->reader->wire_start,
                                 self->client.offset - self->reader->wire_start);
    } else if (self->client.mode == SMTP_CLIENT_CHUNK) {
        SmtpExchange *exchange = g_queue_peek_tail(&self->pending);
        add_carrier(self, exchange);
        exchange->facts &= ~(guint)SMTP_FACT_INCOMPLETE;
    }
    self->reader->wire_end = self->client.offset;
    message_reader_finish(self->reader);
    message_reader_worsen(self->reader, NOTE_UNTERMINATED);
}
