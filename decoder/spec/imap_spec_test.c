/* SPDX-License-Identifier: MIT */
/* Sessions of IMAP and POP3 as lists of commands and replies: where they lead. */
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const SpecProtocol *spec;
    const char *script;   /* command=reply, joined by "|" */
    const char *expected; /* the state after each: "-" if the reply moved nothing, "!" if it was out
                             of order */
} Case;

/* clang-format off */
static const Case cases[] = {
    { &spec_imap, "<connect>=OK|LOGIN=NO|LOGIN=OK|SELECT=OK|FETCH=OK|SELECT=NO|FETCH=BAD|LOGOUT=OK",
      "NOT-AUTHENTICATED - AUTHENTICATED SELECTED SELECTED AUTHENTICATED - LOGOUT" },
    { &spec_imap, "<connect>=PREAUTH|EXAMINE=OK|CLOSE=OK|LOGIN=BAD|UNSELECT=OK", "AUTHENTICATED SELECTED AUTHENTICATED - AUTHENTICATED!" },
    { &spec_imap, "<connect>=OK|AUTHENTICATE=+|<sasl-response>=+|<sasl-response>=OK", "NOT-AUTHENTICATED AUTH AUTH AUTHENTICATED" },
    { &spec_imap, "<connect>=OK|AUTHENTICATE=+|<sasl-response>=BAD|AUTHENTICATE=NO|AUTHENTICATE=OK", "NOT-AUTHENTICATED AUTH NOT-AUTHENTICATED - AUTHENTICATED" },
    { &spec_imap, "<connect>=OK|STARTTLS=OK|LOGIN=OK|IDLE=+|<idle-done>=OK|NOOP=BYE", "NOT-AUTHENTICATED NOT-AUTHENTICATED AUTHENTICATED AUTHENTICATED AUTHENTICATED LOGOUT" },
    { &spec_imap, "<connect>=BYE", "LOGOUT" },
    { &spec_imap, "<connect>=OK|SELECT=NO|UID FETCH=BAD", "NOT-AUTHENTICATED - -" },
    { &spec_pop3, "<connect>=+OK|USER=+OK|PASS=-ERR|USER=+OK|PASS=+OK|RETR=+OK|QUIT=+OK", "AUTHORIZATION USER AUTHORIZATION USER TRANSACTION TRANSACTION UPDATE" },
    { &spec_pop3, "<connect>=+OK|AUTH=+|<sasl-response>=-ERR|APOP=+OK|QUIT=-ERR", "AUTHORIZATION AUTH AUTHORIZATION TRANSACTION UPDATE" },
    { &spec_pop3, "<connect>=+OK|STLS=+OK|STAT=-ERR|QUIT=+OK", "AUTHORIZATION AUTHORIZATION - CLOSED" },
};
/* clang-format on */

static void take(SpecMachine *machine, const char *step_text, GString *said) {
    g_auto(GStrv) halves = g_strsplit(step_text, "=", 2);
    int command = spec_find_command(machine->spec, halves[0], strlen(halves[0]));
    cr_assert_geq(command, 0, "%s", halves[0]);
    SpecStep step;
    gboolean moved = spec_machine_reply(machine, command, halves[1], &step);
    g_string_append_printf(said, "%s%s%s", said->len > 0 ? " " : "",
                           moved ? machine->spec->states[machine->state].name : "-",
                           moved && step.out_of_order ? "!" : "");
}

Test(imap_spec, sessions) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        SpecMachine machine;
        spec_machine_init(&machine, cases[i].spec);
        g_autoptr(GString) said = g_string_new(NULL);
        g_auto(GStrv) steps = g_strsplit(cases[i].script, "|", -1);
        for (guint k = 0; steps[k] != NULL; k++)
            take(&machine, steps[k], said);
        cr_expect_str_eq(said->str, cases[i].expected, "%s:\n%s", cases[i].script, said->str);
    }
}

Test(imap_spec, capabilities_come_in_families) {
    static const struct {
        const char *word, *found;
    } words[] = {
        {"AUTH=PLAIN", "AUTH="},
        {"auth=scram-sha-256", "AUTH="},
        {"THREAD=REFERENCES", "THREAD="},
        {"LITERAL-", "LITERAL-"},
        {"QUOTA=RES-STORAGE", "QUOTA=RES-"},
        {"COMPRESS=DEFLATE", "COMPRESS=DEFLATE"},
        {"XYZZY=", NULL},
        {"AUTH", NULL},
        {"", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        const SpecWord *word =
            spec_find_word(SPEC_WORD_IMAP_CAPABILITY, words[i].word, strlen(words[i].word));
        cr_expect_eq(word != NULL, words[i].found != NULL, "%s", words[i].word);
        cr_expect(word == NULL || strcmp(word->word, words[i].found) == 0, "%s", words[i].word);
    }
}

/* A command that a dissector must wait for, and one that it need not. */
Test(imap_spec, turns) {
    static const struct {
        ImapCommand command;
        gboolean waits;
    } turns[] = {{IMAP_AUTHENTICATE, TRUE}, {IMAP_STARTTLS, TRUE}, {IMAP_IDLE, TRUE},
                 {IMAP_COMPRESS, TRUE},     {IMAP_APPEND, FALSE},  {IMAP_FETCH, FALSE}};
    for (guint i = 0; i < G_N_ELEMENTS(turns); i++) {
        guint bits = spec_imap.commands[turns[i].command].turns;
        cr_expect_eq((bits & SPEC_TURN_FRAMING_WAITS) != 0, turns[i].waits, "%s",
                     spec_imap.commands[turns[i].command].name);
    }
}
