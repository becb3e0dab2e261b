/* SPDX-License-Identifier: MIT */
/* Two sessions of one mailbox: what each is told of the other's changes, and when (RFC 9051 §5.2,
 * §7.5.1). */
#include "auth/users.h"
#include "imap/imap.h"
#include "mailbox/mailbox.h"
#include "session/driver.h"
#include "session/session_script.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    Users *users;
    Store *store;
    SessionSetup setup;
    Session *first, *second;
} World;

static World world;

static void changed(gpointer watcher, const char *user, const char *folder) {
    World *self = watcher;
    if (self->first != NULL && self->second != NULL) {
        session_mailbox_changed(self->first);
        session_mailbox_changed(self->second);
    }
}

/* What the server wrote since it was asked last. */
static char *heard(Session *session) {
    GByteArray *out = session_output(session);
    char *text = g_strndup((const char *)out->data, out->len);
    session_written(session, out->len);
    return text;
}

static char *say(Session *session, const char *line) {
    g_autofree char *sent = g_strconcat(line, "\r\n", NULL);
    session_push(session, (const guint8 *)sent, strlen(sent));
    return heard(session);
}

static Session *log_in(guint64 number) {
    static const SessionObserver nobody;
    SessionPeer peer = {"127.0.0.1", 40000, "127.0.0.1", 143, FALSE, number};
    Session *session = session_new(&imap_core, &world.setup, &peer, &nobody, NULL);
    session_greet(session);
    g_free(heard(session));
    g_free(say(session, "x LOGIN bob hungry"));
    g_free(say(session, "x SELECT INBOX"));
    return session;
}

static void set_up(void) {
    world = (World){.users = users_new_default(), .setup = script_setup()};
    world.store = memory_store_new("lab.example", world.users);
    mailbox_add_samples(world.store, world.users, "lab.example", 1795435200);
    world.setup.users = world.users;
    world.setup.store = world.store;
    world.store->changed = changed;
    world.store->watcher = &world;
    world.first = log_in(1);
    world.second = log_in(2);
}

static void tear_down(void) {
    g_clear_pointer(&world.first, session_free);
    g_clear_pointer(&world.second, session_free);
    world.store->klass->free(world.store);
    users_free(world.users);
}

TestSuite(news, .init = set_up, .fini = tear_down);

/* The second does something; then the first says something and hears exactly this. */
typedef struct {
    const char *name, *done, *said, *expected;
} NewsCase;

/* clang-format off */
static const NewsCase cases[] = {
    { "append", "a APPEND INBOX {4+}\r\nA: b", "b NOOP", "* 4 EXISTS\r\n* 3 RECENT\r\nb OK Nothing done, as asked\r\n" },
    { "flags", "a STORE 2 FLAGS (\\Flagged)", "b NOOP", "* 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent))\r\nb OK Nothing done, as asked\r\n" },
    { "keyword", "a STORE 2 FLAGS ($Junk)", "b NOOP", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Junk)\r\n* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Junk \\*)] These flags are kept\r\n* 2 FETCH (UID 2 FLAGS (\\Recent $Junk))\r\nb OK Nothing done, as asked\r\n" },
    { "expunge", "a MOVE 1,3 Trash", "b NOOP", "* 1 EXPUNGE\r\n* 2 EXPUNGE\r\nb OK Nothing done, as asked\r\n" },
    { "no_expunge_in_fetch", "a MOVE 1 Trash", "b FETCH 2 UID", "* 2 FETCH (UID 2)\r\nb OK Fetched\r\n" },
    { "no_expunge_in_search", "a MOVE 1 Trash", "b SEARCH UID 3", "* SEARCH 3\r\nb OK Searched\r\n" },
    { "no_expunge_in_store", "a MOVE 1 Trash", "b STORE 2 FLAGS.SILENT ()", "b OK The flags are changed\r\n" },
    { "expunge_in_uid_fetch", "a MOVE 1 Trash", "b UID FETCH 2 FLAGS", "* 2 FETCH (UID 2 FLAGS (\\Recent))\r\n* 1 EXPUNGE\r\nb OK Fetched\r\n" },
    { "gone", "a MOVE 1 Trash", "b FETCH 1 BODY.PEEK[]", "b NO [EXPUNGEISSUED] Some of the messages are gone: RFC 2180 §4.1\r\n" },
    { "nothing", "a NOOP", "b NOOP", "b OK Nothing done, as asked\r\n" },
};
/* clang-format on */

static void check(const NewsCase *row) {
    g_free(say(world.second, row->done));
    g_autofree char *unasked = heard(world.first);
    g_autofree char *got = say(world.first, row->said);
    cr_expect_str_eq(unasked, "", "%s: told out of turn: %s", row->name, unasked);
    cr_expect_str_eq(got, row->expected, "%s: got\n%s", row->name, got);
}

Test(news, are_told_with_the_next_answer) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        check(&cases[i]);
        tear_down();
        set_up();
    }
}

Test(news, are_told_at_once_in_idle) {
    g_autofree char *idling = say(world.first, "a IDLE");
    g_free(say(world.second, "b STORE 1 +FLAGS (\\Deleted)"));
    g_autofree char *flags = heard(world.first);
    g_free(say(world.second, "c EXPUNGE"));
    g_autofree char *expunge = heard(world.first);
    g_autofree char *done = say(world.first, "DONE");
    cr_expect(g_str_has_prefix(idling, "+ "));
    cr_expect_str_eq(flags, "* 1 FETCH (UID 1 FLAGS (\\Deleted \\Seen \\Recent))\r\n");
    cr_expect_str_eq(expunge, "* 1 EXPUNGE\r\n");
    cr_expect_str_eq(done, "a OK No longer idling\r\n");
}

/* What was kept back during FETCH comes with the next command that may tell it. */
Test(news, expunge_is_kept_until_it_may_be_told) {
    g_free(say(world.second, "a MOVE 1 Trash"));
    g_free(say(world.first, "b FETCH 3 UID"));
    g_autofree char *got = say(world.first, "c NOOP");
    g_autofree char *then = say(world.first, "d FETCH 2 UID");
    cr_expect_str_eq(got, "* 1 EXPUNGE\r\nc OK Nothing done, as asked\r\n");
    cr_expect_str_eq(then, "* 2 FETCH (UID 3)\r\nd OK Fetched\r\n");
}

Test(news, goodbyes) {
    session_leave(world.first);
    session_idle(world.second);
    g_autofree char *left = heard(world.first);
    g_autofree char *idle = heard(world.second);
    cr_expect(g_str_has_prefix(left, "* BYE "), "%s", left);
    cr_expect(g_str_has_prefix(idle, "* BYE "), "%s", idle);
    cr_expect_eq(session_state(world.first), 5);
    cr_expect(session_wish(world.first).is_close && session_wish(world.second).is_close);
}

/* The first session appends a mail of this many octets, and asks for it. */
static gsize ask_for_long_mail(void) {
    g_autoptr(GString) message = g_string_new("A: b\r\n\r\n");
    for (guint i = 0; i < 20000; i++)
        g_string_append(message, "0123456789012345678901234567890123456789\r\n");
    g_autofree char *append =
        g_strdup_printf("a APPEND INBOX {%zu+}\r\n%s", message->len, message->str);
    g_free(say(world.first, append));
    session_push(world.first, (const guint8 *)"b FETCH 4 BODY[]\r\nc NOOP\r\n", 26);
    return message->len;
}

Test(news, no_goodbye_inside_a_literal) {
    ask_for_long_mail();
    session_leave(world.first);
    g_autofree char *got = heard(world.first);
    cr_expect_null(strstr(got, "BYE"));
    cr_expect(session_wish(world.first).is_close);
}

/* A long answer stops where nobody reads it, and goes on when it is read. */
Test(news, long_answer_waits_for_its_reader) {
    gsize length = ask_for_long_mail();
    gsize most = 0, all = 0;
    guint rounds = 0;
    for (GByteArray *out = session_output(world.first); out->len > 0; rounds++) {
        most = MAX(most, out->len);
        all += out->len;
        session_written(world.first, out->len);
    }
    cr_expect_gt(all, length);
    cr_expect_lt(most, SESSION_OUTPUT_CAP + (gsize)128 * 1024);
    cr_expect_gt(rounds, 2);
}
