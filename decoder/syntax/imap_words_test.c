/* SPDX-License-Identifier: MIT */
/* Sets, dates, mailbox names, STORE actions, and SEARCH as a sentence. */
#include "syntax/imap_test_text.h"
#include "syntax/imap_words.h"

static SyntaxSlice slice(const char *octets) {
    return (SyntaxSlice){octets, strlen(octets)};
}

static const struct {
    const char *set, *ranges; /* first-last, r reversed, $ saved */
    guint64 count;
    guint problems;
} sets[] = {
    {"1", "1-1 ", 1, 0},
    {"1:3,7", "1-3 7-7 ", 4, 0},
    {"7:3", "3-7r ", 5, 0},
    {"*", "*-* ", 0, 0},
    {"5:*", "5-* ", 0, 0},
    {"*:5", "5-*r ", 0, 0},
    {"$", "$ ", 0, 0},
    {"1,$", "1-1 $ ", 0, 0},
    {"1,,2", "1-1 2-2 ", 2, IMAP_PROBLEM_BAD_SET},
    {"1,", "1-1 ", 1, IMAP_PROBLEM_BAD_SET},
    {",", "", 0, IMAP_PROBLEM_BAD_SET},
    {"0", "", 0, IMAP_PROBLEM_BAD_SET},
    {"1:", "", 0, IMAP_PROBLEM_BAD_SET},
    {"1:2:3,4", "4-4 ", 1, IMAP_PROBLEM_BAD_SET},
    {"x", "", 0, IMAP_PROBLEM_BAD_SET},
    {"99999999999999999999", "", 0, IMAP_PROBLEM_BAD_SET},
    {"1:9223372036854775807,1:9223372036854775807", "1-9223372036854775807 1-9223372036854775807 ",
     G_MAXINT64, 0},
    {"", "", 0, 0},
};

static void append_bound(GString *said, guint64 bound) {
    if (bound == IMAP_SET_LAST)
        g_string_append_c(said, '*');
    else
        g_string_append_printf(said, "%" G_GUINT64_FORMAT, bound);
}

Test(imap_words, sets) {
    for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autoptr(GString) said = g_string_new(NULL);
        guint problems = 0;
        ImapRange range;
        for (gsize at = 0; imap_set_next(slice(sets[i].set), &at, &range, &problems);) {
            if (!range.is_saved) {
                append_bound(said, range.first);
                g_string_append_c(said, '-');
                append_bound(said, range.last);
            }
            g_string_append(said, range.is_saved ? "$ " : range.is_reversed ? "r " : " ");
        }
        cr_expect_str_eq(said->str, sets[i].ranges, "%s: %s", sets[i].set, said->str);
        cr_expect_eq(problems, sets[i].problems, "%s", sets[i].set);
        cr_expect_eq(imap_set_count(slice(sets[i].set)), sets[i].count, "%s", sets[i].set);
    }
}

/* RFC 9051 §9: "3:*" holds the last message, also if there are less than three. */
Test(imap_words, membership) {
    cr_expect(imap_set_holds(slice("2:4,7"), 3, 10));
    cr_expect_not(imap_set_holds(slice("2:4,7"), 5, 10));
    cr_expect(imap_set_holds(slice("*"), 10, 10));
    cr_expect_not(imap_set_holds(slice("*"), 9, 10));
    cr_expect(imap_set_holds(slice("12:*"), 10, 10));
    cr_expect(imap_set_holds(slice("8:*"), 9, 10));
    cr_expect_not(imap_set_holds(slice("$"), 1, 10));
}

static const struct {
    const char *text;
    gint64 seconds;
    int zone;
} dates[] = {
    {" 1-Jan-1970 00:00:00 +0000", 0, 0},
    {"01-Jan-1970 01:00:00 +0100", 0, 60},
    {"17-Jul-1996 02:44:25 -0700", 837596665, -420},
    {"29-Feb-2024 23:59:60 +0530", 1709231400, 330},
    {"31-Dec-1969 23:59:59 +0000", -1, 0},
};

Test(imap_words, dates) {
    for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
        gint64 seconds = 0;
        int zone = 0;
        cr_expect(imap_parse_date_time(slice(dates[i].text), &seconds, &zone), "%s", dates[i].text);
        cr_expect_eq(seconds, dates[i].seconds, "%s: %" G_GINT64_FORMAT, dates[i].text, seconds);
        cr_expect_eq(zone, dates[i].zone, "%s", dates[i].text);
    }
    static const char *const bad[] = {"",
                                      "1-Jan-1970 00:00:00 +0000",
                                      " 1-Jan-1970 00:00:00 00000",
                                      "00-Jan-1970 00:00:00 +0000",
                                      "32-Jan-1970 00:00:00 +0000",
                                      "01-Foo-1970 00:00:00 +0000",
                                      "01-Jan-1970 24:00:00 +0000",
                                      "01-Jan-1970 00:60:00 +0000",
                                      "01-Jan-1970 00:00:61 +0000",
                                      "01-Jan-1970 00:00:00 +0060",
                                      "01 Jan-1970 00:00:00 +0000",
                                      "01-Jan-19x0 00:00:00 +0000"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        gint64 seconds;
        int zone;
        cr_expect_not(imap_parse_date_time(slice(bad[i]), &seconds, &zone), "%s", bad[i]);
    }
}

static const struct {
    const char *encoded, *name;
    gboolean is_valid, is_reversible;
} mailboxes[] = {
    {"INBOX", "INBOX", TRUE, TRUE},
    {"", "", TRUE, TRUE},
    {"a&-b", "a&b", TRUE, TRUE},
    {"~peter/mail/&U,BTFw-/&ZeVnLIqe-",
     "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", TRUE, TRUE},
    {"Entw&APw-rfe", "Entw\xc3\xbcrfe", TRUE, TRUE},
    {"&2D3eAA-", "\xf0\x9f\x98\x80", TRUE, TRUE},
    {"Entw\xc3\xbcrfe", "Entw\xc3\xbcrfe", TRUE, FALSE},
    {"a&b", "a&b", FALSE, FALSE},
    {"a&*-", "a&*-", FALSE, FALSE},
    {"&AGE-", "&AGE-", FALSE, FALSE},
    {"&2D0-", "&2D0-", FALSE, FALSE},
    {"&3gA-", "&3gA-", FALSE, FALSE},
    {"&APx-", "&APx-", FALSE, FALSE},
    {"&A-", "&A-", FALSE, FALSE},
    {"a\x01", "a\x01", FALSE, FALSE},
    {"a\xff", "a\xff", FALSE, FALSE},
};

Test(imap_words, mailbox_names) {
    for (guint i = 0; i < G_N_ELEMENTS(mailboxes); i++) {
        gboolean is_valid;
        g_autofree char *name =
            imap_mailbox_to_utf8(mailboxes[i].encoded, strlen(mailboxes[i].encoded), &is_valid);
        cr_expect_str_eq(name, mailboxes[i].name, "%s: %s", mailboxes[i].encoded, name);
        cr_expect_eq(is_valid, mailboxes[i].is_valid, "%s", mailboxes[i].encoded);
        if (mailboxes[i].is_reversible) {
            g_autofree char *encoded = imap_mailbox_from_utf8(name);
            cr_expect_str_eq(encoded, mailboxes[i].encoded, "%s", encoded);
        }
    }
}

Test(imap_words, store_actions) {
    static const struct {
        const char *action;
        gboolean is_good;
        ImapStoreMode mode;
        gboolean is_silent;
    } actions[] = {
        {"FLAGS", TRUE, IMAP_STORE_REPLACE, FALSE},
        {"+flags", TRUE, IMAP_STORE_ADD, FALSE},
        {"-FLAGS.SILENT", TRUE, IMAP_STORE_REMOVE, TRUE},
        {"", FALSE, 0, 0},
        {"*FLAGS", FALSE, 0, 0},
        {"FLAGS.LOUD", FALSE, 0, 0},
        {"+", FALSE, 0, 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
        ImapStoreMode mode = IMAP_STORE_REPLACE;
        gboolean is_silent = FALSE;
        cr_expect_eq(imap_parse_store_action(slice(actions[i].action), &mode, &is_silent),
                     actions[i].is_good, "%s", actions[i].action);
        cr_expect(!actions[i].is_good ||
                      (mode == actions[i].mode && is_silent == actions[i].is_silent),
                  "%s", actions[i].action);
    }
}

/* clang-format off */
static const struct {
    const char *keys, *sentence;
    guint problems;
} searches[] = {
    { "ALL", "messages that are in the mailbox", 0 },
    { "UNSEEN FROM \"bob\"", "messages that are unread and have \"bob\" in From", 0 },
    { "not seen", "messages that are not read", 0 },
    { "NOT SUBJECT \"a \\\"b\" 1:5", "messages that have not \"a \"b\" in Subject and are numbered 1:5", 0 },
    { "OR SEEN NOT DELETED", "messages that (either are read or are not marked for deletion)", 0 },
    { "OR OR SEEN DRAFT (FLAGGED NEW) ALL", "messages that (either (either are read or are drafts) or (are flagged and are recent and unread)) and are in the mailbox", 0 },
    { "NOT (SEEN DRAFT)", "messages that not ((are read and are drafts))", 0 },
    { "NOT 1:5", "messages that not (are numbered 1:5)", 0 },
    { "HEADER List-Id \"x\" SINCE 1-Feb-1994", "messages that have \"x\" in the header field List-Id and were received on 1-Feb-1994 or later", 0 },
    { "UID 1:* LARGER 100", "messages that have a UID in 1:* and have more than 100 octets", 0 },
    { "MODSEQ \"/flags/\\\\draft\" all 620", "messages that were changed at modification sequence 620 or later", 0 },
    { "FUZZY SUBJECT x", "messages that (about: have x in Subject)", 0 },
    { "FROM", "messages that have nothing in From", IMAP_PROBLEM_MISSING_ARGUMENT },
    { "WHAT", "messages that are found by the unknown key WHAT", IMAP_PROBLEM_UNKNOWN_WORD },
    { "(SEEN", "messages that (are read", IMAP_PROBLEM_PARENTHESIS },
    { "SEEN)", "messages that are read", IMAP_PROBLEM_PARENTHESIS },
    { "OR SEEN", "messages that (either are read", IMAP_PROBLEM_PARENTHESIS },
    { "UID x", "messages that have a UID in x", IMAP_PROBLEM_BAD_SET },
};
/* clang-format on */

Test(imap_words, searches) {
    for (guint i = 0; i < G_N_ELEMENTS(searches); i++) {
        ImapText text = test_text(searches[i].keys);
        guint problems = 0;
        g_autofree char *sentence =
            imap_search_sentence(&text, (SyntaxSlice){text.octets, text.length}, &problems);
        cr_expect_str_eq(sentence, searches[i].sentence, "%s:\n%s", searches[i].keys, sentence);
        cr_expect_eq(problems, searches[i].problems, "%s: %x", searches[i].keys, problems);
    }
}

Test(imap_words, searches_deeper_than_the_cap) {
    static const char *const nests[] = {"(", "NOT ", "OR "};
    for (guint i = 0; i < G_N_ELEMENTS(nests); i++) {
        g_autoptr(GString) keys = g_string_new(NULL);
        for (guint k = 0; k <= IMAP_DEPTH_MAX; k++)
            g_string_append(keys, nests[i]);
        ImapText text = test_text(keys->str);
        guint problems = 0;
        g_autofree char *sentence =
            imap_search_sentence(&text, (SyntaxSlice){text.octets, text.length}, &problems);
        cr_expect((problems & IMAP_PROBLEM_DEPTH) != 0, "%s", nests[i]);
    }
}

Test(imap_words, keys_one_by_one) {
    ImapText text = test_text("OR (SEEN) 5 HEADER a b");
    g_autoptr(GString) said = g_string_new(NULL);
    ImapSearchKey key;
    for (gsize at = 0; imap_next_search_key(&text, &at, text.length, &key, NULL);)
        g_string_append_printf(said, "%.*s%s%u ", (int)key.key.length, key.key.octets,
                               key.is_set ? "#" : "/", key.n_arguments);
    cr_assert_str_eq(said->str, "OR/0 (/0 SEEN/0 )/0 5#0 HEADER/2 ");
}
