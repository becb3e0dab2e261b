/* SPDX-License-Identifier: MIT */
/* Turns the octets of both directions into records and gives each to those who can read it: in
 * clear, or sealed. It knows no message and no key. */
#include "dissect/tls_session_parts.h"

#include "syntax/smtp_syntax.h"

TlsSession *tls_session_new(const TlsKeylog *const logs[TLS_KEYLOGS], const TlsEvents *events,
                            gpointer user) {
    TlsSession *self = g_new0(TlsSession, 1);
    self->logs = logs;
    self->events = events;
    self->user = user;
    self->content = g_byte_array_new();
    self->tokens = g_array_new(FALSE, FALSE, sizeof(SyntaxToken));
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        TlsSide *side = &self->sides[d];
        tls_framer_init(&side->framer);
        tls_labels_init(&side->labels, (Direction)d, events->leaf, user);
        side->message = g_byte_array_new();
    }
    return self;
}

void tls_session_free(TlsSession *self) {
    if (self == NULL) {
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        TlsSide *side = &self->sides[d];
        tls_framer_clear(&side->framer);
        tls_labels_clear(&side->labels);
        tls_keys_clear(&side->keys);
        g_byte_array_unref(side->message);
    }
    tls_handshake_clear(&self->handshake);
    g_byte_array_unref(self->content);
    g_array_unref(self->tokens);
    g_free(self);
}

const TlsHandshake *tls_session_handshake(const TlsSession *self) {
    return &self->handshake;
}

TlsState tls_session_state(const TlsSession *self) {
    return self->state;
}

void tls_session_find(const TlsSession *self, const TlsPlace *place, const char *code,
                      const char *text) {
    self->events->find(self->user, place->from, place->offset, place->wire_length, code, text);
}

void tls_session_decide(TlsSession *self, gboolean is_readable) {
    if (self->state == TLS_UNDECIDED) {
        self->state = is_readable ? TLS_READABLE : TLS_OPAQUE;
        self->events->decided(self->user, is_readable);
    }
}

/* ---- records in clear ------------------------------------------------------------------------ */

static void read_handshake(TlsSession *self, const TlsPlace *place) {
    TlsSide *side = &self->sides[place->from];
    gboolean is_room = tls_labels_add_message(&side->labels, place->record->length);
    tls_session_messages(self, place, place->record->body, place->record->length, TRUE);
    if (!is_room) {
        tls_session_drop_message(self, place->from);
    }
}

/* In TLS 1.3 it means nothing: RFC 8446 §D.4. Before, what follows is encrypted. */
static void read_change_cipher_spec(TlsSession *self, const TlsPlace *place) {
    const TlsHandshake *handshake = &self->handshake;
    TlsSide *side = &self->sides[place->from];
    tls_labels_add(&side->labels, place->record->length, "tls change cipher");
    if (!handshake->has_server_hello || handshake->version != TLS_VERSION_13) {
        tls_session_drop_message(self, place->from);
        side->is_sealed = TRUE;
    }
}

static void read_alert(TlsSession *self, const TlsPlace *place) {
    TlsLabels *labels = &self->sides[place->from].labels;
    gsize length = place->record->length;
    tls_labels_add(labels, MIN(length, 1), "tls alert level");
    tls_labels_add(labels, length > 1 ? 1 : 0, "tls alert");
    tls_labels_add(labels, length > 2 ? length - 2 : 0, "tls ciphertext");
    tls_session_alert(self, place, place->record->body, length);
}

/* Encrypted, though nothing was agreed on: early data, or the beginning was not captured. */
static void read_other(TlsSession *self, const TlsPlace *place) {
    gboolean is_early = place->from == DIRECTION_CLIENT && self->handshake.offers_early_data;
    if (is_early) {
        tls_session_find(self, place, "tls.early-data", NULL);
    }
    tls_session_name_body(self, place, is_early ? "tls early data" : "tls ciphertext");
}

static void (*const readers[])(TlsSession *self, const TlsPlace *place) = {
    [0] = read_change_cipher_spec,
    [TLS_ALERT - TLS_CHANGE_CIPHER_SPEC] = read_alert,
    [TLS_HANDSHAKE - TLS_CHANGE_CIPHER_SPEC] = read_handshake,
};

static void read_clear(TlsSession *self, const TlsPlace *place) {
    const TlsRecord *record = place->record;
    guint kind = (guint)record->header[0] - TLS_CHANGE_CIPHER_SPEC;
    self->events->handshake(self->user, place->from, place->offset, place->wire_length);
    if (record->missing > 0) {
        tls_session_drop_message(self, place->from);
        tls_labels_add(&self->sides[place->from].labels, record->length - record->missing,
                       "tls fragment");
    } else if (kind < G_N_ELEMENTS(readers)) {
        readers[kind](self, place);
    } else {
        read_other(self, place);
    }
}

/* A ChangeCipherSpec of TLS 1.3, or an alert by who could not agree, stays in clear. */
static gboolean is_clear_among_sealed(const TlsSession *self, const TlsRecord *record) {
    gboolean is_13 = self->handshake.has_server_hello && self->handshake.version == TLS_VERSION_13;
    return is_13 && (record->header[0] == TLS_CHANGE_CIPHER_SPEC ||
                     (record->header[0] == TLS_ALERT && record->length == 2));
}

static void take_record(TlsSession *self, Direction from, guint64 end, const TlsRecord *record) {
    TlsSide *side = &self->sides[from];
    guint64 wire_length = TLS_HEADER_SIZE + record->length;
    TlsPlace place = {from, end - wire_length, wire_length, record};
    tls_labels_add(&side->labels, 1, "tls content type");
    tls_labels_add(&side->labels, 2, "tls version");
    tls_labels_add(&side->labels, 2, "tls length");
    if (!side->is_sealed || is_clear_among_sealed(self, record)) {
        read_clear(self, &place);
    } else {
        tls_session_sealed(self, &place);
    }
    self->events->used(self->user, from, end);
}

/* ---- the way in ------------------------------------------------------------------------------ */

/* No record begins here: what follows of this side cannot be told apart any more. */
static void give_up_records(TlsSession *self, Direction from, gsize held) {
    TlsSide *side = &self->sides[from];
    side->is_broken = side->is_blind = TRUE;
    tls_session_drop_message(self, from);
    tls_labels_add(&side->labels, held, "tls fragment");
    if (self->state == TLS_READABLE) {
        self->events->lost(self->user, from, held);
    }
}

static void find_broken(TlsSession *self, Direction from, gsize held) {
    TlsSide *side = &self->sides[from];
    TlsPlace place = {from, side->offset - held, held, NULL};
    if (!side->framer.is_doubtful) {
        tls_session_find(self, &place, "tls.broken", NULL);
    }
    give_up_records(self, from, held);
}

static void take_broken(TlsSession *self, Direction from, guint64 length) {
    TlsSide *side = &self->sides[from];
    side->offset += length;
    tls_labels_add(&side->labels, length, "tls fragment");
    if (self->state == TLS_READABLE && length > 0) {
        self->events->lost(self->user, from, length);
    }
    self->events->used(self->user, from, side->offset);
}

void tls_session_push(TlsSession *self, Direction from, const guint8 *octets, gsize length) {
    TlsSide *side = &self->sides[from];
    gsize used = 0;
    while (used < length && !side->is_broken) {
        TlsRecord record;
        gsize before = used;
        TlsFramerResult result = tls_framer_next(&side->framer, octets, length, &used, &record);
        side->offset += used - before;
        if (result == TLS_FRAMER_RECORD) {
            take_record(self, from, side->offset, &record);
        } else if (result == TLS_FRAMER_BROKEN) {
            find_broken(self, from, tls_framer_held(&side->framer));
        }
    }
    if (side->is_broken) {
        take_broken(self, from, length - used);
    }
}

/* Whole records, or what can no more be told apart into records, are lost. */
static void lose_between(TlsSession *self, Direction from, guint64 length) {
    tls_session_drop_message(self, from);
    if (self->state == TLS_READABLE) {
        self->events->lost(self->user, from, length);
    }
}

void tls_session_gap(TlsSession *self, Direction from, guint64 length) {
    TlsSide *side = &self->sides[from];
    TlsRecord record;
    if (side->is_broken) {
        side->offset += length;
        lose_between(self, from, length);
        return;
    }
    gsize held = tls_framer_held(&side->framer);
    guint64 inside = MIN(length, tls_framer_due(&side->framer));
    TlsFramerResult result = tls_framer_gap(&side->framer, length, &record);
    if (result == TLS_FRAMER_RECORD) {
        take_record(self, from, side->offset + inside, &record);
    } else if (result == TLS_FRAMER_BROKEN) {
        give_up_records(self, from, held);
    }
    side->offset += length;
    if (inside < length) {
        lose_between(self, from, length - inside);
    }
}

void tls_session_finish(TlsSession *self) {
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        TlsSide *side = &self->sides[d];
        gsize held = side->is_broken ? 0 : tls_framer_held(&side->framer);
        tls_labels_flush(&side->labels, "tls fragment");
        tls_labels_add(&side->labels, MIN(held, 1), "tls content type");
        tls_labels_add(&side->labels, held > 2 ? 2 : held > 1 ? held - 1 : 0, "tls version");
        tls_labels_add(&side->labels, held > 4 ? 2 : held > 3 ? held - 3 : 0, "tls length");
        tls_labels_add(&side->labels, held > 5 ? held - 5 : 0, "tls fragment");
    }
    tls_session_decide(self, FALSE);
}
