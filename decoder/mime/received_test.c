/* SPDX-License-Identifier: MIT */
#include "mime/received.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text;
    const char *clauses[RECEIVED_N_CLAUSES]; /* NULL: not there */
    const char *from_comment, *date;
} cases[] = {
    {" from a.example (a [192.0.2.1])\r\n\tby b.example (Postfix) with ESMTP id 4F1C\r\n\tfor "
     "<c@d>; "
     "Mon, 23 Nov 2026 09:00:00 +0000",
     {"a.example", "b.example", NULL, "ESMTP", "4F1C", "<c@d>"},
     "(a [192.0.2.1])",
     " Mon, 23 Nov 2026 09:00:00 +0000"},
    {"by b.example via UUCP id <1@b>; 1 Jan 2000 00:00 +0000",
     {NULL, "b.example", "UUCP", NULL, "<1@b>", NULL},
     NULL,
     " 1 Jan 2000 00:00 +0000"},
    {"from by by with with for; x", {"by", "with", NULL, "for", NULL, NULL}, NULL, " x"},
    {"from [1.2.3.4] (helo=a;b) by c (d;e)",
     {"[1.2.3.4]", "c", NULL, NULL, NULL, NULL},
     "(helo=a;b)",
     NULL},
    {"(qmail 123 invoked by uid 5); 1 Jan 2000 00:00:00 -0000",
     {NULL, NULL, NULL, NULL, NULL, NULL},
     NULL,
     " 1 Jan 2000 00:00:00 -0000"},
    {"", {NULL, NULL, NULL, NULL, NULL, NULL}, NULL, NULL},
    {"FROM a;b; c", {"a;b", NULL, NULL, NULL, NULL, NULL}, NULL, " c"},
};

static void check_slice(const char *what, ReceivedSlice slice, const char *expected) {
    g_autofree char *text = slice.octets != NULL ? g_strndup(slice.octets, slice.length) : NULL;
    cr_expect(g_strcmp0(text, expected) == 0, "%s: [%s], not [%s]", what, text, expected);
}

Test(received, finds_the_clauses) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Received received;
        received_parse(cases[i].text, strlen(cases[i].text), &received, NULL);
        for (guint k = 0; k < RECEIVED_N_CLAUSES; k++) {
            check_slice(cases[i].text, received.clauses[k], cases[i].clauses[k]);
        }
        check_slice(cases[i].text, received.comments[RECEIVED_FROM], cases[i].from_comment);
        check_slice(cases[i].text, received.date, cases[i].date);
    }
}

Test(received, tokens_and_date_tile_the_text_wherever_it_is_cut) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize length = 0; length <= strlen(cases[i].text); length++) {
            g_autofree char *part = g_memdup2(cases[i].text, length);
            g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(ReceivedToken));
            Received received;
            gsize at = 0;
            received_parse(part, length, &received, tokens);
            for (guint k = 0; k < tokens->len; k++) {
                const ReceivedToken *one = &g_array_index(tokens, ReceivedToken, k);
                cr_expect_eq(one->token.offset, at);
                at += one->token.length;
            }
            cr_expect_eq(at + received.date.length, length, "[%s] to %zu", cases[i].text, length);
        }
    }
}
