/* SPDX-License-Identifier: MIT */
/* Handshake messages (RFC 8446 §4, RFC 5246 §7.4): what the hellos, certificates and encrypted
 * extensions say, and a name for every octet of them. */
#pragma once

#include "direction.h"
#include "dissect/tls_keylog.h"

#define TLS_MESSAGE_HEADER_SIZE 4u

enum {
    TLS_MESSAGE_CLIENT_HELLO = 1,
    TLS_MESSAGE_SERVER_HELLO = 2,
    TLS_MESSAGE_CERTIFICATE = 11,
    TLS_MESSAGE_FINISHED = 20,
    TLS_MESSAGE_KEY_UPDATE = 24,
};

enum { TLS_VERSION_12 = 0x0303, TLS_VERSION_13 = 0x0304 };

typedef struct {
    gboolean has_client_hello, has_server_hello;
    gboolean is_retry; /* the server hello is a HelloRetryRequest: RFC 8446 §4.1.4 */
    guint8 client_random[TLS_RANDOM_SIZE], server_random[TLS_RANDOM_SIZE];
    guint16 version, suite; /* agreed on */
    guint8 compression;
    gboolean offers_early_data;
    char *sni;         /* the name that the client asks for; NULL if it names none */
    char *offered;     /* by ALPN, the first name; or NULL */
    char *alpn;        /* chosen by the server; NULL if that is not known */
    char *certificate; /* of the server: its names; NULL if it was not seen */
} TlsHandshake;

void tls_handshake_clear(TlsHandshake *self);

/* Reads one whole message with its header (`length` as that says). Appends SyntaxTokens that tile
 * it to `tokens`. FALSE: its lengths contradict each other. */
gboolean tls_handshake_read(TlsHandshake *self, Direction from, const guint8 *message, gsize length,
                            GArray *tokens);

/* "TLS 1.3" */
const char *tls_version_name(guint16 version);
