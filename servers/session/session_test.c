/* SPDX-License-Identifier: MIT */
#include "session/session_script.h"

#include "framing/line_splitter.h"
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <string.h>

/* A core for the test: each line is a command; its reply says what was asked for. */
typedef struct {
    Session *session;
    GString *line;
    guint jobs; /* "MANY 5": chunks still to be written */
} Core;

static gpointer core_create(Session *session) {
    Core *self = g_new0(Core, 1);
    self->session = session;
    self->line = g_string_new(NULL);
    return self;
}

static void core_free(gpointer core) {
    Core *self = core;
    g_string_free(self->line, TRUE);
    g_free(self);
}

static void core_greet(gpointer core) {
    Core *self = core;
    session_command(self->session, &(SessionCommand){.command = SMTP_CONNECT});
    session_say(self->session, "220", NULL, "ready");
}

static void core_chunks(Core *self) {
    static guint8 chunk[100000];
    memset(chunk, 'x', sizeof chunk);
    for (; self->jobs > 0 && session_goes_on(self->session); self->jobs--)
        session_reply_octets(self->session, chunk, sizeof chunk);
}

static void core_line(Core *self) {
    const char *line = self->line->str;
    const char *space = strchr(line, ' ');
    gsize verb = space != NULL ? (gsize)(space - line) : strlen(line);
    int command = spec_find_command(&spec_smtp, line, verb);
    SessionCommand told = {
        .command = command, .verb = line, .verb_length = verb, .octets = self->line->len + 1};
    if (space != NULL) {
        told.argument = space + 1;
        told.argument_length = strlen(space + 1);
        if (command == SMTP_AUTH) {
            told.secret = space + 1;
            told.secret_length = told.argument_length;
        }
    }
    session_command(self->session, &told);
    if (!session_is_legal(self->session)) {
        g_autofree char *why = session_explain_refusal(self->session);
        session_say(self->session, "503", "5.5.1", "%s", why);
    } else if (command == SMTP_EHLO) {
        session_say(self->session, "250", NULL, "hello\nSIZE 5\nHELP");
    } else if (command == SMTP_STARTTLS) {
        session_say(self->session, "220", "2.0.0", "go");
        session_start_tls(self->session);
    } else if (command == SMTP_HELP) {
        self->jobs = 9;
    } else if (command == SMTP_QUIT) {
        session_say(self->session, "221", "2.0.0", "bye");
        session_close(self->session);
    } else if (command == SMTP_NOOP) {
        session_hold(self->session, 700);
        session_say(self->session, "250", "2.0.0", "at last");
    } else {
        session_say(self->session, "250", "2.0.0", "ok");
    }
}

static gsize core_octets(gpointer core, const guint8 *octets, gsize length) {
    Core *self = core;
    core_chunks(self);
    gsize used = 0;
    while (used < length && session_goes_on(self->session)) {
        char c = (char)octets[used++];
        if (c != '\n') {
            g_string_append_c(self->line, c);
            continue;
        }
        core_line(self);
        core_chunks(self);
        g_string_truncate(self->line, 0);
    }
    return used;
}

static void core_tls_started(gpointer core) {
    Core *self = core;
    g_string_truncate(self->line, 0);
}

static void core_leave(gpointer core) {
    Core *self = core;
    session_reply(self->session, &(SessionReply){.status = "421",
                                                 .enhanced = "4.3.2",
                                                 .text = "closing",
                                                 .is_unsolicited = TRUE});
}

static const CoreClass test_core = {
    .name = "test",
    .spec = &spec_smtp,
    .create = core_create,
    .free = core_free,
    .greet = core_greet,
    .octets = core_octets,
    .tls_started = core_tls_started,
    .leave = core_leave,
};

typedef struct {
    const char *name, *input, *wire, *log;
} Case;

#define GREETING_LOG "C <connect> @START\nS 220 ready\nT START <connect> 220 GREETED\n"
#define EHLO_LOG "C EHLO x @GREETED\nS 250 hello | SIZE 5 | HELP\nT GREETED EHLO 250 READY\n"
#define EHLO_WIRE "250-hello\r\n250-SIZE 5\r\n250 HELP\r\n"

static const Case cases[] = {
    {"a reply moves the state and both are told", "EHLO x\n", "220 ready\r\n" EHLO_WIRE,
     GREETING_LOG EHLO_LOG},
    {"what no row allows is refused and moves nothing", "mail FROM:<a@b>\n",
     "220 ready\r\n503 5.5.1 MAIL is not allowed in state GREETED, but in READY\r\n",
     GREETING_LOG "C MAIL FROM:<a@b> @GREETED\n"
                  "S 503 5.5.1 MAIL is not allowed in state GREETED, but in READY\n"},
    {"an unknown verb is told as sent", "frob me\n",
     "220 ready\r\n503 5.5.1 there is no such command; this is state GREETED\r\n",
     GREETING_LOG
     "C frob me @GREETED\nS 503 5.5.1 there is no such command; this is state GREETED\n"},
    {"a secret is not told", "EHLO x\nAUTH PLAIN abc\n",
     "220 ready\r\n" EHLO_WIRE "250 2.0.0 ok\r\n",
     GREETING_LOG EHLO_LOG "C AUTH (redacted) @READY\nS 250 2.0.0 ok\n"},
    {"nothing is read after a close", "QUIT\nNOOP\n", "220 ready\r\n221 2.0.0 bye\r\n",
     GREETING_LOG "C QUIT @GREETED\nS 221 2.0.0 bye\nT GREETED QUIT 221 CLOSED\n"},
};

static void expect(const Case *c, const Script *script, gsize step, gsize cut) {
    cr_expect_str_eq(script->wire->str, c->wire, "%s, step %zu, cut %zu: %s", c->name, step, cut,
                     script->wire->str);
    cr_expect_str_eq(script->log->str, c->log, "%s, step %zu, cut %zu: %s", c->name, step, cut,
                     script->log->str);
}

Test(session, whole_and_in_pieces) {
    SessionSetup setup = script_setup();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize length = strlen(cases[i].input);
        for (gsize step = 0; step <= length; step++) {
            Script script;
            script_run(&script, &test_core, &setup, cases[i].input, length, step);
            expect(&cases[i], &script, step, 0);
            script_clear(&script);
            script_run_cut(&script, &test_core, &setup, cases[i].input, length, step);
            expect(&cases[i], &script, 0, step);
            script_clear(&script);
        }
    }
}

Test(session, octets_before_the_handshake_are_dropped_unless_the_fault_is_on) {
    static const char input[] = "EHLO x\nSTARTTLS\nRSET\n" SCRIPT_FLIGHT "EHLO x\n";
    SessionSetup setup = script_setup();
    Script script;
    script_run(&script, &test_core, &setup, input, sizeof input - 1, 0);
    cr_expect_not_null(strstr(script.log->str, "TLS\nL smtp.starttls-injection\nC EHLO"), "%s",
                       script.log->str);
    cr_expect_null(strstr(script.log->str, "RSET"));
    script_clear(&script);

    g_autoptr(Faults) faults = faults_new();
    cr_assert(faults_add(faults, "starttls-injection", NULL));
    setup.faults = faults;
    script_run(&script, &test_core, &setup, input, sizeof input - 1, 0);
    cr_expect_not_null(strstr(script.log->str, "L smtp.starttls-injection\nC RSET @GREETED"), "%s",
                       script.log->str);
    script_clear(&script);
}

Test(session, a_long_answer_pauses_at_the_cap_and_goes_on) {
    SessionSetup setup = script_setup();
    SessionPeer peer = {"127.0.0.1", 1, "127.0.0.1", 2, FALSE, 1};
    g_autoptr(Session) session = session_new(&test_core, &setup, &peer, NULL, NULL);
    session_greet(session);
    session_push(session, (const guint8 *)"HELP\nRSET\n", 10);
    gsize total = 0;
    guint rounds = 0;
    for (; session_output(session)->len > 0; rounds++) {
        cr_assert_leq(session_output(session)->len, SESSION_OUTPUT_CAP + 100000);
        total += session_output(session)->len;
        session_written(session, session_output(session)->len);
    }
    cr_expect_eq(total, 900000 + strlen("220 ready\r\n") + strlen("250 2.0.0 ok\r\n"), "%zu",
                 total);
    cr_expect_geq(rounds, 3);
    cr_expect(session_wants_input(session));
}

Test(session, a_hold_stops_reading_until_the_reply_is_written) {
    SessionSetup setup = script_setup();
    SessionPeer peer = {"127.0.0.1", 1, "127.0.0.1", 2, FALSE, 1};
    g_autoptr(Session) session = session_new(&test_core, &setup, &peer, NULL, NULL);
    session_greet(session);
    session_written(session, session_output(session)->len);
    session_push(session, (const guint8 *)"NOOP\nRSET\n", 10);
    SessionWish wish = session_wish(session);
    cr_expect_eq(wish.hold_ms, 700);
    cr_expect_eq(wish.n_octets, strlen("250 2.0.0 at last\r\n"));
    cr_expect(!session_wants_input(session));
    session_written(session, wish.n_octets);
    cr_expect_eq(session_output(session)->len, strlen("250 2.0.0 ok\r\n"));
    cr_expect_eq(session_wish(session).hold_ms, 0);
}

Test(session, leaving_says_421_and_closes) {
    SessionSetup setup = script_setup();
    SessionPeer peer = {"127.0.0.1", 1, "127.0.0.1", 2, FALSE, 1};
    g_autoptr(Session) session = session_new(&test_core, &setup, &peer, NULL, NULL);
    session_greet(session);
    session_written(session, session_output(session)->len);
    session_leave(session);
    cr_expect(session_wish(session).is_close);
    cr_expect_eq(session_state(session), SMTP_STATE_CLOSED);
    session_leave(session); /* a second time says nothing more */
    cr_expect_eq(session_output(session)->len, strlen("421 4.3.2 closing\r\n"));
}

Test(session, the_fault_slow_holds_every_reply) {
    g_autoptr(Faults) faults = faults_new();
    cr_assert(faults_add(faults, "slow:30", NULL));
    SessionSetup setup = script_setup();
    setup.faults = faults;
    Script script;
    script_run(&script, &test_core, &setup, "EHLO x\nRSET\n", 12, 0);
    cr_expect_eq(script.held_ms, 90);
    script_clear(&script);
}

Test(session, extensions_can_be_switched_off) {
    static const char *const without[] = {"PIPELINING", "HELP", NULL};
    SessionSetup setup = script_setup();
    setup.without = without;
    SessionPeer peer = {"127.0.0.1", 1, "127.0.0.1", 2, FALSE, 1};
    g_autoptr(Session) session = session_new(&test_core, &setup, &peer, NULL, NULL);
    cr_expect(!session_has(session, "pipelining"));
    cr_expect(session_has(session, "SIZE"));
    session_greet(session);
    g_autofree char *legal = session_legal_commands(session);
    cr_expect_str_eq(legal, "EHLO HELO RSET VRFY EXPN NOOP QUIT");
}
