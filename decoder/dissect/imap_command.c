/* SPDX-License-Identifier: MIT */
/* Turns a unit of the client into an exchange that waits for its reply. What the reply does is not
 * known here; what the unit means to a student is said in imap_command_notes.c. */
#include "dissect/imap_session.h"
#include "dissect/tcp_story.h"

#include <string.h>

static guint facts_of_order(const Imap *self, Span span) {
    if (!self->conversation->connection->directions[DIRECTION_SERVER].seen) {
        return 0; /* nobody knows whether the client waited */
    }
    const ImapExchange *before = self->pending.tail != NULL ? self->pending.tail->data : NULL;
    /* IDLE has had its "+": what ends it is not early. */
    gboolean is_idling = before != NULL && before->command == IMAP_IDLE &&
                         (before->facts & IMAP_FACT_CONTINUED) != 0;
    gboolean has_waiting = self->pending.length > (is_idling ? 1 : 0);
    gboolean is_early = span.length > 0 && span.offset + span.length <= self->client.waited;
    return has_waiting || is_early ? IMAP_FACT_PIPELINED : 0;
}

ImapExchange *imap_exchange_new(Imap *self, int command, Span span) {
    if (g_queue_get_length(&self->pending) >= IMAP_PENDING_MAX) {
        imap_give_up_head(self);
    }
    ImapExchange *exchange = g_new0(ImapExchange, 1);
    exchange->command = command;
    exchange->span = span;
    exchange->facts = facts_of_order(self, span);
    exchange->messages = g_ptr_array_new_with_free_func(imap_message_free);
    exchange->line = g_strdup("");
    exchange->argument = g_strdup("");
    g_queue_init(&exchange->replies);
    if (self->client.has_inferred) {
        exchange->facts |= IMAP_FACT_INFERRED;
        self->client.has_inferred = FALSE;
    }
    g_queue_push_tail(&self->pending, exchange);
    return exchange;
}

void imap_exchange_free(ImapExchange *self) {
    g_queue_clear_full(&self->replies, imap_reply_free);
    g_ptr_array_unref(self->messages);
    g_free(self->literals);
    g_free(self->line);
    g_free(self->tag);
    g_free(self->argument);
    g_free(self);
}

/* ---- the text of a unit --------------------------------------------------------------------- */

static ImapText exchange_text(const ImapExchange *exchange) {
    return (ImapText){exchange->line, exchange->length, exchange->literals, exchange->n_literals};
}

static void copy_text(ImapExchange *exchange, const ImapText *text) {
    g_free(exchange->line);
    exchange->length = text->length;
    exchange->line = g_malloc(text->length + 1);
    memcpy(exchange->line, text->octets, text->length);
    exchange->line[text->length] = '\0';
    exchange->n_literals = text->n_literals;
    exchange->literals =
        g_memdup2(text->literals, (gsize)text->n_literals * sizeof *text->literals);
}

static int find_command(const Imap *self, const char *name) {
    gboolean is_pseudo = name[0] == '<' || name[0] == '\0';
    return is_pseudo ? -1 : spec_find_command(self->machine.spec, name, strlen(name));
}

static void read_command(Imap *self, ImapExchange *exchange) {
    ImapText text = exchange_text(exchange);
    imap_parse_command(&text, &exchange->parsed);
    exchange->command = find_command(self, exchange->parsed.name);
    g_free(exchange->tag);
    exchange->tag = g_strndup(exchange->parsed.tag.octets, exchange->parsed.tag.length);
}

/* Line ends of literals and what is secret, as it may be shown. */
static void append_token(GString *shown, const ImapExchange *exchange, const SyntaxToken *token,
                         gboolean is_secret) {
    if (!is_secret) {
        g_string_append_len(shown, exchange->line + token->offset, (gssize)token->length);
    } else if (!g_str_has_suffix(shown->str, NOTE_REDACTED)) {
        g_string_append(shown, NOTE_REDACTED);
    }
}

static gboolean is_secret_token(const ImapExchange *exchange, const SyntaxToken *token) {
    const char *answer = exchange->answer.octets;
    gboolean is_answer =
        exchange->is_answer_secret && answer != NULL && exchange->line + token->offset >= answer;
    return imap_token_is_secret(token) || is_answer || (exchange->facts & IMAP_FACT_SECRET) != 0;
}

/* Makes the argument that is shown, and tells the story of TCP which octets are secret. */
static void redact(Imap *self, ImapExchange *exchange) {
    gboolean reveal = self->conversation->workshop->options->reveal;
    GArray *tokens = self->conversation->workshop->tokens;
    ImapText text = exchange_text(exchange);
    SyntaxSlice argument = exchange->parsed.argument;
    gsize from = argument.octets != NULL ? imap_slice_at(&text, argument) : text.length;
    g_array_set_size(tokens, 0);
    imap_command_tokens(&text, tokens);
    GString *shown = g_string_new(NULL);
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        gboolean is_secret = !reveal && is_secret_token(exchange, token);
        if (token->offset >= from) {
            append_token(shown, exchange, token, is_secret);
        }
        if (is_secret) {
            guint64 offset = self->client.side.unit_start +
                             imap_unit_wire_offset(&self->client.side.unit, token->offset);
            Span span = {DIRECTION_CLIENT, offset, token->length};
            tcp_story_secret(self->conversation, conversation_wire_span(self->conversation, span));
        }
    }
    while (shown->len > 0 && strchr("\r\n", shown->str[shown->len - 1]) != NULL) {
        g_string_truncate(shown, shown->len - 1);
    }
    g_free(exchange->argument);
    exchange->argument = g_string_free(shown, FALSE);
}

/* ---- kinds of units ------------------------------------------------------------------------- */

static void mark_answer(Imap *self, ImapExchange *exchange, SyntaxSlice answer) {
    gboolean is_cancel = answer.length == 1 && answer.octets[0] == '*';
    exchange->answer = answer;
    exchange->is_answer_secret = sasl_count_answer(&self->sasl) && !is_cancel;
}

/* authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp] *(CRLF base64) */
static void begin_login(Imap *self, ImapExchange *exchange) {
    const ImapArguments *arguments = &exchange->parsed.arguments;
    const ImapValue *mechanism = imap_argument(arguments, IMAP_ROLE_MECHANISM);
    const ImapValue *response = imap_argument(arguments, IMAP_ROLE_INITIAL_RESPONSE);
    SyntaxSlice name = mechanism != NULL ? mechanism->octets : (SyntaxSlice){"", 0};
    sasl_begin(&self->sasl, name.octets != NULL ? name.octets : "", name.length);
    g_free(self->sasl_tag);
    self->sasl_tag = g_strdup(exchange->tag);
    if (response != NULL && response->octets.octets != NULL) {
        mark_answer(self, exchange, response->octets);
    }
}

/* What the command does to the reading of what follows it. DONE can be told from every command, so
 * that IDLE need not wait for its reply. */
static void follow_command(Imap *self, ImapExchange *exchange) {
    int command = exchange->command;
    if (command == IMAP_AUTHENTICATE) {
        begin_login(self, exchange);
    }
    self->has_logout |= command == IMAP_LOGOUT;
    gboolean waits = command >= 0 && command != IMAP_IDLE && command != IMAP_IDLE_DONE &&
                     (self->machine.spec->commands[command].turns & SPEC_TURN_FRAMING_WAITS) != 0;
    if (waits && (exchange->facts & IMAP_FACT_REFUSED) == 0) {
        self->client.mode = IMAP_CLIENT_WAITS;
        self->client.waits_for = command;
        self->client.waiter = exchange;
    }
}

/* Perhaps part of a login that was not understood. */
static gboolean may_be_answer(const Imap *self, const ImapExchange *exchange) {
    return (self->was_lost || self->sasl.name[0] != '\0') && exchange->command < 0 &&
           exchange->parsed.verb.length == 0 &&
           sasl_looks_like_answer(exchange->line, exchange->length);
}

static void begin_command(Imap *self, ImapExchange *exchange) {
    read_command(self, exchange);
    exchange->facts |= may_be_answer(self, exchange) ? IMAP_FACT_SECRET : 0;
    follow_command(self, exchange);
}

static void begin_answer(Imap *self, ImapExchange *exchange) {
    exchange->command = IMAP_SASL_RESPONSE;
    exchange->tag = g_strdup(self->sasl_tag);
    mark_answer(self, exchange, (SyntaxSlice){exchange->line, exchange->length});
    exchange->parsed.argument = exchange->answer;
    follow_command(self, exchange);
}

/* idle = "IDLE" CRLF "DONE" : no tag, as it goes on with the same command. */
static void begin_done(Imap *self, ImapExchange *exchange) {
    ImapExchange *idle = imap_open_idle(self);
    exchange->command = IMAP_IDLE_DONE;
    exchange->tag = g_strdup(idle != NULL ? idle->tag : exchange->line);
    exchange->parsed.argument = (SyntaxSlice){exchange->line, exchange->length};
    if (idle != NULL) {
        idle->facts |= IMAP_FACT_FOLLOWED;
    }
}

/* No command is a single word. */
static gboolean is_done(const ImapExchange *exchange) {
    return exchange->length == 4 && g_ascii_strncasecmp(exchange->line, "DONE", 4) == 0;
}

static guint facts_of_end(const Imap *self, const ImapPiece *end) {
    return (end->end == LINE_END_LF ? IMAP_FACT_BARE_LF : 0) |
           (end->is_broken ? IMAP_FACT_CUT : 0) | (end->is_refused ? IMAP_FACT_REFUSED : 0) |
           (self->client.side.unit.dropped > 0 ? IMAP_FACT_TOO_LONG : 0);
}

void imap_command_open(Imap *self) {
    ImapClient *client = &self->client;
    if (client->open != NULL || client->mode == IMAP_CLIENT_SASL) {
        return;
    }
    ImapText text = imap_unit_text(&client->side.unit);
    Span span = {DIRECTION_CLIENT, client->side.unit_start,
                 client->side.offset - client->side.unit_start};
    client->open = imap_exchange_new(self, -1, span);
    client->open->facts |= IMAP_FACT_INCOMPLETE;
    const char *space = memchr(text.octets, ' ', text.length);
    client->open->tag = g_strndup(text.octets, space != NULL ? (gsize)(space - text.octets) : 0);
}

/* Gives the exchange the texts that its literals carried. */
static void move_messages(ImapSide *side, ImapExchange *exchange) {
    while (side->messages->len > 0) {
        gpointer message = g_ptr_array_steal_index(side->messages, 0);
        if (exchange->messages->len < IMAP_MESSAGES_MAX) {
            g_ptr_array_add(exchange->messages, message);
        } else {
            imap_message_free(message);
        }
    }
}

static ImapKind read_unit(Imap *self, ImapExchange *exchange) {
    if (self->client.mode == IMAP_CLIENT_SASL) {
        begin_answer(self, exchange);
        return IMAP_UNIT_ANSWER;
    }
    if (is_done(exchange)) {
        begin_done(self, exchange);
        return IMAP_UNIT_DONE;
    }
    begin_command(self, exchange);
    return IMAP_UNIT_COMMAND;
}

static ImapExchange *take_unit(Imap *self, const ImapText *text, const ImapPiece *end) {
    ImapClient *client = &self->client;
    ImapSide *side = &client->side;
    Span span = {DIRECTION_CLIENT, side->unit_start, side->offset - side->unit_start};
    ImapExchange *exchange = g_steal_pointer(&client->open);
    if (exchange == NULL) {
        exchange = imap_exchange_new(self, -1, span);
    }
    exchange->span = span;
    exchange->facts |= facts_of_end(self, end);
    exchange->facts &= ~(guint)IMAP_FACT_INCOMPLETE;
    exchange->carrier =
        conversation_carrier(self->conversation, DIRECTION_CLIENT, span.offset, span.length);
    copy_text(exchange, text);
    move_messages(side, exchange);
    ImapKind kind = read_unit(self, exchange);
    redact(self, exchange);
    imap_label_text(self, side, kind,
                    exchange->is_answer_secret || (exchange->facts & IMAP_FACT_SECRET) != 0);
    return exchange;
}

void imap_command_unit(Imap *self, const ImapPiece *end) {
    ImapSide *side = &self->client.side;
    ImapText text = imap_unit_text(&side->unit);
    gboolean is_empty = text.length == 0 && self->client.mode != IMAP_CLIENT_SASL;
    ImapExchange *exchange = is_empty ? NULL : take_unit(self, &text, end);
    imap_label_end(self, side, end->length);
    conversation_forget(self->conversation, DIRECTION_CLIENT, side->offset);
    imap_side_next(self, side);
    if (exchange != NULL) {
        imap_release_replies(self, exchange);
    }
}
