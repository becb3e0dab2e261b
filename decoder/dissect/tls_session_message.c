/* SPDX-License-Identifier: MIT */
/* Turns handshake octets into whole messages, over any number of records, and lets each have its
 * effect on the session: keys found, changed, or not to be had. Alerts are told here too. */
#include "dissect/tls_session_parts.h"

void tls_session_drop_message(TlsSession *self, Direction from) {
    TlsSide *side = &self->sides[from];
    g_byte_array_set_size(side->message, 0);
    tls_labels_flush(&side->labels, "tls fragment");
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void find_no_keys(TlsSession *self, const TlsPlace *place, TlsKeysResult result) {
    static const char *const codes[] = {
        [TLS_KEYS_SUITE] = "tls.suite-not-read",
        [TLS_KEYS_MISSING] = "tls.no-secrets",
        [TLS_KEYS_UNFIT] = "tls.wrong-secrets",
    };
    const char *name = tls_suite_name(self->handshake.suite);
    if (result == TLS_KEYS_NO_LOG) {
        return;
    }
    g_autofree char *text =
        result != TLS_KEYS_SUITE
            ? NULL
            : g_strdup_printf("The two agreed on %s with %s. maillab opens TLS 1.2 and 1.3 with "
                              "AES-GCM or ChaCha20-Poly1305 only, so this session stays closed "
                              "even with its secrets.",
                              tls_version_name(self->handshake.version),
                              name != NULL ? name : "a cipher suite that it does not know");
    tls_session_find(self, place, codes[result], text);
}

static void look_for_keys(TlsSession *self, const TlsPlace *place) {
    TlsKeys keys[N_DIRECTIONS] = {{NULL, NULL}, {NULL, NULL}};
    TlsKeysResult result = tls_keys_find(keys, &self->handshake, self->logs);
    self->has_keys = TRUE;
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        self->sides[d].keys = keys[d];
    }
    if (result != TLS_KEYS_FOUND) {
        find_no_keys(self, place, result);
        tls_session_decide(self, FALSE);
    }
}

/* ---- what messages do ------------------------------------------------------------------------ */

static void find_old_version(TlsSession *self, const TlsPlace *place) {
    if (self->handshake.version < TLS_VERSION_12) {
        g_autofree char *text = g_strdup_printf(
            "The two agreed on %s, which nobody should use any more: what it protects can be "
            "attacked.",
            tls_version_name(self->handshake.version));
        tls_session_find(self, place, "tls.old-version", text);
    }
}

/* In TLS 1.3 everything after it is encrypted, unless it asks for another hello. */
static void after_server_hello(TlsSession *self, const TlsPlace *place) {
    gboolean is_13 = self->handshake.version == TLS_VERSION_13;
    if (self->handshake.is_retry) {
        self->sides[DIRECTION_CLIENT].is_sealed = FALSE;
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS && is_13; d++) {
        self->sides[d].is_sealed = TRUE;
    }
    find_old_version(self, place);
    look_for_keys(self, place);
}

/* Which messages in clear count: after the server's hello no second one does. */
static gboolean is_due(const TlsSession *self, Direction from, guint8 type) {
    const TlsHandshake *handshake = &self->handshake;
    if (type == TLS_MESSAGE_CLIENT_HELLO) {
        return from == DIRECTION_CLIENT && (!handshake->has_server_hello || handshake->is_retry);
    }
    return type != TLS_MESSAGE_SERVER_HELLO || (from == DIRECTION_SERVER && !self->has_keys);
}

static void read_clear(TlsSession *self, const TlsPlace *place, const guint8 *message,
                       gsize length) {
    g_array_set_size(self->tokens, 0);
    gboolean counts = is_due(self, place->from, message[0]);
    TlsHandshake ignored = {.version = self->handshake.version};
    gboolean is_whole = tls_handshake_read(counts ? &self->handshake : &ignored, place->from,
                                           message, length, self->tokens);
    tls_labels_name(&self->sides[place->from].labels, self->tokens);
    tls_handshake_clear(&ignored);
    if (counts && is_whole && message[0] == TLS_MESSAGE_SERVER_HELLO) {
        after_server_hello(self, place);
    }
}

/* Encrypted, in TLS 1.2: only a renegotiation begins anew with a hello (RFC 5246 §7.4.1.1). */
static void read_sealed_12(TlsSession *self, const TlsPlace *place, guint8 type) {
    if (type == TLS_MESSAGE_CLIENT_HELLO) {
        tls_session_find(self, place, "tls.renegotiation", NULL);
    }
}

static void read_sealed_13(TlsSession *self, const TlsPlace *place, const guint8 *message,
                           gsize length) {
    TlsSide *side = &self->sides[place->from];
    guint8 type = message[0];
    g_array_set_size(self->tokens, 0);
    if (type == TLS_MESSAGE_FINISHED) {
        side->is_application = TRUE;
    } else if (type == TLS_MESSAGE_KEY_UPDATE && side->is_application) {
        tls_cipher_update(side->keys.application);
    } else if (type != TLS_MESSAGE_CLIENT_HELLO && type != TLS_MESSAGE_SERVER_HELLO) {
        tls_handshake_read(&self->handshake, place->from, message, length, self->tokens);
    }
}

static void read_message(TlsSession *self, const TlsPlace *place, const guint8 *message,
                         gsize length, gboolean is_clear) {
    if (is_clear) {
        read_clear(self, place, message, length);
    } else if (self->handshake.version == TLS_VERSION_13) {
        read_sealed_13(self, place, message, length);
    } else {
        read_sealed_12(self, place, message[0]);
    }
}

/* The length of the message that begins here; 0 if its header is not whole. */
static gsize message_length(const guint8 *octets, gsize length) {
    if (length < TLS_MESSAGE_HEADER_SIZE) {
        return 0;
    }
    gsize size = (gsize)octets[1] << 16 | (gsize)octets[2] << 8 | octets[3];
    return TLS_MESSAGE_HEADER_SIZE + size;
}

void tls_session_messages(TlsSession *self, const TlsPlace *place, const guint8 *octets,
                          gsize length, gboolean is_clear) {
    GByteArray *held = self->sides[place->from].message;
    gsize at = 0;
    g_byte_array_append(held, octets, (guint)length);
    for (;;) {
        gsize size = message_length(held->data + at, held->len - at);
        if (size == 0 || (size > held->len - at && size <= TLS_MESSAGE_MAX)) {
            break;
        }
        if (size > TLS_MESSAGE_MAX) {
            tls_session_drop_message(self, place->from);
            return;
        }
        read_message(self, place, held->data + at, size, is_clear);
        at += size;
    }
    g_byte_array_remove_range(held, 0, (guint)at);
}

/* ---- alerts ---------------------------------------------------------------------------------- */

/* RFC 8446 §6.2; the names of what goes wrong most often. */
static const struct {
    guint8 code;
    const char *meaning;
} alerts[] = {
    {10, "unexpected message"},
    {20, "a record was damaged"},
    {40, "handshake failure: no common ground"},
    {42, "bad certificate"},
    {44, "certificate revoked"},
    {45, "certificate expired"},
    {46, "certificate not accepted"},
    {47, "illegal parameter"},
    {48, "unknown certification authority: the certificate is not trusted"},
    {49, "access denied"},
    {50, "decode error"},
    {51, "decrypt error"},
    {70, "protocol version not supported"},
    {71, "security not sufficient"},
    {80, "internal error"},
    {86, "inappropriate fallback"},
    {90, "the user cancelled"},
    {109, "missing extension"},
    {112, "unrecognised name"},
    {116, "certificate required"},
    {120, "no common protocol (ALPN)"},
};

static const char *alert_meaning(guint8 code) {
    for (guint i = 0; i < G_N_ELEMENTS(alerts); i++) {
        if (alerts[i].code == code) {
            return alerts[i].meaning;
        }
    }
    return "a reason without a name here";
}

/* close_notify (0) and warnings end nothing by force. */
void tls_session_alert(const TlsSession *self, const TlsPlace *place, const guint8 *octets,
                       gsize length) {
    enum { FATAL = 2 };
    if (length != 2 || octets[0] != FATAL || octets[1] == 0) {
        return;
    }
    g_autofree char *text =
        g_strdup_printf("The %s broke TLS off: %s (alert %u).", direction_name(place->from),
                        alert_meaning(octets[1]), octets[1]);
    tls_session_find(self, place, "tls.alert", text);
}
