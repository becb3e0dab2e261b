/* SPDX-License-Identifier: MIT */
/* Turns the facts of a handshake and the key logs into ciphers for both directions, or into the
 * reason why there are none. It sees no record. */
#include "dissect/tls_keys.h"

void tls_keys_clear(TlsKeys *self) {
    g_clear_pointer(&self->handshake, tls_cipher_free);
    g_clear_pointer(&self->application, tls_cipher_free);
}

static const TlsSecret *find_secret(const TlsKeylog *const logs[TLS_KEYLOGS], const char *label,
                                    const TlsHandshake *handshake) {
    const TlsSecret *secret = NULL;
    for (guint i = 0; i < TLS_KEYLOGS && secret == NULL; i++) {
        secret = logs[i] == NULL ? NULL : tls_keylog_find(logs[i], label, handshake->client_random);
    }
    return secret;
}

/* The two generations of secrets that a key log names. */
static const struct {
    const char *handshake, *application;
} labels[N_DIRECTIONS] = {
    [DIRECTION_CLIENT] = {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0"},
    [DIRECTION_SERVER] = {"SERVER_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"},
};

static TlsKeysResult find_13(TlsKeys keys[N_DIRECTIONS], const TlsSuite *suite,
                             const TlsHandshake *handshake,
                             const TlsKeylog *const logs[TLS_KEYLOGS]) {
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        const TlsSecret *early = find_secret(logs, labels[d].handshake, handshake);
        const TlsSecret *late = find_secret(logs, labels[d].application, handshake);
        if (late == NULL) {
            return TLS_KEYS_MISSING;
        }
        keys[d].handshake = early != NULL ? tls_cipher_new_13(suite, early) : NULL;
        keys[d].application = tls_cipher_new_13(suite, late);
        if (keys[d].application == NULL || (early != NULL && keys[d].handshake == NULL)) {
            return TLS_KEYS_UNFIT;
        }
    }
    return TLS_KEYS_FOUND;
}

static TlsKeysResult find_12(TlsKeys keys[N_DIRECTIONS], const TlsSuite *suite,
                             const TlsHandshake *handshake,
                             const TlsKeylog *const logs[TLS_KEYLOGS]) {
    const TlsSecret *master = find_secret(logs, "CLIENT_RANDOM", handshake);
    if (master == NULL) {
        return TLS_KEYS_MISSING;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        keys[d].application = tls_cipher_new_12(suite, master, handshake->client_random,
                                                handshake->server_random, (Direction)d);
        if (keys[d].application == NULL) {
            return TLS_KEYS_UNFIT;
        }
    }
    return TLS_KEYS_FOUND;
}

TlsKeysResult tls_keys_find(TlsKeys keys[N_DIRECTIONS], const TlsHandshake *handshake,
                            const TlsKeylog *const logs[TLS_KEYLOGS]) {
    const TlsSuite *suite = tls_suite_find(handshake->suite);
    gboolean is_13 = handshake->version == TLS_VERSION_13;
    gboolean is_known =
        is_13 || (handshake->version == TLS_VERSION_12 && handshake->compression == 0);
    if (logs[0] == NULL && logs[1] == NULL) {
        return TLS_KEYS_NO_LOG;
    }
    if (suite == NULL || !is_known || tls_suite_is_13(suite) != is_13) {
        return TLS_KEYS_SUITE;
    }
    TlsKeysResult result =
        is_13 ? find_13(keys, suite, handshake, logs) : find_12(keys, suite, handshake, logs);
    for (guint d = 0; d < N_DIRECTIONS && result != TLS_KEYS_FOUND; d++) {
        tls_keys_clear(&keys[d]);
    }
    return result;
}
