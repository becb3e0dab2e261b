/* SPDX-License-Identifier: MIT */
/* Turns exchanges and replies into notes: words, places, times; secrets left out. It decides
 * nothing. */
#include "dissect/client_line.h"
#include "dissect/queue_id.h"
#include "dissect/smtp_session.h"

#include <string.h>

FindingPlace smtp_place(const SmtpExchange *exchange) {
    return (FindingPlace){carrier_frames(&exchange->carrier), exchange->span.length > 0,
                          exchange->span,
                          exchange->written != NULL ? (int)exchange->written->command.n : -1};
}

/* BDAT has two rows in the table, but one verb on the wire. */
static NoteText verb_text(const Smtp *self, const SmtpExchange *exchange, SyntaxSlice verb) {
    int command = exchange->command == SMTP_BDAT_LAST ? SMTP_BDAT : exchange->command;
    return client_line_verb(self->conversation, command, verb, exchange->secret == 0);
}

/* Where the secret of the line begins, if it has one. */
static const char *secret_of(const SmtpExchange *exchange) {
    return exchange->secret < exchange->length ? exchange->line + exchange->secret : NULL;
}

static void split_line(const SmtpExchange *exchange, SyntaxSlice *verb, SyntaxSlice *argument) {
    if (exchange->command == SMTP_SASL_RESPONSE) {
        *verb = (SyntaxSlice){"", 0};
        *argument = (SyntaxSlice){exchange->line, exchange->length};
        return;
    }
    smtp_parse_command(exchange->line, exchange->length, verb, argument);
    if (argument->octets == NULL) {
        *argument = (SyntaxSlice){"", 0};
    }
}

static void remember_chunk(Smtp *self, const NoteCommand *note) {
    if (self->last_chunk == NULL)
        self->last_chunk = g_new(NoteCommand, 1);
    *self->last_chunk = *note;
    self->last_chunk->argument = note_text_of("");
}

void smtp_write_command(Smtp *self, SmtpExchange *exchange) {
    Workshop *workshop = self->conversation->workshop;
    SyntaxSlice verb;
    SyntaxSlice argument;
    split_line(exchange, &verb, &argument);
    g_array_set_size(workshop->remarks, 0);
    smtp_command_remarks(self, exchange, workshop->remarks);
    exchange->written = g_new0(SmtpWritten, 1);
    NoteCommand *note = &exchange->written->command;
    *note = (NoteCommand){
        .command = exchange->command,
        .verb = verb_text(self, exchange, verb),
        .argument = client_line_argument(self->conversation, argument, secret_of(exchange)),
        .frames = carrier_frames(&exchange->carrier),
        .time_ns = exchange->carrier.last_time_ns,
        .span = exchange->span,
        .state = exchange->has_state ? exchange->state : self->machine.state,
        .segments = exchange->carrier.segments,
        .pipelined = (exchange->facts & SMTP_FACT_PIPELINED) != 0,
        .is_written = TRUE,
        .remarks = (const NoteRemark *)(void *)workshop->remarks->data,
        .n_remarks = workshop->remarks->len,
    };
    conversation_write_command(self->conversation, note);
    note->remarks = NULL;
    note->n_remarks = 0;
    if (exchange->command == SMTP_BDAT || exchange->command == SMTP_BDAT_LAST) {
        remember_chunk(self, note);
    }
}

static void fill_lines(Smtp *self, const SmtpReply *reply) {
    GArray *texts = self->conversation->workshop->texts;
    g_array_set_size(texts, reply->lines->len);
    for (guint i = 0; i < reply->lines->len; i++) {
        const SyntaxToken *line = &g_array_index(reply->lines, SyntaxToken, i);
        g_array_index(texts, NoteText, i) =
            (NoteText){reply->text->str + line->offset, line->length};
    }
}

/* RFC 5321 §4.2: the greeting's first word is the server's domain. */
static void learn_name(Smtp *self, const SmtpReply *reply) {
    NoteConversation *note = &self->conversation->note;
    gsize length = strcspn(reply->text->str, " \r\n");
    if (note->server_name == NULL && length > 0) {
        note->server_name = g_strndup(reply->text->str, length);
    }
}

/* Of which recipient an LMTP reply speaks. */
static NoteText recipient_text(Smtp *self, const SmtpExchange *exchange) {
    const SmtpRecipient *recipient = NULL;
    if (exchange != NULL && exchange->message != NULL && !exchange->is_abandoned &&
        self->machine.spec == &spec_lmtp) {
        recipient = smtp_transaction_nth(&self->transaction, exchange->replies_seen);
    }
    if (recipient == NULL || recipient->is_unknown) {
        return (NoteText){NULL, 0};
    }
    return (NoteText){self->transaction.addresses->str + recipient->offset, recipient->length};
}

static void find_in_reply(Smtp *self, const SmtpReply *reply, FindingPlace place) {
    if (reply->is_mixed) {
        conversation_find(self->conversation, "smtp.reply-codes-differ", place, NULL);
    }
    if (reply->is_too_long) {
        conversation_find(self->conversation, "smtp.line-too-long", place, NULL);
    }
    if (reply->has_bare_lf) {
        conversation_find_once(self->conversation, "smtp.bare-lf", place,
                               "The server ends its lines with a bare LF; SMTP lines end with CR "
                               "and LF.");
    }
}

/* LMTP has a reply for each recipient: the first that names an identifier tells it. */
static void learn_queue_id(const Smtp *self, MessageReader *message, const NoteReply *note) {
    if (message == NULL || message->queue_id != NULL ||
        self->conversation->workshop->options->journey == NULL) {
        return;
    }
    g_autofree char *queue_id = queue_id_read(note);
    if (queue_id != NULL) {
        message->queue_id = g_string_chunk_insert(message->strings, queue_id);
    }
}

void smtp_write_reply(Smtp *self, SmtpExchange *exchange, const SmtpReply *reply) {
    Conversation *conversation = self->conversation;
    Workshop *workshop = conversation->workshop;
    Carrier carrier =
        conversation_carrier(conversation, DIRECTION_SERVER, reply->offset, reply->length);
    Carrier first = conversation_carrier(conversation, DIRECTION_SERVER, reply->offset, 1);
    fill_lines(self, reply);
    g_array_set_size(workshop->remarks, 0);
    smtp_reply_remarks(self, exchange, reply, workshop->remarks);
    NoteReply note = {
        .command = exchange != NULL ? &exchange->written->command : NULL,
        .status = reply->status,
        .enhanced = reply->enhanced[0] != '\0' ? reply->enhanced : NULL,
        .lines = (const NoteText *)(void *)workshop->texts->data,
        .n_lines = workshop->texts->len,
        .frames = carrier_frames(&carrier),
        .time_ns = carrier.last_time_ns,
        .span = {DIRECTION_SERVER, reply->offset, reply->length},
        .latency_ns = client_line_latency(exchange != NULL ? &exchange->carrier : NULL, &first),
        .recipient = recipient_text(self, exchange),
        .remarks = (const NoteRemark *)(void *)workshop->remarks->data,
        .n_remarks = workshop->remarks->len,
    };
    if (exchange != NULL && exchange->command == SMTP_CONNECT) {
        learn_name(self, reply);
    }
    conversation_write_reply(conversation, &note);
    FindingPlace place = {note.frames, TRUE, note.span,
                          exchange != NULL ? (int)exchange->written->command.n : -1};
    find_in_reply(self, reply, place);
    smtp_offers_read(self, exchange, reply);
    if (exchange != NULL) {
        learn_queue_id(self, exchange->message, &note);
        /* A message names the reply that decided on it; its texts are not needed for that. */
        note.lines = NULL;
        note.n_lines = 0;
        note.status = NULL;
        note.enhanced = NULL;
        note.remarks = NULL;
        note.n_remarks = 0;
        SmtpWritten *written = exchange->written;
        written->reply = note;
        memcpy(written->status, reply->status, sizeof written->status);
        written->reply.status = written->status;
    }
}

void smtp_write_transition(Smtp *self, const SmtpReply *reply, const SpecStep *step) {
    Carrier carrier = conversation_carrier(self->conversation, DIRECTION_SERVER,
                                           reply->offset + MAX(reply->length, 1) - 1, 1);
    NoteTransition note = {carrier.last_frame, carrier.last_time_ns, *step};
    conversation_write_transition(self->conversation, &note);
}
