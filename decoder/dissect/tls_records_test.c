/* SPDX-License-Identifier: MIT */
#include "dissect/tls_records.h"

#include <criterion/criterion.h>
#include <string.h>

/* A ClientHello that asks for "mail.example", and a ServerHello that chooses TLS 1.3, built here.
 */
static GByteArray *record(guint8 type, const GByteArray *body) {
    GByteArray *octets = g_byte_array_new();
    guint8 header[] = {type, 3, 3, (guint8)(body->len >> 8), (guint8)body->len};
    g_byte_array_append(octets, header, sizeof header);
    g_byte_array_append(octets, body->data, body->len);
    return octets;
}

static GByteArray *hello(guint8 type, const guint8 *rest, gsize n_rest) {
    GByteArray *body = g_byte_array_new();
    gsize length = 2 + 32 + n_rest;
    guint8 head[] = {type, 0, (guint8)(length >> 8), (guint8)length, 3, 3};
    guint8 random[32] = {7};
    g_byte_array_append(body, head, sizeof head);
    g_byte_array_append(body, random, sizeof random);
    g_byte_array_append(body, rest, (guint)n_rest);
    GByteArray *octets = record(22, body);
    g_byte_array_unref(body);
    return octets;
}

static GByteArray *client_hello(void) {
    static const guint8 rest[] = {0,   0,   2,   0x13, 0x01, 1,   0,   0,   21,  0,
                                  0,   0,   17,  0,    15,   0,   0,   12,  'm', 'a',
                                  'i', 'l', '.', 'e',  'x',  'a', 'm', 'p', 'l', 'e'};
    return hello(1, rest, sizeof rest);
}

static GByteArray *server_hello(void) {
    static const guint8 rest[] = {0, 0x13, 0x02, 0, 0, 17, 0, 43,  0,   2,   3,  4,
                                  0, 16,   0,    7, 0, 5,  4, 's', 'm', 't', 'p'};
    return hello(2, rest, sizeof rest);
}

static void on_leaf(gpointer user, Direction from, guint64 length, const char *label) {
    g_string_append_printf(user, "%s %s %d\n", direction_name(from), label, (int)length);
}

static void push(TlsRecords *records, Direction from, const GByteArray *octets, gsize cut) {
    for (gsize at = 0; at < octets->len; at += cut) {
        tls_records_push(records, from, octets->data + at, MIN(cut, octets->len - at));
    }
}

Test(tls_records, hellos_in_every_cut) {
    g_autoptr(GByteArray) client = client_hello();
    g_autoptr(GByteArray) server = server_hello();
    for (gsize cut = 1; cut <= client->len; cut++) {
        g_autoptr(GString) leaves = g_string_new(NULL);
        g_autoptr(TlsRecords) records = tls_records_new(on_leaf, leaves);
        push(records, DIRECTION_CLIENT, client, cut);
        push(records, DIRECTION_SERVER, server, cut);
        tls_records_finish(records);
        const TlsHello *hello = tls_records_hello(records);
        cr_assert_str_eq(hello->sni, "mail.example");
        cr_assert_str_eq(hello->version, "TLS 1.3");
        cr_assert_str_eq(hello->cipher, "TLS_AES_256_GCM_SHA384");
        cr_assert_str_eq(hello->alpn, "smtp");
        cr_assert_str_eq(leaves->str, "client tls content type 1\nclient tls version 2\n"
                                      "client tls length 2\nclient tls payload 68\n"
                                      "server tls content type 1\nserver tls version 2\n"
                                      "server tls length 2\nserver tls payload 61\n");
    }
}

Test(tls_records, cut_and_damaged_hellos_say_nothing_wrong) {
    g_autoptr(GByteArray) whole = client_hello();
    for (gsize length = 0; length < whole->len; length++) {
        g_autofree guint8 *copy = g_memdup2(whole->data, length);
        g_autoptr(TlsRecords) records = tls_records_new(NULL, NULL);
        tls_records_push(records, DIRECTION_CLIENT, copy, length);
        tls_records_finish(records);
        cr_assert_null(tls_records_hello(records)->sni, "%zu", length);
    }
    for (gsize at = 0; at < whole->len; at++) {
        g_autofree guint8 *copy = g_memdup2(whole->data, whole->len);
        copy[at] ^= 0xff;
        g_autoptr(TlsRecords) records = tls_records_new(NULL, NULL);
        tls_records_push(records, DIRECTION_CLIENT, copy, whole->len);
        cr_assert_null(tls_records_hello(records)->version);
    }
}

Test(tls_records, gap) {
    static const guint8 first[] = {23, 3, 3, 0, 10, 'a', 'b'};
    static const guint8 second[] = {'y', 'z', 23, 3, 3, 0, 1, 'c'};
    g_autoptr(GString) leaves = g_string_new(NULL);
    g_autoptr(TlsRecords) records = tls_records_new(on_leaf, leaves);
    tls_records_push(records, DIRECTION_CLIENT, first, sizeof first);
    tls_records_gap(records, DIRECTION_CLIENT, 6);
    tls_records_push(records, DIRECTION_CLIENT, second, sizeof second);
    cr_assert_str_eq(leaves->str,
                     "client tls content type 1\nclient tls version 2\nclient tls length 2\n"
                     "client tls payload 2\nclient tls payload 2\n"
                     "client tls content type 1\nclient tls version 2\nclient tls length 2\n"
                     "client tls payload 1\n");
    tls_records_gap(records, DIRECTION_CLIENT, 3);
    tls_records_push(records, DIRECTION_CLIENT, second, sizeof second);
    cr_assert(g_str_has_suffix(leaves->str, "client tls payload 8\n"));
}

Test(tls_records, headers) {
    static const guint8 good[] = {22, 3, 1, 2, 0};
    static const guint8 text[] = {'E', 'H', 'L', 'O', ' '};
    static const guint8 huge[] = {22, 3, 1, 0xff, 0xff};
    cr_assert(tls_header_is_valid(good));
    cr_assert_not(tls_header_is_valid(text));
    cr_assert_not(tls_header_is_valid(huge));
}
