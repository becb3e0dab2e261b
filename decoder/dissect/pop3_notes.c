/* SPDX-License-Identifier: MIT */
/* Turns what a reply carries into remarks: what the greeting and CAPA offer, codes in brackets, how
 * many octets, what becomes of marked messages. It finds nothing wrong. */
#include "dissect/pop3_session.h"

#include <string.h>

static void add(GArray *remarks, const char *about, const char *text, const char *rfc) {
    NoteRemark remark = {about, text, rfc};
    g_array_append_val(remarks, remark);
}

static const char *quote(Pop3 *self, SyntaxSlice slice) {
    return conversation_quote(self->conversation, slice.octets, slice.length);
}

static gboolean is_ok(const Pop3Reply *reply) {
    return strcmp(reply->status, "+OK") == 0;
}

typedef void (*RemarkWriter)(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                             GArray *remarks);

static void remark_greeting(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                            GArray *remarks) {
    SyntaxSlice timestamp;
    if (pop3_parse_timestamp(pop3_reply_line(reply, 0), &timestamp)) {
        add(remarks, "pop3-timestamp",
            "What stands in angle brackets is different in every greeting: with it the client can "
            "log in by APOP, without sending the password.",
            "RFC 1939 §7");
    }
}

static void remark_capability(Pop3 *self, SyntaxSlice line, GArray *remarks) {
    SyntaxSlice rest = line;
    SyntaxSlice tag = pop3_next_word(&rest);
    const SpecWord *word = spec_find_word(SPEC_WORD_POP3_CAPABILITY, tag.octets, tag.length);
    if (tag.length == 0) {
        return;
    }
    const char *name = word != NULL ? word->word : quote(self, tag);
    add(remarks, conversation_text(self->conversation, "pop3-capability:%s", name),
        conversation_text(self->conversation, "%s: %s", quote(self, line),
                          word != NULL ? word->meaning
                                       : "a capability that this program does not know."),
        word != NULL ? word->rfc : NULL);
}

static void remark_capabilities(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                                GArray *remarks) {
    for (guint i = 1; i < reply->lines->len; i++) {
        remark_capability(self, pop3_reply_line(reply, i), remarks);
    }
}

static void remark_stat(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                        GArray *remarks) {
    guint32 count;
    guint64 octets;
    if (!pop3_parse_numbers(pop3_reply_line(reply, 0), &count, &octets)) {
        return;
    }
    add(remarks, NULL,
        count == 0 ? "No mail is there."
                   : conversation_text(self->conversation,
                                       "%u message%s, together %" G_GUINT64_FORMAT " octets.",
                                       count, count == 1 ? "" : "s", octets),
        NULL);
}

/* How many octets were promised by the reply itself, or else by LIST. */
static gboolean find_announced(const Pop3 *self, const Pop3Exchange *exchange,
                               const Pop3Reply *reply, guint64 *octets) {
    const Pop3Message *message = pop3_maildrop_find(&self->maildrop, exchange->number);
    if (pop3_parse_octets(pop3_reply_line(reply, 0), octets)) {
        return TRUE;
    }
    *octets = message != NULL ? message->size : 0;
    return message != NULL && message->has_size;
}

static void remark_octets(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                          GArray *remarks) {
    guint64 octets;
    if (reply->reader == NULL || reply->reader->integrity != NOTE_COMPLETE ||
        !find_announced(self, exchange, reply, &octets) || octets != reply->reader->octets) {
        return;
    }
    add(remarks, "pop3-octets",
        "As many octets came as had been announced. The number is not needed for reading: the lone "
        "dot ends the message.",
        "RFC 1939 §3");
}

static void remark_quit(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                        GArray *remarks) {
    if (self->machine.state != POP3_STATE_TRANSACTION || self->maildrop.n_marked == 0) {
        return;
    }
    g_autofree char *marked = pop3_maildrop_marked(&self->maildrop);
    add(remarks, NULL,
        conversation_text(self->conversation, "Now %s %s removed from the maildrop.", marked,
                          self->maildrop.n_marked == 1 ? "is" : "are"),
        "RFC 1939 §6");
}

static void remark_mechanisms(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                              GArray *remarks) {
    if (exchange->argument.length == 0) {
        add(remarks, "pop3-auth-list",
            "AUTH alone asks which mechanisms there are: a custom older than CAPA, and in no "
            "standard.",
            NULL);
    }
}

static const struct {
    int command;
    RemarkWriter write;
} writers[] = {
    {POP3_CONNECT, remark_greeting}, {POP3_CAPA, remark_capabilities},
    {POP3_STAT, remark_stat},        {POP3_RETR, remark_octets},
    {POP3_QUIT, remark_quit},        {POP3_AUTH, remark_mechanisms},
};

/* A refusal may carry a code for programs: RFC 2449 §8. */
static void remark_code(Pop3 *self, const Pop3Reply *reply, GArray *remarks) {
    g_autofree char *line =
        g_strdup_printf("%s %.*s", reply->status, (int)MIN(pop3_reply_line(reply, 0).length, 512),
                        pop3_reply_line(reply, 0).octets);
    Pop3Status status;
    if (!pop3_parse_status(line, strlen(line), &status) || status.code.octets == NULL) {
        return;
    }
    const SpecWord *word =
        spec_find_word(SPEC_WORD_POP3_RESPONSE_CODE, status.code.octets, status.code.length);
    if (word != NULL) {
        add(remarks, conversation_text(self->conversation, "pop3-code:%s", word->word),
            conversation_text(self->conversation, "[%s]: %s%s%s", word->word, word->meaning,
                              word->next != NULL ? " " : "", word->next != NULL ? word->next : ""),
            word->rfc);
    }
}

void pop3_reply_remarks(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                        GArray *remarks) {
    if (!is_ok(reply)) {
        remark_code(self, reply, remarks);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(writers); i++) {
        if (writers[i].command == exchange->command) {
            writers[i].write(self, exchange, reply, remarks);
        }
    }
}
