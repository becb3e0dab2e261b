/* SPDX-License-Identifier: MIT */
/* Turns the lines after a positive reply to RETR or TOP (RFC 1939 §5, §7) into a message that is
 * read as it passes. */
#include "dissect/labels.h"
#include "dissect/pop3_session.h"
#include "dissect/text_join.h"

void pop3_text_begin(Pop3 *self, gboolean is_whole) {
    Pop3Server *server = &self->server;
    server->mode = POP3_SERVER_TEXT;
    dot_text_init(&server->dots);
    server->reply->reader =
        message_reader_new_from(self->conversation, DIRECTION_SERVER,
                                is_whole ? MESSAGE_WHOLE : MESSAGE_HEADER, server->line_start);
}

/* Where a lone dot stands between other line ends than CRLF it is text; after CRLF it is stuffing.
 */
static void push_lenient(MessageReader *reader, const DotTextPiece *piece) {
    if (piece->stuffing > 0) {
        message_reader_dot(reader);
    }
    message_reader_push(reader, piece->octets + piece->stuffing, piece->length - piece->stuffing);
}

static void take_piece(Pop3 *self, const DotTextPiece *piece) {
    MessageReader *reader = self->server.reply->reader;
    switch (piece->kind) {
    case DOT_TEXT_CONTENT:
        text_join_push(reader, piece->octets, piece->length);
        break;
    case DOT_TEXT_STUFFING:
        text_join_dot(reader);
        break;
    case DOT_TEXT_LENIENT:
        text_join_flush(reader);
        push_lenient(reader, piece);
        break;
    case DOT_TEXT_END:
        text_join_flush(reader);
        pop3_text_end(self);
        break;
    case DOT_TEXT_MORE:
        break;
    }
}

gsize pop3_text_octets(Pop3 *self, const guint8 *octets, gsize length) {
    Pop3Server *server = &self->server;
    gsize used = 0;
    while (server->mode == POP3_SERVER_TEXT && used < length) {
        gsize before = used;
        DotTextPiece piece = dot_text_next(&server->dots, octets, length, &used);
        server->offset += used - before;
        take_piece(self, &piece);
    }
    if (server->mode == POP3_SERVER_TEXT) {
        text_join_flush(server->reply->reader);
        /* The packets behind the text so far become one entry of the log. */
        conversation_fold(self->conversation, DIRECTION_SERVER, server->reply->reader->wire_start,
                          server->offset);
        server->line_start = server->offset;
    }
    return used;
}

static void push_rest(Pop3 *self) {
    DotTextPiece rest = dot_text_rest(&self->server.dots);
    if (rest.kind == DOT_TEXT_CONTENT) {
        message_reader_push(self->server.reply->reader, rest.octets, rest.length);
    }
}

void pop3_text_gap(Pop3 *self, guint64 length, StreamGapReason reason) {
    push_rest(self);
    dot_text_gap(&self->server.dots);
    message_reader_gap(self->server.reply->reader, length, reason);
}

static void finish(Pop3 *self, guint64 end) {
    MessageReader *reader = self->server.reply->reader;
    message_reader_finish(reader);
    reader->wire_end = end;
    reader->carrier = conversation_carrier(self->conversation, DIRECTION_SERVER, reader->wire_start,
                                           end - reader->wire_start);
}

void pop3_text_end(Pop3 *self) {
    Pop3Server *server = &self->server;
    LabelTrack *track = self->conversation->labels[DIRECTION_SERVER];
    finish(self, server->offset);
    guint64 left = server->offset - label_track_offset(track, server->offset);
    if (left > 0) {
        label_track_take(track, 1, "lone dot", FALSE);
        label_track_take(track, left - 1, "line end", FALSE);
    }
    server->line_start = server->offset;
    pop3_reply_close(self);
}

void pop3_text_cut(Pop3 *self, NoteIntegrity integrity) {
    push_rest(self);
    finish(self, self->server.line_start);
    message_reader_worsen(self->server.reply->reader, integrity);
}
