/* SPDX-License-Identifier: MIT */
#include "dissect/smtp_lenient_end.h"

#include <criterion/criterion.h>
#include <string.h>

Test(smtp_lenient_end, judgement) {
    static const struct {
        const char *name;
        LenientEvidence evidence;
        const char *status;
        LenientVerdict expected;
    } cases[] = {
        {"reply without a strict end", {.text_replies = 1, .replies = 1}, "250", LENIENT_IS_END},
        {"refusal without a strict end", {.text_replies = 1, .replies = 1}, "554", LENIENT_IS_END},
        {"timeout", {.text_replies = 1, .replies = 1}, "421", LENIENT_IS_TEXT},
        {"timeout after a strict end", {TRUE, 1, 2, 0, 1}, "421", LENIENT_IS_TEXT},
        {"one reply for one text", {TRUE, 1, 0, 0, 1}, "250", LENIENT_UNDECIDED},
        {"two replies for one text", {TRUE, 1, 0, 0, 2}, "250", LENIENT_IS_END},
        {"a reply for text and line each", {TRUE, 1, 1, 0, 2}, "221", LENIENT_UNDECIDED},
        {"354 where no DATA stands", {TRUE, 1, 3, 0, 3}, "354", LENIENT_IS_END},
        {"354 for DATA behind the end", {TRUE, 1, 3, 2, 3}, "354", LENIENT_UNDECIDED},
        {"354 before DATA's turn", {TRUE, 1, 3, 2, 2}, "354", LENIENT_IS_END},
        {"LMTP owes two", {TRUE, 2, 0, 0, 2}, "250", LENIENT_UNDECIDED},
        {"LMTP owes two and gives three", {TRUE, 2, 0, 0, 3}, "250", LENIENT_IS_END},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        cr_assert_eq(lenient_end_judge(&cases[i].evidence, cases[i].status), cases[i].expected,
                     "%s", cases[i].name);
    }
}

static void check_evidence(const char *octets, gsize cut, gboolean has_end, guint lines,
                           guint data_line) {
    DotText dots;
    dot_text_init(&dots);
    SmtpLenientEnd *held = smtp_lenient_end_new(&dots, 1);
    gsize length = strlen(octets);
    for (gsize at = 0; at < length; at += cut) {
        smtp_lenient_end_push(held, (const guint8 *)octets + at, MIN(cut, length - at));
    }
    cr_assert_eq(held->octets->len, length);
    cr_assert_eq(held->evidence.has_strict_end, has_end, "%s by %zu", octets, cut);
    cr_assert_eq(held->evidence.command_lines, lines, "%s by %zu", octets, cut);
    cr_assert_eq(held->evidence.data_line, data_line, "%s by %zu", octets, cut);
    smtp_lenient_end_free(held);
}

Test(smtp_lenient_end, evidence_in_every_cut) {
    static const struct {
        const char *octets;
        gboolean has_end;
        guint lines, data_line;
    } cases[] = {
        {"", FALSE, 0, 0},
        {"MAIL FROM:<a@b>\r\n", FALSE, 0, 0},
        {"x\r\n.\r\n", TRUE, 0, 0},
        {"x\r\n.\r\nRSET\r\n", TRUE, 1, 0},
        {"x\r\n.\r\nMAIL\r\nRCPT\r\ndata\r\nx", TRUE, 3, 3},
        {"x\n.\n.\r\n", FALSE, 0, 0},
        {"x\r\n.\r\nDATABASE\r\nDATA\n", TRUE, 2, 2},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize cut = 1; cut <= MAX(strlen(cases[i].octets), 1); cut++) {
            check_evidence(cases[i].octets, cut, cases[i].has_end, cases[i].lines,
                           cases[i].data_line);
        }
    }
}
