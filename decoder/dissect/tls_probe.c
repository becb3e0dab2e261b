/* SPDX-License-Identifier: MIT */
/* Turns the beginning of a TLS connection into "mail of this protocol", "no mail" or "not yet". It
 * keeps no more of what is inside than the detection looks at. */
#include "dissect/tls_probe.h"

#include "dissect/tls_session.h"
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <string.h>

struct TlsProbe {
    TlsSession *session;
    GByteArray *inside[N_DIRECTIONS];
    guint64 octets; /* that were looked at */
    gboolean has_gap;
};

static void on_leaf(gpointer user, Direction from, guint64 length, const char *label) {
    (void)user;
}

static void on_handshake(gpointer user, Direction from, guint64 offset, guint64 length) {
    (void)user;
}

static void on_decided(gpointer user, gboolean is_readable) {
    (void)user;
}

static void on_content(gpointer user, Direction from, const guint8 *octets, gsize length,
                       guint64 offset, guint64 record_length) {
    GByteArray *inside = ((TlsProbe *)user)->inside[from];
    g_byte_array_append(inside, octets, (guint)MIN(length, DETECT_HELD_MAX - inside->len));
}

static void on_lost(gpointer user, Direction from, guint64 length) {
    ((TlsProbe *)user)->has_gap = TRUE;
}

static void on_find(gpointer user, Direction from, guint64 offset, guint64 length, const char *code,
                    const char *text) {
    (void)user;
}

static void on_used(gpointer user, Direction from, guint64 offset) {
    (void)user;
}

static const TlsEvents probe_events = {
    .leaf = on_leaf,
    .handshake = on_handshake,
    .decided = on_decided,
    .content = on_content,
    .lost = on_lost,
    .find = on_find,
    .used = on_used,
};

TlsProbe *tls_probe_new(const TlsKeylog *const logs[TLS_KEYLOGS]) {
    TlsProbe *self = g_new0(TlsProbe, 1);
    self->session = tls_session_new(logs, &probe_events, self);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        self->inside[d] = g_byte_array_new();
    }
    return self;
}

void tls_probe_free(TlsProbe *self) {
    if (self == NULL) {
        return;
    }
    tls_session_free(self->session);
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_byte_array_unref(self->inside[d]);
    }
    g_free(self);
}

void tls_probe_octets(TlsProbe *self, Direction from, const guint8 *octets, gsize length) {
    self->octets += length;
    tls_session_push(self->session, from, octets, length);
}

void tls_probe_gap(TlsProbe *self, Direction from, guint64 length) {
    tls_session_gap(self->session, from, length);
}

/* The registered names, and the one that some SMTP servers use though none is registered. */
static const struct {
    const char *alpn;
    const SpecProtocol *spec;
} protocols[] = {{"imap", &spec_imap}, {"pop3", &spec_pop3}, {"smtp", &spec_smtp}};

static const Dissector *by_alpn(const TlsHandshake *handshake) {
    const char *name = handshake->alpn != NULL ? handshake->alpn : handshake->offered;
    for (guint i = 0; i < G_N_ELEMENTS(protocols); i++) {
        if (g_strcmp0(name, protocols[i].alpn) == 0) {
            return detect_asked(protocols[i].spec);
        }
    }
    return NULL;
}

static Detected by_content(const TlsProbe *self, gboolean is_over, guint16 server_port) {
    DetectEvidence evidence = {.is_late = self->has_gap, .is_over = is_over};
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        const GByteArray *inside = self->inside[d];
        const char *octets = inside->len > 0 ? (const char *)inside->data : "";
        evidence.octets[d] = (NoteText){octets, inside->len};
        evidence.is_over |= inside->len >= DETECT_HELD_MAX;
    }
    if (evidence.octets[0].length + evidence.octets[1].length == 0) {
        return (Detected){.verdict = is_over ? DETECT_NO : DETECT_MORE};
    }
    Detected detected = detect_protocol(&evidence, server_port);
    detected.is_tls = TRUE;
    return detected;
}

Detected tls_probe_verdict(const TlsProbe *self, gboolean is_over, guint16 server_port) {
    const Dissector *named = by_alpn(tls_session_handshake(self->session));
    TlsState state = tls_session_state(self->session);
    gboolean is_enough = is_over || self->octets > TLS_PROBE_MAX;
    if (named != NULL) {
        return (Detected){DETECT_YES, named, NOTE_DETECTED_BY_CONTENT, TRUE};
    }
    if (state == TLS_READABLE) {
        return by_content(self, is_enough, server_port);
    }
    return (Detected){.verdict = state == TLS_OPAQUE || is_enough ? DETECT_NO : DETECT_MORE};
}
