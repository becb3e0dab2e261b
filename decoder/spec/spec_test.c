/* SPDX-License-Identifier: MIT */
/* Walks the machine through sessions and asks the tables questions. */
#include "spec/spec.h"

#include <criterion/criterion.h>
#include <string.h>

/* A session: commands and replies, and the states they lead to ("-": no row matched). A "!" before
 * the state says that the command was out of order. */
typedef struct {
    const char *name;
    const SpecProtocol *spec;
    const char *steps[16][3]; /* command or NULL for an unasked reply, status, state */
} Session;

/* clang-format off */
static const Session sessions[] = {
    { "one mail", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "250", "MAIL" },
        { "RCPT", "550", "-MAIL" }, { "RCPT", "250", "RCPT" }, { "RCPT", "251", "RCPT" }, { "DATA", "354", "DATA" },
        { "<end-of-data>", "250", "READY" }, { "QUIT", "221", "CLOSED" } } },
    { "refused text ends the transaction", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "HELO", "250", "READY" }, { "MAIL", "250", "MAIL" },
        { "RCPT", "252", "RCPT" }, { "DATA", "354", "DATA" }, { "<end-of-data>", "554", "READY" }, { "MAIL", "250", "MAIL" } } },
    { "refused DATA changes nothing", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "HELO", "250", "READY" }, { "MAIL", "250", "MAIL" },
        { "DATA", "503", "-MAIL" }, { "RCPT", "250", "RCPT" }, { "DATA", "451", "-RCPT" }, { "RSET", "250", "READY" } } },
    { "refused greeting", &spec_smtp, {
        { "<connect>", "554", "REFUSED" }, { "EHLO", "503", "-REFUSED" }, { "QUIT", "221", "CLOSED" } } },
    { "greeting that comes too soon", &spec_smtp, { { "<connect>", "450", "REFUSED" }, { "QUIT", "221", "CLOSED" } } },
    { "EHLO resets", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "250", "MAIL" },
        { "EHLO", "501", "-MAIL" }, { "EHLO", "250", "READY" } } },
    { "RSET before EHLO introduces nobody", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "RSET", "250", "GREETED" }, { "NOOP", "250", "GREETED" }, { "VRFY", "252", "GREETED" } } },
    { "a tolerant server takes MAIL without HELO", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "MAIL", "250", "!MAIL" }, { "RCPT", "250", "RCPT" } } },
    { "a strict server does not", &spec_smtp, { { "<connect>", "220", "GREETED" }, { "MAIL", "503", "-GREETED" } } },
    { "354 always opens text", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "DATA", "354", "!DATA" }, { "<end-of-data>", "250", "READY" } } },
    { "chunks", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "250", "MAIL" }, { "RCPT", "250", "RCPT" },
        { "BDAT", "250", "BDAT" }, { "BDAT", "250", "BDAT" }, { "BDAT LAST", "250", "READY" } } },
    { "after a refused chunk only RSET leads on", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "250", "MAIL" }, { "RCPT", "250", "RCPT" },
        { "BDAT", "552", "BDAT" }, { "BDAT LAST", "503", "BDAT" }, { "MAIL", "503", "-BDAT" }, { "RSET", "250", "READY" } } },
    { "BDAT without a transaction is refused", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "BDAT LAST", "503", "-READY" } } },
    { "login in two steps", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "AUTH", "334", "AUTH" },
        { "<sasl-response>", "334", "AUTH" }, { "<sasl-response>", "235", "READY" } } },
    { "login fails", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "AUTH", "334", "AUTH" },
        { "<sasl-response>", "535", "READY" }, { "AUTH", "504", "-READY" }, { "AUTH", "235", "READY" } } },
    { "STARTTLS begins anew", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "STARTTLS", "454", "-READY" },
        { "STARTTLS", "220", "GREETED" }, { "EHLO", "250", "READY" } } },
    { "421 may answer anything", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "250", "MAIL" }, { "RCPT", "421", "CLOSED" } } },
    { "421 may come unasked", &spec_smtp, { { "<connect>", "220", "GREETED" }, { NULL, "250", "-GREETED" }, { NULL, "421", "CLOSED" } } },
    { "421 wins over the reply to the text", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "250", "MAIL" }, { "RCPT", "250", "RCPT" },
        { "DATA", "354", "DATA" }, { "<end-of-data>", "421", "CLOSED" } } },
    { "an unlisted code counts by its first digit", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "299", "READY" }, { "MAIL", "200", "MAIL" }, { "RCPT", "599", "-MAIL" } } },
    { "a listed code in the wrong place does nothing", &spec_smtp, {
        { "<connect>", "220", "GREETED" }, { "EHLO", "250", "READY" }, { "MAIL", "235", "-READY" } } },
    { "LMTP", &spec_lmtp, {
        { "<connect>", "220", "GREETED" }, { "LHLO", "250", "READY" }, { "MAIL", "250", "MAIL" }, { "RCPT", "250", "RCPT" },
        { "DATA", "354", "DATA" }, { "<end-of-data>", "452", "READY" }, { "MAIL", "250", "MAIL" }, { "RCPT", "250", "RCPT" },
        { "BDAT LAST", "550", "READY" }, { "QUIT", "221", "CLOSED" } } },
};
/* clang-format on */

static const char *take(SpecMachine *machine, const char *const step[3], char *buffer) {
    const SpecProtocol *spec = machine->spec;
    int command = step[0] == NULL ? -1 : spec_find_command(spec, step[0], strlen(step[0]));
    int before = machine->state;
    SpecStep taken;
    cr_assert(step[0] == NULL || command >= 0, "%s is a command", step[0]);
    gboolean moved = spec_machine_reply(machine, command, step[1], &taken);
    const char *mark = !moved ? "-" : taken.out_of_order ? "!" : "";
    if (moved) {
        cr_assert_eq(taken.from, before);
        cr_assert_eq(taken.to, machine->state);
        cr_assert_eq(taken.command, command);
        cr_assert(taken.rfc != NULL && taken.why != NULL);
    } else {
        cr_assert_eq(machine->state, before);
    }
    g_snprintf(buffer, 32, "%s%s", mark, spec->states[machine->state].name);
    return buffer;
}

Test(spec, sessions) {
    for (guint i = 0; i < G_N_ELEMENTS(sessions); i++) {
        const Session *session = &sessions[i];
        SpecMachine machine;
        char got[32];
        spec_machine_init(&machine, session->spec);
        cr_assert_eq(machine.state, SMTP_STATE_START);
        for (guint k = 0; k < 16 && session->steps[k][1] != NULL; k++) {
            const char *expected = session->steps[k][2];
            cr_assert_str_eq(take(&machine, session->steps[k], got), expected,
                             "%s, step %u: %s, expected %s", session->name, k, got, expected);
        }
    }
}

Test(spec, an_observer_who_is_lost_finds_back) {
    static const struct {
        int command;
        const char *status;
        int to; /* LOST: still lost */
    } cases[] = {
        {SMTP_NOOP, "250", SMTP_STATE_LOST},
        {SMTP_VRFY, "252", SMTP_STATE_LOST},
        {SMTP_EHLO, "250", SMTP_STATE_READY},
        {SMTP_MAIL, "250", SMTP_STATE_MAIL},
        {SMTP_MAIL, "550", SMTP_STATE_LOST},
        {SMTP_RCPT, "250", SMTP_STATE_RCPT},
        {SMTP_DATA, "354", SMTP_STATE_DATA},
        {SMTP_END_OF_DATA, "554", SMTP_STATE_READY},
        {SMTP_RSET, "250", SMTP_STATE_READY},
        {SMTP_QUIT, "221", SMTP_STATE_CLOSED},
        {SMTP_SASL_RESPONSE, "334", SMTP_STATE_LOST},
        {-1, "250", SMTP_STATE_LOST},
        {-1, "421", SMTP_STATE_CLOSED},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        SpecMachine machine;
        SpecStep step;
        spec_machine_init(&machine, &spec_smtp);
        spec_machine_enter(&machine, spec_smtp.lost);
        gboolean moved = spec_machine_reply(&machine, cases[i].command, cases[i].status, &step);
        cr_assert_eq(machine.state, cases[i].to, "case %u", i);
        cr_assert_eq(moved, cases[i].to != SMTP_STATE_LOST, "case %u", i);
        cr_assert(!moved || !step.out_of_order);
    }
}

Test(spec, each_protocol_has_its_own_hello) {
    cr_assert_eq(spec_find_command(&spec_smtp, "LHLO", 4), -1);
    cr_assert_eq(spec_find_command(&spec_lmtp, "lhlo", 4), SMTP_LHLO);
    cr_assert_eq(spec_find_command(&spec_lmtp, "EHLO", 4), -1);
    cr_assert_eq(spec_find_command(&spec_lmtp, "HELO", 4), -1);
    cr_assert_not(spec_is_legal(&spec_lmtp, SMTP_STATE_GREETED, SMTP_EHLO));
    cr_assert(spec_is_legal(&spec_smtp, SMTP_STATE_GREETED, SMTP_EHLO));
    cr_assert_eq(spec_find_command(&spec_smtp, "eHLo", 4), SMTP_EHLO);
    cr_assert_eq(spec_find_command(&spec_smtp, "EHLOX", 5), -1);
    cr_assert_eq(spec_find_command(&spec_smtp, "", 0), -1);
    cr_assert_eq(spec_find_command(&spec_smtp, "<End-of-data>", 13), SMTP_END_OF_DATA);
}

Test(spec, legality) {
    cr_assert(spec_is_legal(&spec_smtp, SMTP_STATE_READY, SMTP_MAIL));
    cr_assert_not(spec_is_legal(&spec_smtp, SMTP_STATE_MAIL, SMTP_MAIL));
    cr_assert_not(spec_is_legal(&spec_smtp, SMTP_STATE_MAIL, SMTP_DATA));
    cr_assert_not(spec_is_legal(&spec_smtp, SMTP_STATE_RCPT, SMTP_AUTH));
    cr_assert_not(spec_is_legal(&spec_smtp, SMTP_STATE_BDAT, SMTP_DATA));
    cr_assert_not(spec_is_legal(&spec_smtp, SMTP_STATE_REFUSED, SMTP_EHLO));
    cr_assert(spec_is_legal(&spec_smtp, SMTP_STATE_REFUSED, SMTP_QUIT));
    cr_assert(spec_is_legal(&spec_smtp, SMTP_STATE_LOST, SMTP_DATA));
    cr_assert_eq(spec_legal_states(&spec_smtp, SMTP_DATA), SPEC_STATE(SMTP_STATE_RCPT));
}

Test(spec, patterns) {
    cr_assert(spec_reply_matches("250", "250"));
    cr_assert(spec_reply_matches("25x", "253"));
    cr_assert(spec_reply_matches("xxx", "421"));
    cr_assert(spec_reply_matches("+OK", "+OK"));
    cr_assert_not(spec_reply_matches("250", "25"));
    cr_assert_not(spec_reply_matches("25", "250"));
    cr_assert_not(spec_reply_matches("xxx", "2x0"));
    cr_assert_not(spec_reply_matches("xxx", "+OK"));
    cr_assert_not(spec_reply_matches("250", ""));
}

Test(spec, one_line_for_both_logs) {
    SpecMachine machine;
    SpecStep step;
    spec_machine_init(&machine, &spec_smtp);
    spec_machine_enter(&machine, SMTP_STATE_RCPT);
    cr_assert(spec_machine_reply(&machine, SMTP_DATA, "354", &step));
    g_autofree char *line = spec_format_step(&spec_smtp, &step);
    cr_assert_str_eq(line, "smtp RCPT --DATA 354--> DATA");
    cr_assert(spec_machine_reply(&machine, -1, "421", &step));
    g_autofree char *unasked = spec_format_step(&spec_smtp, &step);
    cr_assert_str_eq(unasked, "smtp DATA --421--> CLOSED");
}

Test(spec, words) {
    static const struct {
        SpecWordKind kind;
        const char *word, *found; /* NULL: none */
    } cases[] = {
        {SPEC_WORD_EHLO_KEYWORD, "pipelining", "PIPELINING"},
        {SPEC_WORD_EHLO_KEYWORD, "X-NO-SUCH", NULL},
        {SPEC_WORD_ENHANCED_CODE, "5.1.1", "x.1.1"},
        {SPEC_WORD_ENHANCED_CODE, "2.7.10", "x.7.10"},
        {SPEC_WORD_ENHANCED_CODE, "X.1.5", "x.1.5"},
        {SPEC_WORD_ENHANCED_CODE, "3.1.1", NULL},
        {SPEC_WORD_ENHANCED_CODE, "5.1", NULL},
        {SPEC_WORD_ENHANCED_CODE, "5.999.9999", NULL},
        {SPEC_WORD_ENHANCED_CODE, "", NULL},
        {SPEC_WORD_HEADER, "MESSAGE-id", "Message-ID"},
        {SPEC_WORD_PORT, "587", "587"},
        {SPEC_WORD_ENCODING, "Base64", "base64"},
        {SPEC_WORD_SASL_MECHANISM, "scram-sha-256", "SCRAM-SHA-256"},
        {SPEC_WORD_MAIL_PARAMETER, "body", "BODY"},
        {SPEC_WORD_RCPT_PARAMETER, "SIZE", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const SpecWord *word = spec_find_word(cases[i].kind, cases[i].word, strlen(cases[i].word));
        const char *found = word != NULL ? word->word : NULL;
        cr_assert_eq(g_strcmp0(found, cases[i].found), 0, "%s: %s", cases[i].word, found);
    }
    cr_assert_null(spec_find_word(SPEC_WORD_ENHANCED_CODE, "\0.1.1", 5));
}
