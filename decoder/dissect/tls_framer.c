/* SPDX-License-Identifier: MIT */
/* Turns octets into records by the length in their header, one record at a time. It knows neither
 * handshakes nor keys. */
#include "dissect/tls_framer.h"

#include <string.h>

gboolean tls_header_is_valid(const guint8 header[TLS_HEADER_SIZE]) {
    guint length = (guint)header[3] << 8 | header[4];
    return header[0] >= 20 && header[0] <= 24 && header[1] == 3 && header[2] <= 4 &&
           length <= TLS_BODY_MAX;
}

void tls_framer_init(TlsFramer *self) {
    *self = (TlsFramer){.body = g_byte_array_new()};
}

void tls_framer_clear(TlsFramer *self) {
    g_clear_pointer(&self->body, g_byte_array_unref);
}

gsize tls_framer_held(const TlsFramer *self) {
    return self->is_told ? 0 : self->n_header + self->body->len;
}

static void begin_record(TlsFramer *self) {
    self->n_header = 0;
    self->missing = 0;
    self->is_told = FALSE;
    g_byte_array_set_size(self->body, 0);
}

static gsize body_size(const TlsFramer *self) {
    return (gsize)self->header[3] << 8 | self->header[4];
}

/* Octets of the body that have neither come nor been lost. */
static gsize body_left(const TlsFramer *self) {
    return body_size(self) - self->body->len - self->missing;
}

gsize tls_framer_due(const TlsFramer *self) {
    gboolean is_under_way = !self->is_told && self->n_header == TLS_HEADER_SIZE;
    return is_under_way ? body_left(self) : 0;
}

static TlsFramerResult end_record(TlsFramer *self, TlsRecord *record) {
    *record = (TlsRecord){.body = self->body->data,
                          .length = body_size(self),
                          .missing = self->missing,
                          .is_doubtful = self->is_doubtful};
    memcpy(record->header, self->header, TLS_HEADER_SIZE);
    self->is_doubtful = FALSE;
    self->is_told = TRUE;
    return TLS_FRAMER_RECORD;
}

static gsize take_header(TlsFramer *self, const guint8 *octets, gsize length) {
    gsize n = MIN(TLS_HEADER_SIZE - self->n_header, length);
    memcpy(self->header + self->n_header, octets, n);
    self->n_header += n;
    return n;
}

static gsize take_body(TlsFramer *self, const guint8 *octets, gsize length) {
    gsize n = MIN(body_left(self), length);
    g_byte_array_append(self->body, octets, (guint)n);
    return n;
}

TlsFramerResult tls_framer_next(TlsFramer *self, const guint8 *octets, gsize length, gsize *used,
                                TlsRecord *record) {
    if (self->is_told) {
        begin_record(self);
    }
    if (self->n_header < TLS_HEADER_SIZE) {
        *used += take_header(self, octets + *used, length - *used);
        if (self->n_header < TLS_HEADER_SIZE) {
            return TLS_FRAMER_MORE;
        }
        if (!tls_header_is_valid(self->header)) {
            return TLS_FRAMER_BROKEN;
        }
    }
    *used += take_body(self, octets + *used, length - *used);
    return body_left(self) == 0 ? end_record(self, record) : TLS_FRAMER_MORE;
}

TlsFramerResult tls_framer_gap(TlsFramer *self, guint64 length, TlsRecord *record) {
    if (self->is_told) {
        begin_record(self);
    }
    if (self->n_header > 0 && self->n_header < TLS_HEADER_SIZE) {
        return TLS_FRAMER_BROKEN;
    }
    gsize lost = (gsize)MIN(length, tls_framer_due(self));
    self->missing += lost;
    gboolean is_whole = self->n_header == TLS_HEADER_SIZE && body_left(self) == 0;
    TlsFramerResult result = is_whole ? end_record(self, record) : TLS_FRAMER_MORE;
    self->is_doubtful = length > lost;
    return result;
}
