/* SPDX-License-Identifier: MIT */
/* Dialogues: what a client sends, and what the server answers and does. Each is run whole, cut in
 * two at every place, and octet by octet, always with the same outcome. */
#include "pop3/pop3.h"

#include "mailbox/core_lab.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

/* In bob's mailbox before each dialogue: 32, 11 and 6 octets. */
static const char *const mails[] = {
    "Subject: one\r\n\r\n.dot\r\n..\r\nlast\r\n",
    "A: b\r\n\r\nx\r\n",
    "no end",
};

typedef struct {
    const char *name, *input;
    const char *expected; /* in short, see script_shorten() */
    const char *wire;     /* must be in what the server sent; or NULL */
    guint n_left;         /* mails in bob's INBOX afterwards */
    gboolean is_strict;
    const char *without, *fault;
    gboolean is_uncut; /* the outcome depends on what comes together */
} Dialogue;

#define LOGIN "USER bob\r\nPASS hungry\r\n"
#define GREETED "+OK >AUTHORIZATION "
#define IN GREETED "+OK >USER L:pop3.cleartext-credentials +OK >TRANSACTION "
#define OK "+OK >TRANSACTION "
#define FLIGHT SCRIPT_FLIGHT
#define DIGEST "8ae1d2b9a7b6c1c4f0a6e9d0f1c2b3a4"

/* clang-format off */
static const Dialogue dialogues[] = {
    { "login and out", LOGIN "QUIT\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >UPDATE", "+OK the maildrop is open and locked: 3 messages\r\n", 3 },
    { "out without a login", "QUIT\r\n", GREETED "+OK >CLOSED", NULL, 3 },
    { "uidl", LOGIN "UIDL\r\nuidl 3\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION +OK >TRANSACTION", "+OK 3 messages (49 octets)\r\n1 ", 3, .is_uncut = TRUE },
    { "stat and list", LOGIN "STAT\r\nLIST\r\nlist 2\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION +OK >TRANSACTION +OK >TRANSACTION",
      "+OK 3 49\r\n+OK 3 messages (49 octets)\r\n1 32\r\n2 11\r\n3 6\r\n.\r\n+OK 2 11\r\n", 3 },
    { "retr", LOGIN "RETR 1\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION M:accepted:32", "+OK 32 octets\r\nSubject: one\r\n\r\n..dot\r\n...\r\nlast\r\n.\r\n", 3 },
    { "retr of a text whose last line has no end", LOGIN "RETR 3\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION M:accepted:6", "+OK 6 octets\r\nno end\r\n.\r\n", 3 },
    { "top", LOGIN "TOP 1 0\r\nTOP 1 1\r\nTOP 1 99\r\nTOP 3 0\r\n",
      GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION M:accepted:16 +OK >TRANSACTION M:accepted:22 +OK >TRANSACTION M:accepted:32 +OK >TRANSACTION M:accepted:6",
      "Subject: one\r\n\r\n.\r\n+OK the top of the message\r\nSubject: one\r\n\r\n..dot\r\n.\r\n", 3 },
    { "numbers", LOGIN "RETR\r\nRETR 0\r\nRETR 4\r\nRETR x\r\nLIST 99999999999\r\nTOP 1\r\nTOP 1 x\r\nDELE -1\r\nUIDL 4\r\n",
      GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials -ERR -ERR -ERR -ERR -ERR -ERR -ERR -ERR -ERR", NULL, 3 },
    { "dele and quit", LOGIN "DELE 2\r\nDELE 2\r\nRETR 2\r\nLIST\r\nSTAT\r\nQUIT\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION -ERR -ERR +OK >TRANSACTION +OK >TRANSACTION +OK >UPDATE",
      "+OK 2 messages (38 octets)\r\n1 32\r\n3 6\r\n.\r\n+OK 2 38\r\n", 2 },
    { "dele and rset", LOGIN "DELE 1\r\nDELE 2\r\nRSET\r\nSTAT\r\nQUIT\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION +OK >TRANSACTION +OK >TRANSACTION +OK >TRANSACTION +OK >UPDATE", "+OK 3 49\r\n", 3 },
    { "dele and gone without quit", LOGIN "DELE 1\r\nDELE 2\r\nNOOP\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION +OK >TRANSACTION +OK >TRANSACTION", NULL, 3 },
    { "order", "STAT\r\nRETR 1\r\nPASS hungry\r\nAPOP\r\n" LOGIN "USER bob\r\nPASS hungry\r\nSTLS\r\nAUTH PLAIN\r\nAPOP bob x\r\n",
      GREETED "-ERR -ERR -ERR -ERR >AUTHORIZATION +OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials -ERR -ERR -ERR -ERR -ERR", NULL, 3 },
    { "unknown", "FOO\r\n\r\n<connect>\r\nLAST\r\nUTF8\r\nLANG\r\n", GREETED "-ERR -ERR -ERR -ERR -ERR -ERR", "allowed now: USER APOP AUTH STLS CAPA", 3 },
    { "wrong password", "USER bob\r\nPASS thirsty\r\nPASS hungry\r\n" LOGIN,
      GREETED "+OK >USER -ERR/AUTH >AUTHORIZATION L:pop3.cleartext-credentials -ERR +OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials", NULL, 3 },
    { "no such user", "USER carol\r\nPASS hungry\r\n", GREETED "+OK >USER -ERR/AUTH >AUTHORIZATION L:pop3.cleartext-credentials", NULL, 3 },
    { "a name twice", "USER alice\r\nUSER bob\r\nPASS hungry\r\n", GREETED "+OK >USER +OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials", "3 messages", 3 },
    { "a password that is missing", "USER\r\nUSER bob\r\nPASS\r\n", GREETED "-ERR >AUTHORIZATION +OK >USER -ERR/AUTH >AUTHORIZATION L:pop3.cleartext-credentials", NULL, 3 },
    { "apop", "APOP bob\r\nAPOP bob " DIGEST "\r\nAPOP bob @DIGEST\r\nSTAT\r\n", GREETED "-ERR >AUTHORIZATION -ERR/AUTH >AUTHORIZATION +OK >TRANSACTION +OK >TRANSACTION", "+OK 3 49", 3 },
    { "capa", "CAPA\r\n", GREETED "+OK >AUTHORIZATION", "\r\nTOP\r\nUIDL\r\nUSER\r\nSASL SCRAM-SHA-256", 3 },
    { "auth plain", "AUTH PLAIN AGJvYgBodW5ncnk=\r\nSTAT\r\n", GREETED "+OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION", NULL, 3 },
    { "auth in steps", "AUTH\r\nAUTH FOO\r\nAUTH LOGIN\r\nYm9i\r\n*\r\nAUTH PLAIN\r\nAGJvYgBodW5ncnk=\r\n",
      GREETED "-ERR -ERR + >AUTH L:pop3.cleartext-credentials + >AUTH -ERR >AUTHORIZATION + >AUTH L:pop3.cleartext-credentials +OK >TRANSACTION", NULL, 3 },
    { "stls", "USER bob\r\nSTLS\r\n" FLIGHT "PASS hungry\r\nSTLS\r\nUSER bob\r\nPASS hungry\r\n",
      GREETED "+OK >USER +OK >AUTHORIZATION TLS -ERR -ERR +OK >USER +OK >TRANSACTION", NULL, 3 },
    { "pipelined", LOGIN "STAT\r\nRETR 2\r\nDELE 2\r\nQUIT\r\n", GREETED "+OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION +OK >TRANSACTION M:accepted:11 +OK >TRANSACTION +OK >UPDATE", NULL, 2 },
    { "plain nc", "USER bob\nPASS hungry\nSTAT\n", GREETED "+OK >USER L:pop3.bare-lf +OK >TRANSACTION L:pop3.cleartext-credentials +OK >TRANSACTION", NULL, 3 },
    { "plain nc, strict", "USER bob\nCAPA\n", GREETED "-ERR >AUTHORIZATION L:pop3.bare-lf -ERR L:pop3.bare-lf", NULL, 3, .is_strict = TRUE },
    { "without", "APOP bob " DIGEST "\r\nCAPA\r\nAUTH PLAIN\r\nSTLS\r\n" LOGIN "UIDL\r\nTOP 1 1\r\n",
      GREETED "-ERR >AUTHORIZATION -ERR -ERR -ERR +OK >USER +OK >TRANSACTION L:pop3.cleartext-credentials -ERR -ERR", NULL, 3,
      .without = "APOP CAPA AUTH STLS UIDL TOP" },
    { "fault maildrop-locked", LOGIN, GREETED "+OK >USER -ERR/IN-USE >AUTHORIZATION L:pop3.cleartext-credentials", NULL, 3, .fault = "maildrop-locked" },
    { "fault auth-down", LOGIN, GREETED "+OK >USER -ERR/SYS/TEMP >AUTHORIZATION", NULL, 3, .fault = "auth-down" },
    { "fault no-starttls", "STLS\r\n", GREETED "-ERR/SYS/TEMP", NULL, 3, .fault = "no-starttls" },
    { "fault busy", "", "-ERR/SYS/TEMP", NULL, 3, .fault = "busy" },
};
/* clang-format on */

static void deliver(Store *store, const char *text) {
    StoreDraft *draft = NULL;
    cr_assert_eq(store->klass->draft_new(store, "bob", "INBOX", &draft), STORE_OK);
    store->klass->draft_write(draft, (const guint8 *)text, strlen(text));
    store->klass->draft_sync(draft, NULL);
    cr_assert_eq(store->klass->draft_publish(draft, NULL, NULL), STORE_OK);
    store->klass->draft_free(draft);
}

static void lab_init(CoreLab *self, const Dialogue *dialogue) {
    cr_assert(core_lab_init(self, dialogue->fault, dialogue->without));
    self->setup.is_strict = dialogue->is_strict;
    for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
        deliver(self->setup.store, mails[i]);
}

/* The timestamp holds the fixed clock of the tests. */
static GString *input_of(const Dialogue *dialogue) {
    GString *input = g_string_new(dialogue->input);
    g_autofree char *digest = g_compute_checksum_for_string(
        G_CHECKSUM_MD5, "<1.1795435201000000000@mail.lab.example>hungry", -1);
    g_string_replace(input, "@DIGEST", digest, 0);
    return input;
}

/* `cut` as for script_run_cut(). Returns the short log; *full gets the whole one. */
static char *run(const Dialogue *dialogue, const GString *input, gsize cut, char **full) {
    CoreLab lab;
    Script script;
    lab_init(&lab, dialogue);
    script_run_cut(&script, &pop3_core, &lab.setup, input->str, input->len, cut);
    char *shortened = script_shorten(&script);
    *full = g_strconcat(script.log->str, script.wire->str, NULL);
    cr_expect(dialogue->wire == NULL || strstr(script.wire->str, dialogue->wire) != NULL, "%s:\n%s",
              dialogue->name, script.wire->str);
    cr_expect_eq(core_lab_mails(&lab), dialogue->n_left, "%s: %u are left", dialogue->name,
                 core_lab_mails(&lab));
    cr_expect_eq(lab.setup.store->klass->lock_maildrop(lab.setup.store, "bob"), STORE_OK,
                 "%s: the lock is free again", dialogue->name);
    script_clear(&script);
    core_lab_clear(&lab);
    return shortened;
}

ParameterizedTestParameters(pop3, dialogue) {
    static guint indexes[G_N_ELEMENTS(dialogues)];
    for (guint i = 0; i < G_N_ELEMENTS(indexes); i++)
        indexes[i] = i;
    return cr_make_param_array(guint, indexes, G_N_ELEMENTS(indexes));
}

ParameterizedTest(guint *index, pop3, dialogue) {
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

Test(pop3, every_command_in_every_state) {
    static const struct {
        Pop3State state;
        const char *way;
    } ways[] = {
        {POP3_STATE_AUTHORIZATION, ""},
        {POP3_STATE_USER, "USER bob\r\n"},
        {POP3_STATE_TRANSACTION, LOGIN},
    };
    static const struct {
        int command;
        const char *line;
    } commands[] = {
        {POP3_USER, "USER bob\r\n"}, {POP3_PASS, "PASS hungry\r\n"}, {POP3_APOP, "APOP bob x\r\n"},
        {POP3_AUTH, "AUTH FOO\r\n"}, {POP3_STLS, "STLS\r\n"},        {POP3_CAPA, "CAPA\r\n"},
        {POP3_STAT, "STAT\r\n"},     {POP3_LIST, "LIST\r\n"},        {POP3_UIDL, "UIDL\r\n"},
        {POP3_RETR, "RETR 1\r\n"},   {POP3_TOP, "TOP 1 1\r\n"},      {POP3_DELE, "DELE 1\r\n"},
        {POP3_RSET, "RSET\r\n"},     {POP3_NOOP, "NOOP\r\n"},        {POP3_QUIT, "QUIT\r\n"},
    };
    static const Dialogue plain = {.name = "matrix"};
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(commands); j++) {
            CoreLab lab;
            Script script;
            lab_init(&lab, &plain);
            g_autofree char *input = g_strconcat(ways[i].way, commands[j].line, NULL);
            script_run(&script, &pop3_core, &lab.setup, input, strlen(input), 0);
            gboolean is_legal = spec_is_legal(&spec_pop3, ways[i].state, commands[j].command);
            gboolean is_refused = strstr(script.wire->str, " is not allowed in state ") != NULL;
            cr_expect(is_legal != is_refused, "%s in %s:\n%s", commands[j].line,
                      spec_pop3.states[ways[i].state].name, script.wire->str);
            script_clear(&script);
            core_lab_clear(&lab);
        }
    }
}

/* A second session is kept out, and the lock is free once the first has ended. */
Test(pop3, the_maildrop_is_locked) {
    static const Dialogue plain = {.name = "lock"};
    CoreLab lab;
    Script script;
    lab_init(&lab, &plain);
    Store *store = lab.setup.store;
    cr_assert_eq(store->klass->lock_maildrop(store, "bob"), STORE_OK);
    script_run(&script, &pop3_core, &lab.setup, LOGIN "STAT\r\n", strlen(LOGIN "STAT\r\n"), 0);
    cr_assert(strstr(script.wire->str, "-ERR [IN-USE]") != NULL);
    script_clear(&script);
    cr_assert_eq(store->klass->lock_maildrop(store, "bob"), STORE_IN_USE, "the lock is not ours");
    store->klass->unlock_maildrop(store, "bob");
    script_run(&script, &pop3_core, &lab.setup, LOGIN "STAT\r\n", strlen(LOGIN "STAT\r\n"), 0);
    cr_assert(strstr(script.wire->str, "+OK 3 49") != NULL);
    script_clear(&script);
    core_lab_clear(&lab);
}

/* A message far larger than the output buffer goes out in pieces, octet for octet. */
Test(pop3, a_long_message_goes_out_in_pieces) {
    static const Dialogue plain = {.name = "long"};
    static const char input[] = LOGIN "RETR 4\r\nSTAT\r\n";
    CoreLab lab;
    Script script;
    lab_init(&lab, &plain);
    g_autoptr(GString) text = g_string_new("A: b\r\n\r\n");
    for (guint i = 0; i < 60000; i++)
        g_string_append_printf(text, ".line %u\r\n", i);
    deliver(lab.setup.store, text->str);
    script_run(&script, &pop3_core, &lab.setup, input, strlen(input), 0);
    const char *begin = strstr(script.wire->str, "A: b\r\n");
    const char *end = strstr(begin, "\r\n.\r\n");
    cr_assert_eq((gsize)(end + 2 - begin), text->len + 60000, "one dot more in each line");
    cr_assert(g_str_has_suffix(script.log->str, "T TRANSACTION STAT +OK TRANSACTION\n"));
    script_clear(&script);
    core_lab_clear(&lab);
}
