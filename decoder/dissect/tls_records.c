/* SPDX-License-Identifier: MIT */
/* Turns octets into TLS records: header fields and opaque payload. It holds only the handshake
 * octets before encryption begins, up to a cap. */
#include "dissect/tls_records.h"

#define HANDSHAKE 22u
#define LENGTH_MAX (16384u + 2048u)
#define HELLO_MAX (64u * 1024)

typedef struct {
    guint8 header[TLS_HEADER_SIZE];
    gsize n_header;
    guint64 untold;    /* payload octets that have come and are not yet told of */
    guint64 left;      /* payload octets of the record that are to come */
    GByteArray *hello; /* handshake octets until the hello is read; NULL after that */
    gboolean is_past_hello;
    gboolean is_lost; /* a gap swallowed the place of the next header */
} Side;

struct TlsRecords {
    Side sides[N_DIRECTIONS];
    TlsHello hello;
    TlsLeaf leaf;
    gpointer user;
};

gboolean tls_header_is_valid(const guint8 header[TLS_HEADER_SIZE]) {
    guint length = (guint)header[3] << 8 | header[4];
    return header[0] >= 20 && header[0] <= 24 && header[1] == 3 && header[2] <= 4 &&
           length <= LENGTH_MAX;
}

TlsRecords *tls_records_new(TlsLeaf leaf, gpointer user) {
    TlsRecords *self = g_new0(TlsRecords, 1);
    self->leaf = leaf;
    self->user = user;
    return self;
}

void tls_records_free(TlsRecords *self) {
    if (self == NULL) {
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_clear_pointer(&self->sides[d].hello, g_byte_array_unref);
    }
    tls_hello_clear(&self->hello);
    g_free(self);
}

static void tell(TlsRecords *self, Direction from, guint64 length, const char *label) {
    if (self->leaf != NULL && length > 0) {
        self->leaf(self->user, from, length, label);
    }
}

static void end_hello(Side *side) {
    g_clear_pointer(&side->hello, g_byte_array_unref);
    side->is_past_hello = TRUE;
}

static void gather_hello(TlsRecords *self, Side *side, const guint8 *octets, gsize length) {
    if (side->is_past_hello) {
        return;
    }
    if (side->header[0] != HANDSHAKE) {
        end_hello(side);
        return;
    }
    if (side->hello == NULL) {
        side->hello = g_byte_array_new();
    }
    g_byte_array_append(side->hello, octets, (guint)length);
    TlsHelloStatus status = tls_hello_read(&self->hello, side->hello->data, side->hello->len);
    if (status != TLS_HELLO_MORE || side->hello->len > HELLO_MAX) {
        end_hello(side);
    }
}

static gsize take_header(TlsRecords *self, Direction from, const guint8 *octets, gsize length) {
    Side *side = &self->sides[from];
    gsize used = 0;
    while (used < length && side->n_header < TLS_HEADER_SIZE) {
        side->header[side->n_header++] = octets[used++];
    }
    if (side->n_header < TLS_HEADER_SIZE) {
        return used;
    }
    tell(self, from, 1, "tls content type");
    tell(self, from, 2, "tls version");
    tell(self, from, 2, "tls length");
    side->left = (guint64)side->header[3] << 8 | side->header[4];
    side->is_lost = !tls_header_is_valid(side->header);
    side->n_header = side->left == 0 ? 0 : TLS_HEADER_SIZE;
    return used;
}

static void end_record(TlsRecords *self, Direction from) {
    Side *side = &self->sides[from];
    tell(self, from, side->untold, "tls payload");
    side->untold = 0;
    side->n_header = 0;
}

static gsize take_payload(TlsRecords *self, Direction from, const guint8 *octets, gsize length) {
    Side *side = &self->sides[from];
    gsize n = (gsize)MIN(side->left, length);
    gather_hello(self, side, octets, n);
    side->untold += n;
    side->left -= n;
    if (side->left == 0) {
        end_record(self, from);
    }
    return n;
}

void tls_records_push(TlsRecords *self, Direction from, const guint8 *octets, gsize length) {
    Side *side = &self->sides[from];
    gsize used = 0;
    while (used < length) {
        if (side->is_lost) {
            tell(self, from, length - used, "tls payload");
            return;
        }
        if (side->n_header < TLS_HEADER_SIZE) {
            used += take_header(self, from, octets + used, length - used);
        } else {
            used += take_payload(self, from, octets + used, length - used);
        }
    }
}

void tls_records_gap(TlsRecords *self, Direction from, guint64 length) {
    Side *side = &self->sides[from];
    end_hello(side);
    if (side->n_header < TLS_HEADER_SIZE) {
        tell(self, from, side->n_header, "tls payload");
        side->is_lost = TRUE;
        return;
    }
    tell(self, from, side->untold, "tls payload");
    side->untold = 0;
    side->is_lost = length > side->left;
    side->left -= MIN(length, side->left);
    side->n_header = side->left == 0 ? 0 : TLS_HEADER_SIZE;
}

void tls_records_finish(TlsRecords *self) {
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        Side *side = &self->sides[d];
        guint64 n_header = side->n_header < TLS_HEADER_SIZE ? side->n_header : 0;
        tell(self, (Direction)d, side->untold + n_header, "tls payload");
        side->untold = 0;
        side->n_header = 0;
    }
}

gboolean tls_records_is_past_hello(const TlsRecords *self, Direction from) {
    return self->sides[from].is_past_hello;
}

const TlsHello *tls_records_hello(const TlsRecords *self) {
    return &self->hello;
}
