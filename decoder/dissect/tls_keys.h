/* SPDX-License-Identifier: MIT */
/* From what a handshake agreed on to the ciphers that open its records: RFC 8446 §7.1,
 * RFC 5246 §6.3. */
#pragma once

#include "dissect/tls_cipher.h"
#include "dissect/tls_handshake.h"

#define TLS_KEYLOGS 2u

/* Of one direction. */
typedef struct {
    TlsCipher *handshake; /* TLS 1.3 only, and NULL if its secret was not logged */
    TlsCipher *application;
} TlsKeys;

void tls_keys_clear(TlsKeys *self);

typedef enum {
    TLS_KEYS_FOUND,
    TLS_KEYS_NO_LOG,  /* no secrets of any session were given */
    TLS_KEYS_SUITE,   /* this version or cipher suite cannot be opened here */
    TLS_KEYS_MISSING, /* the log does not hold the secrets of this session */
    TLS_KEYS_UNFIT,   /* they have not the length that the suite needs */
} TlsKeysResult;

/* Fills in keys[] if FOUND. Each of `logs` may be NULL. */
TlsKeysResult tls_keys_find(TlsKeys keys[N_DIRECTIONS], const TlsHandshake *handshake,
                            const TlsKeylog *const logs[TLS_KEYLOGS]);
