/* SPDX-License-Identifier: MIT */
/* Turns a client line into an exchange that waits for its reply. What the reply does is not known
 * here; what the line means to a student is said in pop3_notes.c and pop3_findings.c. */
#include "dissect/labels.h"
#include "dissect/pop3_session.h"
#include "dissect/tcp_story.h"

#include <string.h>

static guint facts_of_order(const Pop3 *self, Span span) {
    const Pop3Exchange *before = self->pending.tail != NULL ? self->pending.tail->data : NULL;
    guint64 end = span.offset + span.length;
    guint facts = 0;
    if (!self->conversation->connection->directions[DIRECTION_SERVER].seen) {
        return 0; /* nobody knows whether the client waited */
    }
    if (before != NULL || (span.length > 0 && end <= self->client.waited)) {
        facts |= POP3_FACT_PIPELINED;
    }
    if (before != NULL && before->command == POP3_CONNECT) {
        facts |= POP3_FACT_EARLY;
    }
    return facts;
}

Pop3Exchange *pop3_exchange_new(Pop3 *self, int command, const char *line, gsize length,
                                Span span) {
    if (g_queue_get_length(&self->pending) >= POP3_PENDING_MAX) {
        pop3_give_up_head(self);
    }
    Pop3Exchange *exchange = g_malloc0(sizeof *exchange + length + 1);
    exchange->command = command;
    exchange->span = span;
    exchange->facts = facts_of_order(self, span);
    exchange->secret = G_MAXSIZE;
    exchange->length = length;
    memcpy(exchange->line, line, length);
    exchange->verb = exchange->argument = (SyntaxSlice){exchange->line, 0};
    if (self->client.has_inferred) {
        exchange->facts |= POP3_FACT_INFERRED;
        self->client.has_inferred = FALSE;
    }
    if (span.length > 0) {
        exchange->carrier =
            conversation_carrier(self->conversation, span.direction, span.offset, span.length);
    }
    g_queue_push_tail(&self->pending, exchange);
    return exchange;
}

static int find_command(const Pop3 *self, SyntaxSlice verb) {
    int command = spec_find_command(self->machine.spec, verb.octets, verb.length);
    return command >= 0 && self->machine.spec->commands[command].name[0] == '<' ? -1 : command;
}

gboolean pop3_looks_like_command(const char *line, gsize length) {
    SyntaxSlice verb;
    SyntaxSlice argument;
    pop3_parse_command(line, length, &verb, &argument);
    return verb.length > 0 && verb.octets[0] != '<' &&
           spec_find_command(&spec_pop3, verb.octets, verb.length) >= 0;
}

/* Marks the client's answer to a challenge, from `at` in the line on. */
static void mark_answer(Pop3 *self, Pop3Exchange *exchange, gsize at) {
    gboolean is_secret = sasl_count_answer(&self->sasl);
    gboolean is_cancel = exchange->length == at + 1 && exchange->line[at] == '*';
    exchange->has_answer = TRUE;
    exchange->answer = at;
    if (is_secret && !is_cancel) {
        exchange->secret = at;
    }
}

/* "AUTH" mechanism [SP initial-response]: RFC 5034 §4 */
static void begin_auth(Pop3 *self, Pop3Exchange *exchange) {
    SyntaxSlice rest = exchange->argument;
    SyntaxSlice name = pop3_next_word(&rest);
    sasl_begin(&self->sasl, name.octets, name.length);
    SyntaxSlice response = pop3_next_word(&rest);
    if (response.length > 0) {
        mark_answer(self, exchange, (gsize)(response.octets - exchange->line));
    }
}

static void read_number(Pop3 *self, Pop3Exchange *exchange) {
    static const int commands[] = {POP3_LIST, POP3_UIDL, POP3_RETR, POP3_TOP, POP3_DELE};
    SyntaxSlice rest = exchange->argument;
    SyntaxSlice word = pop3_next_word(&rest);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i] == exchange->command) {
            pop3_parse_message_number(word, &exchange->number);
        }
    }
}

/* What the command does to the reading of what follows it. */
static void follow_command(Pop3 *self, Pop3Exchange *exchange) {
    int command = exchange->command;
    if (command == POP3_AUTH) {
        begin_auth(self, exchange);
    } else if (command == POP3_PASS && exchange->argument.length > 0) {
        exchange->secret = (gsize)(exchange->argument.octets - exchange->line);
    }
    self->has_quit |= command == POP3_QUIT;
    if (command >= 0 &&
        (self->machine.spec->commands[command].turns & SPEC_TURN_FRAMING_WAITS) != 0) {
        self->client.mode = POP3_CLIENT_WAITS;
    }
}

static void begin_command(Pop3 *self, const char *line, gsize length, Span span, guint facts) {
    SyntaxSlice verb;
    SyntaxSlice argument;
    pop3_parse_command(line, length, &verb, &argument);
    Pop3Exchange *exchange = pop3_exchange_new(self, find_command(self, verb), line, length, span);
    exchange->facts |= facts;
    exchange->verb.length = verb.length;
    if (argument.length > 0) {
        exchange->argument =
            (SyntaxSlice){exchange->line + (argument.octets - line), argument.length};
    }
    gboolean may_answer = self->was_lost || self->sasl.name[0] != '\0';
    if (exchange->command < 0 && may_answer && sasl_looks_like_answer(line, length)) {
        exchange->secret = 0; /* perhaps part of a login that was not understood */
    }
    read_number(self, exchange);
    follow_command(self, exchange);
}

static void begin_answer(Pop3 *self, const char *line, gsize length, Span span, guint facts) {
    Pop3Exchange *exchange = pop3_exchange_new(self, POP3_SASL_RESPONSE, line, length, span);
    exchange->facts |= facts;
    exchange->argument.length = length;
    mark_answer(self, exchange, 0);
    self->client.mode = POP3_CLIENT_WAITS;
}

static void label_line(Pop3 *self, const Pop3Exchange *exchange, gsize end_length) {
    LabelTrack *track = self->conversation->labels[DIRECTION_CLIENT];
    if (track == NULL) {
        return;
    }
    GArray *tokens = self->conversation->workshop->tokens;
    g_array_set_size(tokens, 0);
    if (exchange->command == POP3_SASL_RESPONSE) {
        SyntaxToken token = {0, exchange->length, "sasl response"};
        g_array_append_val(tokens, token);
    } else {
        pop3_command_tokens(exchange->line, exchange->length, tokens);
    }
    label_track_line(track, tokens, exchange->length, end_length, exchange->secret);
}

/* After a gap: the rest of a line whose beginning is lost. */
static gboolean is_fragment(const Pop3 *self, const Line *line) {
    return self->client.is_resync && self->client.mode == POP3_CLIENT_COMMANDS &&
           !pop3_looks_like_command((const char *)line->octets, line->length);
}

static void hide(Pop3 *self, guint64 offset, gsize length) {
    if (length > 0 && !self->conversation->workshop->options->reveal) {
        tcp_story_secret(self->conversation, (Span){DIRECTION_CLIENT, offset, length});
    }
}

void pop3_command_line(Pop3 *self, const Line *line, guint facts) {
    Pop3Client *client = &self->client;
    if (is_fragment(self, line)) {
        LabelTrack *track = self->conversation->labels[DIRECTION_CLIENT];
        label_track_take(track, line->length, "fragment", TRUE);
        label_track_take(track, line->end_length, "line end", FALSE);
        hide(self, client->line_start, line->length);
        return;
    }
    client->is_resync = FALSE;
    Span span = {DIRECTION_CLIENT, client->line_start, line->length + line->end_length};
    const char *text = (const char *)line->octets;
    if (client->mode == POP3_CLIENT_SASL) {
        begin_answer(self, text, line->length, span, facts);
    } else {
        begin_command(self, text, line->length, span, facts);
    }
    const Pop3Exchange *exchange = g_queue_peek_tail(&self->pending);
    if (exchange->secret < exchange->length) {
        hide(self, span.offset + exchange->secret, exchange->length - exchange->secret);
    }
    label_line(self, exchange, line->end_length);
}
