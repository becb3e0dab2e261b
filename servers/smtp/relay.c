/* SPDX-License-Identifier: MIT */
/* One mail on its way to another server: each reply of the server decides the next command. It
 * knows no sockets and no queue; what a reply does to the session stands in the rows of the spec.
 */
#include "smtp/relay.h"

#include "framing/line_splitter.h"
#include "spec/spec.h"
#include "syntax/smtp_syntax.h"

#include <string.h>

#define REPLY_LINE_MAX 4096u
#define REPLY_LINES_MAX 200u

typedef struct {
    RelayVerdict verdict;
    char *reply;
} Result;

struct Relay {
    const RelayMail *mail;
    LineSplitter lines;
    GByteArray *out;
    SpecMachine machine;
    SmtpCommand command; /* which waits for its reply */
    GString *text;       /* of a reply that has several lines: "5.1.1 no such mailbox" */
    guint n_lines;
    gboolean has_8bitmime, has_smtputf8, has_size, has_dsn;
    guint n_to, at; /* the recipient of the RCPT that waits */
    Result *results;
    gboolean is_done;
};

Relay *relay_new(const RelayMail *mail) {
    Relay *self = g_new0(Relay, 1);
    self->mail = mail;
    line_splitter_init(&self->lines, REPLY_LINE_MAX);
    self->out = g_byte_array_new();
    self->text = g_string_new(NULL);
    spec_machine_init(&self->machine, &spec_smtp);
    self->command = SMTP_CONNECT;
    while (mail->to[self->n_to] != NULL)
        self->n_to++;
    self->results = g_new0(Result, self->n_to);
    return self;
}

void relay_free(Relay *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_to; i++)
        g_free(self->results[i].reply);
    g_free(self->results);
    line_splitter_clear(&self->lines);
    g_byte_array_unref(self->out);
    g_string_free(self->text, TRUE);
    g_free(self);
}

/* ---- saying ---- */

static void say(Relay *self, SmtpCommand command, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void say(Relay *self, SmtpCommand command, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *line = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_byte_array_append(self->out, (const guint8 *)line, (guint)strlen(line));
    g_byte_array_append(self->out, (const guint8 *)"\r\n", 2);
    self->command = command;
}

static void say_quit(Relay *self) {
    say(self, SMTP_QUIT, "QUIT");
}

static void decide(Relay *self, guint recipient, RelayVerdict verdict, const char *reply) {
    Result *result = &self->results[recipient];
    if (result->verdict == RELAY_OPEN) {
        result->verdict = verdict;
        result->reply = g_strdup(reply);
    }
}

static void decide_open(Relay *self, RelayVerdict verdict, const char *reply) {
    for (guint i = 0; i < self->n_to; i++)
        decide(self, i, verdict, reply);
}

/* RFC 5321 §4.2.1: 4 is for now, 5 for good. */
static RelayVerdict verdict_of(char digit) {
    return digit == '5' ? RELAY_NEVER : RELAY_LATER;
}

/* The mail goes no further here. */
static void give_up(Relay *self, const char *reply) {
    decide_open(self, verdict_of(reply[0]), reply);
    say_quit(self);
}

/* ---- what follows each reply ---- */

static void after_greeting(Relay *self, const char *reply) {
    if (reply[0] != '2')
        give_up(self, reply);
    else
        say(self, SMTP_EHLO, "EHLO %s", self->mail->our_name);
}

static void say_mail(Relay *self) {
    const RelayMail *mail = self->mail;
    g_autofree char *size =
        self->has_size ? g_strdup_printf(" SIZE=%" G_GSIZE_FORMAT, mail->length) : g_strdup("");
    /* RFC 6152 §3, RFC 6531 §3.6: what the other side cannot take is not forced on it. */
    if (mail->is_utf8 && !self->has_smtputf8)
        give_up(self, "550 5.6.7 the next server does not take addresses beyond ASCII");
    else if (mail->is_8bit && !self->has_8bitmime)
        give_up(self, "550 5.6.3 the next server does not take octets above 127");
    else
        say(self, SMTP_MAIL, "MAIL FROM:<%s>%s%s%s%s", mail->from, size,
            mail->is_8bit ? " BODY=8BITMIME" : "", mail->is_utf8 ? " SMTPUTF8" : "",
            self->has_dsn && mail->wishes != NULL ? mail->wishes : "");
}

/* RFC 5321 §3.2: who does not know EHLO is greeted with HELO. */
static void after_ehlo(Relay *self, const char *reply) {
    if (reply[0] == '5')
        say(self, SMTP_HELO, "HELO %s", self->mail->our_name);
    else if (reply[0] != '2')
        give_up(self, reply);
    else
        say_mail(self);
}

static void after_helo(Relay *self, const char *reply) {
    if (reply[0] != '2')
        give_up(self, reply);
    else
        say_mail(self);
}

static void say_rcpt(Relay *self) {
    const RelayMail *mail = self->mail;
    gboolean has_wishes = self->has_dsn && mail->to_wishes != NULL;
    say(self, SMTP_RCPT, "RCPT TO:<%s>%s", mail->to[self->at],
        has_wishes ? mail->to_wishes[self->at] : "");
}

static void after_mail(Relay *self, const char *reply) {
    self->at = 0;
    if (reply[0] != '2' || self->n_to == 0)
        give_up(self, reply);
    else
        say_rcpt(self);
}

static void after_rcpt(Relay *self, const char *reply) {
    if (reply[0] != '2')
        decide(self, self->at, verdict_of(reply[0]), reply);
    self->at++;
    if (self->at < self->n_to)
        say_rcpt(self);
    else if (self->machine.state == SMTP_STATE_RCPT)
        say(self, SMTP_DATA, "DATA");
    else
        say_quit(self);
}

/* RFC 5321 §4.5.2: a line that begins with a dot gets another, and a lone dot ends the text. */
static void send_text(Relay *self) {
    const guint8 *text = self->mail->text, *end = text + self->mail->length;
    gboolean has_end = TRUE;
    while (text < end) {
        const guint8 *feed = memchr(text, '\n', (gsize)(end - text));
        const guint8 *next = feed != NULL ? feed + 1 : end;
        if (*text == '.')
            g_byte_array_append(self->out, (const guint8 *)".", 1);
        g_byte_array_append(self->out, text, (guint)(next - text));
        has_end = feed != NULL;
        text = next;
    }
    if (!has_end)
        g_byte_array_append(self->out, (const guint8 *)"\r\n", 2);
    say(self, SMTP_END_OF_DATA, ".");
}

static void after_data(Relay *self, const char *reply) {
    if (reply[0] != '3')
        give_up(self, reply);
    else
        send_text(self);
}

static void after_text(Relay *self, const char *reply) {
    decide_open(self, reply[0] == '2' ? RELAY_DELIVERED : verdict_of(reply[0]), reply);
    say_quit(self);
}

static void after_quit(Relay *self, const char *reply) {
    self->is_done = TRUE;
}

static const struct {
    SmtpCommand command;
    void (*run)(Relay *self, const char *reply);
} steps[] = {
    {SMTP_CONNECT, after_greeting}, {SMTP_EHLO, after_ehlo}, {SMTP_HELO, after_helo},
    {SMTP_MAIL, after_mail},        {SMTP_RCPT, after_rcpt}, {SMTP_DATA, after_data},
    {SMTP_END_OF_DATA, after_text}, {SMTP_QUIT, after_quit},
};

/* ---- hearing ---- */

static void note_keyword(Relay *self, SyntaxSlice line) {
    const struct {
        const char *word;
        gboolean *place;
    } rows[] = {
        {"8BITMIME", &self->has_8bitmime},
        {"SMTPUTF8", &self->has_smtputf8},
        {"SIZE", &self->has_size},
        {"DSN", &self->has_dsn},
    };
    SyntaxSlice word, rest;
    smtp_parse_command(line.octets, line.length, &word, &rest);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        *rows[i].place |= word.length == strlen(rows[i].word) &&
                          g_ascii_strncasecmp(word.octets, rows[i].word, word.length) == 0;
}

static void take_reply(Relay *self, const char *code) {
    SpecStep step;
    spec_machine_reply(&self->machine, (int)self->command, code, &step);
    g_autofree char *reply = g_strdup_printf("%s %s", code, self->text->str);
    g_string_truncate(self->text, 0);
    self->n_lines = 0;
    if (self->machine.state == SMTP_STATE_CLOSED && self->command != SMTP_QUIT) {
        relay_broken(self, reply); /* 421 */
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (steps[i].command == self->command) {
            steps[i].run(self, reply);
            return;
        }
    }
}

static void take_line(Relay *self, const Line *line) {
    SmtpReplyLine reply;
    if (line->end == LINE_END_NONE || ++self->n_lines > REPLY_LINES_MAX ||
        !smtp_parse_reply_line((const char *)line->octets, line->length, &reply)) {
        relay_broken(self, NULL);
        return;
    }
    if (self->command == SMTP_EHLO && self->n_lines > 1)
        note_keyword(self, reply.text);
    if (self->text->len > 0)
        g_string_append_c(self->text, ' ');
    /* What another server says goes into reports: one line, nothing but ASCII. */
    for (gsize i = 0; i < reply.text.length; i++)
        g_string_append_c(self->text,
                          g_ascii_isprint(reply.text.octets[i]) ? reply.text.octets[i] : '?');
    if (reply.is_last)
        take_reply(self, reply.code);
}

void relay_octets(Relay *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    Line line;
    while (!self->is_done && line_splitter_next(&self->lines, octets, length, &used, &line))
        take_line(self, &line);
}

GByteArray *relay_output(Relay *self) {
    return self->out;
}

gboolean relay_is_done(const Relay *self) {
    return self->is_done;
}

void relay_broken(Relay *self, const char *why) {
    decide_open(self, RELAY_LATER, why);
    self->is_done = TRUE;
}

RelayVerdict relay_verdict(const Relay *self, guint recipient, const char **reply) {
    *reply = self->results[recipient].reply;
    return self->results[recipient].verdict;
}
