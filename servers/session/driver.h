/* SPDX-License-Identifier: MIT */
/* One connection as the transport (or a test) drives it: octets in, octets and wishes out. */
#pragma once

#include "session/session.h"

typedef struct {
    gsize n_octets;    /* in session_output() */
    guint hold_ms;     /* wait so long before writing it */
    gboolean is_tls;   /* then do the handshake */
    gboolean is_close; /* then close */
} SessionWish;

/* `setup` and `observer` are lent and outlive it. */
Session *session_new(const CoreClass *core_class, const SessionSetup *setup,
                     const SessionPeer *peer, const SessionObserver *observer, gpointer user);
/* Reports `closed`. */
void session_free(Session *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Session, session_free)

void session_greet(Session *self);
/* The client sent octets. What cannot be taken up yet is kept: read no more while
 * session_wants_input() is FALSE. */
void session_push(Session *self, const guint8 *octets, gsize length);
gboolean session_wants_input(const Session *self);

/* What is to be written, and what then. A hold is told once. */
SessionWish session_wish(Session *self);
GByteArray *session_output(Session *self);
/* `length` octets of the output are written. If all are, and nothing else is wished, the core goes
 * on with the input that it had left. */
void session_written(Session *self, gsize length);
/* The handshake is done; channel bindings are base64 or NULL. Also said before session_greet()
 * where TLS is there from the first octet. */
typedef struct {
    const char *exporter, *unique;
} SessionBindings;
void session_tls_done(Session *self, const SessionTlsReport *report,
                      const SessionBindings *bindings);

void session_idle(Session *self);
void session_leave(Session *self);
void session_client_gone(Session *self);
void session_mailbox_changed(Session *self);

/* For the observer, kept with the session. */
gpointer session_observer_data(const Session *self);
void session_set_observer_data(Session *self, gpointer data);
/* Counters for session-end. */
typedef struct {
    guint commands, replies, messages, lessons;
    guint64 octets_in, octets_out;
} SessionCounts;
SessionCounts session_counts(const Session *self);
