/* SPDX-License-Identifier: MIT */
/* Records out of octets and gaps, in every cut. */
#include "dissect/tls_framer.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *octets; /* before the gap */
    gsize length;
    guint64 gap; /* 0: none */
    const char *rest;
    gsize rest_length;
    const char *expected; /* type:length-missing and "?" if doubtful; "broken" */
} Case;

#define TWO                                                                                        \
    "\x16\x03\x01\x00\x03"                                                                         \
    "abc"                                                                                          \
    "\x17\x03\x03\x00\x02"                                                                         \
    "de"
#define HEAD "\x17\x03\x03\x00\x08"

/* clang-format off */
static const Case cases[] = {
    { TWO, 15, 0, "", 0, "22:3-0 23:2-0 " },
    { "\x16\x03\x01\x00\x00" TWO, 20, 0, "", 0, "22:0-0 22:3-0 23:2-0 " },
    { "EHLO me\r\n", 9, 0, "", 0, "broken" },
    { "\x16\x03\x01\xff\xff", 5, 0, "", 0, "broken" },
    { TWO "EHLO me", 22, 0, "", 0, "22:3-0 23:2-0 broken" },
    { HEAD "ab", 7, 6, TWO, 15, "23:8-6 22:3-0 23:2-0 " },           /* the end of a record */
    { HEAD "ab", 7, 3, "xyz" TWO, 18, "23:8-3 22:3-0 23:2-0 " },     /* its middle */
    { HEAD "ab", 7, 20, TWO, 15, "23:8-6 22:3-0? 23:2-0 " },         /* and records behind it */
    { HEAD "abcdefgh", 13, 30, TWO, 15, "23:8-0 22:3-0? 23:2-0 " },  /* whole records */
    { HEAD "ab", 7, 20, "in the middle", 13, "23:8-6 broken" },
    { "\x17\x03", 2, 4, TWO, 15, "broken" },
};
/* clang-format on */

static gboolean add(GString *text, TlsFramerResult result, const TlsRecord *record) {
    if (result == TLS_FRAMER_RECORD) {
        g_string_append_printf(text, "%u:%zu-%zu%s ", record->header[0], record->length,
                               record->missing, record->is_doubtful ? "?" : "");
    } else if (result == TLS_FRAMER_BROKEN) {
        g_string_append(text, "broken");
    }
    return result != TLS_FRAMER_BROKEN;
}

static gboolean push(TlsFramer *framer, GString *text, const char *octets, gsize length) {
    gsize used = 0;
    while (used < length) {
        TlsRecord record;
        TlsFramerResult result =
            tls_framer_next(framer, (const guint8 *)octets, length, &used, &record);
        if (!add(text, result, &record)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean push_cut(TlsFramer *framer, GString *text, const char *octets, gsize length,
                         gsize at) {
    gsize cut = MIN(at, length);
    return push(framer, text, octets, cut) && push(framer, text, octets + cut, length - cut);
}

static gboolean push_octets(TlsFramer *framer, GString *text, const char *octets, gsize length) {
    gboolean is_good = TRUE;
    for (gsize i = 0; i < length && is_good; i++) {
        is_good = push(framer, text, octets + i, 1);
    }
    return is_good;
}

/* `at` G_MAXSIZE: octet by octet. */
static gboolean push_part(TlsFramer *framer, GString *text, const char *octets, gsize length,
                          gsize at) {
    return at == G_MAXSIZE ? push_octets(framer, text, octets, length)
                           : push_cut(framer, text, octets, length, at);
}

static void check(const Case *test, gsize at) {
    TlsFramer framer;
    TlsRecord record;
    g_autoptr(GString) text = g_string_new(NULL);
    tls_framer_init(&framer);
    gboolean is_good = push_part(&framer, text, test->octets, test->length, at);
    if (is_good && test->gap > 0) {
        TlsFramerResult result = tls_framer_gap(&framer, test->gap, &record);
        is_good = add(text, result, &record);
    }
    if (is_good) {
        push_part(&framer, text, test->rest, test->rest_length, at);
    }
    cr_assert_str_eq(text->str, test->expected, "%zu, cut at %zu: %s", (gsize)(test - cases), at,
                     text->str);
    tls_framer_clear(&framer);
}

Test(tls_framer, in_every_cut) {
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        check(&cases[i], 0);
        check(&cases[i], G_MAXSIZE);
        for (gsize at = 1; at < MAX(cases[i].length, cases[i].rest_length); at++) {
            check(&cases[i], at);
        }
    }
}

Test(tls_framer, longest_body) {
    guint8 header[TLS_HEADER_SIZE] = {23, 3, 3, TLS_BODY_MAX >> 8, TLS_BODY_MAX & 0xff};
    cr_assert(tls_header_is_valid(header));
    header[4]++;
    cr_assert_not(tls_header_is_valid(header));
}

Test(tls_framer, held_and_due) {
    TlsFramer framer;
    g_autoptr(GString) text = g_string_new(NULL);
    tls_framer_init(&framer);
    push(&framer, text, HEAD, 3);
    cr_assert_eq(tls_framer_held(&framer), 3);
    cr_assert_eq(tls_framer_due(&framer), 0);
    push(&framer, text, &HEAD[3], 2);
    push(&framer, text, "abc", 3);
    cr_assert_eq(tls_framer_held(&framer), 8);
    cr_assert_eq(tls_framer_due(&framer), 5);
    push(&framer, text, "defgh", 5);
    cr_assert_eq(tls_framer_held(&framer), 0);
    cr_assert_eq(tls_framer_due(&framer), 0);
    tls_framer_clear(&framer);
}
