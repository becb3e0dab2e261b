/* SPDX-License-Identifier: MIT */
/* The core over dialogues: each case whole, cut in two at every place, and octet by octet; then
 * every command in every state. */
#include "imap/imap.h"

#include "imap/commands.h"
#include "imap/imap_cases.h"
#include "mailbox/core_lab.h"
#include "mailbox/mailbox.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <fnmatch.h>
#include <string.h>

#define MAIL_TIME G_GINT64_CONSTANT(1795435200) /* 2026-11-23 12:00:00 UTC */
#define SIZE_LIMIT 1000u

/* What brings a session into a state, and the tag of its last answer. */
static const struct {
    int state;
    const char *lines, *answer;
} prefixes[] = {
    {IMAP_STATE_NOT_AUTHENTICATED, "x NOOP\n", "x OK "},
    {IMAP_STATE_AUTHENTICATED, "x LOGIN bob hungry\n", "x OK "},
    {IMAP_STATE_SELECTED, "y LOGIN bob hungry\nx SELECT INBOX\n", "x OK "},
};

static const char *prefix_of(int state) {
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (prefixes[i].state == state)
            return prefixes[i].lines;
    }
    return "";
}

/* '\n' alone becomes CRLF. */
static GString *with_line_ends(const char *state_lines, const char *lines) {
    GString *text = g_string_new(NULL);
    g_autofree char *all = g_strconcat(state_lines, SCRIPT_FLIGHT, lines, NULL);
    for (const char *at = all; *at != '\0'; at++) {
        if (*at == '\n')
            g_string_append_c(text, '\r');
        g_string_append_c(text, *at);
    }
    return text;
}

/* UIDVALIDITY is made of the clock: digits of long numbers become 0. */
static void hide_clock(GString *text) {
    for (gsize at = 0; at < text->len;) {
        gsize n = strspn(text->str + at, "0123456789");
        if (n == 10)
            memset(text->str + at, '0', n);
        at += MAX(n, 1);
    }
}

static void world_init(CoreLab *world, const char *without, gboolean is_strict) {
    cr_assert(core_lab_init(world, NULL, without));
    mailbox_add_samples(world->setup.store, world->users, "lab.example", MAIL_TIME);
    world->setup.has_certificate = TRUE;
    world->setup.size_limit = SIZE_LIMIT;
    world->setup.is_strict = is_strict;
}

/* `cut` as for script_run_cut(). */
static void play(Script *script, const char *without, gboolean is_strict, const GString *input,
                 gsize cut) {
    CoreLab world;
    world_init(&world, without, is_strict);
    script_run_cut(script, &imap_core, &world.setup, input->str, input->len, cut);
    core_lab_clear(&world);
    hide_clock(script->wire);
    hide_clock(script->log);
}

/* ---- what is expected ---- */

/* The lines after the one that ends the prefix. */
static char **lines_of_wire(const GString *wire) {
    g_autofree char *text = g_strdup(wire->str);
    char *from = strstr(text, "\r\nx OK ");
    from = from != NULL ? strstr(from + 2, "\r\n") : NULL;
    cr_assert_not_null(from, "the prefix was not answered:\n%s", wire->str);
    g_auto(GStrv) lines = g_strsplit(from + 2, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        g_strdelimit(lines[i], "\r", '\0');
    return g_steal_pointer(&lines);
}

/* Linear but for the lines that "..." passes. */
static void match_lines(const char *name, const char *expected, const GString *wire) {
    g_auto(GStrv) lines = lines_of_wire(wire);
    g_auto(GStrv) patterns = g_strsplit(expected, "\n", -1);
    guint n = 0;
    for (guint i = 0; patterns[i] != NULL; i++) {
        gboolean skips = strcmp(patterns[i], "...") == 0;
        i += skips ? 1 : 0;
        while (skips && lines[n] != NULL && fnmatch(patterns[i], lines[n], 0) != 0)
            n++;
        cr_assert(lines[n] != NULL && fnmatch(patterns[i], lines[n], 0) == 0,
                  "%s: expected %s\ngot %s\nin:\n%s", name, patterns[i], lines[n], wire->str);
        n++;
    }
    cr_assert(lines[n] == NULL || *lines[n] == '\0', "%s: more than expected: %s", name, lines[n]);
}

/* "COMMAND STATUS STATE" of each transition behind those of the prefix. */
static char *transitions_of(const GString *log, const char *prefix) {
    GString *text = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(log->str, "\n", -1);
    guint n_prefix = 1; /* <connect> */
    for (const char *at = prefix; *at != '\0'; at++)
        n_prefix += *at == '\n' ? 1 : 0;
    for (guint i = 0, n = 0; lines[i] != NULL; i++) {
        if (!g_str_has_prefix(lines[i], "T ") || n++ < n_prefix)
            continue;
        const char *command = strchr(lines[i] + 2, ' ') + 1;
        g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", command);
    }
    return g_string_free(text, FALSE);
}

static void check_case(const ImapCase *row, const Script *script) {
    g_autofree char *transitions = transitions_of(script->log, prefix_of(row->state));
    match_lines(row->name, row->wire, script->wire);
    cr_assert_str_eq(transitions, row->transitions, "%s:\n%s\nnot\n%s", row->name, transitions,
                     row->transitions);
}

/* ---- dialogues ---- */

ParameterizedTestParameters(imap_core, dialogue) {
    static guint indexes[G_N_ELEMENTS(imap_cases)];
    for (guint i = 0; i < G_N_ELEMENTS(indexes); i++)
        indexes[i] = i;
    return cr_make_param_array(guint, indexes, G_N_ELEMENTS(indexes));
}

ParameterizedTest(guint *index, imap_core, dialogue) {
    const ImapCase *row = &imap_cases[*index];
    g_autoptr(GString) input = with_line_ends(prefix_of(row->state), row->client);
    Script whole;
    play(&whole, row->without, row->is_strict, input, 0);
    check_case(row, &whole);
    gsize step = MAX(1, input->len / 120);
    for (gsize cut = 1; cut < input->len; cut += step) {
        Script script;
        play(&script, row->without, row->is_strict, input, cut);
        cr_assert_str_eq(script.wire->str, whole.wire->str, "%s cut at %zu", row->name, cut);
        cr_assert_str_eq(script.log->str, whole.log->str, "%s cut at %zu", row->name, cut);
        script_clear(&script);
    }
    Script trickle;
    play(&trickle, row->without, row->is_strict, input, G_MAXSIZE);
    cr_assert_str_eq(trickle.wire->str, whole.wire->str, "%s octet by octet", row->name);
    cr_assert_str_eq(trickle.log->str, whole.log->str, "%s octet by octet", row->name);
    script_clear(&trickle);
    script_clear(&whole);
}

/* ---- every command in every state ---- */

static const struct {
    int command;
    const char *arguments;
    const char *status; /* where it is legal */
} samples[] = {
    {IMAP_CAPABILITY, "", "OK"},
    {IMAP_NOOP, "", "OK"},
    {IMAP_LOGOUT, "", "OK"},
    {IMAP_ID, " NIL", "OK"},
    {IMAP_STARTTLS, "", "OK"},
    {IMAP_AUTHENTICATE, " PLAIN", "+"},
    {IMAP_LOGIN, " bob hungry", "OK"},
    {IMAP_ENABLE, " IMAP4rev2", "OK"},
    {IMAP_SELECT, " Sent", "OK"},
    {IMAP_EXAMINE, " Sent", "OK"},
    {IMAP_CREATE, " New", "OK"},
    {IMAP_DELETE, " Sent", "OK"},
    {IMAP_RENAME, " Sent Gone", "OK"},
    {IMAP_SUBSCRIBE, " Sent", "OK"},
    {IMAP_UNSUBSCRIBE, " Sent", "OK"},
    {IMAP_LIST, " \"\" *", "OK"},
    {IMAP_LSUB, " \"\" *", "OK"},
    {IMAP_NAMESPACE, "", "OK"},
    {IMAP_STATUS, " Sent (MESSAGES)", "OK"},
    {IMAP_APPEND, " Sent {4+}\nA: b", "OK"},
    {IMAP_IDLE, "", "+"},
    {IMAP_CHECK, "", "OK"},
    {IMAP_CLOSE, "", "OK"},
    {IMAP_UNSELECT, "", "OK"},
    {IMAP_EXPUNGE, "", "OK"},
    {IMAP_SEARCH, " ALL", "OK"},
    {IMAP_FETCH, " 1 UID", "OK"},
    {IMAP_STORE, " 1 FLAGS ()", "OK"},
    {IMAP_COPY, " 1 Sent", "OK"},
    {IMAP_MOVE, " 1 Sent", "OK"},
    {IMAP_UID_FETCH, " 1 UID", "OK"},
    {IMAP_UID_STORE, " 1 FLAGS ()", "OK"},
    {IMAP_UID_COPY, " 1 Sent", "OK"},
    {IMAP_UID_MOVE, " 1 Sent", "OK"},
    {IMAP_UID_SEARCH, " ALL", "OK"},
    {IMAP_UID_EXPUNGE, " 1", "OK"},
    {IMAP_GETQUOTA, " \"\"", NULL},
    {IMAP_SORT, " (DATE) UTF-8 ALL", NULL},
    {IMAP_COMPRESS, " DEFLATE", NULL},
};

static void check_in_state(guint i, int state) {
    const char *name = spec_imap.commands[samples[i].command].name;
    gboolean is_legal = spec_is_legal(&spec_imap, state, samples[i].command);
    const char *status = is_legal && samples[i].status != NULL ? samples[i].status : "BAD";
    g_autofree char *line = g_strconcat("a ", name, samples[i].arguments, "\n", NULL);
    g_autoptr(GString) input = with_line_ends(prefix_of(state), line);
    g_autofree char *answer = g_strconcat("\r\n", *status == '+' ? "" : "a ", status, " ", NULL);
    Script script;
    play(&script, NULL, FALSE, input, 0);
    g_autofree char *transitions = transitions_of(script.log, prefix_of(state));
    g_autofree char *expected = g_strconcat(name, " ", status, " ", NULL);
    cr_expect_not_null(strstr(script.wire->str, answer), "%s in state %d:\n%s", name, state,
                       script.wire->str);
    if (strcmp(status, "BAD") == 0)
        cr_expect_str_eq(transitions, "", "%s in state %d: %s", name, state, transitions);
    else
        cr_expect(g_str_has_prefix(transitions, expected), "%s in state %d: %s", name, state,
                  transitions);
    script_clear(&script);
}

Test(imap_core, every_command_in_every_state) {
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
        for (guint k = 0; k < G_N_ELEMENTS(prefixes); k++)
            check_in_state(i, prefixes[k].state);
    }
}

/* A command that the server has is tried above. */
Test(imap_core, every_row_is_tried) {
    for (int command = 0; command < IMAP_N_COMMANDS; command++) {
        gboolean is_tried = FALSE;
        for (guint i = 0; i < G_N_ELEMENTS(samples); i++)
            is_tried |= samples[i].command == command && samples[i].status != NULL;
        cr_expect_eq(is_tried, commands_find(command) != NULL, "%s",
                     spec_imap.commands[command].name);
    }
}

/* ---- lines and literals without end ---- */

Test(imap_core, long_line_is_refused) {
    GString *line = g_string_new("a SELECT ");
    for (guint i = 0; i < 40000; i++)
        g_string_append(line, "0123456789");
    g_string_append(line, "\nb NOOP\n");
    g_autoptr(GString) input = with_line_ends(prefix_of(AU), line->str);
    Script script;
    play(&script, NULL, FALSE, input, 0);
    cr_expect_not_null(strstr(script.wire->str, "a BAD The command is too long"));
    cr_expect_not_null(strstr(script.wire->str, "b OK "));
    script_clear(&script);
    g_string_free(line, TRUE);
}

Test(imap_core, lf_alone_is_a_lesson) {
    g_autoptr(GString) input = g_string_new("x NOOP\r\na NOOP\n");
    Script tolerant, strict;
    play(&tolerant, NULL, FALSE, input, 0);
    play(&strict, NULL, TRUE, input, 0);
    cr_expect_not_null(strstr(tolerant.wire->str, "a OK "));
    cr_expect_not_null(strstr(tolerant.log->str, "L imap.bare-lf"));
    cr_expect_not_null(strstr(strict.wire->str, "a BAD Lines end in CRLF"));
    script_clear(&tolerant);
    script_clear(&strict);
}

Test(imap_core, two_spaces_are_a_lesson) {
    g_autoptr(GString) input = g_string_new("x NOOP\r\na LOGIN  bob hungry\r\n");
    Script tolerant;
    play(&tolerant, NULL, FALSE, input, 0);
    cr_expect_not_null(strstr(tolerant.wire->str, "a OK "));
    cr_expect_not_null(strstr(tolerant.log->str, "L imap.argument-syntax"));
    script_clear(&tolerant);
}
