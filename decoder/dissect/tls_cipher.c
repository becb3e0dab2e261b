/* SPDX-License-Identifier: MIT */
/* Turns TLS secrets into record keys, and protected records into their content. All cryptography is
 * GnuTLS's; this file knows which octets go in where. It knows nothing of handshakes. */
#include "dissect/tls_cipher.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define NONCE_SIZE 12u
#define KEY_MAX 32u
#define HASH_MAX 48u

struct TlsSuite {
    guint16 number;
    gboolean is_13;
    gnutls_cipher_algorithm_t cipher;
    gnutls_mac_algorithm_t mac; /* of the key schedule */
    guint8 key_size;
    guint8 fixed_iv_size;    /* TLS 1.2: implicit part of the nonce */
    guint8 explicit_iv_size; /* TLS 1.2: part of the nonce at the head of each record */
};

struct TlsCipher {
    const TlsSuite *suite;
    gnutls_aead_cipher_hd_t handle;
    guint8 iv[NONCE_SIZE];
    guint64 sequence;
    TlsSecret secret; /* TLS 1.3: of the present generation */
};

/* clang-format off */
#define GCM_128 GNUTLS_CIPHER_AES_128_GCM, GNUTLS_MAC_SHA256, 16, 4, 8
#define GCM_256 GNUTLS_CIPHER_AES_256_GCM, GNUTLS_MAC_SHA384, 32, 4, 8
#define CHACHA  GNUTLS_CIPHER_CHACHA20_POLY1305, GNUTLS_MAC_SHA256, 32, 12, 0
static const TlsSuite suites[] = {
    { 0x1301, TRUE,  GCM_128 }, /* TLS_AES_128_GCM_SHA256 */
    { 0x1302, TRUE,  GCM_256 }, /* TLS_AES_256_GCM_SHA384 */
    { 0x1303, TRUE,  CHACHA },  /* TLS_CHACHA20_POLY1305_SHA256 */
    { 0x009c, FALSE, GCM_128 }, { 0x009d, FALSE, GCM_256 }, /* RSA */
    { 0x009e, FALSE, GCM_128 }, { 0x009f, FALSE, GCM_256 }, /* DHE_RSA */
    { 0xc02b, FALSE, GCM_128 }, { 0xc02c, FALSE, GCM_256 }, /* ECDHE_ECDSA */
    { 0xc02f, FALSE, GCM_128 }, { 0xc030, FALSE, GCM_256 }, /* ECDHE_RSA */
    { 0xcca8, FALSE, CHACHA },  { 0xcca9, FALSE, CHACHA },  { 0xccaa, FALSE, CHACHA },
};
/* clang-format on */

const TlsSuite *tls_suite_find(guint16 number) {
    for (guint i = 0; i < G_N_ELEMENTS(suites); i++)
        if (suites[i].number == number)
            return &suites[i];
    return NULL;
}

gboolean tls_suite_is_13(const TlsSuite *self) {
    return self->is_13;
}

gsize tls_suite_nonce_size(const TlsSuite *self) {
    return self->is_13 ? 0 : self->explicit_iv_size;
}

static gsize hash_size(const TlsSuite *suite) {
    return suite->mac == GNUTLS_MAC_SHA384 ? 48 : 32;
}

/* HKDF-Expand-Label(secret, label, "", size): RFC 8446 §7.1 */
static void expand_label(const TlsSuite *suite, const TlsSecret *secret, const char *label,
                         guint8 *out, gsize size) {
    guint8 info[64];
    gsize label_length = strlen(label) + 6;
    gsize length = 0;
    info[length++] = (guint8)(size >> 8);
    info[length++] = (guint8)size;
    info[length++] = (guint8)label_length;
    memcpy(info + length, "tls13 ", 6);
    memcpy(info + length + 6, label, label_length - 6);
    length += label_length;
    info[length++] = 0; /* an empty context */
    gnutls_datum_t key = {(unsigned char *)secret->octets, (unsigned)secret->length};
    gnutls_datum_t data = {info, (unsigned)length};
    gnutls_hkdf_expand(suite->mac, &key, &data, out, size);
}

static gboolean start(TlsCipher *self, const guint8 *key) {
    gnutls_datum_t datum = {(unsigned char *)key, self->suite->key_size};
    self->sequence = 0;
    return gnutls_aead_cipher_init(&self->handle, self->suite->cipher, &datum) == 0;
}

static gboolean start_13(TlsCipher *self) {
    guint8 key[KEY_MAX];
    expand_label(self->suite, &self->secret, "key", key, self->suite->key_size);
    expand_label(self->suite, &self->secret, "iv", self->iv, NONCE_SIZE);
    return start(self, key);
}

TlsCipher *tls_cipher_new_13(const TlsSuite *suite, const TlsSecret *traffic_secret) {
    if (!suite->is_13 || traffic_secret->length != hash_size(suite))
        return NULL;
    g_autoptr(TlsCipher) self = g_new0(TlsCipher, 1);
    self->suite = suite;
    self->secret = *traffic_secret;
    return start_13(self) ? g_steal_pointer(&self) : NULL;
}

/* P_hash(secret, seed): RFC 5246 §5. `seed` begins with the label. */
static void p_hash(const TlsSuite *suite, const TlsSecret *secret, const guint8 *seed,
                   gsize seed_length, guint8 *out, gsize size) {
    gsize digest = hash_size(suite);
    guint8 a[HASH_MAX + 128], block[HASH_MAX];
    gnutls_hmac_fast(suite->mac, secret->octets, secret->length, seed, seed_length, a);
    for (gsize done = 0; done < size; done += digest) {
        memcpy(a + digest, seed, seed_length);
        gnutls_hmac_fast(suite->mac, secret->octets, secret->length, a, digest + seed_length,
                         block);
        memcpy(out + done, block, MIN(digest, size - done));
        gnutls_hmac_fast(suite->mac, secret->octets, secret->length, a, digest, block);
        memcpy(a, block, digest);
    }
}

TlsCipher *tls_cipher_new_12(const TlsSuite *suite, const TlsSecret *master_secret,
                             const guint8 client_random[TLS_RANDOM_SIZE],
                             const guint8 server_random[TLS_RANDOM_SIZE], Direction from) {
    static const char label[] = "key expansion";
    guint8 seed[sizeof label - 1 + 2 * (gsize)TLS_RANDOM_SIZE];
    guint8 block[2 * ((gsize)KEY_MAX + NONCE_SIZE)];
    gsize key = suite->key_size, iv = suite->fixed_iv_size;
    if (suite->is_13)
        return NULL;
    memcpy(seed, label, sizeof label - 1);
    memcpy(seed + sizeof label - 1, server_random, TLS_RANDOM_SIZE);
    memcpy(seed + sizeof label - 1 + TLS_RANDOM_SIZE, client_random, TLS_RANDOM_SIZE);
    p_hash(suite, master_secret, seed, sizeof seed, block, 2 * key + 2 * iv);

    g_autoptr(TlsCipher) self = g_new0(TlsCipher, 1);
    gsize side = from == DIRECTION_CLIENT ? 0 : 1;
    self->suite = suite;
    memcpy(self->iv, block + 2 * key + side * iv, iv);
    return start(self, block + side * key) ? g_steal_pointer(&self) : NULL;
}

void tls_cipher_free(TlsCipher *self) {
    if (!self)
        return;
    if (self->handle)
        gnutls_aead_cipher_deinit(self->handle);
    g_free(self);
}

void tls_cipher_update(TlsCipher *self) {
    TlsSecret next = {.length = self->secret.length};
    expand_label(self->suite, &self->secret, "traffic upd", next.octets, next.length);
    self->secret = next;
    g_clear_pointer(&self->handle, gnutls_aead_cipher_deinit);
    start_13(self);
}

void tls_cipher_skip(TlsCipher *self, gint64 n_records) {
    self->sequence += (guint64)n_records;
}

static void write_sequence(guint64 sequence, guint8 out[8]) {
    for (int i = 7; i >= 0; i--, sequence >>= 8)
        out[i] = (guint8)sequence;
}

/* TLS 1.3 and ChaCha20: iv XOR sequence number (RFC 8446 §5.3, RFC 7905 §2); AES-GCM in TLS 1.2:
 * iv, then the eight octets at the head of the record (RFC 5288 §3). */
static void make_nonce(const TlsCipher *self, const guint8 *body, guint8 nonce[NONCE_SIZE]) {
    guint8 sequence[8];
    memcpy(nonce, self->iv, NONCE_SIZE);
    if (!self->suite->is_13 && self->suite->explicit_iv_size > 0) {
        memcpy(nonce + self->suite->fixed_iv_size, body, self->suite->explicit_iv_size);
        return;
    }
    write_sequence(self->sequence, sequence);
    for (guint i = 0; i < 8; i++)
        nonce[NONCE_SIZE - 8 + i] ^= sequence[i];
}

/* The data that is authenticated beside the content: RFC 8446 §5.2, RFC 5246 §6.2.3.3. */
static gsize make_associated(const TlsCipher *self, const guint8 header[5], gsize content_length,
                             guint8 out[13]) {
    if (self->suite->is_13) {
        memcpy(out, header, 5);
        return 5;
    }
    write_sequence(self->sequence, out);
    memcpy(out + 8, header, 3);
    out[11] = (guint8)(content_length >> 8);
    out[12] = (guint8)content_length;
    return 13;
}

/* TLS 1.3 ends the content with its true type and perhaps zeros: RFC 8446 §5.4. */
static gboolean strip_type(GByteArray *content, guint8 *content_type) {
    while (content->len > 0 && content->data[content->len - 1] == 0)
        content->len--;
    if (content->len == 0)
        return FALSE;
    *content_type = content->data[--content->len];
    return TRUE;
}

gboolean tls_cipher_open(TlsCipher *self, const guint8 header[5], const guint8 *body, gsize length,
                         GByteArray *content, guint8 *content_type) {
    guint8 nonce[NONCE_SIZE], associated[13];
    gsize explicit_iv = tls_suite_nonce_size(self->suite);
    if (!self->handle || length < explicit_iv + TLS_TAG_SIZE)
        return FALSE;
    gsize room = length - explicit_iv - TLS_TAG_SIZE;
    gsize associated_length = make_associated(self, header, room, associated);
    make_nonce(self, body, nonce);
    g_byte_array_set_size(content, (guint)room + TLS_TAG_SIZE);
    size_t written = content->len;
    if (gnutls_aead_cipher_decrypt(self->handle, nonce, NONCE_SIZE, associated, associated_length,
                                   TLS_TAG_SIZE, body + explicit_iv, length - explicit_iv,
                                   content->data, &written) != 0) {
        g_byte_array_set_size(content, 0);
        return FALSE;
    }
    g_byte_array_set_size(content, (guint)written);
    self->sequence++;
    *content_type = header[0];
    return !self->suite->is_13 || strip_type(content, content_type);
}
