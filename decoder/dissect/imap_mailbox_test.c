/* SPDX-License-Identifier: MIT */
/* What is known of numbers and UIDs after what the server said. */
#include "dissect/imap_mailbox.h"

#include <criterion/criterion.h>
#include <string.h>

/* "e5": EXISTS 5; "2=9": message 2 has UID 9; "x2": EXPUNGE 2; "v3:5,7": VANISHED 3:5,7. */
typedef struct {
    const char *name, *said;
    const char *expected; /* the UIDs in order, "?" where they are not known */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "nothing",               "",                              "" },
    { "unknown",               "e3",                            "? ? ?" },
    { "one_known",             "e3 2=9",                        "? 9 ?" },
    { "without_exists",        "3=7",                           "? ? 7" },
    { "in_order",              "e3 1=5 2=6 3=7",                "5 6 7" },
    { "backwards",             "e3 3=7 2=6 1=5",                "5 6 7" },
    { "expunge_first",         "e3 1=5 2=6 3=7 x1",             "6 7" },
    { "expunge_middle",        "e3 1=5 2=6 3=7 x2",             "5 7" },
    { "expunge_last",          "e3 1=5 2=6 3=7 x3",             "5 6" },
    { "expunge_unknown",       "e4 1=5 4=9 x2",                 "5 ? 9" },
    { "expunge_two_backwards", "e5 1=1 2=2 3=3 4=4 5=5 x4 x2",  "1 3 5" },
    { "expunge_same_number",   "e4 1=1 2=2 3=3 4=4 x2 x2",      "1 4" },
    { "expunge_all",           "e2 1=1 2=2 x1 x1",              "" },
    { "expunge_too_far",       "e2 1=1 x9",                     "1 ?" },
    { "new_message",           "e2 1=1 2=2 e3 3=9",             "1 2 9" },
    { "told_again",            "e2 1=1 2=2 1=1",                "1 2" },
    { "contradiction",         "e2 1=1 2=2 1=7",                "7 ?" },
    { "fewer_exist",           "e3 1=1 e2",                     "? ?" },
    { "vanish_known",          "e4 1=1 2=2 3=5 4=9 v2:5",       "1 9" },
    { "vanish_some",           "e4 1=1 2=2 3=5 4=9 v1,9",       "2 5" },
    { "vanish_unknown_between", "e4 1=1 4=9 v4",                "1 ? 9" },
    { "vanish_inside_a_run",   "e5 1=1 2=2 3=3 4=4 5=5 v3",     "1 2 4 5" },
    { "vanish_nobody",         "e2 1=1 2=2 v7:9",               "1 2" },
    { "many",                  "e9 1=1 3=3 5=5 7=7 9=9 2=2 4=4 6=6 8=8 x5 x1", "2 3 4 6 7 8 9" },
};
/* clang-format on */

static void hear(ImapMailbox *mailbox, const char *word) {
    const char *equals = strchr(word, '=');
    if (word[0] == 'e') {
        imap_mailbox_exists(mailbox, g_ascii_strtoull(word + 1, NULL, 10));
    } else if (word[0] == 'x') {
        imap_mailbox_expunge(mailbox, g_ascii_strtoull(word + 1, NULL, 10));
    } else if (word[0] == 'v') {
        imap_mailbox_vanish(mailbox, (SyntaxSlice){word + 1, strlen(word + 1)});
    } else if (equals != NULL) {
        imap_mailbox_learn(mailbox, g_ascii_strtoull(word, NULL, 10),
                           g_ascii_strtoull(equals + 1, NULL, 10));
    }
}

static char *tell(ImapMailbox *mailbox) {
    GString *text = g_string_new(NULL);
    for (guint64 number = 1; number <= mailbox->count; number++) {
        guint64 uid = imap_mailbox_uid(mailbox, number);
        g_string_append(text, number > 1 ? " " : "");
        if (uid == 0) {
            g_string_append_c(text, '?');
        } else {
            g_string_append_printf(text, "%" G_GUINT64_FORMAT, uid);
        }
    }
    return g_string_free(text, FALSE);
}

Test(imap_mailbox, who_is_who) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        ImapMailbox mailbox;
        imap_mailbox_init(&mailbox);
        imap_mailbox_open(&mailbox, "INBOX");
        g_auto(GStrv) words = g_strsplit(cases[i].said, " ", -1);
        for (char **word = words; *word != NULL; word++) {
            hear(&mailbox, *word);
        }
        g_autofree char *told = tell(&mailbox);
        cr_expect_str_eq(told, cases[i].expected, "%s: %s", cases[i].name, told);
        cr_expect_eq(imap_mailbox_uid(&mailbox, 0), 0, "%s", cases[i].name);
        cr_expect_eq(imap_mailbox_uid(&mailbox, mailbox.count + 1), 0, "%s", cases[i].name);
        imap_mailbox_clear(&mailbox);
    }
}

/* A number off the wire costs nothing. */
Test(imap_mailbox, huge) {
    ImapMailbox mailbox;
    imap_mailbox_init(&mailbox);
    imap_mailbox_exists(&mailbox, G_MAXINT64);
    imap_mailbox_learn(&mailbox, G_MAXINT64 - 1, 17);
    cr_expect_eq(imap_mailbox_uid(&mailbox, G_MAXINT64 - 1), 17);
    imap_mailbox_expunge(&mailbox, 5);
    cr_expect_eq(imap_mailbox_uid(&mailbox, G_MAXINT64 - 2), 17);
    imap_mailbox_vanish(&mailbox, (SyntaxSlice){"1:4000000000", 12});
    cr_expect_eq(mailbox.count, G_MAXINT64 - 1 - 4000000000);
    imap_mailbox_clear(&mailbox);
}

/* More strangers than are kept: it is forgotten who is who, the count stays. */
Test(imap_mailbox, too_many) {
    ImapMailbox mailbox;
    imap_mailbox_init(&mailbox);
    for (guint64 number = 1; number <= IMAP_MAILBOX_RUNS_MAX + 10; number++) {
        imap_mailbox_learn(&mailbox, number, number * 2);
    }
    cr_expect_eq(mailbox.count, IMAP_MAILBOX_RUNS_MAX + 10);
    cr_expect_eq(imap_mailbox_uid(&mailbox, 1), 0);
    imap_mailbox_clear(&mailbox);
}
