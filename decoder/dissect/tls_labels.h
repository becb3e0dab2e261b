/* SPDX-License-Identifier: MIT */
/* Names for the octets of one direction in their order on the wire, where the parts of a handshake
 * message get theirs only once the whole message is in, perhaps several records later. */
#pragma once

#include "direction.h"

#include <glib.h>

typedef void (*TlsLeaf)(gpointer user, Direction from, guint64 length, const char *label);

typedef struct {
    TlsLeaf leaf;
    gpointer user;
    Direction from;
    GArray *waiting; /* of pieces: named ones behind some that are not named yet */
} TlsLabels;

/* `leaf` is told, octet by octet in order, what each is. */
void tls_labels_init(TlsLabels *self, Direction from, TlsLeaf leaf, gpointer user);
void tls_labels_clear(TlsLabels *self);

/* The next octets are this. */
void tls_labels_add(TlsLabels *self, guint64 length, const char *label);
/* The next octets are of a handshake message. FALSE: too many pieces wait. */
gboolean tls_labels_add_message(TlsLabels *self, guint64 length);

/* The oldest octets of messages are these tokens (GArray of SyntaxToken). */
void tls_labels_name(TlsLabels *self, const GArray *tokens);
/* All octets of messages that still wait are this. */
void tls_labels_flush(TlsLabels *self, const char *label);
