/* SPDX-License-Identifier: MIT */
/* Turns encrypted records into what they hold, with the keys of the present moment, and says why
 * where that cannot be done. What a handshake message means is not known here. */
#include "dissect/tls_session_parts.h"

static gboolean is_13(const TlsSession *self) {
    return self->handshake.version == TLS_VERSION_13;
}

/* Nonce, ciphertext, tag: RFC 5246 §6.2.3.3, RFC 8446 §5.2. Without a known suite it is all one. */
void tls_session_name_body(TlsSession *self, const TlsPlace *place, const char *label) {
    TlsLabels *labels = &self->sides[place->from].labels;
    const TlsRecord *record = place->record;
    const TlsSuite *suite =
        self->handshake.has_server_hello ? tls_suite_find(self->handshake.suite) : NULL;
    gsize length = record->length - record->missing;
    gsize nonce = suite != NULL ? tls_suite_nonce_size(suite) : 0;
    gboolean is_sealed = self->sides[place->from].is_sealed && record->missing == 0;
    if (suite == NULL || !is_sealed || length < nonce + TLS_TAG_SIZE) {
        tls_labels_add(labels, length, record->missing > 0 ? "tls fragment" : label);
        return;
    }
    tls_labels_add(labels, nonce, "tls nonce");
    tls_labels_add(labels, length - nonce - TLS_TAG_SIZE, label);
    tls_labels_add(labels, TLS_TAG_SIZE, "tls tag");
}

/* How much content a record holds that cannot be opened; padding aside. */
static guint64 content_length(const TlsSession *self, const TlsRecord *record) {
    const TlsSuite *suite = tls_suite_find(self->handshake.suite);
    gsize around = (is_13(self) ? 1 : 0) + TLS_TAG_SIZE;
    around += suite != NULL ? tls_suite_nonce_size(suite) : 0;
    return record->length > around ? record->length - around : 0;
}

/* The record stays closed for good. */
static void pass_over(TlsSession *self, const TlsPlace *place, const char *label) {
    const TlsSide *side = &self->sides[place->from];
    gboolean is_data = place->record->header[0] == TLS_APPLICATION_DATA &&
                       (!is_13(self) || side->is_application || side->is_blind);
    tls_session_name_body(self, place, label);
    if (self->state == TLS_READABLE && is_data) {
        self->events->lost(self->user, place->from, content_length(self, place->record));
    }
}

/* Opens with one cipher. Where records may be missing, the next few numbers are tried. */
static gboolean open_with(TlsSession *self, TlsCipher *cipher, const TlsRecord *record,
                          guint8 *type) {
    gint64 n = cipher == NULL ? 0 : record->is_doubtful ? TLS_LOST_RECORDS_MAX : 1;
    for (gint64 i = 0; i < n; i++) {
        if (tls_cipher_open(cipher, record->header, record->body, record->length, self->content,
                            type)) {
            return TRUE;
        }
        tls_cipher_skip(cipher, 1);
    }
    if (n > 0) {
        tls_cipher_skip(cipher, -n);
    }
    return FALSE;
}

/* In TLS 1.3 the keys of the handshake come first; the end of it may have been lost. */
static gboolean open_record(TlsSession *self, const TlsPlace *place, guint8 *type) {
    TlsSide *side = &self->sides[place->from];
    if (!is_13(self) || side->is_application) {
        return open_with(self, side->keys.application, place->record, type);
    }
    if (open_with(self, side->keys.handshake, place->record, type)) {
        return TRUE;
    }
    if (!open_with(self, side->keys.application, place->record, type)) {
        return FALSE;
    }
    side->is_application = TRUE;
    tls_session_drop_message(self, place->from);
    return TRUE;
}

/* What the client sent before the server had agreed to it (RFC 8446 §2.3) has keys of its own. */
static gboolean is_early_data(const TlsSession *self, const TlsPlace *place) {
    const TlsSide *side = &self->sides[place->from];
    return place->from == DIRECTION_CLIENT && self->handshake.offers_early_data && is_13(self) &&
           !side->is_application && place->record->header[0] == TLS_APPLICATION_DATA;
}

static void refuse(TlsSession *self, const TlsPlace *place) {
    TlsSide *side = &self->sides[place->from];
    if (is_early_data(self, place)) {
        tls_session_find(self, place, "tls.early-data", NULL);
        pass_over(self, place, "tls early data");
        return;
    }
    if (is_13(self) && !side->is_application && side->keys.handshake == NULL) {
        pass_over(self, place, "tls ciphertext"); /* its secret was not logged */
        return;
    }
    side->is_blind = TRUE;
    if (self->state == TLS_UNDECIDED && !place->record->is_doubtful) {
        tls_session_find(self, place, "tls.wrong-secrets", NULL);
        tls_session_decide(self, FALSE);
    } else {
        tls_session_find(self, place, "tls.unreadable", NULL);
    }
    pass_over(self, place, "tls ciphertext");
}

static const char *label_of(guint8 type) {
    static const char *const labels[] = {"tls ciphertext", "tls sealed alert", "tls sealed message",
                                         "tls sealed data"};
    guint i = (guint)type - TLS_CHANGE_CIPHER_SPEC;
    return i < G_N_ELEMENTS(labels) ? labels[i] : "tls ciphertext";
}

/* After it the other keys of a renegotiation would be in use. */
static void renegotiate(TlsSession *self, const TlsPlace *place) {
    self->sides[place->from].is_blind = TRUE;
    tls_session_find(self, place, "tls.renegotiation", NULL);
}

/* A sealed record is open: `content` is what it holds. */
static void take_content(TlsSession *self, const TlsPlace *place, guint8 type) {
    const GByteArray *content = self->content;
    if (type == TLS_APPLICATION_DATA) {
        self->events->content(self->user, place->from, content->data, content->len, place->offset,
                              place->wire_length);
    } else if (type == TLS_HANDSHAKE) {
        self->events->handshake(self->user, place->from, place->offset, place->wire_length);
        tls_session_messages(self, place, content->data, content->len, FALSE);
    } else if (type == TLS_ALERT) {
        tls_session_alert(self, place, content->data, content->len);
    } else if (!is_13(self)) {
        renegotiate(self, place);
    }
}

/* A part of it is lost: its number is used up all the same. */
static void skip_record(TlsSession *self, const TlsPlace *place) {
    TlsSide *side = &self->sides[place->from];
    gboolean is_early = is_13(self) && !side->is_application && side->keys.handshake != NULL;
    tls_cipher_skip(is_early ? side->keys.handshake : side->keys.application, 1);
    tls_session_drop_message(self, place->from);
    tls_session_find(self, place, "tls.gap", NULL);
    pass_over(self, place, "tls fragment");
}

void tls_session_sealed(TlsSession *self, const TlsPlace *place) {
    TlsSide *side = &self->sides[place->from];
    guint8 type = 0;
    if (self->state == TLS_OPAQUE || side->is_blind || side->keys.application == NULL) {
        pass_over(self, place, "tls ciphertext");
    } else if (place->record->missing > 0) {
        skip_record(self, place);
    } else if (!open_record(self, place, &type)) {
        refuse(self, place);
    } else {
        tls_session_name_body(self, place, label_of(type));
        tls_session_decide(self, TRUE);
        take_content(self, place, type);
    }
}
