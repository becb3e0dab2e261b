/* SPDX-License-Identifier: MIT */
/* Turns exchanges, replies and messages into notes: words, places, times; secrets left out. It
 * decides nothing. */
#include "dissect/client_line.h"
#include "dissect/message_findings.h"
#include "dissect/message_note.h"
#include "dissect/pop3_session.h"

#include <string.h>

FindingPlace pop3_place(const Pop3Exchange *exchange) {
    return (FindingPlace){carrier_frames(&exchange->carrier), exchange->span.length > 0,
                          exchange->span, (int)exchange->note.n};
}

/* Where the secret of the line begins, if it has one. */
static const char *secret_of(const Pop3Exchange *exchange) {
    return exchange->secret < exchange->length ? exchange->line + exchange->secret : NULL;
}

void pop3_write_command(Pop3 *self, Pop3Exchange *exchange) {
    exchange->note = (NoteCommand){
        .command = exchange->command,
        .verb = client_line_verb(self->conversation, exchange->command, exchange->verb,
                                 exchange->secret == 0),
        .argument =
            client_line_argument(self->conversation, exchange->argument, secret_of(exchange)),
        .frames = carrier_frames(&exchange->carrier),
        .time_ns = exchange->carrier.last_time_ns,
        .span = exchange->span,
        .state = exchange->has_state ? exchange->state : self->machine.state,
        .segments = exchange->carrier.segments,
        .pipelined = (exchange->facts & POP3_FACT_PIPELINED) != 0,
        .is_written = TRUE,
    };
    conversation_write_command(self->conversation, &exchange->note);
}

static void fill_lines(Pop3 *self, const Pop3Reply *reply) {
    GArray *texts = self->conversation->workshop->texts;
    g_array_set_size(texts, 0);
    for (guint i = 0; i < reply->lines->len; i++) {
        SyntaxSlice line = pop3_reply_line(reply, i);
        NoteText text = {line.octets, line.length};
        g_array_append_val(texts, text);
    }
}

static void find_in_reply(Pop3 *self, const Pop3Reply *reply, FindingPlace place) {
    if (reply->is_too_long) {
        conversation_find(self->conversation, "pop3.line-too-long", place,
                          "The reply is longer than this program keeps; what is shown of it is its "
                          "beginning.");
    }
    if (reply->has_bare_lf) {
        conversation_find_once(self->conversation, "pop3.bare-lf", place,
                               "The server ends its lines with a bare LF; POP3 lines end with CR "
                               "and LF.");
    }
}

void pop3_write_reply(Pop3 *self, Pop3Exchange *exchange, Pop3Reply *reply) {
    Conversation *conversation = self->conversation;
    Workshop *workshop = conversation->workshop;
    Carrier carrier =
        conversation_carrier(conversation, DIRECTION_SERVER, reply->offset, reply->length);
    Carrier first = conversation_carrier(conversation, DIRECTION_SERVER, reply->offset, 1);
    fill_lines(self, reply);
    g_array_set_size(workshop->remarks, 0);
    if (exchange != NULL && !workshop->options->no_remarks) {
        pop3_reply_remarks(self, exchange, reply, workshop->remarks);
    }
    reply->note = (NoteReply){
        .command = exchange != NULL ? &exchange->note : NULL,
        .status = reply->status,
        .lines = (const NoteText *)(void *)workshop->texts->data,
        .n_lines = workshop->texts->len,
        .frames = carrier_frames(&carrier),
        .time_ns = carrier.last_time_ns,
        .span = {DIRECTION_SERVER, reply->offset, reply->length},
        .latency_ns = client_line_latency(exchange != NULL ? &exchange->carrier : NULL, &first),
        .remarks = (const NoteRemark *)(void *)workshop->remarks->data,
        .n_remarks = workshop->remarks->len,
        .first_message = conversation->note.messages,
        .n_messages = reply->reader != NULL ? 1 : 0,
    };
    conversation_write_reply(conversation, &reply->note);
    FindingPlace place = {reply->note.frames, TRUE, reply->note.span,
                          exchange != NULL ? (int)exchange->note.n : -1};
    find_in_reply(self, reply, place);
    /* Its texts are not needed any more. */
    reply->note.n_lines = reply->note.n_remarks = 0;
    reply->note.lines = NULL;
    reply->note.remarks = NULL;
}

void pop3_write_transition(Pop3 *self, const Pop3Reply *reply, const SpecStep *step) {
    NoteTransition note = {reply->note.frames.last, reply->note.time_ns, *step};
    conversation_write_transition(self->conversation, &note);
}

/* ---- the message ---------------------------------------------------------------------------- */

/* Which message of the maildrop it is. */
static void fill_place(const Pop3 *self, const Pop3Exchange *exchange, NoteMessage *note) {
    if (exchange == NULL) {
        return;
    }
    const Pop3Message *message = pop3_maildrop_find(&self->maildrop, exchange->number);
    note->number = exchange->number;
    note->unique_id = message != NULL ? message->unique_id : NULL;
}

void pop3_write_message(Pop3 *self, const Pop3Exchange *exchange, Pop3Reply *reply) {
    MessageReader *reader = reply->reader;
    gboolean is_top = exchange != NULL && exchange->command == POP3_TOP;
    NoteMessage note = {
        .carried_by = is_top ? "TOP" : "RETR",
        .command = exchange != NULL ? &exchange->note : NULL,
        .reply = &reply->note,
        .verdict = NOTE_ACCEPTED,
    };
    message_check_conflicts(reader);
    message_fill_text(reader, &note);
    fill_place(self, exchange, &note);
    conversation_write_message(self->conversation, reader->key, &note);
    MessageContext context = {
        .command_n = exchange != NULL ? (int)exchange->note.n : -1,
        .is_8bit = TRUE, /* nothing is declared in POP3 */
    };
    message_find(self->conversation, reader, &note, &context);
}
