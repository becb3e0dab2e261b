/* SPDX-License-Identifier: MIT */
/* What the tls_session*.c files share. Private to them. */
#pragma once

#include "dissect/tls_framer.h"
#include "dissect/tls_labels.h"
#include "dissect/tls_session.h"

#define TLS_MESSAGE_MAX ((gsize)128 * 1024) /* a handshake message, certificates included */
#define TLS_LOST_RECORDS_MAX 64 /* that may be missing where it is not known how many are */

typedef struct {
    TlsFramer framer;
    TlsLabels labels;
    guint64 offset;      /* on the wire: behind what has been taken */
    GByteArray *message; /* handshake octets of a message that is not whole yet */
    TlsKeys keys;
    gboolean is_sealed;      /* from here on records are encrypted */
    gboolean is_application; /* TLS 1.3: with the keys that follow the handshake */
    gboolean is_blind;       /* nothing more of this side can be opened */
    gboolean is_broken;      /* … not even told apart into records */
} TlsSide;

struct TlsSession {
    const TlsKeylog *const *logs;
    const TlsEvents *events;
    gpointer user;
    TlsState state;
    TlsHandshake handshake;
    gboolean has_keys; /* they have been looked for */
    TlsSide sides[N_DIRECTIONS];
    GByteArray *content; /* of the record under way */
    GArray *tokens;      /* of SyntaxToken */
};

/* A record, and where it stands. */
typedef struct {
    Direction from;
    guint64 offset, wire_length;
    const TlsRecord *record;
} TlsPlace;

void tls_session_find(const TlsSession *self, const TlsPlace *place, const char *code,
                      const char *text);
void tls_session_decide(TlsSession *self, gboolean is_readable);

/* tls_session_message.c: handshake octets into messages, and what each changes. `octets` were in
 * clear, or came out of a record. */
void tls_session_messages(TlsSession *self, const TlsPlace *place, const guint8 *octets,
                          gsize length, gboolean is_clear);
/* The message under way will not become whole. */
void tls_session_drop_message(TlsSession *self, Direction from);
void tls_session_alert(const TlsSession *self, const TlsPlace *place, const guint8 *octets,
                       gsize length);

/* tls_session_sealed.c: an encrypted record. */
void tls_session_sealed(TlsSession *self, const TlsPlace *place);
/* Names the octets of a record's body that stays closed, or was opened. */
void tls_session_name_body(TlsSession *self, const TlsPlace *place, const char *label);
