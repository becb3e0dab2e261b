/* SPDX-License-Identifier: MIT */
/* Turns the server's octets into whole replies, of one line or many (RFC 5321 §4.2.1). Which
 * command a reply answers is not known here. */
#include "dissect/labels.h"
#include "dissect/smtp_session.h"

#include <string.h>

SmtpReply *smtp_reply_new(void) {
    SmtpReply *self = g_new0(SmtpReply, 1);
    self->text = g_string_new(NULL);
    self->lines = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
    return self;
}

void smtp_reply_free(SmtpReply *self) {
    if (self == NULL) {
        return;
    }
    g_string_free(self->text, TRUE);
    g_array_unref(self->lines);
    g_free(self);
}

SmtpReply *smtp_reply_copy(const SmtpReply *other) {
    SmtpReply *self = g_memdup2(other, sizeof *other);
    self->text = g_string_new_len(other->text->str, (gssize)other->text->len);
    self->lines = g_array_copy(other->lines);
    return self;
}

void smtp_server_init(Smtp *self) {
    line_splitter_init(&self->server.lines, SMTP_LINE_MAX);
}

void smtp_server_clear(Smtp *self) {
    line_splitter_clear(&self->server.lines);
    smtp_reply_free(self->server.reply);
}

#define TEXT_KEPT_MAX 4096u /* more memory is not kept for the next reply */

static SmtpReply *reply_take(Workshop *workshop) {
    return workshop->idle_reply != NULL ? g_steal_pointer(&workshop->idle_reply) : smtp_reply_new();
}

static void reply_give(Workshop *workshop, SmtpReply *self) {
    if (workshop->idle_reply != NULL || self->text->allocated_len > TEXT_KEPT_MAX) {
        smtp_reply_free(self);
        return;
    }
    *self = (SmtpReply){.text = g_string_truncate(self->text, 0),
                        .lines = g_array_set_size(self->lines, 0)};
    workshop->idle_reply = self;
}

static void open_reply(Smtp *self, const SmtpReplyLine *parsed) {
    SmtpServer *server = &self->server;
    SmtpReply *reply = server->reply = reply_take(self->conversation->workshop);
    reply->offset = server->line_start;
    memcpy(reply->status, parsed->code, sizeof reply->status);
    memcpy(reply->enhanced, parsed->enhanced, sizeof reply->enhanced);
    server->is_last_seen = FALSE;
}

static void add_text(SmtpReply *reply, const char *octets, gsize length) {
    if (reply->text->len + length > SMTP_REPLY_TEXT_MAX ||
        reply->lines->len >= SMTP_REPLY_LINES_MAX) {
        reply->is_too_long = TRUE;
        return;
    }
    SyntaxToken line = {reply->text->len, length, NULL};
    g_array_append_val(reply->lines, line);
    g_string_append_len(reply->text, octets, (gssize)length);
}

static void close_reply(Smtp *self, gboolean is_cut) {
    SmtpServer *server = &self->server;
    if (server->reply == NULL) {
        return;
    }
    SmtpReply *reply = g_steal_pointer(&server->reply);
    reply->is_cut = is_cut;
    reply->length = server->line_start - reply->offset;
    guint64 end = server->line_start;
    smtp_reply_arrived(self, reply);
    reply_give(self->conversation->workshop, reply);
    if (g_queue_is_empty(&self->held_replies)) {
        conversation_forget(self->conversation, DIRECTION_SERVER, end);
    }
}

static void label_line(Smtp *self, const Line *line, gboolean is_first) {
    LabelTrack *track = self->conversation->labels[DIRECTION_SERVER];
    if (track == NULL) {
        return;
    }
    const SmtpExchange *head = g_queue_peek_head(&self->pending);
    gboolean is_ehlo = head != NULL && (head->command == SMTP_EHLO || head->command == SMTP_LHLO);
    GArray *tokens = self->conversation->workshop->tokens;
    g_array_set_size(tokens, 0);
    smtp_reply_tokens((const char *)line->octets, line->length, is_ehlo, is_first, tokens);
    label_track_line(track, tokens, line->length, line->end_length, G_MAXSIZE);
}

static void label_whole(Smtp *self, const Line *line, const char *label) {
    LabelTrack *track = self->conversation->labels[DIRECTION_SERVER];
    label_track_take(track, line->length, label, FALSE);
    label_track_take(track, line->end_length, "line end", FALSE);
}

/* A line that is no reply: the rest of one after a gap, part of a sloppy multi-line reply, or not
 * SMTP at all. */
static void take_malformed(Smtp *self, const Line *line) {
    SmtpServer *server = &self->server;
    if (server->reply != NULL) {
        label_whole(self, line, "text");
        add_text(server->reply, (const char *)line->octets, line->length);
        return;
    }
    label_whole(self, line, server->is_resync ? "fragment" : "unknown");
    if (server->is_resync || line->length == 0) {
        return;
    }
    Span span = {DIRECTION_SERVER, server->line_start, line->length + line->end_length};
    Carrier carrier =
        conversation_carrier(self->conversation, DIRECTION_SERVER, span.offset, span.length);
    FindingPlace place = {carrier_frames(&carrier), TRUE, span, -1};
    conversation_find_once(
        self->conversation, "smtp.malformed-reply", place,
        "The server sent a line that is no reply: \"%s\".",
        conversation_quote(self->conversation, (const char *)line->octets, line->length));
    conversation_write_findings(self->conversation);
}

static void take_reply_line(Smtp *self, const Line *line, const SmtpReplyLine *parsed) {
    SmtpServer *server = &self->server;
    gboolean is_first = server->reply == NULL;
    label_line(self, line, is_first);
    if (is_first) {
        open_reply(self, parsed);
    } else if (strcmp(server->reply->status, parsed->code) != 0) {
        server->reply->is_mixed = TRUE;
        memcpy(server->reply->status, parsed->code, sizeof parsed->code);
    }
    server->is_resync = FALSE;
    server->is_last_seen = parsed->is_last;
    server->reply->has_bare_lf |= line->end == LINE_END_LF;
    add_text(server->reply, parsed->text.octets, parsed->text.length);
}

static void take_line(Smtp *self, const Line *line) {
    SmtpServer *server = &self->server;
    SmtpReplyLine parsed;
    if (server->is_line_long) {
        label_whole(self, line, "overlong line");
    } else if (smtp_parse_reply_line((const char *)line->octets, line->length, &parsed)) {
        take_reply_line(self, line, &parsed);
    } else {
        take_malformed(self, line);
    }
    gboolean is_whole = line->end != LINE_END_NONE;
    server->line_start += line->length + line->end_length;
    server->is_line_long = !is_whole;
    if (server->reply == NULL) {
        return;
    }
    server->reply->is_too_long |= !is_whole;
    if (server->is_last_seen && is_whole) {
        close_reply(self, FALSE);
    }
}

void smtp_server_octets(Smtp *self, const guint8 *octets, gsize length) {
    SmtpServer *server = &self->server;
    gsize used = 0;
    while (used < length && !server->is_tls) {
        Line line;
        if (line_splitter_next(&server->lines, octets, length, &used, &line)) {
            take_line(self, &line);
        }
    }
    if (used < length) {
        smtp_tls_octets(self, DIRECTION_SERVER, octets + used, length - used);
    }
}

/* The line and the reply that are under way go no further: what is there of them must do. */
static void cut_reply(Smtp *self) {
    SmtpServer *server = &self->server;
    Line line;
    if (line_splitter_rest(&server->lines, &line)) {
        SmtpReplyLine parsed;
        gboolean is_reply = !server->is_line_long &&
                            smtp_parse_reply_line((const char *)line.octets, line.length, &parsed);
        if (is_reply) {
            take_reply_line(self, &line, &parsed);
        } else {
            label_whole(self, &line, "fragment");
        }
        server->line_start += line.length;
    }
    server->is_line_long = FALSE;
    close_reply(self, TRUE);
}

/* Replies to these commands may have been among what is lost. */
static void doubt_pending(Smtp *self) {
    SmtpExchange *head = g_queue_peek_head(&self->pending);
    if (head != NULL && !head->has_state) {
        head->has_state = TRUE;
        head->state = self->machine.state;
    }
    for (GList *link = self->pending.head; link != NULL; link = link->next) {
        SmtpExchange *exchange = link->data;
        exchange->facts |= SMTP_FACT_DOUBTFUL;
    }
}

void smtp_server_gap(Smtp *self, guint64 length, StreamGapReason reason) {
    SmtpServer *server = &self->server;
    if (self->client.mode == SMTP_CLIENT_LENIENT) {
        smtp_lenient_resolve(self, FALSE);
    }
    cut_reply(self);
    server->line_start += length;
    server->is_resync = TRUE;
    if (self->client.mode == SMTP_CLIENT_TEXT && g_queue_is_empty(&self->pending)) {
        return; /* no reply was due: the text goes on */
    }
    doubt_pending(self);
    smtp_lose(self);
}

void smtp_server_close(Smtp *self) {
    if (!self->server.is_tls) {
        cut_reply(self);
    }
}
