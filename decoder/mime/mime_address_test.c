/* SPDX-License-Identifier: MIT */
#include "mime/mime_address.h"
#include "mime/plain_mailbox.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text;
    const char *expected; /* "name|address|group;" for each mailbox */
    guint problems;
} cases[] = {
    {"", "", 0},
    {" a@b", "|a@b|;", 0},
    {"<a@b>", "|a@b|;", 0},
    {"Jane Doe <jane.doe@example.org>", "Jane Doe|jane.doe@example.org|;", 0},
    {"\"Doe, Jane\" <j@b>, k@c", "Doe, Jane|j@b|;|k@c|;", 0},
    {"John Q. Public <j@b>", "John Q. Public|j@b|;", 0},
    {"=?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_M=2E?= <j@b>", "J\303\266rg M.|j@b|;", 0},
    {"a@b (Jane)", "Jane|a@b|;", 0},
    {"a(c)@(d)b", "c|a@b|;", 0},
    {"Jane\r\n <a@b>", "Jane|a@b|;", 0},
    {"\"a b\"@c", "|\"a b\"@c|;", 0},
    {"a@[192.0.2.1]", "|a@[192.0.2.1]|;", 0},
    {"john . doe @ example . org", "|john.doe@example.org|;", 0},
    {"friends: a@b, K <c@d>;, e@f", "|a@b|friends;K|c@d|friends;|e@f|;", 0},
    {"undisclosed-recipients:;", "", 0},
    {"a@b,,c@d", "|a@b|;|c@d|;", MIME_ADDRESS_SPARE_COMMA},
    {"<@r,@s:a@b>", "|a@b|;", MIME_ADDRESS_ROUTE},
    {"<>", "||;", MIME_ADDRESS_EMPTY},
    {"a", "|a|;", MIME_ADDRESS_NO_DOMAIN},
    {"a@", "|a@|;", MIME_ADDRESS_NO_DOMAIN},
    {"@b", "|@b|;", MIME_ADDRESS_NO_LOCAL},
    {"Jane a@b", "|a@b|;", MIME_ADDRESS_EXTRA},
    {"<a@b> Jane", "|a@b|;", MIME_ADDRESS_EXTRA},
    {"a@b@c", "|a@b@c|;", MIME_ADDRESS_EXTRA},
    {"a b <c d@e>", "a b|cd@e|;", MIME_ADDRESS_EXTRA},
    {"<a@b, c@d", "|a@b,c@d|;", MIME_ADDRESS_BRACKETS | MIME_ADDRESS_EXTRA},
    {"a@b>", "|a@b|;", MIME_ADDRESS_BRACKETS},
    {"a..b@c", "|a..b@c|;", MIME_ADDRESS_DOTS},
    {"a.@c", "|a.@c|;", MIME_ADDRESS_DOTS},
    {"\"open <a@b>", "|\"open <a@b>|;", MIME_ADDRESS_NOT_CLOSED | MIME_ADDRESS_NO_DOMAIN},
    {"g: a@b", "|a@b|g;", MIME_ADDRESS_NOT_CLOSED},
    {"g: h: a@b;", "|a@b|h;", MIME_ADDRESS_NESTED},
    {"\344 <a@b>", "\357\277\275|a@b|;", 0},
};

Test(mime_address, reads_mailboxes) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) found = g_string_new(NULL);
        MimeAddressReader reader;
        MimeMailbox mailbox;
        mime_address_reader_init(&reader, cases[i].text, strlen(cases[i].text));
        while (mime_address_reader_next(&reader, &mailbox)) {
            g_string_append_printf(found, "%s|%s|%s;",
                                   mailbox.display_name != NULL ? mailbox.display_name : "",
                                   mailbox.address, mailbox.group != NULL ? mailbox.group : "");
            cr_expect_leq(mailbox.offset + mailbox.length, strlen(cases[i].text));
        }
        cr_expect_str_eq(found->str, cases[i].expected, "[%s]: [%s]", cases[i].text, found->str);
        cr_expect_eq(reader.problems, cases[i].problems, "[%s]: %u", cases[i].text,
                     reader.problems);
        mime_address_reader_clear(&reader);
    }
}

Test(mime_address, tells_where_the_address_stands) {
    const char text[] = " Jane <jane@b> (x), k@c (K)";
    MimeAddressReader reader;
    MimeMailbox mailbox;
    mime_address_reader_init(&reader, text, strlen(text));
    cr_assert(mime_address_reader_next(&reader, &mailbox));
    cr_expect_eq(strncmp(text + mailbox.offset, "Jane <jane@b>", mailbox.length), 0);
    cr_expect_eq(mailbox.length, 13);
    cr_expect_eq(strncmp(text + mailbox.address_offset, "jane@b", 6), 0);
    cr_expect_eq(mailbox.address_length, 6);
    cr_assert(mime_address_reader_next(&reader, &mailbox));
    cr_expect_eq(strncmp(text + mailbox.address_offset, "k@c", 3), 0);
    cr_expect_eq(mailbox.address_length, 3);
    cr_assert_not(mime_address_reader_next(&reader, &mailbox));
    mime_address_reader_clear(&reader);
}

Test(mime_address, tokens_tile_the_text_wherever_it_is_cut) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            g_autofree char *part = g_memdup2(cases[i].text, length);
            MimeAddressReader reader;
            MimeMailbox mailbox;
            gboolean is_mailbox = FALSE;
            gsize at = 0;
            mime_address_reader_init(&reader, part, length);
            while (mime_address_reader_next_element(&reader, &mailbox, &is_mailbox)) {
                for (guint k = 0; k < reader.tokens->len; k++) {
                    const MimeAddressToken *one =
                        &g_array_index(reader.tokens, MimeAddressToken, k);
                    cr_expect_eq(one->token.offset, at);
                    at += one->token.length;
                }
            }
            cr_expect_eq(at, length, "[%s] to %zu", cases[i].text, length);
            mime_address_reader_clear(&reader);
        }
    }
}

/* The short way must never say what the reader would not. Returns whether it was taken. */
static gboolean plain_agrees(const char *text, gsize length) {
    char address[PLAIN_MAILBOX_MAX];
    if (!plain_mailbox_read(text, length, address)) {
        return FALSE;
    }
    MimeAddressReader reader;
    MimeMailbox mailbox;
    mime_address_reader_init(&reader, text, length);
    cr_assert(mime_address_reader_next(&reader, &mailbox), "[%.*s]", (int)length, text);
    cr_expect_str_eq(mailbox.address, address);
    cr_expect_not(mime_address_reader_next(&reader, &mailbox));
    cr_expect_eq(reader.problems, 0, "[%.*s]: %u", (int)length, text, reader.problems);
    cr_expect_eq(reader.n_elements, 1);
    mime_address_reader_clear(&reader);
    return TRUE;
}

Test(mime_address, plain_mailboxes_are_read_as_by_the_reader) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            plain_agrees(cases[i].text, length);
        }
    }
}

Test(mime_address, the_usual_mailboxes_are_plain) {
    static const char *const plain[] = {" a@b", "<a@b>", "Jane Doe <jane.doe@example.org>",
                                        "John Q. Public <j@b>", "a+b@c-d.example"};
    static const char *const others[] = {
        "",          "a",          "@b",   "a@",   "a..b@c",  "a@b, c@d",      "a@b@c",
        "Jane a@b",  "<a@b> Jane", "<a@b", "a@b>", "\"a\"@b", "a@[192.0.2.1]", "J\r\n <a@b>",
        "\344 <a@b>"};
    for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
        cr_expect(plain_agrees(plain[i], strlen(plain[i])), "[%s]", plain[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        cr_expect_not(plain_agrees(others[i], strlen(others[i])), "[%s]", others[i]);
    }
    char address[PLAIN_MAILBOX_MAX];
    g_autofree char *longest = g_strdup_printf("%0253d@b", 0);
    g_autofree char *longer = g_strdup_printf("%0254d@b", 0);
    cr_expect(plain_mailbox_read(longest, strlen(longest), address));
    cr_expect_not(plain_mailbox_read(longer, strlen(longer), address));
}

/* 90 kB of groups in groups overflowed a recursive parser's stack. */
Test(mime_address, survives_deep_nesting) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 45000; i++) {
        g_string_append(text, "a:");
    }
    MimeAddressReader reader;
    MimeMailbox mailbox;
    mime_address_reader_init(&reader, text->str, text->len);
    cr_expect_not(mime_address_reader_next(&reader, &mailbox));
    cr_expect(reader.problems & MIME_ADDRESS_NESTED);
    mime_address_reader_clear(&reader);
}
