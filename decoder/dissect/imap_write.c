/* SPDX-License-Identifier: MIT */
/* Turns exchanges and replies into notes: words, places, times; secrets and message texts left out.
 * It decides nothing. */
#include "dissect/client_line.h"
#include "dissect/imap_session.h"

#include <string.h>

FindingPlace imap_place(const ImapExchange *exchange) {
    return (FindingPlace){carrier_frames(&exchange->carrier), exchange->span.length > 0,
                          exchange->span, (int)exchange->note.n};
}

void imap_remark(GArray *remarks, const char *about, const char *text, const char *rfc) {
    NoteRemark remark = {about, text, rfc};
    g_array_append_val(remarks, remark);
}

static NoteText verb_text(const Imap *self, const ImapExchange *exchange) {
    SyntaxSlice verb = exchange->parsed.verb;
    verb.octets = verb.octets != NULL ? verb.octets : "";
    return client_line_verb(self->conversation, exchange->command, verb,
                            (exchange->facts & IMAP_FACT_SECRET) != 0);
}

/* Only what is on the wire: answers to a challenge and DONE have none. */
static NoteText tag_text(const Imap *self, const ImapExchange *exchange) {
    SyntaxSlice tag = exchange->parsed.tag;
    if (tag.octets == NULL || tag.length == 0) {
        return (NoteText){NULL, 0};
    }
    gboolean is_secret = (exchange->facts & IMAP_FACT_SECRET) != 0;
    return is_secret && !self->conversation->workshop->options->reveal
               ? note_text_of(NOTE_REDACTED)
               : (NoteText){tag.octets, tag.length};
}

static NoteText argument_text(const Imap *self, const ImapExchange *exchange) {
    gboolean is_answer = exchange->command == IMAP_SASL_RESPONSE;
    gboolean is_hidden = is_answer && exchange->is_answer_secret && exchange->length > 0 &&
                         !self->conversation->workshop->options->reveal;
    return note_text_of(is_hidden ? NOTE_REDACTED : exchange->argument);
}

void imap_write_command(Imap *self, ImapExchange *exchange) {
    Workshop *workshop = self->conversation->workshop;
    g_array_set_size(workshop->remarks, 0);
    if (!workshop->options->no_remarks) {
        imap_command_remarks(self, exchange, workshop->remarks);
    }
    exchange->note = (NoteCommand){
        .command = exchange->command,
        .verb = verb_text(self, exchange),
        .argument = argument_text(self, exchange),
        .tag = tag_text(self, exchange),
        .frames = carrier_frames(&exchange->carrier),
        .time_ns = exchange->carrier.last_time_ns,
        .span = exchange->span,
        .state = exchange->has_state ? exchange->state : self->machine.state,
        .segments = exchange->carrier.segments,
        .pipelined = (exchange->facts & IMAP_FACT_PIPELINED) != 0,
        .is_written = TRUE,
        .remarks = (const NoteRemark *)(void *)workshop->remarks->data,
        .n_remarks = workshop->remarks->len,
    };
    conversation_write_command(self->conversation, &exchange->note);
    exchange->facts |= IMAP_FACT_WRITTEN;
    exchange->note.remarks = NULL;
    exchange->note.n_remarks = 0;
}

/* Where the lines of the reply begin: behind tag and status, number and name. */
static const char *lines_begin(const ImapReply *reply) {
    const ImapResponseLine *line = &reply->line;
    const char *end = reply->text.octets + reply->text.length;
    if (line->kind == IMAP_RESPONSE_UNTAGGED && !line->is_status) {
        return line->rest.octets != NULL ? line->rest.octets : end;
    }
    const char *at = line->text.octets != NULL ? line->text.octets : end;
    if (line->code[0] != '\0') { /* the response code belongs to the line */
        const char *bracket = memchr(reply->text.octets, '[', reply->text.length);
        at = bracket != NULL && bracket < at ? bracket : at;
    }
    return at;
}

/* One line for each on the wire: texts of messages are not in it, short strings are. */
static void fill_lines(Imap *self, const ImapReply *reply) {
    GArray *texts = self->conversation->workshop->texts;
    const char *at = lines_begin(reply);
    const char *end = reply->text.octets + reply->text.length;
    g_array_set_size(texts, 0);
    do {
        const char *feed = at < end ? memchr(at, '\n', (gsize)(end - at)) : NULL;
        const char *stop = feed != NULL ? feed : end;
        gsize length = (gsize)(stop - at);
        length -= feed != NULL && length > 0 && at[length - 1] == '\r' ? 1 : 0;
        NoteText text = {at, length};
        g_array_append_val(texts, text);
        at = feed != NULL ? feed + 1 : end;
    } while (at < end);
}

static gint64 latency(const ImapExchange *exchange, const ImapReply *reply) {
    if (exchange == NULL || exchange->carrier.last_time_ns == 0 || reply->carrier.segments == 0) {
        return -1;
    }
    gint64 passed = reply->first_time_ns - exchange->carrier.last_time_ns;
    return passed >= 0 ? passed : -1; /* "+" comes before the command's last octet */
}

/* The texts that the reply carries are counted now, and told after the tagged reply. */
static void number_messages(Imap *self, ImapExchange *exchange, ImapReply *reply, NoteReply *note) {
    guint n = reply->messages != NULL ? reply->messages->len : 0;
    note->first_message = self->next_message;
    note->n_messages = n;
    for (guint i = 0; i < n; i++) {
        ImapMessage *message = g_ptr_array_index(reply->messages, i);
        message->n = self->next_message++;
        imap_message_ask(message, exchange);
    }
}

static NoteReply make_note(Imap *self, ImapExchange *exchange, const ImapReply *reply) {
    const Workshop *workshop = self->conversation->workshop;
    const ImapResponseLine *line = &reply->line;
    gboolean is_tagged = line->kind == IMAP_RESPONSE_TAGGED;
    gboolean is_data = line->kind == IMAP_RESPONSE_UNTAGGED && !line->is_status;
    return (NoteReply){
        .command = exchange != NULL ? &exchange->note : NULL,
        .status = reply->status,
        .lines = (const NoteText *)(void *)workshop->texts->data,
        .n_lines = workshop->texts->len,
        .frames = carrier_frames(&reply->carrier),
        .time_ns = reply->carrier.last_time_ns,
        .span = reply->span,
        .latency_ns = latency(exchange, reply),
        .remarks = (const NoteRemark *)(void *)workshop->remarks->data,
        .n_remarks = workshop->remarks->len,
        .tag = {is_tagged ? line->tag.octets : NULL, is_tagged ? line->tag.length : 0},
        .code = line->code[0] != '\0' ? line->code : NULL,
        .data = is_data ? line->name : NULL,
        .has_number = line->has_number,
        .number = line->number,
        .structure = (const NotePart *)(void *)self->structure->data,
        .n_structure = self->structure->len,
    };
}

/* RFC 9051 §7.1: the greeting's text may say who speaks; the first word with a dot is its name. */
static void learn_name(Imap *self, const ImapReply *reply) {
    NoteConversation *note = &self->conversation->note;
    g_autofree char *text = g_strndup(reply->line.text.octets, reply->line.text.length);
    g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
    for (char **word = words; *word != NULL && note->server_name == NULL; word++) {
        const char *dot = strchr(*word, '.');
        if (dot != NULL && dot > *word && g_ascii_isalpha(dot[1])) {
            note->server_name = g_strdup(*word);
        }
    }
}

/* A message names the reply that decided on it; its texts are not needed for that. */
static void keep_reply(ImapExchange *exchange, const NoteReply *note) {
    g_strlcpy(exchange->status, note->status, sizeof exchange->status);
    exchange->reply = (NoteReply){.n = note->n,
                                  .command = note->command,
                                  .status = exchange->status,
                                  .frames = note->frames,
                                  .time_ns = note->time_ns,
                                  .span = note->span,
                                  .latency_ns = note->latency_ns};
    exchange->replies_seen++;
}

/* Texts go from the reply to the exchange, whose tagged reply decides on them. */
static void move_messages(Imap *self, ImapExchange *exchange, ImapReply *reply) {
    while (reply->messages != NULL && reply->messages->len > 0) {
        ImapMessage *message = g_ptr_array_steal_index(reply->messages, 0);
        g_ptr_array_add(exchange->messages, message);
        if (exchange->messages->len >= IMAP_MESSAGES_MAX) {
            imap_write_messages(self, exchange, exchange->messages, NOTE_UNANSWERED);
        }
    }
}

/* Nobody asked for these: they are told at once. */
static void write_unasked(Imap *self, ImapReply *reply) {
    if (reply->messages != NULL) {
        imap_write_messages(self, NULL, reply->messages, NOTE_UNANSWERED);
    }
}

void imap_write_reply(Imap *self, ImapExchange *exchange, ImapReply *reply) {
    Workshop *workshop = self->conversation->workshop;
    fill_lines(self, reply);
    g_array_set_size(workshop->remarks, 0);
    g_array_set_size(self->structure, 0);
    if (!workshop->options->no_remarks) {
        imap_reply_remarks(self, exchange, reply, workshop->remarks);
        imap_structure_read(self, reply);
    }
    NoteReply note = make_note(self, exchange, reply);
    number_messages(self, exchange, reply, &note);
    if (exchange != NULL && exchange->command == IMAP_CONNECT && reply->line.is_status) {
        learn_name(self, reply);
    }
    conversation_write_reply(self->conversation, &note);
    if (reply->has_bare_lf) {
        FindingPlace place = {note.frames, TRUE, note.span,
                              note.command ? (int)note.command->n : -1};
        conversation_find_once(self->conversation, "imap.bare-lf", place,
                               "The server ends its lines with a bare LF; lines of IMAP end with "
                               "CR and LF.");
    }
    if (exchange != NULL) {
        keep_reply(exchange, &note);
        move_messages(self, exchange, reply);
    } else {
        write_unasked(self, reply);
    }
}

void imap_write_transition(Imap *self, const ImapReply *reply, const SpecStep *step) {
    NoteTransition note = {reply->carrier.last_frame, reply->carrier.last_time_ns, *step};
    conversation_write_transition(self->conversation, &note);
}
