/* SPDX-License-Identifier: MIT */
#include "session/session_script.h"

#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <string.h>

/* A core that answers its input with what the case says, once. */
typedef struct {
    const char *name;
    const SpecProtocol *spec;
    int command;
    const char *tag;
    void (*answer)(Session *session);
    const char *wire, *log; /* of the answer alone */
} Case;

static const Case *current; /* each test has a process of its own */

static gpointer core_create(Session *session) {
    return session;
}

static void core_nothing(gpointer core) {
}

static gsize core_octets(gpointer core, const guint8 *octets, gsize length) {
    session_command(
        core, &(SessionCommand){.command = current->command,
                                .tag = current->tag,
                                .tag_length = current->tag != NULL ? strlen(current->tag) : 0});
    current->answer(core);
    return length;
}

/* ---- answers -------------------------------------------------------------------------------- */

static void smtp_lines(Session *session) {
    session_say(session, "250", "2.0.0", "one\ntwo");
}

static void smtp_empty(Session *session) {
    session_say(session, "354", NULL, "%s", "");
}

static void pop3_list(Session *session) {
    session_reply(
        session,
        &(SessionReply){.status = "+OK", .text = "list\n1 20\n.hidden", .is_multi_line = TRUE});
}

static void pop3_code(Session *session) {
    session_reply(session, &(SessionReply){.status = "-ERR", .code = "IN-USE", .text = "locked"});
}

static void pop3_octets(Session *session) {
    session_reply_begin(session, &(SessionReply){.status = "+OK", .text = "3 octets"});
    session_reply_octets(session, (const guint8 *)"abc\r\n", 5);
    session_message_octets(session, (const guint8 *)"abc\r\n", 5);
    session_message_end(session);
    session_message(session, &(SessionMessage){.carried_by = "RETR"});
    session_reply_end(session, NULL);
}

static void imap_tagged(Session *session) {
    session_untagged_number(session, 12, "EXISTS");
    session_untagged(session, "FLAGS", "(\\Seen)");
    session_reply(
        session,
        &(SessionReply){.status = "OK", .code = "UIDNEXT 5", .text = "next", .is_untagged = TRUE});
    session_say(session, "OK", "READ-WRITE", "open");
}

static void imap_fetch(Session *session) {
    session_reply_begin(session, &(SessionReply){.status = "*",
                                                 .data = "FETCH",
                                                 .has_number = TRUE,
                                                 .number = 3,
                                                 .text = "(BODY[1] {2}"});
    session_reply_octets(session, (const guint8 *)"\r\nab", 4);
    session_message_octets(session, (const guint8 *)"ab", 2);
    session_message_end(session);
    session_message(session, &(SessionMessage){.carried_by = "FETCH"});
    session_reply_text(session, " BODY[2] {1}");
    session_reply_octets(session, (const guint8 *)"c", 1);
    session_message_octets(session, (const guint8 *)"c", 1);
    session_message_end(session);
    session_message(session, &(SessionMessage){.carried_by = "FETCH"});
    session_reply_end(session, ")");
    session_lesson(session, "imap.lesson", NULL, "learn");
    session_say(session, "OK", NULL, "done");
}

static void imap_logout(Session *session) {
    session_reply(session, &(SessionReply){.status = "BYE", .text = "bye", .is_untagged = TRUE});
    session_say(session, "OK", NULL, "done");
}

static void imap_thrown_out(Session *session) {
    session_reply(session,
                  &(SessionReply){
                      .status = "BYE", .text = "bye", .is_untagged = TRUE, .is_unsolicited = TRUE});
}

static void imap_go_ahead(Session *session) {
    session_reply(session, &(SessionReply){.status = "+", .text = "idling"});
}

/* clang-format off */
static const Case cases[] = {
    {"lines share their codes", &spec_smtp, SMTP_NOOP, NULL, smtp_lines,
     "250-2.0.0 one\r\n250 2.0.0 two\r\n", "S 250 2.0.0 one | two\nT START NOOP 250 START !\n"},
    {"an empty text is a line too", &spec_smtp, SMTP_NOOP, NULL, smtp_empty,
     "354 \r\n", "S 354 \n"},
    {"a list ends with a lone dot and has its dots stuffed", &spec_pop3, POP3_LIST, NULL, pop3_list,
     "+OK list\r\n1 20\r\n..hidden\r\n.\r\n", "S +OK list | 1 20 | .hidden\nT START LIST +OK START !\n"},
    {"a response code stands in front", &spec_pop3, POP3_PASS, NULL, pop3_code,
     "-ERR [IN-USE] locked\r\n", "S -ERR [IN-USE] locked\n"},
    {"a message follows the reply that carries it", &spec_pop3, POP3_RETR, NULL, pop3_octets,
     "+OK 3 octets\r\nabc\r\n.\r\n", "S +OK 3 octets\nT START RETR +OK START !\nM RETR accepted 5\n"},
    {"data, codes and the tagged reply", &spec_imap, IMAP_NOOP, "a1", imap_tagged,
     "* 12 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDNEXT 5] next\r\na1 OK [READ-WRITE] open\r\n",
     "S * 12 EXISTS \nS * FLAGS (\\Seen)\nS OK [UIDNEXT 5] next\nS OK [READ-WRITE] open\nT START NOOP OK START !\n"},
    {"literals, and what they leave is told after the tagged reply", &spec_imap, IMAP_NOOP, "a1", imap_fetch,
     "* 3 FETCH (BODY[1] {2}\r\nab BODY[2] {1}\r\nc)\r\na1 OK done\r\n",
     "S * 3 FETCH (BODY[1] {2} |  BODY[2] {1} | )\nS OK done\nT START NOOP OK START !\nM FETCH accepted 2\nM FETCH accepted 1\nL imap.lesson\n"},
    {"the BYE of LOGOUT ends nothing", &spec_imap, IMAP_LOGOUT, "a1", imap_logout,
     "* BYE bye\r\na1 OK done\r\n", "S BYE bye\nS OK done\nT START LOGOUT OK LOGOUT !\n"},
    {"a BYE out of turn does", &spec_imap, IMAP_NOOP, "a1", imap_thrown_out,
     "* BYE bye\r\n", "S BYE bye\nT START - BYE LOGOUT\n"},
    {"a continuation", &spec_imap, IMAP_IDLE, "a1", imap_go_ahead,
     "+ idling\r\n", "S + idling\nT START IDLE + START !\n"},
};
/* clang-format on */

Test(session_reply, formats) {
    SessionSetup setup = script_setup();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = current = &cases[i];
        CoreClass core = {.name = "test",
                          .spec = c->spec,
                          .create = core_create,
                          .free = core_nothing,
                          .greet = core_nothing,
                          .octets = core_octets,
                          .tls_started = core_nothing};
        Script script;
        script_run(&script, &core, &setup, "x", 1, 0);
        cr_expect_str_eq(script.wire->str, c->wire, "%s: %s", c->name, script.wire->str);
        const char *answer = strchr(script.log->str, '\n') + 1; /* behind the command */
        cr_expect_str_eq(answer, c->log, "%s: %s", c->name, answer);
        script_clear(&script);
    }
}

static void slow_answer(Session *session) {
    session_go_ahead(session, "more");
}

/* The go-ahead for a literal is sent at once and told once its command is whole. */
Test(session_reply, go_ahead_is_told_after_its_command) {
    static const Case c = {"", &spec_imap, IMAP_LOGIN, "a1", slow_answer, "", ""};
    current = &c;
    SessionSetup setup = script_setup();
    CoreClass core = {.name = "test",
                      .spec = c.spec,
                      .create = core_create,
                      .free = core_nothing,
                      .greet = core_nothing,
                      .octets = core_octets,
                      .tls_started = core_nothing};
    Script script;
    script_run(&script, &core, &setup, "xy", 2, 1);
    cr_expect_str_eq(script.wire->str, "+ more\r\n+ more\r\n");
    cr_expect_str_eq(script.log->str, "C LOGIN @START\nC LOGIN @START\nS + more\n", "%s",
                     script.log->str);
    script_clear(&script);
}
