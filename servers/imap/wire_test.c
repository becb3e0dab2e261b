/* SPDX-License-Identifier: MIT */
/* The parts that know no session: strings, patterns, sets, ENVELOPE, BODYSTRUCTURE, sections. */
#include "imap/body_structure.h"
#include "imap/envelope.h"
#include "imap/mailbox_pattern.h"
#include "imap/message_set.h"
#include "imap/section.h"
#include "imap/wire_text.h"

#include <criterion/criterion.h>
#include <string.h>

Test(wire, strings) {
    static const struct {
        const char *octets, *expected;
    } cases[] = {
        {"", "\"\""},
        {"a b", "\"a b\""},
        {"say \"x\\y\"", "\"say \\\"x\\\\y\\\"\""},
        {"caf\xc3\xa9", "{5}\r\ncaf\xc3\xa9"},
        {"a\r\nb", "{4}\r\na\r\nb"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        wire_text_string(out, cases[i].octets, strlen(cases[i].octets));
        cr_expect_str_eq(out->str, cases[i].expected);
    }
    g_autoptr(GString) out = g_string_new(NULL);
    wire_text_nstring(out, NULL);
    cr_expect_str_eq(out->str, "NIL");
}

Test(wire, mailbox_names) {
    static const struct {
        const char *name, *rev1, *rev2;
    } cases[] = {
        {"INBOX", "INBOX", "INBOX"},
        {"a b", "\"a b\"", "\"a b\""},
        {"nil", "\"nil\"", "\"nil\""},
        {"R&D", "R&-D", "R&D"},
        {"\xc3\x9c/x", "&ANw-/x", "\"\xc3\x9c/x\""},
        {"100%", "\"100%\"", "\"100%\""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) rev1 = g_string_new(NULL);
        g_autoptr(GString) rev2 = g_string_new(NULL);
        wire_text_mailbox(rev1, cases[i].name, FALSE);
        wire_text_mailbox(rev2, cases[i].name, TRUE);
        cr_expect_str_eq(rev1->str, cases[i].rev1);
        cr_expect_str_eq(rev2->str, cases[i].rev2);
    }
}

Test(wire, patterns) {
    static const struct {
        const char *pattern, *name;
        gboolean fits;
    } cases[] = {
        {"*", "a/b", TRUE},
        {"%", "a/b", FALSE},
        {"%/%", "a/b", TRUE},
        {"a*", "a/b", TRUE},
        {"a%", "a/b", FALSE},
        {"*b", "a/b", TRUE},
        {"%b", "a/b", FALSE},
        {"inbox", "INBOX", TRUE},
        {"In*", "INBOX/x", TRUE},
        {"inbox/x", "INBOX/X", FALSE},
        {"sent", "Sent", FALSE},
        {"", "a", FALSE},
        {"", "", TRUE},
        {"a**b", "axyb", TRUE},
        {"*a*a*a*", "banana", TRUE},
        {"*a*a*a*a*", "banana", FALSE},
        {"%%", "ab", TRUE},
        {"inboxes", "INBOXES", FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        cr_expect_eq(mailbox_pattern_fits(cases[i].pattern, cases[i].name), cases[i].fits, "%s %s",
                     cases[i].pattern, cases[i].name);
}

Test(wire, sets) {
    static const struct {
        const char *set, *expected; /* NULL: not a set */
    } cases[] = {
        {"1", "1"},     {"3:1", "1:3"},     {"5,1:3,2:4", "1:5"}, {"*", "9"},     {"12:*", "9:12"},
        {"1:*", "1:9"}, {"1,3,5", "1,3,5"}, {"$", "4:6"},         {"1,$", NULL},  {"a", NULL},
        {"1:", NULL},   {"", NULL},         {"7,7,7", "7"},       {"*:4", "4:9"},
    };
    g_autoptr(MessageSet) saved = message_set_new(TRUE);
    for (guint uid = 4; uid <= 6; uid++)
        message_set_append(saved, uid);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(MessageSet) set =
            message_set_parse((SyntaxSlice){cases[i].set, strlen(cases[i].set)}, FALSE, 9, saved);
        g_autofree char *text = set != NULL ? message_set_print(set) : NULL;
        cr_expect_eq(g_strcmp0(text, cases[i].expected), 0, "%s: %s", cases[i].set, text);
    }
}

Test(wire, set_holds) {
    SyntaxSlice text = {"2:4,8", 5};
    g_autoptr(MessageSet) numbers = message_set_parse(text, FALSE, 9, NULL);
    g_autoptr(MessageSet) uids = message_set_parse(text, TRUE, 9, NULL);
    for (guint n = 1; n < 10; n++) {
        gboolean expected = (n >= 2 && n <= 4) || n == 8;
        cr_expect_eq(message_set_holds(numbers, n, 100), expected);
        cr_expect_eq(message_set_holds(uids, 100, n), expected);
    }
}

static MessageTree *tree_of(const char *lines) {
    g_auto(GStrv) split = g_strsplit(lines, "\n", -1);
    char *text = g_strjoinv("\r\n", split);
    g_autoptr(GBytes) octets = g_bytes_new_take(text, strlen(text));
    return message_tree_new(octets);
}

/* clang-format off */
static const struct {
    const char *name, *message, *envelope;
} envelopes[] = {
    { "nothing", "\nx", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)" },
    { "defaults", "From: a@b\nSender: \n\n", "(NIL NIL ((NIL NIL \"a\" \"b\")) ((NIL NIL \"a\" \"b\")) ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL)" },
    { "own_sender", "From: a@b\nSender: s@t\nReply-To: r@u\n\n", "(NIL NIL ((NIL NIL \"a\" \"b\")) ((NIL NIL \"s\" \"t\")) ((NIL NIL \"r\" \"u\")) NIL NIL NIL NIL NIL)" },
    { "names", "To: \"Doe, J\" <j@x>, Jane  Roe <\"a b\"@y>, z@w (Zoe)\n\n", "(NIL NIL NIL NIL NIL ((\"Doe, J\" NIL \"j\" \"x\")(\"Jane Roe\" NIL \"a b\" \"y\")(\"Zoe\" NIL \"z\" \"w\")) NIL NIL NIL NIL)" },
    { "encoded", "To: =?utf-8?q?=C3=9C?= Ber <u@x>\nSubject: =?utf-8?q?=C3=9C?=\n\n", "(NIL \"=?utf-8?q?=C3=9C?=\" NIL NIL NIL ((\"=?utf-8?q?=C3=9C?= Ber\" NIL \"u\" \"x\")) NIL NIL NIL NIL)" },
    { "group", "To: Team: a@x, b@y;, c@z\n\n", "(NIL NIL NIL NIL NIL ((NIL NIL \"Team\" NIL)(NIL NIL \"a\" \"x\")(NIL NIL \"b\" \"y\")(NIL NIL NIL NIL)(NIL NIL \"c\" \"z\")) NIL NIL NIL NIL)" },
    { "empty_group", "To: undisclosed-recipients:;\n\n", "(NIL NIL NIL NIL NIL ((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL)" },
    { "no_domain", "To: root\n\n", "(NIL NIL NIL NIL NIL ((NIL NIL \"root\" \"\")) NIL NIL NIL NIL)" },
    { "folded", "Subject: one\n two\n\n", "(NIL \"one two\" NIL NIL NIL NIL NIL NIL NIL NIL)" },
    { "first_counts", "Subject: one\nSubject: two\n\n", "(NIL \"one\" NIL NIL NIL NIL NIL NIL NIL NIL)" },
};

static const struct {
    const char *name, *message, *structure;
} structures[] = {
    { "plain", "A: b\n\none\ntwo\n", "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 10 2 NIL NIL NIL NIL)" },
    { "all_fields", "Content-Type: image/png; name=\"a \\\"b\"\nContent-ID: <i>\nContent-Description: d\nContent-Transfer-Encoding: BASE64\nContent-MD5: m\nContent-Disposition: attachment; filename=x; size=3\nContent-Language: de, en\nContent-Location: l\n\nYQ==", "(\"image\" \"png\" (\"name\" \"a \\\"b\") \"<i>\" \"d\" \"base64\" 4 \"m\" (\"attachment\" (\"filename\" \"x\" \"size\" \"3\")) (\"de\" \"en\") \"l\")" },
    { "alternative", "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\ny\n--b--\n", "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 1 0 NIL NIL NIL NIL)(\"text\" \"html\" NIL NIL NIL \"7bit\" 1 0 NIL NIL NIL NIL) \"alternative\" (\"boundary\" \"b\") NIL NIL NIL)" },
    { "message_inside", "Content-Type: message/rfc822\n\nSubject: s\n\nx\n", "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 17 (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 1 NIL NIL NIL NIL) 3 NIL NIL NIL NIL)" },
    { "empty_multipart", "Content-Type: multipart/mixed; boundary=b\n\nx\n", "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)" },
    { "no_boundary", "Content-Type: multipart/mixed\n\nx\n", "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 1 NIL NIL NIL NIL)" },
    { "encoded_message", "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nYQ==\n", "(\"application\" \"octet-stream\" NIL NIL NIL \"base64\" 6 NIL NIL NIL NIL)" },
};

static const char nested[] =
    "Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n--b\nContent-Type: text/plain\n\none\n--b\n"
    "Content-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\ntwo\n--c--\n--b--\n";

static const struct {
    const char *item, *octets; /* NULL: no such section */
} sections[] = {
    { "BODY[HEADER.FIELDS (SUBJECT)]", "Subject: outer\r\n\r\n" },
    { "BODY[HEADER.FIELDS.NOT (subject \"content-type\")]", "\r\n" },
    { "BODY[1]", "one" },
    { "BODY[1.MIME]", "Content-Type: text/plain\r\n\r\n" },
    { "BODY[1.HEADER]", NULL },
    { "BODY[2.HEADER]", "Subject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n" },
    { "BODY[2.TEXT]", "--c\r\n\r\ntwo\r\n--c--" },
    { "BODY[2.1]", "two" },
    { "BODY[2.MIME]", "Content-Type: message/rfc822\r\n\r\n" },
    { "BODY[2.2]", NULL },
    { "BODY[3]", NULL },
    { "BODY[1]<1.1>", "n" },
    { "BODY[1]<2.99>", "e" },
    { "BODY[1]<3.1>", "" },
    { "RFC822.HEADER", "Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" },
};
/* clang-format on */

Test(wire, envelope) {
    for (guint i = 0; i < G_N_ELEMENTS(envelopes); i++) {
        g_autoptr(MessageTree) tree = tree_of(envelopes[i].message);
        g_autoptr(GString) out = g_string_new(NULL);
        envelope_append(out, message_tree_part(tree, 0));
        cr_expect_str_eq(out->str, envelopes[i].envelope, "%s: %s", envelopes[i].name, out->str);
    }
}

Test(wire, structure) {
    for (guint i = 0; i < G_N_ELEMENTS(structures); i++) {
        g_autoptr(MessageTree) tree = tree_of(structures[i].message);
        g_autoptr(GString) out = g_string_new(NULL);
        body_structure_append(out, tree, TRUE);
        cr_expect_str_eq(out->str, structures[i].structure, "%s: %s", structures[i].name, out->str);
    }
}

Test(wire, section) {
    g_autoptr(MessageTree) tree = tree_of(nested);
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
        ImapText text = {.octets = sections[i].item, .length = strlen(sections[i].item)};
        ImapItem item;
        imap_parse_item_name(&text, (SyntaxSlice){text.octets, text.length}, &item);
        g_autoptr(GBytes) whole = section_octets(tree, &text, &item);
        cr_expect_eq(whole == NULL, sections[i].octets == NULL, "%s", sections[i].item);
        if (whole == NULL || sections[i].octets == NULL)
            continue;
        g_autoptr(GBytes) cut = section_cut(whole, &item);
        gsize length = 0;
        const char *octets = g_bytes_get_data(cut, &length);
        g_autofree char *got = g_strndup(length > 0 ? octets : "", length);
        cr_expect_str_eq(got, sections[i].octets, "%s: %s", sections[i].item, got);
    }
}

Test(wire, content) {
    g_autoptr(MessageTree) tree =
        tree_of("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: "
                "base64\n\naGVsbG8=\n--b\nContent-Transfer-Encoding: quoted-printable\n\na=\nb\n"
                "--b\nContent-Transfer-Encoding: x-odd\n\nz\n--b--\n");
    static const char *const expected[] = {"hello", "ab", NULL};
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        const MessagePart *part = message_tree_part(tree, i + 1);
        ImapItem item = {.kind = IMAP_ITEM_BINARY, .part = {part->path, strlen(part->path)}};
        gboolean is_unknown = FALSE;
        g_autoptr(GBytes) content = section_content(tree, &item, &is_unknown);
        cr_expect_eq(is_unknown, expected[i] == NULL);
        cr_expect_eq(content == NULL, expected[i] == NULL);
        if (content != NULL && expected[i] != NULL)
            cr_expect(g_bytes_get_size(content) == strlen(expected[i]) &&
                      memcmp(g_bytes_get_data(content, NULL), expected[i], strlen(expected[i])) ==
                          0);
    }
}
