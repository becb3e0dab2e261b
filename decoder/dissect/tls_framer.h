/* SPDX-License-Identifier: MIT */
/* The octets of one direction -> whole TLS records (RFC 8446 §5.1), also over gaps. */
#pragma once

#include <glib.h>

#define TLS_HEADER_SIZE 5u
#define TLS_BODY_MAX (16384u + 2048u) /* RFC 5246 §6.2.3, the most of any version */

enum { TLS_CHANGE_CIPHER_SPEC = 20, TLS_ALERT, TLS_HANDSHAKE, TLS_APPLICATION_DATA };

/* Could these octets head a record? */
gboolean tls_header_is_valid(const guint8 header[TLS_HEADER_SIZE]);

typedef struct {
    guint8 header[TLS_HEADER_SIZE];
    const guint8 *body;   /* lent until the next call; without what is missing */
    gsize length;         /* of the body */
    gsize missing;        /* octets of the body that are lost */
    gboolean is_doubtful; /* nobody knows how many records were lost before it */
} TlsRecord;

typedef struct {
    guint8 header[TLS_HEADER_SIZE];
    gsize n_header;
    GByteArray *body; /* of the record under way */
    gsize missing;    /* lost octets of it */
    gboolean is_doubtful;
    gboolean is_told; /* the body was handed out and begins anew with the next octet */
} TlsFramer;

void tls_framer_init(TlsFramer *self);
void tls_framer_clear(TlsFramer *self);

typedef enum {
    TLS_FRAMER_MORE,   /* all octets are taken, and no record ends with them */
    TLS_FRAMER_RECORD, /* *record is filled in */
    TLS_FRAMER_BROKEN, /* no record can begin with what stands in `header` */
} TlsFramerResult;

/* Takes octets from *used on. */
TlsFramerResult tls_framer_next(TlsFramer *self, const guint8 *octets, gsize length, gsize *used,
                                TlsRecord *record);

/* `length` octets are lost. RECORD: a record ends with them. BROKEN: they begin in a header: what
 * was there of it is no record any more. */
TlsFramerResult tls_framer_gap(TlsFramer *self, guint64 length, TlsRecord *record);

/* Octets taken that belong to no record told of. */
gsize tls_framer_held(const TlsFramer *self);
/* Octets that the record under way still waits for; 0 before its header is in. */
gsize tls_framer_due(const TlsFramer *self);
