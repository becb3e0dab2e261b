/* SPDX-License-Identifier: MIT */
/* RETR and TOP: the text of a message, dot-stuffed, as fast as the session takes it. RFC 1939 §3,
 * §5, §7. */
#include "pop3/pop3_core.h"

#include <string.h>

#define PIECE_OCTETS ((gsize)16 * 1024)

static void finish(Pop3Core *self, gboolean is_broken_off) {
    Pop3Job *job = &self->job;
    session_message_end(self->session);
    session_message(self->session,
                    &(SessionMessage){
                        .carried_by = job->carried_by,
                        .verdict = is_broken_off ? SESSION_UNANSWERED : SESSION_ACCEPTED,
                        .is_unterminated = is_broken_off,
                        .number = job->number,
                        .unique_id = pop3_maildrop_message(self, job->number)->unique_id,
                    });
    if (!is_broken_off)
        session_reply_end(self->session, NULL);
    g_clear_pointer(&job->text, g_bytes_unref);
}

/* The next octets up to the end of a line, or a piece of a long one. A dot at the beginning of a
 * line gets another. */
static void send_piece(Pop3Core *self, const guint8 *text) {
    Pop3Job *job = &self->job;
    const guint8 *from = text + job->at;
    gsize left = MIN(job->length - job->at, PIECE_OCTETS);
    const guint8 *feed = memchr(from, '\n', left);
    gsize n = feed != NULL ? (gsize)(feed - from) + 1 : left;
    if (job->at_line_start && from[0] == '.')
        session_reply_octets(self->session, (const guint8 *)".", 1);
    session_reply_octets(self->session, from, n);
    session_message_octets(self->session, from, n);
    job->at += n;
    job->at_line_start = job->at >= 2 && memcmp(text + job->at - 2, "\r\n", 2) == 0;
}

void pop3_retrieval_go_on(Pop3Core *self) {
    Pop3Job *job = &self->job;
    if (job->text == NULL)
        return;
    const guint8 *text = g_bytes_get_data(job->text, NULL);
    while (job->at < job->length && session_goes_on(self->session))
        send_piece(self, text);
    if (job->at < job->length)
        return;
    /* The lone dot stands on a line of its own. */
    if (!job->at_line_start)
        session_reply_octets(self->session, (const guint8 *)"\r\n", 2);
    finish(self, FALSE);
}

void pop3_retrieval_break_off(Pop3Core *self) {
    if (self->job.text != NULL)
        finish(self, TRUE);
}

/* Takes `text`. */
static void begin(Pop3Core *self, GBytes *text, gsize length, const char *verb, guint32 number,
                  const char *head) {
    self->job = (Pop3Job){.text = text,
                          .length = length,
                          .at_line_start = TRUE,
                          .carried_by = verb,
                          .number = number};
    session_reply_begin(self->session,
                        &(SessionReply){.status = "+OK", .text = head, .is_multi_line = TRUE});
    pop3_retrieval_go_on(self);
}

/* NULL: it is gone, and that was answered. */
static GBytes *text_of(Pop3Core *self, guint32 number) {
    GBytes *text = session_setup(self->session)->store->klass->text(self->box, number - 1);
    if (text == NULL)
        pop3_core_err(self, "SYS/TEMP", "message %u cannot be read: somebody else removed it",
                      number);
    return text;
}

static void run_retr(Pop3Core *self, SyntaxSlice argument) {
    guint32 number;
    GBytes *text = NULL;
    if (!pop3_maildrop_number(self, &argument, &number) || (text = text_of(self, number)) == NULL)
        return;
    g_autofree char *head = g_strdup_printf("%" G_GSIZE_FORMAT " octets", g_bytes_get_size(text));
    begin(self, text, g_bytes_get_size(text), "RETR", number, head);
}

/* Where the header with its empty line ends, and after it so many lines. */
static gsize top_length(GBytes *bytes, guint64 n_lines) {
    gsize length, at = 0;
    const char *text = g_bytes_get_data(bytes, &length);
    gboolean is_body = FALSE;
    while (at < length && (!is_body || n_lines > 0)) {
        const char *feed = memchr(text + at, '\n', length - at);
        gsize end = feed != NULL ? (gsize)(feed - text) + 1 : length;
        gboolean is_empty = end - at <= 2 && (text[at] == '\r' || text[at] == '\n');
        n_lines -= is_body ? 1 : 0;
        is_body |= is_empty;
        at = end;
    }
    return at;
}

static void run_top(Pop3Core *self, SyntaxSlice argument) {
    guint32 number;
    guint64 n_lines;
    GBytes *text = NULL;
    if (!pop3_maildrop_number(self, &argument, &number))
        return;
    SyntaxSlice word = pop3_next_word(&argument);
    if (!smtp_parse_number(word.octets, word.length, &n_lines)) {
        pop3_core_err(self, NULL, "how many lines of the body? TOP %u 10", number);
        return;
    }
    if ((text = text_of(self, number)) != NULL)
        begin(self, text, top_length(text, n_lines), "TOP", number, "the top of the message");
}

const Pop3Verb pop3_retrieval_verbs[] = {
    {POP3_RETR, NULL, run_retr},
    {POP3_TOP, "TOP", run_top},
    {0, NULL, NULL},
};
