/* SPDX-License-Identifier: MIT */
/* One TLS session from outside, with or without its secrets: octets of both directions in, what
 * they hold and what they are out. It allows gaps, and knows nothing of what is inside. */
#pragma once

#include "dissect/tls_keys.h"

/* Spans of octets are places on the wire, from 0 where the session begins. Everything is lent for
 * the call. */
typedef struct {
    /* The next octets are this. */
    void (*leaf)(gpointer user, Direction from, guint64 length, const char *label);
    /* A part of the handshake that could be read. */
    void (*handshake)(gpointer user, Direction from, guint64 offset, guint64 length);
    /* Once, at the latest by tls_session_finish(): whether content will come. */
    void (*decided)(gpointer user, gboolean is_readable);
    /* `octets` came out of the record at `offset`. */
    void (*content)(gpointer user, Direction from, const guint8 *octets, gsize length,
                    guint64 offset, guint64 record_length);
    /* About so many octets of content cannot be had. Only after decided(TRUE). */
    void (*lost)(gpointer user, Direction from, guint64 length);
    /* `text` NULL: the sentence of the finding says it all. */
    void (*find)(gpointer user, Direction from, guint64 offset, guint64 length, const char *code,
                 const char *text);
    /* Octets before `offset` will not be asked for again. */
    void (*used)(gpointer user, Direction from, guint64 offset);
} TlsEvents;

typedef struct TlsSession TlsSession;

/* What the arguments point to must outlive the session. Each of `logs` may be NULL; what is added
 * to them until the server's hello counts. */
TlsSession *tls_session_new(const TlsKeylog *const logs[TLS_KEYLOGS], const TlsEvents *events,
                            gpointer user);
void tls_session_free(TlsSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsSession, tls_session_free)

void tls_session_push(TlsSession *self, Direction from, const guint8 *octets, gsize length);
void tls_session_gap(TlsSession *self, Direction from, guint64 length);
/* No more comes: what is unfinished is told. */
void tls_session_finish(TlsSession *self);

/* What the handshake has said so far. */
const TlsHandshake *tls_session_handshake(const TlsSession *self);

typedef enum { TLS_UNDECIDED, TLS_READABLE, TLS_OPAQUE } TlsState;
TlsState tls_session_state(const TlsSession *self);
