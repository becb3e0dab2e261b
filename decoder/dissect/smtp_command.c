/* SPDX-License-Identifier: MIT */
/* Turns a client line into an exchange that waits for its reply. What the reply does is not known
 * here; what the line means to a student is said in smtp_command_notes.c. */
#include "dissect/client_line.h"
#include "dissect/labels.h"
#include "dissect/smtp_detect.h"
#include "dissect/smtp_session.h"
#include "dissect/tcp_story.h"

#include <string.h>

/* Whether the newest command must be the last of its group (RFC 2920 §3.1). */
static gboolean is_after_last(const Smtp *self, const SmtpExchange *before) {
    return before != NULL && before->command > SMTP_CONNECT &&
           (self->machine.spec->commands[before->command].turns & SPEC_TURN_LAST_IN_PIPELINE) != 0;
}

static guint facts_of_order(const Smtp *self, Span span) {
    const SmtpExchange *before = self->pending.tail != NULL ? self->pending.tail->data : NULL;
    guint64 end = span.offset + span.length;
    guint facts = 0;
    if (!self->conversation->connection->directions[DIRECTION_SERVER].seen) {
        return 0; /* nobody knows whether the client waited */
    }
    if (before != NULL || (span.length > 0 && end <= self->client.waited)) {
        facts |= SMTP_FACT_PIPELINED;
    }
    return facts | (is_after_last(self, before) ? SMTP_FACT_AFTER_LAST : 0);
}

SmtpExchange *smtp_exchange_new(Smtp *self, int command, const char *line, gsize length,
                                Span span) {
    if (g_queue_get_length(&self->pending) >= SMTP_PENDING_MAX) {
        smtp_give_up_head(self);
    }
    SmtpExchange *exchange = g_malloc(sizeof *exchange + length + 1);
    *exchange = (SmtpExchange){
        .command = command,
        .span = span,
        .facts = facts_of_order(self, span),
        .replies_due = 1,
        .secret = G_MAXSIZE,
        .length = length,
    };
    memcpy(exchange->line, line, length);
    exchange->line[length] = '\0';
    if (self->client.has_inferred) {
        exchange->facts |= SMTP_FACT_INFERRED;
        self->client.has_inferred = FALSE;
    }
    if (span.length > 0) {
        exchange->carrier =
            conversation_carrier(self->conversation, span.direction, span.offset, span.length);
    }
    exchange->link.data = exchange;
    g_queue_push_tail_link(&self->pending, &exchange->link);
    return exchange;
}

SmtpExchange *smtp_exchange_pop(Smtp *self) {
    GList *link = g_queue_pop_head_link(&self->pending);
    return link != NULL ? link->data : NULL;
}

void smtp_exchange_free(SmtpExchange *self) {
    message_reader_free(self->message);
    g_free(self->written);
    g_free(self);
}

/* Marks the client's answer to a challenge, from `at` in the line on. */
static void mark_answer(Smtp *self, SmtpExchange *exchange, gsize at) {
    gboolean is_secret = sasl_count_answer(&self->sasl);
    exchange->has_answer = TRUE;
    exchange->answer = at;
    gboolean is_cancel = exchange->length == at + 1 && exchange->line[at] == '*';
    if (is_secret && !is_cancel) {
        exchange->secret = at;
    }
}

/* "AUTH mechanism [initial-response]": RFC 4954 §4. */
static void begin_login(Smtp *self, SmtpExchange *exchange, const SyntaxSlice *argument) {
    const char *end = argument->octets + argument->length;
    const char *space = memchr(argument->octets, ' ', argument->length);
    const char *name_end = space != NULL ? space : end;
    sasl_begin(&self->sasl, argument->octets, (gsize)(name_end - argument->octets));
    while (space != NULL && space < end && *space == ' ') {
        space++;
    }
    if (space != NULL && space < end) {
        mark_answer(self, exchange, (gsize)(space - exchange->line));
    }
}

static void begin_chunk(Smtp *self, SmtpExchange *exchange, const SyntaxSlice *argument) {
    guint64 size = 0;
    gboolean is_last = FALSE;
    if (!smtp_parse_bdat(argument->octets, argument->length, &size, &is_last)) {
        exchange->facts |= SMTP_FACT_NO_SIZE;
        return;
    }
    exchange->command = is_last ? SMTP_BDAT_LAST : SMTP_BDAT;
    smtp_chunk_begin(self, exchange, size, is_last);
}

/* Commands after which chunks that had no LAST are void. */
static gboolean ends_chunks(int command) {
    static const int commands[] = {SMTP_EHLO, SMTP_HELO, SMTP_LHLO,
                                   SMTP_MAIL, SMTP_RSET, SMTP_QUIT};
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i] == command) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What the command does to the reading of what follows it. */
static void follow_command(Smtp *self, SmtpExchange *exchange, const SyntaxSlice *argument) {
    int command = exchange->command;
    if (command == SMTP_AUTH) {
        begin_login(self, exchange, argument);
    } else if (command == SMTP_BDAT) {
        begin_chunk(self, exchange, argument);
    } else if (ends_chunks(command)) {
        smtp_chunk_abandon(self, exchange);
    }
    self->has_quit |= command == SMTP_QUIT;
    if (command >= 0 &&
        (self->machine.spec->commands[command].turns & SPEC_TURN_FRAMING_WAITS) != 0) {
        self->client.mode = SMTP_CLIENT_WAITS;
        self->client.waits_for = command;
    }
}

static void begin_command(Smtp *self, const char *line, gsize length, Span span, guint facts) {
    SyntaxSlice verb;
    SyntaxSlice argument;
    smtp_parse_command(line, length, &verb, &argument);
    int command = spec_find_command(self->machine.spec, verb.octets, verb.length);
    if (command >= 0 && self->machine.spec->commands[command].name[0] == '<') {
        command = -1;
    }
    SmtpExchange *exchange = smtp_exchange_new(self, command, line, length, span);
    exchange->facts |= facts;
    gboolean may_answer = self->was_lost || self->sasl.name[0] != '\0';
    if (command < 0 && may_answer && sasl_looks_like_answer(line, length)) {
        exchange->secret = 0; /* perhaps part of a login that was not understood */
    }
    gsize at = argument.length > 0 ? (gsize)(argument.octets - line) : length;
    argument.octets = exchange->line + at;
    follow_command(self, exchange, &argument);
}

static void begin_answer(Smtp *self, const char *line, gsize length, Span span, guint facts) {
    SmtpExchange *exchange = smtp_exchange_new(self, SMTP_SASL_RESPONSE, line, length, span);
    exchange->facts |= facts;
    mark_answer(self, exchange, 0);
    self->client.mode = SMTP_CLIENT_WAITS;
    self->client.waits_for = SMTP_SASL_RESPONSE;
}

static void label_line(Smtp *self, const SmtpExchange *exchange, gsize end_length) {
    LabelTrack *track = self->conversation->labels[DIRECTION_CLIENT];
    if (track == NULL) {
        return;
    }
    GArray *tokens = self->conversation->workshop->tokens;
    g_array_set_size(tokens, 0);
    if (exchange->command == SMTP_SASL_RESPONSE) {
        SyntaxToken token = {0, exchange->length, "sasl response"};
        g_array_append_val(tokens, token);
    } else {
        smtp_command_tokens(exchange->line, exchange->length, tokens);
    }
    label_track_line(track, tokens, exchange->length, end_length, exchange->secret);
}

/* After a gap: the rest of a line, or text, whose beginning is lost. Of a line that is cut once
 * more the verb must do. */
static gboolean is_fragment(const Smtp *self, const Line *line, gboolean is_cut) {
    if (!self->client.is_resync || self->client.mode != SMTP_CLIENT_COMMANDS) {
        return FALSE;
    }
    const char *text = (const char *)line->octets;
    SyntaxSlice verb;
    SyntaxSlice argument;
    smtp_parse_command(text, line->length, &verb, &argument);
    gboolean is_verb = spec_find_command(self->machine.spec, verb.octets, verb.length) >= 0;
    return !(is_cut && is_verb) && !smtp_looks_like_command(text, line->length);
}

static void drop_fragment(Smtp *self, const Line *line) {
    label_track_take(self->conversation->labels[DIRECTION_CLIENT], line->length, "fragment", TRUE);
    label_track_take(self->conversation->labels[DIRECTION_CLIENT], line->end_length, "line end",
                     FALSE);
    if (line->length > 0 && !self->conversation->workshop->options->reveal) {
        tcp_story_secret(self->conversation,
                         (Span){DIRECTION_CLIENT, self->client.line_start, line->length});
    }
}

static void take_line(Smtp *self, const Line *line, guint facts) {
    SmtpClient *client = &self->client;
    if (is_fragment(self, line, (facts & SMTP_FACT_CUT) != 0)) {
        drop_fragment(self, line);
        return;
    }
    client->is_resync = FALSE;
    Span span = {DIRECTION_CLIENT, client->line_start, line->length + line->end_length};
    const char *text = (const char *)line->octets;
    if (client->mode == SMTP_CLIENT_SASL) {
        begin_answer(self, text, line->length, span, facts);
    } else {
        begin_command(self, text, line->length, span, facts);
    }
    const SmtpExchange *exchange = g_queue_peek_tail(&self->pending);
    if (exchange->secret < exchange->length) {
        tcp_story_secret(self->conversation,
                         (Span){DIRECTION_CLIENT, span.offset + exchange->secret,
                                exchange->length - exchange->secret});
    }
    label_line(self, exchange, line->end_length);
}

/* A further piece of a line that was too long: it only makes the unit longer. */
static void take_long_piece(Smtp *self, const Line *line) {
    SmtpExchange *exchange = g_queue_peek_tail(&self->pending);
    client_line_extend(self->conversation, exchange != NULL ? &exchange->span : NULL,
                       exchange != NULL ? &exchange->carrier : NULL, self->client.line_start, line);
}

gsize smtp_command_line(Smtp *self, const guint8 *octets, gsize length) {
    SmtpClient *client = &self->client;
    gsize used = 0;
    Line line;
    gboolean is_line = line_splitter_next(&client->lines, octets, length, &used, &line);
    client->offset += used;
    if (!is_line) {
        return used;
    }
    gboolean is_cut = line.end == LINE_END_NONE;
    if (client->is_line_long) {
        take_long_piece(self, &line);
    } else {
        take_line(self, &line,
                  (is_cut ? SMTP_FACT_TOO_LONG : 0) |
                      (line.end == LINE_END_LF ? SMTP_FACT_BARE_LF : 0));
    }
    client->is_line_long = is_cut;
    client->line_start += line.length + line.end_length;
    if (!is_cut && client->mode != SMTP_CLIENT_CHUNK) {
        conversation_forget(self->conversation, DIRECTION_CLIENT, client->line_start);
    }
    return used;
}

void smtp_command_cut(Smtp *self) {
    SmtpClient *client = &self->client;
    Line line;
    if (!line_splitter_rest(&client->lines, &line)) {
        return;
    }
    if (client->is_line_long) {
        take_long_piece(self, &line);
    } else {
        take_line(self, &line, SMTP_FACT_CUT);
    }
    client->is_line_long = FALSE;
    client->line_start += line.length + line.end_length;
}
