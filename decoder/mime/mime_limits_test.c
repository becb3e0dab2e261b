/* SPDX-License-Identifier: MIT */
/* The scanner at its caps, after gaps, and under floods. */
#include "mime/mime_test_log.h"

#include <criterion/criterion.h>

#define HEADER "From: a@b\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"

static guint count(const char *text, const char *word) {
    guint n = 0;
    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word)) {
        n++;
    }
    return n;
}

static void repeat(GString *text, const char *word, guint times) {
    for (guint i = 0; i < times; i++) {
        g_string_append(text, word);
    }
}

/* Scans whole, in odd steps and with leaves, and wants the same each time. */
static void scan(TestLog *log, const GString *message) {
    static const gsize steps[] = {1, 61, 1448, 8191, 8193};
    test_log_scan(log, message->str, message->len, 0, message->len, TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        TestLog cut;
        test_log_scan(&cut, message->str, message->len, 0, steps[i], TRUE);
        cr_assert_str_eq(cut.events->str, log->events->str, "step %zu", steps[i]);
        cr_assert_eq(cut.leaves->len, log->leaves->len, "step %zu", steps[i]);
        test_log_clear(&cut);
    }
    guint64 at = 0;
    for (guint i = 0; i < log->leaves->len; i++) {
        const TestLeaf *leaf = &g_array_index(log->leaves, TestLeaf, i);
        cr_assert_eq(leaf->offset, at);
        at += leaf->length;
    }
    cr_assert_eq(at, message->len);
}

Test(mime_limits, header_value_at_its_cap) {
    for (int over = -2; over <= 2; over++) {
        g_autoptr(GString) message = g_string_new("Subject:");
        while (message->len + 2 < (gsize)((int)MIME_HEADER_VALUE_MAX + over)) {
            g_string_append_c(message, 'x');
        }
        g_string_append(message, "\r\n" HEADER "\r\nbody\r\n");
        TestLog log;
        scan(&log, message);
        cr_expect_eq(strstr(log.defects->str, "header-too-long") != NULL, over > 0, "%d over",
                     over);
        cr_expect_str_eq(log.tree->str, "(1 text/plain=body\\r\\n)");
        cr_expect_null(strstr(log.defects->str, "missing-from"));
        test_log_clear(&log);
    }
}

Test(mime_limits, folded_header_over_its_cap) {
    g_autoptr(GString) message = g_string_new("To: a@b,\r\n");
    repeat(message, " somebody.with.a.name@a.longer.example.org,\r\n", 4000);
    g_string_append(message, HEADER "\r\nbody\r\n");
    TestLog log;
    scan(&log, message);
    cr_expect_str_eq(log.tree->str, "(1 text/plain=body\\r\\n)");
    cr_expect_str_eq(log.defects->str, "header-too-long@0");
    test_log_clear(&log);
}

Test(mime_limits, line_without_end) {
    g_autoptr(GString) message = g_string_new(HEADER "\r\n");
    repeat(message, "0123456789abcdef", 2048);
    g_string_append_c(message, '\r');
    TestLog log;
    scan(&log, message);
    cr_expect_str_eq(log.defects->str, "bare-cr@32839 line-too-long@71");
    test_log_clear(&log);
}

/* CR and LF on both sides of the place where a long line is cut into pieces. */
Test(mime_limits, line_end_where_a_long_line_is_cut) {
    for (guint length = 8188; length < 8196; length++) {
        g_autoptr(GString) message = g_string_new(HEADER "\r\n");
        repeat(message, "x", length);
        g_string_append(message, "\r\ny");
        TestLog log;
        scan(&log, message);
        cr_expect_str_eq(log.defects->str, "line-too-long@71", "%u", length);
        cr_expect(g_str_has_suffix(log.tree->str, "x\\r\\ny)"));
        test_log_clear(&log);
    }
}

Test(mime_limits, boundary_line_at_its_cap) {
    static const struct {
        guint padding;
        const char *tree;
    } cases[] = {{1197, "( multipart/mixed(1 text/plain=one))"}, {1198, "( multipart/mixed)"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) message =
            g_string_new(HEADER "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x");
        repeat(message, " ", cases[i].padding);
        g_string_append(message, "\r\n\r\none\r\n--x--\r\n");
        TestLog log;
        scan(&log, message);
        cr_expect_str_eq(log.tree->str, cases[i].tree, "%u: %s", cases[i].padding, log.tree->str);
        test_log_clear(&log);
    }
}

static GString *nested(guint depth) {
    GString *message = g_string_new(HEADER);
    for (guint i = 0; i < depth; i++) {
        g_string_append_printf(
            message, "Content-Type: multipart/mixed; boundary=b%u\r\n\r\n--b%u\r\n", i, i);
    }
    g_string_append(message, "\r\ncore\r\n");
    for (guint i = depth; i-- > 0;) {
        g_string_append_printf(message, "--b%u--\r\n", i);
    }
    return message;
}

Test(mime_limits, depth) {
    for (guint depth = MIME_DEPTH_MAX - 1; depth <= MIME_DEPTH_MAX + 2; depth++) {
        g_autoptr(GString) message = nested(depth);
        TestLog log;
        test_log_scan(&log, message->str, message->len, 0, message->len, FALSE);
        guint parts = count(log.events->str, "begin ");
        cr_expect_eq(parts, MIN(depth, MIME_DEPTH_MAX) + 1, "%u", depth);
        cr_expect_eq(strstr(log.defects->str, "too-deep") != NULL, depth > MIME_DEPTH_MAX, "%u",
                     depth);
        cr_expect_eq(count(log.events->str, "end "), parts);
        test_log_clear(&log);
    }
}

Test(mime_limits, messages_in_messages) {
    g_autoptr(GString) message = g_string_new(HEADER);
    repeat(message, "Content-Type: message/rfc822\r\n\r\n", 300);
    g_string_append(message, "\r\ncore\r\n");
    TestLog log;
    test_log_scan(&log, message->str, message->len, 0, message->len, FALSE);
    cr_expect_eq(count(log.events->str, "begin "), MIME_DEPTH_MAX + 1);
    cr_expect_not_null(strstr(log.defects->str, "too-deep"));
    test_log_clear(&log);
}

Test(mime_limits, parts) {
    g_autoptr(GString) message =
        g_string_new(HEADER "Content-Type: multipart/mixed; boundary=x\r\n\r\n");
    repeat(message, "--x\r\n\r\n", MIME_PARTS_MAX + 10);
    g_string_append(message, "--x--\r\n");
    TestLog log;
    test_log_scan(&log, message->str, message->len, 0, message->len, FALSE);
    cr_expect_eq(count(log.events->str, "begin "), MIME_PARTS_MAX);
    cr_expect_eq(count(log.defects->str, "too-many-parts"), 1);
    test_log_clear(&log);
}

Test(mime_limits, a_flood_of_defects_is_told_a_few_times) {
    g_autoptr(GString) message = g_string_new(HEADER);
    repeat(message, "X : y\r\n", 20);
    g_string_append(message, "\r\nbody\r\n");
    TestLog log;
    scan(&log, message);
    cr_expect_eq(count(log.defects->str, "space-before-colon"), 9);
    cr_expect_not_null(strstr(log.events->str, "[and more (12)]"), "%s", log.events->str);
    test_log_clear(&log);
}

Test(mime_limits, many_dashes_among_many_boundaries) {
    g_autoptr(GString) message = nested(MIME_DEPTH_MAX);
    char *core = strstr(message->str, "core");
    gsize at = core - message->str;
    for (guint i = 0; i < 20000; i++) {
        g_string_insert(message, (gssize)at, "--b\r\n");
    }
    TestLog log;
    test_log_scan(&log, message->str, message->len, 0, 1448, FALSE);
    cr_expect_eq(count(log.tree->str, "--b"), 20000);
    cr_expect_str_eq(log.defects->str, "");
    test_log_clear(&log);
}

typedef struct {
    const char *name, *before;
    guint64 gap;
    const char *after, *tree;
} GapCase;

#define MULTIPART HEADER "Content-Type: multipart/mixed; boundary=x\r\n\r\n"

static const GapCase gaps[] = {
    {"in text", HEADER "\r\none tw", 100, "hree\r\nfour\r\n",
     "(1 text/plain=one twhree\\r\\nfour\\r\\n)"},
    {"at a line end", HEADER "\r\none\r\n", 1, "two\r\n", "(1 text/plain=one\\r\\ntwo\\r\\n)"},
    {"in a CRLF", HEADER "\r\none\r", 1, "two\r\n", "(1 text/plain=one\\rtwo\\r\\n)"},
    {"in a field", HEADER "Subject: so", 10, "me\r\nX: y\r\n\r\nbody\r\n",
     "(1 text/plain=body\\r\\n)"},
    {"over the header's end", HEADER "Subject: so", 10, "rest of a line\r\nbody\r\n",
     "(1 text/plain=body\\r\\n)"},
    {"in base64", HEADER "Content-Transfer-Encoding: base64\r\n\r\nQUJDRE", 50, "xxxxx\r\nREVG\r\n",
     "(1 text/plain=ABCDEF)"},
    {"in an escape", HEADER "Content-Transfer-Encoding: quoted-printable\r\n\r\na=4", 50, "1b\r\n",
     "(1 text/plain=a1b\\r\\n)"},
    {"before a boundary", MULTIPART "--x\r\n\r\none", 50, "--x\r\n\r\ntwo\r\n--x--\r\n",
     "( multipart/mixed(1 text/plain=one)(2 text/plain=two))"},
    {"in a boundary", MULTIPART "--x\r\n\r\none\r\n-", 1, "x\r\n\r\ntwo\r\n--x--\r\n",
     "( multipart/mixed(1 text/plain=one\\r\\n-x\\r\\n\\r\\ntwo))"},
};

Test(mime_limits, gaps) {
    for (gsize i = 0; i < G_N_ELEMENTS(gaps); i++) {
        MimeSink sink = test_log_sink(TRUE);
        TestLog log;
        test_log_init(&log);
        g_autoptr(MimeScanner) scanner = mime_scanner_new(&sink, &log);
        mime_scanner_push(scanner, (const guint8 *)gaps[i].before, strlen(gaps[i].before));
        mime_scanner_gap(scanner, gaps[i].gap);
        mime_scanner_push(scanner, (const guint8 *)gaps[i].after, strlen(gaps[i].after));
        mime_scanner_finish(scanner);
        cr_expect_str_eq(log.tree->str, gaps[i].tree, "%s: %s", gaps[i].name, log.tree->str);
        guint64 at = 0, missing = 0;
        for (guint k = 0; k < log.leaves->len; k++) {
            const TestLeaf *leaf = &g_array_index(log.leaves, TestLeaf, k);
            missing += leaf->offset - at;
            at = leaf->offset + leaf->length;
        }
        cr_expect_eq(missing, gaps[i].gap, "%s", gaps[i].name);
        cr_expect_eq(at, strlen(gaps[i].before) + gaps[i].gap + strlen(gaps[i].after), "%s",
                     gaps[i].name);
        test_log_clear(&log);
    }
}

/* Finishing at any point ends every part that began. */
Test(mime_limits, finish_anywhere) {
    g_autoptr(GString) message = nested(5);
    for (gsize length = 0; length <= message->len; length++) {
        TestLog log;
        test_log_scan(&log, message->str, length, 0, length > 0 ? length : 1, TRUE);
        cr_assert_eq(count(log.events->str, "begin "), count(log.events->str, "end "), "%zu",
                     length);
        test_log_clear(&log);
    }
}
