/* SPDX-License-Identifier: MIT */
/* What the two hellos of a TLS handshake say in clear: RFC 8446 §4.1.2, §4.1.3, RFC 6066 §3. */
#pragma once

#include <glib.h>

typedef struct {
    const char *version; /* agreed on: "TLS 1.3"; NULL without a server hello */
    char *cipher;        /* "TLS_AES_128_GCM_SHA256" or "0x1301"; NULL without a server hello */
    char *sni;           /* the name that the client asks for; NULL if it names none */
    char *alpn;          /* chosen by the server where that is in clear; else NULL */
} TlsHello;

void tls_hello_clear(TlsHello *self);

typedef enum { TLS_HELLO_MORE, TLS_HELLO_READ, TLS_HELLO_OTHER } TlsHelloStatus;

/* Reads a hello (either one) from the beginning of the handshake octets of one direction. MORE: it
 * is not whole yet; OTHER: no hello, or a malformed one. */
TlsHelloStatus tls_hello_read(TlsHello *self, const guint8 *octets, gsize length);
