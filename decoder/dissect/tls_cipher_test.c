/* SPDX-License-Identifier: MIT */
/* Records of real TLS sessions (OpenSSL 3.0 talking to itself), opened with the secrets it logged.
 */
#include "dissect/tls_cipher.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    guint16 suite;
    Direction from;
    const char *label;
    guint records_before; /* under the same keys */
    const char *keylog;
    const char *server_random;
    const char *record;
    const char *content;
} Vector;

/* clang-format off */
static const Vector vectors[] = {
    {0x1302, DIRECTION_CLIENT, "CLIENT_TRAFFIC_SECRET_0", 0,
      "CLIENT_TRAFFIC_SECRET_0 9fd149cc48c754e248a0290b72609a5f1be2adaf388e468ba3ac"
      "a4205d06dd36 ca44bdfb31c17e422ad3e2bfb506562240c47260b59c22397ffef56f58f67b9"
      "e07df0b2058791bf31b9cb8030fd2f24c",
      "a376e6fb31c3d90710dcef461e0de3a5a614f97dcdbe2b74080d415b7455716d",
      "170303002680e1c31537402b793edd5a1735e6b361bc2e0ed1fab75c44d3474e9f7397b30a7c"
      "906978e388",
      "EHLO client.example\r\n"},
    {0x1302, DIRECTION_SERVER, "SERVER_TRAFFIC_SECRET_0", 2,
      "SERVER_TRAFFIC_SECRET_0 9fd149cc48c754e248a0290b72609a5f1be2adaf388e468ba3ac"
      "a4205d06dd36 e046f7a3f4561deec480da988e6610f59561a5e2822d369bc69ec563c81998c"
      "421e0c3de4c5d9b496c038ef9f8699e68",
      "a376e6fb31c3d90710dcef461e0de3a5a614f97dcdbe2b74080d415b7455716d",
      "1703030022ccc07083538d079b9b5b58c752ddface8972f0ae43d51048e2f14b8e875818ad86"
      "3e",
      "250 lab.example\r\n"},
    {0xc02b, DIRECTION_CLIENT, "CLIENT_RANDOM", 1,
      "CLIENT_RANDOM c078ab6e09c00590abfc5e7b43e863cc840fc7e83a17e975f21035b704ae29"
      "96 4eb6f4958195c9f905954ef21c1c796512702e01e872468f3ffab2a02f023c23ed9d790ac"
      "b63c7f19eb857401d90e4f6",
      "2f34b9e0913c17f26fe3cef169905ab02aeb312435b681c159b63f8baa2216dd",
      "170303002d7f387356f5791ef6957ef109ddd44b8bc31a47b965cdd06a55805f567574a67331"
      "d7939a80a370b82609fcc2cd",
      "EHLO client.example\r\n"},
    {0xc02b, DIRECTION_SERVER, "CLIENT_RANDOM", 1,
      "CLIENT_RANDOM c078ab6e09c00590abfc5e7b43e863cc840fc7e83a17e975f21035b704ae29"
      "96 4eb6f4958195c9f905954ef21c1c796512702e01e872468f3ffab2a02f023c23ed9d790ac"
      "b63c7f19eb857401d90e4f6",
      "2f34b9e0913c17f26fe3cef169905ab02aeb312435b681c159b63f8baa2216dd",
      "17030300290fdc2a21886a3c32c405d909afde7fd5ab030e08d28d7571ae3646269e7979ad47"
      "8bd975553fd4f946",
      "250 lab.example\r\n"},
    {0xc030, DIRECTION_CLIENT, "CLIENT_RANDOM", 1,
      "CLIENT_RANDOM 0b44645fb1d4a4c04b7ab604627a3b165612462e7c62688af3f51d010e3367"
      "70 d01342f432b45ef0994518d682bb42317e6c8a65faf7fd95efa5820f408c4639e6f57abe4"
      "2ed38167d69229653c178c4",
      "1ccd9a85d7a8d0ae8905943c70e98cf051195c9f2b07b296b4a1ea3ae0d83c88",
      "170303002d57680bbdc80c03019978487d7835bd3983daf35f5fdb3c3cad338a98646ed40f98"
      "5f720a10e4722ea405851d9f",
      "EHLO client.example\r\n"},
    {0xc030, DIRECTION_SERVER, "CLIENT_RANDOM", 1,
      "CLIENT_RANDOM 0b44645fb1d4a4c04b7ab604627a3b165612462e7c62688af3f51d010e3367"
      "70 d01342f432b45ef0994518d682bb42317e6c8a65faf7fd95efa5820f408c4639e6f57abe4"
      "2ed38167d69229653c178c4",
      "1ccd9a85d7a8d0ae8905943c70e98cf051195c9f2b07b296b4a1ea3ae0d83c88",
      "1703030029bc127c350f7bc064de7456e71daa418808517d089b469975e38f53619cd85957d7"
      "46dd278efa248843",
      "250 lab.example\r\n"},
    {0xcca8, DIRECTION_CLIENT, "CLIENT_RANDOM", 1,
      "CLIENT_RANDOM 0dd6464f487622602036a2d77a5d6c770a7265a936f931c69eb8ec55f91975"
      "07 4a5fad351c0c05ad8e9a0063b2937e164c9501d2d79903c7c9ff03b2e0fbdd30d0a965756"
      "59088580ff2285a4006a85f",
      "0b73e10286e501823ee77d6a29ff7c12034f329cbd2b13af9d06b8692bc0b597",
      "1703030025d127f2cf238c75d52e507587c437f61ca4fd87089c15995eb7def30b899d9fa5d5"
      "46a71714",
      "EHLO client.example\r\n"},
    {0xcca8, DIRECTION_SERVER, "CLIENT_RANDOM", 1,
      "CLIENT_RANDOM 0dd6464f487622602036a2d77a5d6c770a7265a936f931c69eb8ec55f91975"
      "07 4a5fad351c0c05ad8e9a0063b2937e164c9501d2d79903c7c9ff03b2e0fbdd30d0a965756"
      "59088580ff2285a4006a85f",
      "0b73e10286e501823ee77d6a29ff7c12034f329cbd2b13af9d06b8692bc0b597",
      "17030300215029986158c405e26d2644d216acd3164b7571331eff8d0681fa7d1c360f7af40f",
      "250 lab.example\r\n"},
};
/* clang-format on */

static gsize from_hex(const char *hex, guint8 *out) {
    gsize n = strlen(hex) / 2;
    for (gsize i = 0; i < n; i++)
        out[i] =
            (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
    return n;
}

static void read_client_random(const Vector *vector, guint8 client_random[TLS_RANDOM_SIZE]) {
    g_autofree char *hex = g_strndup(strchr(vector->keylog, ' ') + 1, 2 * (gsize)TLS_RANDOM_SIZE);
    from_hex(hex, client_random);
}

static TlsCipher *make_cipher(const Vector *vector, const TlsKeylog *keylog) {
    guint8 client_random[TLS_RANDOM_SIZE], server_random[TLS_RANDOM_SIZE];
    const TlsSuite *suite = tls_suite_find(vector->suite);
    read_client_random(vector, client_random);
    from_hex(vector->server_random, server_random);
    const TlsSecret *secret = tls_keylog_find(keylog, vector->label, client_random);
    cr_assert_not_null(suite);
    cr_assert_not_null(secret);
    TlsCipher *cipher = vector->suite >> 8 == 0x13 ? tls_cipher_new_13(suite, secret)
                                                   : tls_cipher_new_12(suite, secret, client_random,
                                                                       server_random, vector->from);
    cr_assert_not_null(cipher);
    tls_cipher_skip(cipher, vector->records_before);
    return cipher;
}

Test(tls_cipher, opens_records_of_every_suite) {
    for (guint i = 0; i < G_N_ELEMENTS(vectors); i++) {
        const Vector *vector = &vectors[i];
        g_autoptr(TlsKeylog) keylog = tls_keylog_new();
        g_autoptr(GByteArray) content = g_byte_array_new();
        guint8 record[512], type = 0;
        cr_assert_eq(tls_keylog_add(keylog, vector->keylog, strlen(vector->keylog)), 1);
        g_autoptr(TlsCipher) cipher = make_cipher(vector, keylog);
        gsize length = from_hex(vector->record, record);
        cr_assert(tls_cipher_open(cipher, record, record + 5, length - 5, content, &type), "%u", i);
        cr_expect_eq(type, 23);
        cr_expect_eq(content->len, strlen(vector->content));
        cr_expect_eq(memcmp(content->data, vector->content, content->len), 0, "%u", i);
    }
}

Test(tls_cipher, refuses_every_changed_octet_and_stays_in_step) {
    for (guint i = 0; i < G_N_ELEMENTS(vectors); i++) {
        const Vector *vector = &vectors[i];
        g_autoptr(TlsKeylog) keylog = tls_keylog_new();
        g_autoptr(GByteArray) content = g_byte_array_new();
        guint8 record[512], type = 0;
        tls_keylog_add(keylog, vector->keylog, strlen(vector->keylog));
        g_autoptr(TlsCipher) cipher = make_cipher(vector, keylog);
        gsize length = from_hex(vector->record, record);
        for (gsize at = 5; at < length; at++) {
            record[at] ^= 1;
            cr_expect_not(tls_cipher_open(cipher, record, record + 5, length - 5, content, &type));
            record[at] ^= 1;
        }
        for (gsize cut = 0; cut + 5 < length; cut++)
            cr_expect_not(tls_cipher_open(cipher, record, record + 5, cut, content, &type));
        cr_expect(tls_cipher_open(cipher, record, record + 5, length - 5, content, &type));
    }
}

Test(tls_keylog, takes_secrets_and_passes_over_the_rest) {
    static const char text[] =
        "# a comment\n\nRSA 00 11\nCLIENT_RANDOM 12 34\nCLIENT_RANDOM "
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f abcd\r\n";
    guint8 client_random[TLS_RANDOM_SIZE];
    for (guint i = 0; i < TLS_RANDOM_SIZE; i++)
        client_random[i] = (guint8)i;
    for (gsize cut = 0; cut < sizeof text; cut++) {
        g_autoptr(TlsKeylog) part = tls_keylog_new();
        cr_expect_leq(tls_keylog_add(part, text, cut), 1u);
    }
    g_autoptr(TlsKeylog) keylog = tls_keylog_new();
    cr_expect_eq(tls_keylog_add(keylog, text, sizeof text - 1), 1);
    const TlsSecret *secret = tls_keylog_find(keylog, "CLIENT_RANDOM", client_random);
    cr_assert_not_null(secret);
    cr_expect_eq(secret->length, 2);
    cr_expect_eq(secret->octets[0], 0xab);
    cr_expect_null(tls_keylog_find(keylog, "SERVER_TRAFFIC_SECRET_0", client_random));
}
