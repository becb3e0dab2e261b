/* SPDX-License-Identifier: MIT */
#include "dissect/detect.h"
#include "dissect/smtp_detect.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *name;
    guint16 port;
    gboolean is_late;
    const char *client, *server;
    const char *expected; /* "smtp port", "lmtp content", "smtp tls", "no", "more" */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "greeting alone waits", 25, FALSE, "", "220 mail ESMTP\r\n", "more" },
    { "SMTP on its port", 25, FALSE, "EHLO x\r\n", "220 mail\r\n", "smtp port" },
    { "submission", 587, FALSE, "ehlo x\r\n", "220 mail\r\n", "smtp port" },
    { "any other port", 9999, FALSE, "EHLO x\r\n", "220 hi\r\n", "smtp content" },
    { "HELO", 9999, FALSE, "HELO x\r\n", "220 hi\r\n", "smtp content" },
    { "LMTP on its port", 24, FALSE, "LHLO x\r\n", "220 mail\r\n", "lmtp port" },
    { "LMTP elsewhere", 25, FALSE, "LHLO x\r\n", "220 mail\r\n", "lmtp content" },
    { "SMTP on LMTP's port", 24, FALSE, "EHLO x\r\n", "220 mail\r\n", "smtp content" },
    { "MAIL first, by greeting", 9999, FALSE, "MAIL FROM:<a@b>\r\n", "220 x LMTP\r\n", "lmtp content" },
    { "garbage after a greeting", 25, FALSE, "foo\r\n", "220 mail\r\n", "smtp port" },
    { "garbage without a greeting", 25, FALSE, "foo\r\n", "", "no" },
    { "FTP", 21, FALSE, "USER bob\r\n", "220 ftp ready\r\n", "no" },
    { "FTP's greeting waits", 21, FALSE, "", "220 ftp ready\r\n", "more" },
    { "FTP says QUIT", 21, FALSE, "QUIT\r\n", "220 ftp ready\r\n", "no" },
    { "FTP on a port of SMTP waits for the answer", 2525, FALSE, "USER bob\r\n", "220 ready\r\n", "more" },
    { "FTP on a port of SMTP", 2525, FALSE, "USER bob\r\n", "220-hi\r\nthere\r\n220 ready\r\n331 password?\r\n", "no" },
    { "FTP on a port of SMTP, TLS", 25, FALSE, "AUTH TLS\r\n", "220 ready\r\n234 go\r\n", "no" },
    { "USER to a server of SMTP", 25, FALSE, "USER bob\r\n", "220 mail\r\n502 5.5.2 no\r\n", "smtp port" },
    { "USER to a server that says SMTP", 25, FALSE, "USER bob\r\n", "220 mail ESMTP\r\n", "smtp port" },
    { "NNTP", 119, FALSE, "", "200 news ready\r\n", "no" },
    { "POP3, greeting only", 110, FALSE, "", "+OK hi\r\n", "more" },
    { "POP3", 110, FALSE, "USER bob\r\n", "+OK hi\r\n", "pop3 port" },
    { "POP3 on 25", 25, FALSE, "", "+OK hi\r\n", "more" },
    { "POP3 on 25, both", 25, FALSE, "USER bob\r\n", "+OK hi\r\n", "pop3 content" },
    { "POP3 elsewhere, only QUIT", 9999, FALSE, "QUIT\r\n", "+OK hi\r\n", "no" },
    { "POP3 elsewhere, telling greeting", 9999, FALSE, "QUIT\r\n", "+OK POP3 ready\r\n", "pop3 content" },
    { "POP3 elsewhere, APOP offered", 9999, FALSE, "QUIT\r\n", "+OK <1.2@x>\r\n", "pop3 content" },
    { "POP3, typo", 110, FALSE, "SATT\r\n", "+OK hi\r\n", "pop3 port" },
    { "POP3, client first", 110, FALSE, "CAPA\r\n", "", "more" },
    { "POP3 on 995", 995, FALSE, "\x16\x03\x01\x01\x01", "", "pop3 tls" },
    { "POP3, late", 110, TRUE, "DELE 1\r\n", "", "pop3 port" },
    { "POP3, late, elsewhere", 9999, TRUE, "UIDL\r\n", "+OK done\r\n", "pop3 content" },
    { "FTP, late", 2121, TRUE, "RETR x\r\n", "226 done\r\n", "more" },
    { "FTP says USER", 21, FALSE, "USER bob\r\n", "220 ftp ready\r\n", "no" },
    { "Redis on 110", 110, FALSE, "*1\r\n$4\r\nPING\r\n", "+PONG\r\n", "no" },
    { "Redis on 110, first octets", 110, FALSE, "*1\r\n", "", "no" },
    { "Redis on 110, typed", 110, FALSE, "PING\r\n", "+PONG\r\n", "no" },
    { "Redis on 110, SET", 110, FALSE, "SET a b\r\n", "+OK\r\n", "no" },
    { "Redis on 110, AUTH", 110, FALSE, "AUTH secret\r\n", "+OK\r\n", "no" },
    { "Redis on 110, error", 110, FALSE, "HELLO 3\r\n", "-ERR unknown command `HELLO`\r\n", "no" },
    { "Redis on 110, late", 110, TRUE, "*3\r\n$3\r\nSET\r\n", "+OK\r\n", "more" },
    { "IMAP", 143, FALSE, "", "* OK hi\r\n", "imap port" },
    { "IMAP, not yet greeted", 143, FALSE, "", "* O", "more" },
    { "IMAP with TLS", 993, FALSE, "\x16\x03\x01\x02\x01", "", "imap tls" },
    { "IMAP elsewhere", 1143, FALSE, "a1 CAPABILITY\r\n", "* OK hi\r\n", "imap content" },
    { "IMAP elsewhere, by its greeting", 1143, FALSE, "", "* OK IMAP4rev1 hi\r\n", "imap content" },
    { "IMAP elsewhere, no command", 1143, FALSE, "hello\r\n", "* OK hi\r\n", "no" },
    { "IMAP, late", 1143, TRUE, "x\r\na7 UID FETCH 3 FLAGS\r\n", "* 3 FETCH (FLAGS ())\r\n", "imap content" },
    { "HTTP on the port of IMAP", 143, FALSE, "GET / HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "no" },
    { "Redis on the port of IMAP", 143, FALSE, "PING\r\n", "+PONG\r\n", "no" },
    { "SSH", 22, FALSE, "SSH-2.0-x\r\n", "", "no" },
    { "HTTP", 80, FALSE, "GET / HTTP/1.1\r\n", "", "no" },
    { "HTTP, first octet", 80, FALSE, "G", "", "no" },
    { "Redis", 6379, FALSE, "*1\r\n", "", "no" },
    { "could be HELO", 9999, FALSE, "HE", "", "more" },
    { "TLS elsewhere", 443, FALSE, "\x16\x03\x01\x01\x01", "", "no" },
    { "TLS on 465", 465, FALSE, "\x16\x03\x01\x01\x01", "", "smtp tls" },
    { "TLS on 465, first octets", 465, FALSE, "\x16\x03", "", "more" },
    { "clear text on 465", 465, FALSE, "EHLO x\r\n", "220 mail\r\n", "smtp content" },
    { "late, a command", 9999, TRUE, "rest\r\nRCPT TO:<a@b>\r\n", "", "smtp content" },
    { "late, a reply", 9999, TRUE, "", "250 2.1.5 Ok\r\n", "smtp content" },
    { "late, 354", 9999, TRUE, "", "354 go\r\n", "smtp content" },
    { "late on a mail port", 25, TRUE, "", "250 Ok\r\n", "smtp port" },
    { "late on LMTP's port", 24, TRUE, "", "250 2.1.5 Ok\r\n", "lmtp port" },
    { "late, text", 9999, TRUE, "and so on\r\n", "", "more" },
    { "late, FTP", 21, TRUE, "RETR x\r\n", "150 Opening\r\n", "more" },
    { "late, binary", 25, TRUE, "\001\002", "", "no" },
};
/* clang-format on */

static char *describe(const Detected *detected) {
    static const char *const verdicts[] = {"no", "more"};
    static const char *const by[] = {"port", "content", "asked"};
    if (detected->verdict != DETECT_YES) {
        return g_strdup(verdicts[detected->verdict]);
    }
    return g_strdup_printf("%s %s", detected->dissector->spec->name,
                           detected->is_tls ? "tls" : by[detected->by]);
}

static Detected detect(const Case *test, gsize n_client, gsize n_server, gboolean is_over) {
    DetectEvidence evidence = {
        .octets = {{test->client, n_client}, {test->server, n_server}},
        .is_late = test->is_late,
        .is_over = is_over,
    };
    return detect_protocol(&evidence, test->port);
}

Test(detect, cases) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Detected detected =
            detect(&cases[i], strlen(cases[i].client), strlen(cases[i].server), FALSE);
        g_autofree char *text = describe(&detected);
        cr_assert_str_eq(text, cases[i].expected, "%s: %s", cases[i].name, text);
    }
}

/* However the octets are cut: whoever decides early decides as with all of them. */
Test(detect, early_decisions_stand) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *test = &cases[i];
        Detected whole = detect(test, strlen(test->client), strlen(test->server), FALSE);
        for (gsize n = 1; n <= strlen(test->server); n++) {
            Detected part = detect(test, 0, n, FALSE);
            cr_assert(part.verdict == DETECT_MORE || part.verdict == whole.verdict,
                      "%s: server %zu", test->name, n);
        }
        for (gsize n = 1; n <= strlen(test->client); n++) {
            Detected part = detect(test, n, strlen(test->server), FALSE);
            cr_assert(part.verdict == DETECT_MORE ||
                          (part.verdict == whole.verdict && part.dissector == whole.dissector),
                      "%s: client %zu", test->name, n);
        }
    }
}

Test(detect, at_the_end_the_port_decides) {
    static const Case rows[] = {
        {"greeting on 25", 25, FALSE, "", "220 mail\r\n", "smtp port"},
        {"USER without an answer", 25, FALSE, "USER bob\r\n", "220 mail\r\n", "smtp port"},
        {"greeting elsewhere", 9999, FALSE, "", "220 mail\r\n", "no"},
        {"telling greeting elsewhere", 9999, FALSE, "", "220 mail ESMTP\r\n", "smtp content"},
        {"greeting on 110", 110, FALSE, "", "+OK hi\r\n", "pop3 port"},
        {"refusal on 110", 110, FALSE, "", "-ERR too many connections\r\n", "pop3 port"},
        {"telling greeting of POP3 elsewhere", 9999, FALSE, "", "+OK POP3\r\n", "pop3 content"},
        {"QUIT to Redis on 110", 110, FALSE, "QUIT\r\n", "+OK\r\n", "no"},
        {"commands only on 110", 110, FALSE, "QUIT\r\n", "", "pop3 port"},
        {"Redis, late on 110", 110, TRUE, "*3\r\n$3\r\nSET\r\n", "+OK\r\n", "no"},
        {"Redis, late on 110, typed", 110, TRUE, "SET a b\r\n", "+OK\r\n", "no"},
        {"text on 25", 25, TRUE, "and so on\r\n", "", "smtp port"},
        {"text elsewhere", 9999, TRUE, "and so on\r\n", "", "no"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Detected detected = detect(&rows[i], strlen(rows[i].client), strlen(rows[i].server), TRUE);
        g_autofree char *text = describe(&detected);
        cr_assert_str_eq(text, rows[i].expected, "%s: %s", rows[i].name, text);
    }
}

Test(detect, text_is_told_from_commands) {
    static const struct {
        const char *line;
        gboolean is_command;
    } rows[] = {
        {"RSET", TRUE},
        {"quit", TRUE},
        {"MAIL FROM:<a@b>", TRUE},
        {"EHLO x", TRUE},
        {"Help is on its way", FALSE},
        {"Data follows", FALSE},
        {"Mail from: me", TRUE},
        {"Mail me", FALSE},
        {"Subject: hi", FALSE},
        {"", FALSE},
        {"RSETTLE", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        cr_assert_eq(smtp_looks_like_command(rows[i].line, strlen(rows[i].line)),
                     rows[i].is_command, "%s", rows[i].line);
    }
}
