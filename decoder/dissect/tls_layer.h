/* SPDX-License-Identifier: MIT */
/* TLS between a connection and its dissector: records go in, and what they hold comes out as octets
 * of the inner layer "tls" where secrets are known. Otherwise what stays visible is told.
 *
 * A dissector asks for it once the positive reply to STARTTLS (STLS) is in. From then on the tap
 * gives octets and gaps to the layer, and the layer gives the dissector what is inside, by the same
 * functions of its class. */
#pragma once

#include "dissect/dissector.h"

typedef struct TlsLayer TlsLayer;

typedef struct {
    const DissectorClass *class; /* whose octets() and gap() read what is inside */
    gpointer dissector;
    guint64 start[N_DIRECTIONS]; /* offsets of the first octets that the layer gets */
    const char *injection; /* code of the finding on commands in clear ahead of the first record */
    void (*tokens)(const char *line, gsize length, GArray *tokens); /* … and their labels */
} TlsStart;

/* Sets conversation->tls. Octets behind the reply, and behind the STARTTLS command, that the
 * dissector already has it hands on by tls_layer_octets() before it returns; then it reads no more
 * until its secured() is called: with TRUE once something could be opened (offsets begin at 0
 * again in both directions; perhaps within tls_layer_octets()), with FALSE if nothing can. */
void tls_layer_begin(Conversation *conversation, const TlsStart *start);
void tls_layer_free(TlsLayer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsLayer, tls_layer_free)

void tls_layer_octets(TlsLayer *self, Direction from, const guint8 *octets, gsize length);
void tls_layer_gap(TlsLayer *self, Direction from, guint64 length, StreamGapReason reason);

/* The connection is over: what is unfinished is told. The tap calls it before the dissector's
 * close(); a second call does nothing. */
void tls_layer_finish(TlsLayer *self);
