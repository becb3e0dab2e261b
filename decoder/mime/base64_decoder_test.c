/* SPDX-License-Identifier: MIT */
#include "mime/base64_decoder.h"

#include <criterion/criterion.h>
#include <string.h>

/* As glib decodes it, which is another hand's work. */
Test(base64_decoder, agrees_with_glib_for_every_length_and_split) {
    guint8 octets[64];
    for (gsize i = 0; i < sizeof octets; i++) {
        octets[i] = (guint8)(i * 89 + 7);
    }
    for (gsize length = 0; length <= sizeof octets; length++) {
        g_autofree char *letters = g_base64_encode(octets, length);
        gsize n_letters = strlen(letters);
        for (gsize cut = 0; cut <= n_letters; cut++) {
            Base64Decoder decoder;
            guint8 out[BASE64_ROOM(128)];
            base64_decoder_init(&decoder);
            gsize n = base64_decoder_push(&decoder, 0, (const guint8 *)letters, cut, out);
            n += base64_decoder_push(&decoder, cut, (const guint8 *)letters + cut, n_letters - cut,
                                     out + n);
            n += base64_decoder_finish(&decoder, n_letters, out + n);
            cr_assert_eq(n, length);
            cr_assert_eq(memcmp(out, octets, length), 0, "length %zu, cut %zu", length, cut);
            for (guint i = 0; i < BASE64_N_FAULTS; i++) {
                cr_assert_eq(decoder.faults[i].count, 0, "length %zu, cut %zu", length, cut);
            }
        }
    }
}

static const struct {
    const char *letters, *content;
    struct {
        guint64 count, first;
    } faults[BASE64_N_FAULTS];
} cases[] = {
    {"", "", {{0}}},
    {"QUJD\r\nREVG\r\n", "ABCDEF", {{0}}},
    {"QU-JD", "ABC", {[BASE64_FAULT_OUTSIDE] = {1, 2}}},
    {"Q U\tJ D", "ABC", {[BASE64_FAULT_OUTSIDE] = {3, 1}}},
    {"Q", "", {[BASE64_FAULT_LENGTH] = {1, 1}}},
    {"QU", "A", {[BASE64_FAULT_LENGTH] = {1, 2}}},
    {"QUI", "AB", {[BASE64_FAULT_LENGTH] = {1, 3}}},
    {"QQ==", "A", {{0}}},
    {"QQ=", "A", {[BASE64_FAULT_LENGTH] = {1, 3}}},
    {"QQ==QkI=", "ABB", {[BASE64_FAULT_PADDING] = {1, 4}}},
    {"QQ=QUJD", "AABC", {[BASE64_FAULT_PADDING] = {1, 3}}},
    {"=QUJD", "ABC", {[BASE64_FAULT_PADDING] = {1, 0}}},
    {"QUJD====", "ABC", {[BASE64_FAULT_PADDING] = {4, 4}}},
    {"Q=UI=", "AB", {[BASE64_FAULT_PADDING] = {1, 1}}},
};

Test(base64_decoder, counts_what_is_wrong_and_goes_on) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize length = strlen(cases[i].letters);
        for (gsize step = 1; step <= length + 1; step++) {
            Base64Decoder decoder;
            char out[64];
            gsize n = 0;
            base64_decoder_init(&decoder);
            for (gsize at = 0; at < length; at += step) {
                n += base64_decoder_push(&decoder, at, (const guint8 *)cases[i].letters + at,
                                         MIN(step, length - at), (guint8 *)out + n);
            }
            n += base64_decoder_finish(&decoder, length, (guint8 *)out + n);
            out[n] = '\0';
            cr_expect_str_eq(out, cases[i].content, "%s, step %zu: %s", cases[i].letters, step,
                             out);
            for (guint fault = 0; fault < BASE64_N_FAULTS; fault++) {
                cr_expect_eq(decoder.faults[fault].count, cases[i].faults[fault].count,
                             "%s, step %zu, fault %u", cases[i].letters, step, fault);
                cr_expect_eq(decoder.faults[fault].first, cases[i].faults[fault].first,
                             "%s, step %zu, fault %u", cases[i].letters, step, fault);
            }
        }
    }
}

Test(base64_decoder, begins_anew_after_a_gap) {
    Base64Decoder decoder;
    char out[16];
    base64_decoder_init(&decoder);
    gsize n = base64_decoder_push(&decoder, 0, (const guint8 *)"QUJDQ", 5, (guint8 *)out);
    base64_decoder_gap(&decoder);
    n += base64_decoder_push(&decoder, 100, (const guint8 *)"REVG", 4, (guint8 *)out + n);
    n += base64_decoder_finish(&decoder, 104, (guint8 *)out + n);
    out[n] = '\0';
    cr_assert_str_eq(out, "ABCDEF");
}
