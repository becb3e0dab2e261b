/* SPDX-License-Identifier: MIT */
/* Dialogues: what a client sends, and what the server answers, teaches and does. Each is run whole,
 * cut in two at every place, and octet by octet, always with the same outcome. */
#include "smtp/smtp.h"

#include "mailbox/core_lab.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

typedef struct {
    const char *name;
    const CoreClass *core;
    const char *input;
    /* Replies, states, messages and lessons in short: "250/2.1.0 >MAIL L:smtp.bare-lf
     * M:accepted:12" */
    const char *expected;
    guint n_stored; /* mails in bob's INBOX afterwards */
    gboolean is_strict;
    const char *without, *fault;
    gboolean is_uncut; /* the outcome depends on what comes together */
} Dialogue;

#define EHLO "EHLO me.example\r\n"
#define MAIL "MAIL FROM:<a@x.example>\r\n"
#define RCPT "RCPT TO:<bob@lab.example>\r\n"
#define TO_READY "220 >GREETED 250 >READY "
#define TO_MAIL TO_READY "250/2.1.0 >MAIL "
#define TO_RCPT TO_MAIL "250/2.1.5 >RCPT "
#define TO_DATA TO_RCPT "354 >DATA "
#define BYE "221/2.0.0 >CLOSED"
#define UP EHLO MAIL RCPT "DATA\r\n"
#define FLIGHT SCRIPT_FLIGHT

/* clang-format off */
static const Dialogue dialogues[] = {
    { "a mail", &smtp_core, UP "Subject: x\r\n\r\nhi\r\n.\r\nQUIT\r\n",
      TO_DATA "250/2.0.0 >READY M:accepted:18 " BYE, 1 },
    { "two mails", &smtp_core, UP "1\r\n.\r\n" MAIL RCPT "DATA\r\n2\r\n.\r\n",
      TO_DATA "250/2.0.0 >READY M:accepted:3 250/2.1.0 >MAIL 250/2.1.5 >RCPT 354 >DATA 250/2.0.0 >READY M:accepted:3", 2 },
    { "one mail, one mailbox, two names", &smtp_core, EHLO MAIL RCPT "RCPT TO:<BOB+x@lab.example>\r\nDATA\r\n.\r\n",
      TO_RCPT "250/2.1.5 >RCPT 354 >DATA 250/2.0.0 >READY M:accepted:0", 1 },
    { "dot-stuffing", &smtp_core, UP "..\r\n.a\r\n.\r\n", TO_DATA "250/2.0.0 >READY M:accepted:6", 1 },
    { "the null sender, the postmaster", &smtp_core, EHLO "MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nRSET\r\n",
      TO_MAIL "250/2.1.5 >RCPT 250/2.0.0 >READY" },
    { "helo", &smtp_core, "HELO me\r\nMAIL FROM:<a@x> SIZE=5\r\nquit\r\n",
      TO_READY "L:smtp.helo-not-ehlo 555/5.5.4 221/2.0.0 >CLOSED"},
    { "a hello without a name", &smtp_core, "EHLO\r\nHELO \r\n", "220 >GREETED 501/5.5.4 501/5.5.4" },
    { "order", &smtp_core, MAIL "DATA\r\n" EHLO RCPT "DATA\r\n" MAIL MAIL "DATA\r\n" RCPT "AUTH PLAIN\r\n" EHLO RCPT,
      "220 >GREETED 503/5.5.1 503/5.5.1 250 >READY 503/5.5.1 503/5.5.1 250/2.1.0 >MAIL 503/5.5.1 503/5.5.1 250/2.1.5 >RCPT 503/5.5.1 250 >READY 503/5.5.1" },
    { "questions", &smtp_core, "NOOP\r\nNOOP x\r\n" EHLO MAIL "VRFY bob\r\nVRFY <alice@lab.example>\r\nVRFY\r\nVRFY carol\r\nEXPN staff\r\nHELP\r\nHELP rcpt\r\nHELP FOO\r\n" RCPT,
      "220 >GREETED 250/2.0.0 >GREETED 250/2.0.0 >GREETED 250 >READY 250/2.1.0 >MAIL 250/2.1.5 >MAIL 250/2.1.5 >MAIL 501/5.5.4 550/5.1.1 550/5.1.1 214/2.0.0 >MAIL 214/2.0.0 >MAIL 504/5.5.4 250/2.1.5 >RCPT" },
    { "unknown commands", &smtp_core, "FOO\r\n\r\nETRN x\r\n<connect>\r\nBDAT LAST\r\nLHLO x\r\n",
      "220 >GREETED 500/5.5.1 500/5.5.1 502/5.5.1 500/5.5.1 503/5.5.1 500/5.5.1" },
    { "no open relay", &smtp_core, EHLO MAIL "RCPT TO:<x@elsewhere.example>\r\nRCPT TO:<bob%elsewhere.example@lab.example>\r\nRCPT TO:<@lab.example:x@elsewhere.example>\r\nRCPT TO:<carol@lab.example>\r\nDATA\r\n",
      TO_MAIL "550/5.7.1 550/5.1.1 550/5.7.1 L:smtp.source-route 550/5.1.1 503/5.5.1"},
    { "syntax", &smtp_core, EHLO "MAIL a@b\r\nMAIL FROM:\r\nMAIL FROM:<a@b\r\nMAIL FROM:<a b@c>\r\nMAIL FROM:<a@-b>\r\nMAIL FROM:<a>\r\nMAIL FROM:<a@b> =\r\nMAIL FROM:<a@b> FOO=1\r\nRCPT TO:<>\r\n" MAIL "RCPT TO:<>\r\nRCPT FROM:<bob@lab.example>\r\nDATA now\r\n",
      TO_READY "501/5.5.4 501/5.5.4 501/5.5.4 501/5.1.3 501/5.1.3 501/5.1.3 501/5.5.4 555/5.5.4 503/5.5.1 250/2.1.0 >MAIL 501/5.1.3 501/5.5.4 503/5.5.1" },
    { "as the lecture types it", &smtp_core, EHLO "MAIL FROM: a@x.example\r\nRCPT TO : bob@lab.example\r\n",
      TO_MAIL "L:smtp.space-around-colon L:smtp.no-brackets 250/2.1.5 >RCPT L:smtp.space-around-colon L:smtp.no-brackets"},
    { "the same, strict", &smtp_core, EHLO "MAIL FROM: <a@x.example>\r\nMAIL FROM:a@x.example\r\n",
      TO_READY "501/5.5.4 L:smtp.space-around-colon 501/5.5.4 L:smtp.no-brackets", .is_strict = TRUE },
    { "plain nc", &smtp_core, "EHLO me\nMAIL FROM:<a@b>\nRCPT TO:<bob@lab.example>\nDATA\nhi\n.x\n.\nQUIT\n",
      TO_READY "L:smtp.bare-lf 250/2.1.0 >MAIL 250/2.1.5 >RCPT 354 >DATA 250/2.0.0 >READY L:smtp.lenient-end L:smtp.bare-lf M:accepted:6 221/2.0.0 >CLOSED", 1 },
    { "plain nc, an empty text", &smtp_core, "EHLO me\nMAIL FROM:<a@b>\nRCPT TO:<bob@lab.example>\nDATA\n.\n",
      TO_READY "L:smtp.bare-lf 250/2.1.0 >MAIL 250/2.1.5 >RCPT 354 >DATA 250/2.0.0 >READY L:smtp.lenient-end M:accepted:0", 1 },
    { "plain nc, strict", &smtp_core, "EHLO me\nNOOP\n",
      "220 >GREETED 500/5.5.2 L:smtp.bare-lf 500/5.5.2 L:smtp.bare-lf", .is_strict = TRUE },
    { "smuggling", &smtp_core, UP "a\n.\nMAIL FROM:<evil@x>\r\nb\n.\r\nRCPT TO:<bob@lab.example>\r\n.\nDATA\r\n.\r\nQUIT\r\n",
      TO_DATA "250/2.0.0 >READY L:smtp.smuggling L:smtp.bare-lf M:accepted:63 221/2.0.0 >CLOSED", 1 },
    { "bare LF in the text, strict", &smtp_core, UP "a\nb\r\n.\r\n",
      TO_DATA "554/5.6.0 >READY L:smtp.bare-lf M:refused:5", .is_strict = TRUE },
    { "eight bits", &smtp_core, UP "caf\xc3\xa9\r\n.\r\nMAIL FROM:<a@b> BODY=8BITMIME\r\n" RCPT "DATA\r\ncaf\xc3\xa9\r\n.\r\nMAIL FROM:<a@b> BODY=BINARYMIME\r\n",
      TO_DATA "250/2.0.0 >READY L:smtp.8bit-not-declared M:accepted:7 250/2.1.0 >MAIL 250/2.1.5 >RCPT 354 >DATA 250/2.0.0 >READY M:accepted:7 501/5.5.4", 2 },
    { "smtputf8", &smtp_core, EHLO "MAIL FROM:<z\xc3\xbc@x.example>\r\nMAIL FROM:<z\xc3\xbc@x.example> SMTPUTF8=1\r\nMAIL FROM:<z\xc3\xbc@x.example> SMTPUTF8\r\n" RCPT,
      TO_READY "553/5.6.7 501/5.5.4 250/2.1.0 >MAIL 250/2.1.5 >RCPT" },
    { "size", &smtp_core, EHLO "MAIL FROM:<a@b> SIZE=99999999999\r\nMAIL FROM:<a@b> SIZE=x\r\nMAIL FROM:<a@b> SIZE=5 SIZE=6\r\nMAIL FROM:<a@b> SIZE=5\r\n",
      TO_READY "552/5.3.4 501/5.5.4 501/5.5.4 250/2.1.0 >MAIL" },
    { "dsn", &smtp_core, EHLO "MAIL FROM:<a@b> RET=ALL\r\nMAIL FROM:<a@b> ENVID=+4\r\nMAIL FROM:<a@b> RET=HDRS ENVID=a+2Bb\r\nRCPT TO:<bob@lab.example> NOTIFY=NEVER,DELAY\r\nRCPT TO:<bob@lab.example> ORCPT=bob\r\nRCPT TO:<bob@lab.example> NOTIFY=success,Delay ORCPT=rfc822;bob@lab.example\r\n",
      TO_READY "501/5.5.4 501/5.5.4 250/2.1.0 >MAIL 501/5.5.4 501/5.5.4 250/2.1.5 >RCPT" },
    { "bdat", &smtp_core, EHLO MAIL RCPT "BDAT 7\r\na\r\n.\r\nbBDAT 2 last\r\n\r\nQUIT\r\n",
      TO_RCPT "250/2.0.0 >BDAT 250/2.0.0 >READY M:accepted:9 " BYE, 1 },
    { "bdat, empty, at once", &smtp_core, EHLO MAIL RCPT "BDAT 0 LAST\r\nNOOP\r\n", TO_RCPT "250/2.0.0 >READY M:accepted:0 250/2.0.0 >READY", 1 },
    { "bdat out of order is read", &smtp_core, EHLO "BDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n" MAIL "BDAT 3 LAST\r\nabc" RCPT "BDAT x\r\nBDAT -1\r\nBDAT 1\r\na" "DATA\r\n" MAIL "RSET\r\n",
      TO_READY "503/5.5.1 503/5.5.1 M:refused:12 250/2.0.0 >READY 250/2.1.0 >MAIL 503/5.5.1 M:refused:3 250/2.1.5 >RCPT 501/5.5.4 >BDAT 501/5.5.4 >BDAT 503/5.5.1 >BDAT 503/5.5.1 503/5.5.1 250/2.0.0 >READY M:refused:1:unterminated" },
    { "bdat and then nothing", &smtp_core, EHLO MAIL RCPT "BDAT 10\r\nabc", TO_RCPT "M:unanswered:3:unterminated" },
    { "a chunk outside does not spoil the next mail", &smtp_core, EHLO "BDAT 1\r\nx" MAIL RCPT "BDAT 1 LAST\r\ny", TO_READY "503/5.5.1 M:refused:1:unterminated 250/2.1.0 >MAIL 250/2.1.5 >RCPT 250/2.0.0 >READY M:accepted:1", 1 },
    { "bdat given up", &smtp_core, EHLO MAIL RCPT "BDAT 3\r\nabcRSET\r\n", TO_RCPT "250/2.0.0 >BDAT 250/2.0.0 >READY M:unanswered:3:unterminated" },
    { "the client leaves in the text", &smtp_core, UP "half a", TO_DATA "M:unanswered:6:unterminated" },
    { "starttls", &smtp_core, EHLO MAIL "STARTTLS\r\nRSET\r\nSTARTTLS x\r\nSTARTTLS\r\n" FLIGHT MAIL EHLO "STARTTLS\r\n",
      TO_MAIL "503/5.5.1 250/2.0.0 >READY 501/5.5.4 220/2.0.0 >GREETED TLS 503/5.5.1 250 >READY 503/5.5.1" },
    { "injection behind starttls is dropped", &smtp_core, EHLO "STARTTLS\r\nNOOP\r\n" FLIGHT "NOOP\r\n",
      TO_READY "220/2.0.0 >GREETED TLS L:smtp.starttls-injection 250/2.0.0 >GREETED", .is_uncut = TRUE },
    { "auth plain", &smtp_core, EHLO "AUTH PLAIN AGJvYgBodW5ncnk=\r\nAUTH PLAIN AGJvYgBodW5ncnk=\r\n", TO_READY "235/2.7.0 >READY L:smtp.cleartext-credentials 503/5.5.1"},
    { "auth in steps", &smtp_core, EHLO "AUTH\r\nAUTH FOO\r\nAUTH LOGIN\r\nYm9i\r\n*\r\nAUTH PLAIN\r\nAGJvYgBodW5ncnk=\r\n" MAIL,
      TO_READY "501/5.5.4 504/5.5.4 334 >AUTH L:smtp.cleartext-credentials 334 >AUTH 501/5.7.0 >READY 334 >AUTH L:smtp.cleartext-credentials 235/2.7.0 >READY 250/2.1.0 >MAIL"},
    { "auth on mail", &smtp_core, EHLO "MAIL FROM:<a@b> AUTH=a+4\r\nMAIL FROM:<a@b> AUTH\r\nMAIL FROM:<a@b> AUTH=<>\r\nRSET\r\nMAIL FROM:<a@b> AUTH=a+2Bb@c\r\n",
      TO_READY "501/5.5.4 501/5.5.4 250/2.1.0 >MAIL 250/2.0.0 >READY 250/2.1.0 >MAIL" },
    { "submission asks for a login", &submission_core, EHLO MAIL "AUTH PLAIN AGJvYgBodW5ncnk=\r\n" MAIL RCPT,
      TO_READY "530/5.7.0 235/2.7.0 >READY L:smtp.cleartext-credentials 250/2.1.0 >MAIL 250/2.1.5 >RCPT"},
    { "lmtp", &lmtp_core, "EHLO x\r\nLHLO x\r\n" MAIL RCPT "RCPT TO:<nobody@lab.example>\r\nRCPT TO:<alice@lab.example>\r\nDATA\r\nx\r\n.\r\n" MAIL RCPT "BDAT 1\r\nx" "BDAT 1 LAST\r\ny",
      "220 >GREETED 500/5.5.1 250 >READY 250/2.1.0 >MAIL 250/2.1.5 >RCPT 550/5.1.1 250/2.1.5 >RCPT 354 >DATA 250/2.0.0 250/2.0.0 >READY M:accepted:3 250/2.1.0 >MAIL 250/2.1.5 >RCPT 250/2.0.0 >BDAT 250/2.0.0 >READY M:accepted:2", 2 },
    { "a loop", &smtp_core, UP "@HOPS\r\n.\r\n" MAIL, TO_DATA "554/5.4.6 >READY M:refused:1102 250/2.1.0 >MAIL", .is_uncut = TRUE },
    { "without", &smtp_core, EHLO "AUTH PLAIN\r\nSTARTTLS\r\nBDAT 2 LAST\r\nMAIL FROM:<a@b> SIZE=5\r\n",
      TO_READY "502 502 502 555", .without = "AUTH STARTTLS CHUNKING SIZE ENHANCEDSTATUSCODES" },
    { "fault greylist", &smtp_core, EHLO MAIL RCPT RCPT, TO_MAIL "450/4.7.1 250/2.1.5 >RCPT", .fault = "greylist" },
    { "fault mailbox-full", &smtp_core, EHLO MAIL RCPT, TO_MAIL "452/4.2.2", .fault = "mailbox-full" },
    { "fault reject", &smtp_core, EHLO MAIL RCPT "RCPT TO:<alice@lab.example>\r\n", TO_MAIL "550/5.7.1 250/2.1.5 >RCPT", .fault = "reject:bob@lab.example" },
    { "fault close-421", &smtp_core, EHLO MAIL RCPT, TO_READY "421/4.3.2 >CLOSED", .fault = "close-421" },
    { "fault drop-after-data", &smtp_core, UP "x\r\n.\r\nNOOP\r\n", TO_DATA "M:unanswered:3:unterminated", .fault = "drop-after-data" },
    { "fault duplicate", &smtp_core, UP "x\r\n.\r\n", TO_DATA "451/4.3.0 >READY M:refused:3", 1, .fault = "duplicate" },
    { "fault busy", &smtp_core, EHLO "QUIT\r\n", "554 >REFUSED 503/5.5.1 " BYE, .fault = "busy" },
    { "fault no-starttls", &smtp_core, EHLO "STARTTLS\r\n", TO_READY "454/4.7.0", .fault = "no-starttls" },
    { "fault auth-down", &smtp_core, EHLO "AUTH CRAM-MD5\r\n", TO_READY "454/4.7.0", .fault = "auth-down" },
};
/* clang-format on */

/* ---- running ---- */

static void lab_init(CoreLab *self, const Dialogue *dialogue) {
    cr_assert(core_lab_init(self, dialogue->fault, dialogue->without));
    self->setup.is_strict = dialogue->is_strict;
}

/* "@HOPS" stands for a hundred Received fields. */
static GString *input_of(const Dialogue *dialogue) {
    GString *input = g_string_new(dialogue->input);
    g_autoptr(GString) hops = g_string_new(NULL);
    for (guint i = 0; i < 100; i++)
        g_string_append(hops, "reCeived:\r\n");
    g_string_replace(input, "@HOPS", hops->str, 0);
    return input;
}

/* `cut` as for script_run_cut(). Returns the short log; *full gets the whole one. */
static char *run(const Dialogue *dialogue, const GString *input, gsize cut, char **full) {
    CoreLab lab;
    Script script;
    lab_init(&lab, dialogue);
    script_run_cut(&script, dialogue->core, &lab.setup, input->str, input->len, cut);
    char *shortened = script_shorten(&script);
    *full = g_strconcat(script.log->str, script.wire->str, NULL);
    cr_assert_eq(core_lab_mails(&lab), dialogue->n_stored, "%s: %u mails are stored",
                 dialogue->name, core_lab_mails(&lab));
    script_clear(&script);
    core_lab_clear(&lab);
    return shortened;
}

ParameterizedTestParameters(smtp, dialogue) {
    static guint indexes[G_N_ELEMENTS(dialogues)];
    for (guint i = 0; i < G_N_ELEMENTS(indexes); i++)
        indexes[i] = i;
    return cr_make_param_array(guint, indexes, G_N_ELEMENTS(indexes));
}

ParameterizedTest(guint *index, smtp, dialogue) {
    const Dialogue *dialogue = &dialogues[*index];
    g_autoptr(GString) input = input_of(dialogue);
    g_autofree char *whole = NULL;
    g_autofree char *shortened = run(dialogue, input, 0, &whole);
    cr_expect_str_eq(shortened, dialogue->expected, "%s\n  got  %s\n  want %s\n%s", dialogue->name,
                     shortened, dialogue->expected, whole);
    if (dialogue->is_uncut)
        return;
    for (gsize cut = 1; cut <= input->len; cut++) {
        g_autofree char *again = NULL;
        g_autofree char *ignored = run(dialogue, input, cut, &again);
        cr_assert_str_eq(again, whole, "%s, cut at %zu\n%s\n--\n%s", dialogue->name, cut, again,
                         whole);
    }
}

/* ---- every command in every state ---- */

static const struct {
    SmtpState state;
    const char *way;
} ways[] = {
    {SMTP_STATE_GREETED, ""},
    {SMTP_STATE_READY, EHLO},
    {SMTP_STATE_MAIL, EHLO MAIL},
    {SMTP_STATE_RCPT, EHLO MAIL RCPT},
    {SMTP_STATE_BDAT, EHLO MAIL RCPT "BDAT 1\r\nx"},
};

static const struct {
    int command;
    const char *line;
} commands[] = {
    {SMTP_EHLO, EHLO},
    {SMTP_HELO, "HELO x\r\n"},
    {SMTP_MAIL, MAIL},
    {SMTP_RCPT, RCPT},
    {SMTP_DATA, "DATA\r\n"},
    {SMTP_BDAT, "BDAT 1\r\nx"},
    {SMTP_BDAT_LAST, "BDAT 1 LAST\r\nx"},
    {SMTP_RSET, "RSET\r\n"},
    {SMTP_VRFY, "VRFY bob\r\n"},
    {SMTP_HELP, "HELP\r\n"},
    {SMTP_NOOP, "NOOP\r\n"},
    {SMTP_QUIT, "QUIT\r\n"},
    {SMTP_AUTH, "AUTH LOGIN\r\n"},
    {SMTP_STARTTLS, "STARTTLS\r\n"},
};

/* What the rows allow is taken, and what they do not is 503 and moves nothing. */
Test(smtp, every_command_in_every_state) {
    static const Dialogue plain = {.name = "matrix"};
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(commands); j++) {
            CoreLab lab;
            Script script;
            lab_init(&lab, &plain);
            g_autofree char *input = g_strconcat(ways[i].way, commands[j].line, NULL);
            script_run(&script, &smtp_core, &lab.setup, input, strlen(input), 0);
            g_autofree char *shortened = script_shorten(&script);
            gboolean is_legal = spec_is_legal(&spec_smtp, ways[i].state, commands[j].command);
            gboolean is_refused = strstr(shortened, " 503/5.5.1") != NULL;
            cr_expect(is_legal != is_refused, "%s in %s: %s", commands[j].line,
                      spec_smtp.states[ways[i].state].name, shortened);
            cr_expect(strstr(shortened, "!") == NULL);
            script_clear(&script);
            core_lab_clear(&lab);
        }
    }
}

/* ---- limits ---- */

static char *run_long(const char *before, gsize n, const char *after, const CoreClass *core) {
    static const Dialogue plain = {.name = "limits"};
    CoreLab lab;
    Script script;
    g_autoptr(GString) input = g_string_new(before);
    for (gsize i = 0; i < n; i++)
        g_string_append_c(input, 'x');
    g_string_append(input, after);
    lab_init(&lab, &plain);
    script_run(&script, core, &lab.setup, input->str, input->len, 1000);
    char *shortened = script_shorten(&script);
    script_clear(&script);
    core_lab_clear(&lab);
    return shortened;
}

Test(smtp, lines_are_bounded) {
    static const struct {
        gsize n;
        const char *expected;
    } rows[] = {
        {512 - 7, "220 >GREETED 250/2.0.0 >GREETED 250/2.0.0 >GREETED"},
        {512 - 6, "220 >GREETED 250/2.0.0 >GREETED L:smtp.line-too-long 250/2.0.0 >GREETED"},
        {4096 - 7, "220 >GREETED 250/2.0.0 >GREETED L:smtp.line-too-long 250/2.0.0 >GREETED"},
        {4096 - 6, "220 >GREETED 500/5.5.2 250/2.0.0 >GREETED"},
        {12288 - 5, "220 >GREETED 500/5.5.2 250/2.0.0 >GREETED"},
        {12288 - 4, "220 >GREETED 500/5.5.2 250/2.0.0 >GREETED"},
        {1000000, "220 >GREETED 500/5.5.2 250/2.0.0 >GREETED"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = run_long("NOOP ", rows[i].n, "\r\nNOOP\r\n", &smtp_core);
        cr_expect_str_eq(got, rows[i].expected, "%zu: %s", rows[i].n, got);
    }
}

Test(smtp, recipients_are_bounded) {
    static const Dialogue plain = {.name = "recipients"};
    CoreLab lab;
    Script script;
    g_autoptr(GString) input = g_string_new(EHLO MAIL);
    for (guint i = 0; i < SESSION_RECIPIENTS_MAX + 1; i++)
        g_string_append_printf(input, "RCPT TO:<bob+%u@lab.example>\r\n", i);
    g_string_append(input, "DATA\r\nx\r\n.\r\n");
    lab_init(&lab, &plain);
    script_run(&script, &smtp_core, &lab.setup, input->str, input->len, 0);
    cr_assert(strstr(script.log->str, "S 452 4.5.3") != NULL);
    cr_assert(strstr(script.log->str, "M DATA accepted 3") != NULL);
    cr_assert_eq(core_lab_mails(&lab), 1);
    script_clear(&script);
    core_lab_clear(&lab);
}

Test(smtp, messages_are_bounded) {
    static const Dialogue plain = {.name = "size"};
    static const char *const texts[] = {
        UP "12345678\r\n.\r\n" MAIL RCPT "DATA\r\n123456789\r\n.\r\n",
        EHLO MAIL RCPT "BDAT 10\r\n12345678\r\nBDAT 1 LAST\r\nx",
    };
    static const char *const expected[] = {
        TO_DATA "250/2.0.0 >READY M:accepted:10 250/2.1.0 >MAIL 250/2.1.5 >RCPT 354 >DATA "
                "552/5.3.4 >READY M:refused:11",
        TO_RCPT "250/2.0.0 >BDAT 552/5.3.4 >BDAT M:refused:11",
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        CoreLab lab;
        Script script;
        lab_init(&lab, &plain);
        lab.setup.size_limit = 10;
        script_run(&script, &smtp_core, &lab.setup, texts[i], strlen(texts[i]), 0);
        g_autofree char *shortened = script_shorten(&script);
        cr_expect_str_eq(shortened, expected[i], "%s", shortened);
        script_clear(&script);
        core_lab_clear(&lab);
    }
}

/* ---- what is stored ---- */

Test(smtp, trace_fields_stand_on_top) {
    static const Dialogue plain = {.name = "trace"};
    static const char input[] = UP "Subject: x\r\n\r\n..a\nb\r\n.\r\n";
    static const char expected[] = "Return-Path: <a@x.example>\r\n"
                                   "Received: from me.example ([127.0.0.1])\r\n"
                                   " by mail.lab.example with ESMTP\r\n"
                                   " id 6b042ac1.1.1\r\n"
                                   " for <bob@lab.example>; Mon, 23 Nov 2026 12:00:01 +0000\r\n"
                                   "Subject: x\r\n\r\n.a\r\nb\r\n";
    CoreLab lab;
    Script script;
    lab_init(&lab, &plain);
    script_run(&script, &smtp_core, &lab.setup, input, strlen(input), 0);
    Store *store = lab.setup.store;
    StoreBox *box = NULL;
    cr_assert_eq(store->klass->open(store, "bob", "INBOX", TRUE, &box), STORE_OK);
    g_autoptr(GBytes) text = store->klass->text(box, 0);
    g_autofree char *got = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    cr_assert_str_eq(got, expected, "%s", got);
    store->klass->close(box);
    script_clear(&script);
    core_lab_clear(&lab);
}

/* ---- a mailbox that cannot take the mail ---- */

static const StoreClass *whole_class;

static StoreResult no_room_for_alice(Store *self, const char *user, const char *folder,
                                     StoreDraft **draft) {
    *draft = NULL;
    return strcmp(user, "alice") == 0 ? STORE_FULL
                                      : whole_class->draft_new(self, user, folder, draft);
}

/* SMTP has one reply, so nobody gets the mail; LMTP has one for each, so bob does. */
Test(smtp, one_mailbox_is_full) {
    static const Dialogue plain = {.name = "full"};
    static const struct {
        const CoreClass *core;
        const char *hello, *expected;
        guint n_stored;
    } rows[] = {
        {&smtp_core, EHLO, "354 >DATA 452/4.2.2 >READY M:refused:3", 0},
        {&lmtp_core, "LHLO x\r\n", "354 >DATA 250/2.0.0 452/4.2.2 >READY M:accepted:3", 1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        CoreLab lab;
        Script script;
        lab_init(&lab, &plain);
        StoreClass full = *lab.setup.store->klass;
        whole_class = lab.setup.store->klass;
        full.draft_new = no_room_for_alice;
        lab.setup.store->klass = &full;
        g_autofree char *input = g_strconcat(
            rows[i].hello, MAIL RCPT "RCPT TO:<alice@lab.example>\r\nDATA\r\nx\r\n.\r\n", NULL);
        script_run(&script, rows[i].core, &lab.setup, input, strlen(input), 0);
        g_autofree char *shortened = script_shorten(&script);
        cr_expect(g_str_has_suffix(shortened, rows[i].expected), "%s", shortened);
        cr_expect_eq(core_lab_mails(&lab), rows[i].n_stored);
        script_clear(&script);
        core_lab_clear(&lab);
    }
}

/* ---- mail for another domain of the lab ---- */

/* A queue that only writes down what is put into it. */
typedef struct {
    Outgoing outgoing; /* first */
    GString *log;
} FakeQueue;

struct OutgoingDraft {
    FakeQueue *queue;
    gsize octets;
};

static StoreResult fake_new(Outgoing *self, const OutgoingEnvelope *envelope,
                            OutgoingDraft **draft) {
    FakeQueue *queue = (FakeQueue *)self;
    g_string_append_printf(queue->log, "from <%s>", envelope->from);
    for (guint i = 0; i < envelope->n_to; i++)
        g_string_append_printf(queue->log, " to <%s> %s", envelope->to[i].address,
                               envelope->to[i].notify != NULL ? envelope->to[i].notify : "-");
    *draft = g_new0(OutgoingDraft, 1);
    (*draft)->queue = queue;
    return STORE_OK;
}

static StoreResult fake_write(OutgoingDraft *draft, const guint8 *octets, gsize length) {
    draft->octets += length;
    return STORE_OK;
}

static StoreResult fake_sync(OutgoingDraft *draft) {
    g_string_append(draft->queue->log, draft->octets > 0 ? ", synced" : ", empty");
    return STORE_OK;
}

static StoreResult fake_publish(OutgoingDraft *draft) {
    g_string_append(draft->queue->log, ", published");
    return STORE_OK;
}

static void fake_free(OutgoingDraft *draft) {
    g_string_append(draft->queue->log, ", freed");
    g_free(draft);
}

static const OutgoingClass fake_class = {fake_new, fake_write, fake_sync, fake_publish, fake_free};

/* What the queue saw of a session of the submission service. */
static char *queue_log(const char *input, char **shortened) {
    static const Dialogue plain = {.name = "onward"};
    static const char *const domains[] = {"b.example", NULL};
    FakeQueue queue = {.outgoing = {.klass = &fake_class}, .log = g_string_new(NULL)};
    CoreLab lab;
    Script script;
    lab_init(&lab, &plain);
    lab.setup.outgoing = &queue.outgoing;
    lab.setup.lab_domains = domains;
    script_run(&script, &smtp_core, &lab.setup, input, strlen(input), 0);
    *shortened = script_shorten(&script);
    script_clear(&script);
    core_lab_clear(&lab);
    return g_string_free(queue.log, FALSE);
}

#define ONWARD                                                                                     \
    MAIL RCPT "RCPT TO:<c@B.example> NOTIFY=NEVER\r\nRCPT TO:<d@c.example>\r\nDATA\r\nx\r\n.\r\n"

Test(smtp, mail_for_the_lab_goes_on_after_a_login) {
    g_autofree char *shortened = NULL;
    g_autofree char *log = queue_log(EHLO "AUTH PLAIN AGJvYgBodW5ncnk=\r\n" ONWARD, &shortened);
    cr_expect_str_eq(log, "from <a@x.example> to <c@B.example> NEVER, synced, published, freed",
                     "%s", log);
    cr_expect(strstr(shortened, "250/2.1.5 >RCPT 250/2.1.5 >RCPT 550/5.7.1 354") != NULL, "%s",
              shortened);
}

Test(smtp, mail_for_the_lab_does_not_go_on_without_a_login) {
    g_autofree char *shortened = NULL;
    g_autofree char *log = queue_log(EHLO ONWARD, &shortened);
    cr_expect_str_eq(log, "");
    cr_expect(strstr(shortened, "250/2.1.5 >RCPT 550/5.7.1 550/5.7.1 354") != NULL, "%s",
              shortened);
}
