/* SPDX-License-Identifier: MIT */
/* The keys of one direction of a TLS connection, and records opened with them: TLS 1.2 (RFC 5246,
 * RFC 5288, RFC 7905) and TLS 1.3 (RFC 8446) with AES-GCM and ChaCha20-Poly1305. */
#pragma once

#include "direction.h"
#include "dissect/tls_keylog.h"

typedef struct TlsSuite TlsSuite;

/* The cipher suite with this number (0x1301 …), if its records can be opened here; else NULL. */
const TlsSuite *tls_suite_find(guint16 number);

/* The registered name of a cipher suite; NULL if this program does not know it. */
const char *tls_suite_name(guint16 number);

/* Is it of TLS 1.3? */
gboolean tls_suite_is_13(const TlsSuite *self);

/* Octets at the head of each record's body that are part of the nonce (RFC 5288 §3), and at its end
 * the authentication tag. */
gsize tls_suite_nonce_size(const TlsSuite *self);
#define TLS_TAG_SIZE 16u

typedef struct TlsCipher TlsCipher;

/* TLS 1.3: from a traffic secret (RFC 8446 §7.3). NULL if the secret does not fit the suite. */
TlsCipher *tls_cipher_new_13(const TlsSuite *suite, const TlsSecret *traffic_secret);

/* TLS 1.2: from the master secret and both randoms (RFC 5246 §6.3), for what `from` sends. */
TlsCipher *tls_cipher_new_12(const TlsSuite *suite, const TlsSecret *master_secret,
                             const guint8 client_random[TLS_RANDOM_SIZE],
                             const guint8 server_random[TLS_RANDOM_SIZE], Direction from);
void tls_cipher_free(TlsCipher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsCipher, tls_cipher_free)

/* A KeyUpdate was read: the next generation of keys (RFC 8446 §7.2). */
void tls_cipher_update(TlsCipher *self);

/* Records were lost: the sequence number goes on by this many, or back. */
void tls_cipher_skip(TlsCipher *self, gint64 n_records);

/* Opens one record: `header` are its five octets, `body` the `length` octets after them. The
 * content is written into `content` (emptied first), its type into *content_type (TLS 1.3 hides it
 * inside). FALSE, with the sequence number where it was, if the record is not authentic. */
gboolean tls_cipher_open(TlsCipher *self, const guint8 header[5], const guint8 *body, gsize length,
                         GByteArray *content, guint8 *content_type);
