/* SPDX-License-Identifier: MIT */
/* What is left to see of a session after STARTTLS (RFC 3207 §4) or on a port that is TLS from its
 * first octet (RFC 8314 §3.3): records, and what the hellos say. */
#include "dissect/labels.h"
#include "dissect/smtp_session.h"

#include <string.h>

static void on_leaf(gpointer user, Direction from, guint64 length, const char *label) {
    const Smtp *self = user;
    label_track_take(self->conversation->labels[from], length, label, FALSE);
}

void smtp_tls_begin(Smtp *self) {
    Conversation *conversation = self->conversation;
    self->tls = tls_records_new(on_leaf, self);
    self->client.mode = SMTP_CLIENT_TLS;
    self->server.is_tls = TRUE;
    self->tls_first_frame = 0;
    if (conversation->note.security == NOTE_SECURITY_NONE) {
        conversation->note.security = NOTE_SECURITY_STARTTLS;
    }
}

/* Clear text that the client sent before the handshake: lines up to the first octet of a record. */
static gsize take_clear_line(Smtp *self, const guint8 *octets, gsize length) {
    const guint8 *feed = memchr(octets, '\n', length);
    gsize n = feed != NULL ? (gsize)(feed - octets) + 1 : length;
    gsize end = n >= 2 && feed != NULL && octets[n - 2] == '\r' ? 2 : feed != NULL ? 1 : 0;
    GArray *tokens = self->conversation->workshop->tokens;
    g_array_set_size(tokens, 0);
    smtp_command_tokens((const char *)octets, n - end, tokens);
    label_track_line(self->conversation->labels[DIRECTION_CLIENT], tokens, n - end, end, G_MAXSIZE);
    Carrier carrier =
        conversation_carrier(self->conversation, DIRECTION_CLIENT, self->client.offset, n);
    FindingPlace place = {
        carrier_frames(&carrier), TRUE, {DIRECTION_CLIENT, self->client.offset, n}, -1};
    conversation_find_once(
        self->conversation, "smtp.starttls-injection", place,
        "After STARTTLS and before the server's 220 the client sent \"%s\" in "
        "clear. A server that keeps it would run it as if it had come encrypted.",
        conversation_quote(self->conversation, (const char *)octets, n - end));
    conversation_write_findings(self->conversation);
    return n;
}

static void note_frames(Smtp *self, Direction from, guint64 offset, gsize length) {
    if (tls_records_is_past_hello(self->tls, from)) {
        return;
    }
    Carrier carrier = conversation_carrier(self->conversation, from, offset, length);
    if (self->tls_first_frame == 0) {
        self->tls_first_frame = carrier.first_frame;
    }
    self->tls_last_frame = MAX(self->tls_last_frame, carrier.last_frame);
}

/* Was this sent before the server agreed to TLS, and is no record? */
static gboolean is_clear(const Smtp *self, const guint8 *octets) {
    return self->client.offset < self->client.waited && !self->has_tls_record &&
           (octets[0] < 20 || octets[0] > 24);
}

gsize smtp_tls_octets(Smtp *self, Direction from, const guint8 *octets, gsize length) {
    guint64 *offset = from == DIRECTION_CLIENT ? &self->client.offset : &self->server.line_start;
    gsize used = 0;
    while (used < length && from == DIRECTION_CLIENT && is_clear(self, octets + used)) {
        gsize n = take_clear_line(self, octets + used, length - used);
        self->client.offset += n;
        used += n;
    }
    if (used < length) {
        self->has_tls_record |= from == DIRECTION_CLIENT;
        note_frames(self, from, *offset, length - used);
        tls_records_push(self->tls, from, octets + used, length - used);
        *offset += length - used;
    }
    conversation_forget(self->conversation, from, *offset);
    return length;
}

void smtp_tls_gap(Smtp *self, Direction from, guint64 length) {
    tls_records_gap(self->tls, from, length);
    if (from == DIRECTION_SERVER) {
        self->server.line_start += length;
    }
}

void smtp_tls_close(Smtp *self) {
    if (self->tls == NULL) {
        return;
    }
    tls_records_finish(self->tls);
    if (self->tls_first_frame == 0) {
        return;
    }
    const TlsHello *hello = tls_records_hello(self->tls);
    NoteTls note = {
        .frames = {self->tls_first_frame, self->tls_last_frame},
        .version = hello->version,
        .cipher = hello->cipher,
        .sni = hello->sni,
        .alpn = hello->alpn,
    };
    conversation_write_tls(self->conversation, &note);
}
