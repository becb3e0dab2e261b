/* SPDX-License-Identifier: MIT */
#include "mime/uuencode.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text, *content;
    guint64 counts[UU_N_FAULTS];
} cases[] = {
    {"begin 644 a\n#0V%T\n`\nend\n", "Cat", {0}},
    {"text\nbegin 644 a\n#0V%T\n \nend  \nmore\n", "Cat", {0}},
    {"begin 644 a\n\"0V$\n`\nend\n", "Ca", {[UU_FAULT_LINE] = 1}},
    {"begin 644 a\n#0V%T\n", "Cat", {[UU_FAULT_END] = 1}},
    {"begin 644 a\n#0V%T", "Cat", {[UU_FAULT_END] = 1}},
    {"#0V%T\nend\n", "", {[UU_FAULT_BEGIN] = 1}},
    {"begin 644 a\n#0v%T\n`\nend\n", "Aat", {[UU_FAULT_LINE] = 1}},
};

Test(uuencode, decodes_and_counts_under_every_step) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *text = cases[i].text;
        for (gsize step = 1; step < 32; step++) {
            UuDecoder decoder;
            char out[256];
            gsize n = 0, at = 0;
            uu_decoder_init(&decoder);
            while (text[at] != '\0') {
                gsize rest = strcspn(text + at, "\n");
                gsize length = MIN(step, rest);
                uu_decoder_push(&decoder, at, (const guint8 *)text + at, length);
                at += length;
                if (length == rest && text[at] == '\n') {
                    n += uu_decoder_line_end(&decoder, (guint8 *)out + n);
                    at++;
                }
            }
            n += uu_decoder_finish(&decoder, at, (guint8 *)out + n);
            out[n] = '\0';
            cr_expect_str_eq(out, cases[i].content, "[%s]: [%s]", text, out);
            for (guint fault = 0; fault < UU_N_FAULTS; fault++) {
                cr_expect_eq(decoder.faults[fault].count, cases[i].counts[fault],
                             "[%s], step %zu, fault %u", text, step, fault);
            }
        }
    }
}
