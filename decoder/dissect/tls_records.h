/* SPDX-License-Identifier: MIT */
/* TLS records as they pass, opaque but for the two hellos: RFC 8446 §5.1. */
#pragma once

#include "direction.h"
#include "dissect/tls_hello.h"

#define TLS_HEADER_SIZE 5u

/* Could these octets head a record? */
gboolean tls_header_is_valid(const guint8 header[TLS_HEADER_SIZE]);

typedef struct TlsRecords TlsRecords;

/* `leaf` (may be NULL) is told, octet by octet in order, what each is. */
typedef void (*TlsLeaf)(gpointer user, Direction from, guint64 length, const char *label);

TlsRecords *tls_records_new(TlsLeaf leaf, gpointer user);
void tls_records_free(TlsRecords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsRecords, tls_records_free)

void tls_records_push(TlsRecords *self, Direction from, const guint8 *octets, gsize length);
void tls_records_gap(TlsRecords *self, Direction from, guint64 length);

/* No more comes: what is unfinished is told. */
void tls_records_finish(TlsRecords *self);

/* Has this side's hello gone by (or is it known to be no hello)? */
gboolean tls_records_is_past_hello(const TlsRecords *self, Direction from);

/* What the hellos said so far. */
const TlsHello *tls_records_hello(const TlsRecords *self);
