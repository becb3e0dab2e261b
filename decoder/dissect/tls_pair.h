/* SPDX-License-Identifier: MIT */
/* For tests: a TLS client and a TLS server of GnuTLS that talk to each other in memory, and what an
 * observer between them would have captured. */
#pragma once

#include "direction.h"

#include <glib.h>
#include <gnutls/gnutls.h>

/* Octets that one side sent before the other spoke. */
typedef struct {
    Direction from;
    GByteArray *octets;
} TlsFlight;

typedef struct {
    gnutls_session_t sessions[N_DIRECTIONS]; /* client, server */
    GByteArray *waiting[N_DIRECTIONS];       /* sent by this side, not yet read */
    GArray *flights;                         /* of TlsFlight */
    GString *keylog;
    gnutls_certificate_credentials_t credentials[N_DIRECTIONS];
    gnutls_datum_t ticket_key, resumed;
    gnutls_anti_replay_t anti_replay;
} TlsPair;

/* GnuTLS priority strings; `flags` of the client (GNUTLS_KEY_SHARE_TOP …). */
TlsPair *tls_pair_new(const char *client_priority, const char *server_priority, guint flags);
void tls_pair_free(TlsPair *self);

/* The one protocol (ALPN) that both know; before the handshake. */
void tls_pair_offer(TlsPair *self, const char *alpn);
/* Both until it is done (or cannot go on). */
void tls_pair_handshake(TlsPair *self);
void tls_pair_say(TlsPair *self, Direction from, const char *text);
/* GnuTLS does not log the secret of a resumed TLS 1.2 session by itself. */
void tls_pair_log_master(TlsPair *self);
/* What has been sent so far is forgotten, and a new session resumes this one. */
void tls_pair_resume(TlsPair *self, const char *client_priority, const char *server_priority,
                     guint flags);
