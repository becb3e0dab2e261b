/* SPDX-License-Identifier: MIT */
/* Puts a TLS session between a conversation's octets and its dissector: what the session opens
 * becomes the inner layer "tls", what it says becomes notes. It reads no record itself. */
#include "dissect/tls_layer.h"

#include "dissect/inner_stream.h"
#include "dissect/labels.h"
#include "dissect/tls_framer.h"
#include "dissect/tls_session.h"

#include <string.h>

#define CLEAR_LINE_MAX 4096u

struct TlsLayer {
    Conversation *conversation;
    TlsStart start;
    TlsSession *session;
    GByteArray *clear;   /* a line in clear that is not whole yet */
    gboolean has_record; /* the client has sent one */
    guint64 clear_end;   /* client octets in clear, not part of the session */
    NoteFrames frames;   /* of the handshake; first 0: none yet */
    gboolean is_finished;
    gboolean is_told; /* its note was written */
    InnerStream *inner[N_DIRECTIONS];
};

/* Where a place of the session is on the wire. */
static guint64 wire_offset(const TlsLayer *self, Direction from, guint64 offset) {
    guint64 clear = from == DIRECTION_CLIENT ? self->clear_end : 0;
    return self->start.start[from] + clear + offset;
}

static void write_note(TlsLayer *self) {
    const TlsHandshake *handshake = tls_session_handshake(self->session);
    gboolean has_answer = handshake->has_server_hello;
    const char *name = tls_suite_name(handshake->suite);
    g_autofree char *number = g_strdup_printf("0x%04X", handshake->suite);
    if (self->is_told || self->frames.first == 0) {
        return;
    }
    self->is_told = TRUE;
    NoteTls note = {
        .frames = self->frames,
        .version = has_answer ? tls_version_name(handshake->version) : NULL,
        .cipher = !has_answer    ? NULL
                  : name != NULL ? name
                                 : number,
        .sni = handshake->sni,
        .alpn = handshake->alpn,
        .certificate = handshake->certificate,
        .decrypted = tls_session_state(self->session) == TLS_READABLE,
    };
    conversation_write_tls(self->conversation, &note);
}

/* ---- what the session says ------------------------------------------------------------------- */

static void on_leaf(gpointer user, Direction from, guint64 length, const char *label) {
    const TlsLayer *self = user;
    label_track_take(self->conversation->wire_labels[from], length, label, FALSE);
}

static void on_handshake(gpointer user, Direction from, guint64 offset, guint64 length) {
    TlsLayer *self = user;
    Carrier carrier = conversation_wire_carrier(self->conversation, from,
                                                wire_offset(self, from, offset), length);
    if (self->frames.first == 0) {
        self->frames.first = carrier.first_frame;
    }
    self->frames.last = MAX(self->frames.last, carrier.last_frame);
}

static void on_decided(gpointer user, gboolean is_readable) {
    TlsLayer *self = user;
    const TlsStart *start = &self->start;
    for (guint d = 0; d < N_DIRECTIONS && is_readable; d++) {
        self->inner[d] = inner_stream_begin(self->conversation, (Direction)d, "tls");
    }
    if (start->class->secured != NULL) {
        start->class->secured(start->dissector, is_readable);
    }
}

static void on_content(gpointer user, Direction from, const guint8 *octets, gsize length,
                       guint64 offset, guint64 record_length) {
    TlsLayer *self = user;
    write_note(self);
    inner_stream_append(self->inner[from], octets, length, wire_offset(self, from, offset),
                        record_length);
    if (length > 0) {
        self->start.class->octets(self->start.dissector, from, octets, length);
    }
}

static void on_lost(gpointer user, Direction from, guint64 length) {
    TlsLayer *self = user;
    if (length > 0) {
        inner_stream_gap(self->inner[from], length);
        self->start.class->gap(self->start.dissector, from, length, STREAM_GAP_LOST);
    }
}

static void on_find(gpointer user, Direction from, guint64 offset, guint64 length, const char *code,
                    const char *text) {
    const TlsLayer *self = user;
    Span span = {from, wire_offset(self, from, offset), length};
    Carrier carrier =
        conversation_wire_carrier(self->conversation, from, span.offset, MAX(length, 1));
    FindingPlace place = {carrier_frames(&carrier), FALSE, span, -1};
    conversation_find_once(self->conversation, code, place, text != NULL ? "%s" : NULL, text);
    conversation_write_findings(self->conversation);
}

static void on_used(gpointer user, Direction from, guint64 offset) {
    const TlsLayer *self = user;
    conversation_forget_wire(self->conversation, from, wire_offset(self, from, offset));
}

static const TlsEvents session_events = {
    .leaf = on_leaf,
    .handshake = on_handshake,
    .decided = on_decided,
    .content = on_content,
    .lost = on_lost,
    .find = on_find,
    .used = on_used,
};

/* ---- commands in clear where TLS should begin -------------------------------------------------
 */

/* RFC 3207 §6, RFC 2595 §9: whoever keeps what came ahead of TLS would run it as if it had come
 * inside. */
static void take_clear_line(TlsLayer *self) {
    Conversation *conversation = self->conversation;
    const char *line = (const char *)self->clear->data;
    gsize length = self->clear->len;
    gsize end = line[length - 1] != '\n' ? 0 : length >= 2 && line[length - 2] == '\r' ? 2 : 1;
    guint64 offset = wire_offset(self, DIRECTION_CLIENT, 0);
    GArray *tokens = conversation->workshop->tokens;
    g_array_set_size(tokens, 0);
    self->start.tokens(line, length - end, tokens);
    label_track_line(conversation->wire_labels[DIRECTION_CLIENT], tokens, length - end, end,
                     G_MAXSIZE);
    Carrier carrier = conversation_wire_carrier(conversation, DIRECTION_CLIENT, offset, length);
    FindingPlace place = {carrier_frames(&carrier), TRUE, {DIRECTION_CLIENT, offset, length}, -1};
    conversation_find_once(
        conversation, self->start.injection, place,
        "Behind the command that asks for TLS and before TLS begins the client sent \"%s\" in "
        "clear. A server that keeps it would run it as if it had come encrypted.",
        conversation_quote(conversation, line, length - end));
    conversation_write_findings(conversation);
    self->clear_end += length;
    g_byte_array_set_size(self->clear, 0);
}

static gboolean is_clear(const TlsLayer *self, guint8 first) {
    gboolean may_be = self->start.tokens != NULL && !self->has_record;
    gboolean begins_record = first >= TLS_CHANGE_CIPHER_SPEC && first <= TLS_APPLICATION_DATA;
    return may_be && (self->clear->len > 0 || !begins_record);
}

/* One line, or what has come of it; how many octets were taken. */
static gsize take_clear(TlsLayer *self, const guint8 *octets, gsize length) {
    gsize room = MIN(length, CLEAR_LINE_MAX - self->clear->len);
    const guint8 *feed = memchr(octets, '\n', room);
    gsize n = feed != NULL ? (gsize)(feed - octets) + 1 : room;
    g_byte_array_append(self->clear, octets, (guint)n);
    if (feed != NULL || self->clear->len >= CLEAR_LINE_MAX) {
        take_clear_line(self);
    }
    return n;
}

/* ---- the way in ------------------------------------------------------------------------------ */

void tls_layer_begin(Conversation *conversation, const TlsStart *start) {
    g_return_if_fail(conversation->tls == NULL);
    TlsLayer *self = g_new0(TlsLayer, 1);
    self->conversation = conversation;
    self->start = *start;
    self->session = tls_session_new(conversation->workshop->tls_secrets, &session_events, self);
    self->clear = g_byte_array_new();
    conversation->tls = self;
    if (conversation->note.security == NOTE_SECURITY_NONE) {
        conversation->note.security = NOTE_SECURITY_STARTTLS;
    }
}

void tls_layer_free(TlsLayer *self) {
    if (self != NULL) {
        tls_session_free(self->session);
        g_byte_array_unref(self->clear);
        g_free(self);
    }
}

void tls_layer_octets(TlsLayer *self, Direction from, const guint8 *octets, gsize length) {
    gsize used = 0;
    while (from == DIRECTION_CLIENT && used < length && is_clear(self, octets[used])) {
        used += take_clear(self, octets + used, length - used);
    }
    if (used < length) {
        self->has_record |= from == DIRECTION_CLIENT;
        tls_session_push(self->session, from, octets + used, length - used);
    }
}

void tls_layer_gap(TlsLayer *self, Direction from, guint64 length, StreamGapReason reason) {
    if (from == DIRECTION_CLIENT && self->clear->len > 0) {
        take_clear_line(self);
    }
    self->has_record |= from == DIRECTION_CLIENT;
    tls_session_gap(self->session, from, length);
}

void tls_layer_finish(TlsLayer *self) {
    if (self->is_finished) {
        return;
    }
    self->is_finished = TRUE;
    if (self->clear->len > 0) {
        take_clear_line(self);
    }
    tls_session_finish(self->session);
    write_note(self);
}
