/* SPDX-License-Identifier: MIT */
#include "mime/quoted_printable.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text, *content; /* lines end in LF here */
    guint64 counts[QP_N_FAULTS];
} cases[] = {
    {"", "", {0}},
    {"plain\n", "plain\n", {0}},
    {"caf=C3=A9\n", "caf\303\251\n", {0}},
    {"soft =\nbreak\n", "soft break\n", {0}},
    {"soft= \t\nbreak\n", "softbreak\n", {0}},
    {"blanks  \t \nnext\n", "blanks\nnext\n", {0}},
    {"blank=20\n", "blank \n", {0}},
    {"a b  c", "a b  c", {0}},
    {"=3D=3d\n", "==\n", {[QP_FAULT_LOWER_CASE] = 1}},
    {"=ZZ\n", "=ZZ\n", {[QP_FAULT_ESCAPE] = 1}},
    {"=4\n", "=4\n", {[QP_FAULT_ESCAPE] = 1}},
    {"=4=41\n", "=4A\n", {[QP_FAULT_ESCAPE] = 1}},
    {"==41\n", "=A\n", {[QP_FAULT_ESCAPE] = 1}},
    {"= x\n", "= x\n", {[QP_FAULT_ESCAPE] = 1}},
    {"=  =41\n", "=  A\n", {[QP_FAULT_ESCAPE] = 1}},
    {"end=", "end", {[QP_FAULT_SOFT_END] = 1}},
    {"end=4", "end=4", {[QP_FAULT_ESCAPE] = 1}},
    {"\001\303\251\n", "\001\303\251\n", {[QP_FAULT_OCTET] = 3}},
};

static gsize push_pieces(QpDecoder *decoder, const char *text, gsize step, guint8 *out) {
    gsize length = strlen(text), n = 0;
    for (gsize at = 0; at < length;) {
        if (text[at] == '\n') {
            n += qp_decoder_line_end(decoder, (const guint8 *)text + at, 1, out + n);
            at++;
            continue;
        }
        const char *end = strchr(text + at, '\n');
        gsize rest = end != NULL ? (gsize)(end - text) - at : length - at;
        n += qp_decoder_push(decoder, at, (const guint8 *)text + at, MIN(step, rest), out + n);
        at += MIN(step, rest);
    }
    return n + qp_decoder_finish(decoder, out + n);
}

Test(quoted_printable, decodes_and_counts_under_every_step) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize step = 1; step < 32; step++) {
            QpDecoder decoder;
            char out[QP_ROOM(256)];
            qp_decoder_init(&decoder);
            out[push_pieces(&decoder, cases[i].text, step, (guint8 *)out)] = '\0';
            cr_expect_str_eq(out, cases[i].content, "[%s], step %zu: [%s]", cases[i].text, step,
                             out);
            for (guint fault = 0; fault < QP_N_FAULTS; fault++) {
                cr_expect_eq(decoder.faults[fault].count, cases[i].counts[fault],
                             "[%s], step %zu, fault %u", cases[i].text, step, fault);
            }
        }
    }
}

/* Around the number of blanks that can be held back. */
Test(quoted_printable, drops_and_keeps_many_blanks) {
    for (gsize n_blanks = QP_BLANKS_MAX - 1; n_blanks <= 2 * QP_BLANKS_MAX + 1; n_blanks++) {
        g_autoptr(GString) text = g_string_new("a=");
        for (gsize i = 0; i < n_blanks; i++) {
            g_string_append_c(text, ' ');
        }
        g_autofree char *expected = g_strdup_printf("%sb", text->str);
        g_string_append(text, "b");
        for (gsize step = 1; step < 40; step += 13) {
            QpDecoder decoder;
            char out[QP_ROOM(600)];
            qp_decoder_init(&decoder);
            out[push_pieces(&decoder, text->str, step, (guint8 *)out)] = '\0';
            cr_assert_str_eq(out, expected, "%zu blanks, step %zu", n_blanks, step);
        }
    }
}
