/* SPDX-License-Identifier: MIT */
/* The secrets of TLS sessions, as clients write them into the file named by SSLKEYLOGFILE
 * (and as a pcapng file may carry them): lines "LABEL CLIENT-RANDOM SECRET" in hexadecimal. */
#pragma once

#include <glib.h>

#define TLS_RANDOM_SIZE 32u
#define TLS_SECRET_MAX 64u

typedef struct {
    guint8 octets[TLS_SECRET_MAX];
    gsize length;
} TlsSecret;

typedef struct TlsKeylog TlsKeylog;

TlsKeylog *tls_keylog_new(void);
void tls_keylog_free(TlsKeylog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsKeylog, tls_keylog_free)

/* Takes in every line of `text` that is a secret, passes over all others. The number taken in. */
guint tls_keylog_add(TlsKeylog *self, const char *text, gsize length);

/* The secret with this label ("CLIENT_RANDOM" for TLS 1.2, "CLIENT_TRAFFIC_SECRET_0", …) of the
 * session that began with this client random; NULL if the log does not hold it. Lent. */
const TlsSecret *tls_keylog_find(const TlsKeylog *self, const char *label,
                                 const guint8 client_random[TLS_RANDOM_SIZE]);
