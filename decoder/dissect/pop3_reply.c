/* SPDX-License-Identifier: MIT */
/* Turns lines of the server into whole replies. Whether lines follow the first one stands in no
 * reply: it follows from the command and its argument (RFC 1939 §3), which pop3_answer.c knows. */
#include "dissect/labels.h"
#include "dissect/pop3_session.h"

#include <string.h>

static Pop3Reply *reply_new(const char *status, guint64 offset) {
    Pop3Reply *self = g_new0(Pop3Reply, 1);
    self->status = status;
    self->offset = offset;
    self->text = g_string_new(NULL);
    self->lines = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
    return self;
}

void pop3_reply_free(Pop3Reply *self) {
    if (self == NULL) {
        return;
    }
    g_string_free(self->text, TRUE);
    g_array_unref(self->lines);
    message_reader_free(self->reader);
    g_free(self);
}

SyntaxSlice pop3_reply_line(const Pop3Reply *reply, guint k) {
    if (k >= reply->lines->len) {
        return (SyntaxSlice){"", 0};
    }
    const SyntaxToken *line = &g_array_index(reply->lines, SyntaxToken, k);
    return (SyntaxSlice){reply->text->str + line->offset, line->length};
}

static void add_text(Pop3Reply *reply, const char *octets, gsize length) {
    if (reply->text->len + length > POP3_REPLY_TEXT_MAX ||
        reply->lines->len >= POP3_REPLY_LINES_MAX) {
        reply->is_too_long = TRUE;
        return;
    }
    SyntaxToken line = {reply->text->len, length, NULL};
    g_array_append_val(reply->lines, line);
    g_string_append_len(reply->text, octets, (gssize)length);
}

void pop3_reply_close(Pop3 *self) {
    Pop3Server *server = &self->server;
    Pop3Reply *reply = g_steal_pointer(&server->reply);
    server->mode = POP3_SERVER_STATUS;
    server->is_last = FALSE;
    reply->length = server->line_start - reply->offset;
    guint64 end = server->line_start;
    pop3_reply_arrived(self, reply);
    pop3_reply_free(reply);
    conversation_forget(self->conversation, DIRECTION_SERVER, end);
}

/* ---- labels --------------------------------------------------------------------------------- */

static void label_whole(Pop3 *self, const Line *line, const char *label) {
    LabelTrack *track = self->conversation->labels[DIRECTION_SERVER];
    label_track_take(track, line->length, label, FALSE);
    label_track_take(track, line->end_length, "line end", FALSE);
}

typedef void (*TokenReader)(const char *line, gsize length, Pop3Content content, GArray *tokens);

static void label_tokens(Pop3 *self, const Line *line, TokenReader read, Pop3Content content) {
    LabelTrack *track = self->conversation->labels[DIRECTION_SERVER];
    if (track == NULL) {
        return;
    }
    GArray *tokens = self->conversation->workshop->tokens;
    g_array_set_size(tokens, 0);
    read((const char *)line->octets, line->length, content, tokens);
    label_track_line(track, tokens, line->length, line->end_length, G_MAXSIZE);
}

/* ---- the first line ------------------------------------------------------------------------- */

/* What a reply to a command is made of: its first line, and the lines after it. */
static const struct {
    int command;
    Pop3Content first, items;
} content_rows[] = {
    {POP3_CONNECT, POP3_GREETING, POP3_TEXT},
    {POP3_AUTH, POP3_CHALLENGE, POP3_MECHANISM},
    {POP3_SASL_RESPONSE, POP3_CHALLENGE, POP3_TEXT},
    {POP3_STAT, POP3_NUMBERS, POP3_TEXT},
    {POP3_LIST, POP3_NUMBERS, POP3_NUMBERS},
    {POP3_UIDL, POP3_UNIQUE_ID, POP3_UNIQUE_ID},
    {POP3_RETR, POP3_OCTETS, POP3_TEXT},
    {POP3_TOP, POP3_OCTETS, POP3_TEXT},
    {POP3_CAPA, POP3_TEXT, POP3_CAPABILITY},
    {POP3_LANG, POP3_TEXT, POP3_LANGUAGE},
};

/* What the first line is; *items, what follows it. Before a list it is text for people. */
static Pop3Content content_of(const Pop3Exchange *exchange, gboolean has_items,
                              Pop3Content *items) {
    *items = POP3_TEXT;
    for (guint i = 0; exchange != NULL && i < G_N_ELEMENTS(content_rows); i++) {
        if (content_rows[i].command == exchange->command) {
            *items = content_rows[i].items;
            gboolean is_list = has_items && *items != POP3_TEXT;
            return is_list ? POP3_TEXT : content_rows[i].first;
        }
    }
    return POP3_TEXT;
}

/* What follows a first line. */
static Pop3ServerMode mode_after(const Pop3 *self, const Pop3Exchange *exchange,
                                 const char *status) {
    gboolean is_cut =
        exchange != NULL && exchange->command < 0 && (exchange->facts & POP3_FACT_CUT) != 0;
    if (exchange == NULL || is_cut) {
        gboolean may_go_on = self->has_lost_commands && strcmp(status, "+OK") == 0;
        return may_go_on ? POP3_SERVER_GUESS : POP3_SERVER_STATUS;
    }
    if (!pop3_is_multi_line(exchange, status, self->machine.spec)) {
        return POP3_SERVER_STATUS;
    }
    gboolean is_message = exchange->command == POP3_RETR || exchange->command == POP3_TOP;
    return is_message ? POP3_SERVER_TEXT : POP3_SERVER_ITEMS;
}

static void open_reply(Pop3 *self, const Line *line, const Pop3Status *status) {
    Pop3Server *server = &self->server;
    const Pop3Exchange *exchange = pop3_expected(self);
    server->mode = mode_after(self, exchange, status->status);
    server->is_last = server->mode == POP3_SERVER_STATUS;
    server->is_resync = FALSE;
    label_tokens(self, line, pop3_status_tokens,
                 content_of(exchange, server->mode == POP3_SERVER_ITEMS, &server->items));
    server->reply = reply_new(status->status, server->line_start);
    server->reply->has_bare_lf = line->end == LINE_END_LF;
    add_text(server->reply, status->text.octets, status->text.length);
}

static void find_malformed(Pop3 *self, const Line *line) {
    Span span = {DIRECTION_SERVER, self->server.line_start, line->length + line->end_length};
    Carrier carrier =
        conversation_carrier(self->conversation, DIRECTION_SERVER, span.offset, span.length);
    FindingPlace place = {carrier_frames(&carrier), TRUE, span, -1};
    conversation_find_once(
        self->conversation, "pop3.malformed-reply", place,
        "The server sent a line that is no reply: \"%s\".",
        conversation_quote(self->conversation, (const char *)line->octets, line->length));
    conversation_write_findings(self->conversation);
}

/* What became of a line. */
typedef enum {
    LINE_TAKEN,
    LINE_AGAIN, /* the mode has changed: it is to be read in the new one */
    LINE_GIVEN, /* to the message: its octets are counted there */
} LineFate;

static LineFate take_status(Pop3 *self, const Line *line) {
    Pop3Status status;
    if (pop3_parse_status((const char *)line->octets, line->length, &status)) {
        open_reply(self, line, &status);
        return LINE_TAKEN;
    }
    label_whole(self, line, self->server.is_resync ? "fragment" : "unknown");
    if (!self->server.is_resync && line->length > 0) {
        find_malformed(self, line);
    }
    return LINE_TAKEN;
}

/* ---- the lines after it --------------------------------------------------------------------- */

static gboolean is_lone_dot(const Line *line) {
    return line->length == 1 && line->octets[0] == '.' && line->end != LINE_END_NONE;
}

static gboolean is_status(const Line *line) {
    Pop3Status status;
    return pop3_parse_status((const char *)line->octets, line->length, &status) &&
           status.status[1] != '\0';
}

/* The list had a gap, and another command waits: then a status line ends it. */
static gboolean is_past_list(const Pop3 *self, const Line *line) {
    return self->server.reply->has_gap && is_status(line) &&
           g_queue_get_length((GQueue *)&self->pending) > 1;
}

static void add_item(Pop3 *self, const Line *item) {
    Pop3Server *server = &self->server;
    const Pop3Exchange *exchange = g_queue_peek_head(&self->pending);
    SyntaxSlice text = {(const char *)item->octets, item->length};
    label_tokens(self, item, pop3_item_tokens, server->items);
    add_text(server->reply, text.octets, text.length);
    server->reply->n_items++;
    if (exchange != NULL) {
        pop3_maildrop_learn(&self->maildrop, exchange->command, text);
    }
}

/* Lines are byte-stuffed as in a message: RFC 1939 §3. */
static LineFate take_item(Pop3 *self, const Line *line) {
    Pop3Server *server = &self->server;
    if (is_past_list(self, line)) {
        pop3_reply_close(self);
        return LINE_AGAIN;
    }
    if (is_lone_dot(line)) {
        label_whole(self, line, "lone dot");
        server->is_last = TRUE;
        return LINE_TAKEN;
    }
    Line item = *line;
    if (server->is_resync) {
        label_whole(self, &item, "fragment");
        server->is_resync = FALSE;
        return LINE_TAKEN;
    }
    if (item.length > 0 && item.octets[0] == '.') {
        label_track_take(self->conversation->labels[DIRECTION_SERVER], 1, "dot-stuffing", FALSE);
        item.octets++;
        item.length--;
    }
    add_item(self, &item);
    return LINE_TAKEN;
}

/* "Subject: …", which in no list would stand. */
static gboolean looks_like_header(const Line *line) {
    const guint8 *colon = memchr(line->octets, ':', line->length);
    gsize n = colon != NULL ? (gsize)(colon - line->octets) : 0;
    for (gsize i = 0; i < n; i++) {
        if (!g_ascii_isgraph(line->octets[i])) {
            return FALSE;
        }
    }
    return n > 0;
}

/* Gives the line to the message that is being read, which counts its octets. */
static LineFate give_to_text(Pop3 *self, const Line *line) {
    static const guint8 line_end[] = "\r\n";
    self->server.mode = POP3_SERVER_TEXT;
    self->server.offset = self->server.line_start;
    pop3_text_octets(self, line->octets, line->length);
    pop3_text_octets(self, line_end + 2 - line->end_length, line->end_length);
    return LINE_GIVEN;
}

/* A reply to a command that was not captured: does it go on? */
static LineFate take_guess(Pop3 *self, const Line *line) {
    if (is_status(line)) {
        pop3_reply_close(self);
        return LINE_AGAIN;
    }
    if (looks_like_header(line)) {
        pop3_text_begin(self, TRUE);
        return give_to_text(self, line);
    }
    self->server.mode = POP3_SERVER_ITEMS;
    return LINE_AGAIN;
}

/* The message had a gap, and the client has spoken since: a status line means that the message was
 * over before it. */
static LineFate take_probe(Pop3 *self, const Line *line) {
    if (is_status(line) && g_queue_get_length(&self->pending) > 1) {
        pop3_text_cut(self, NOTE_GAP);
        pop3_reply_close(self);
        return LINE_AGAIN;
    }
    return give_to_text(self, line);
}

/* ---- any line ------------------------------------------------------------------------------- */

typedef LineFate (*TakeLine)(Pop3 *self, const Line *line);

static const TakeLine line_modes[POP3_N_SERVER_MODES] = {
    [POP3_SERVER_STATUS] = take_status,
    [POP3_SERVER_GUESS] = take_guess,
    [POP3_SERVER_ITEMS] = take_item,
    [POP3_SERVER_PROBE] = take_probe,
};

/* The line has been read: what it ends or begins. */
static void pass_line(Pop3 *self, const Line *line) {
    Pop3Server *server = &self->server;
    server->line_start += line->length + line->end_length;
    server->is_line_long = line->end == LINE_END_NONE;
    if (server->reply == NULL) {
        return;
    }
    server->reply->is_too_long |= server->is_line_long;
    if (server->is_line_long) {
        return;
    }
    if (server->is_last) {
        pop3_reply_close(self);
    } else if (server->mode == POP3_SERVER_TEXT) {
        const Pop3Exchange *exchange = g_queue_peek_head(&self->pending);
        pop3_text_begin(self, exchange != NULL && exchange->command == POP3_RETR);
    }
}

void pop3_reply_take(Pop3 *self, const Line *line) {
    LineFate fate = LINE_TAKEN;
    if (self->server.is_line_long) {
        label_whole(self, line, "overlong line");
    } else {
        do {
            fate = line_modes[self->server.mode](self, line);
        } while (fate == LINE_AGAIN);
    }
    if (fate == LINE_TAKEN) {
        pass_line(self, line);
    }
}

void pop3_reply_take_cut(Pop3 *self, const Line *line) {
    Pop3Server *server = &self->server;
    gboolean was_too_long = server->reply != NULL && server->reply->is_too_long;
    if (server->mode == POP3_SERVER_STATUS && server->reply == NULL && !server->is_line_long &&
        !is_status(line)) {
        label_whole(self, line, "fragment");
        server->line_start += line->length;
    } else {
        pop3_reply_take(self, line);
    }
    if (server->reply != NULL) {
        server->reply->is_too_long = was_too_long; /* it is cut, not too long */
    }
    server->is_line_long = FALSE;
}
