/* SPDX-License-Identifier: MIT */
/* Turns a connection's octets into calls of the right dissector: holds them until the protocol is
 * known, replays them in the order in which they came, then steps aside. */
#include "dissect/tap.h"

#include "dissect/labels.h"
#include "dissect/tcp_story.h"
#include "dissect/tls_layer.h"
#include "dissect/tls_probe.h"
#include "stream/expect.h"

#define EVENTS_MAX 32u /* TCP events remembered before the protocol is known */

typedef enum { PIECE_OCTETS, PIECE_GAP, PIECE_FINISHED } PieceKind;

typedef struct {
    PieceKind kind;
    Direction direction;
    guint64 length;
    StreamGapReason reason;
} Piece;

/* Until the protocol is known. */
typedef struct TapHeld {
    GByteArray *octets[N_DIRECTIONS];
    GArray *pieces;  /* of Piece, in the order of arrival */
    GArray *events;  /* of StreamEvent, without copies */
    TlsProbe *probe; /* it is TLS, and the port does not say what is inside; else NULL */
    gboolean has_gap;
} TapHeld;

struct Tap {
    Workshop *workshop;
    StreamConnection *connection;
    TapHeld *held; /* NULL once decided */
    Conversation *conversation;
    const DissectorClass *class;
    gpointer dissector;
    guint64 offsets[N_DIRECTIONS]; /* handed to the dissector */
};

static TapHeld *held_new(void) {
    TapHeld *self = g_new0(TapHeld, 1);
    self->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        self->octets[d] = g_byte_array_new();
    }
    return self;
}

void tap_held_free(TapHeld *self) {
    if (self == NULL) {
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_byte_array_unref(self->octets[d]);
    }
    g_array_unref(self->pieces);
    g_clear_pointer(&self->events, g_array_unref);
    tls_probe_free(self->probe);
    g_free(self);
}

static TapHeld *held_take(Workshop *workshop) {
    return workshop->idle_held != NULL ? g_steal_pointer(&workshop->idle_held) : held_new();
}

/* Empties it for the next connection; what is large, and what few need, is given back. */
static void held_give(Workshop *workshop, TapHeld *self) {
    gboolean is_large = self->octets[DIRECTION_CLIENT]->len > DETECT_HELD_MAX ||
                        self->octets[DIRECTION_SERVER]->len > DETECT_HELD_MAX ||
                        self->pieces->len > DETECT_HELD_MAX;
    if (workshop->idle_held != NULL || is_large) {
        tap_held_free(self);
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_byte_array_set_size(self->octets[d], 0);
    }
    g_array_set_size(self->pieces, 0);
    g_clear_pointer(&self->events, g_array_unref);
    g_clear_pointer(&self->probe, tls_probe_free);
    self->has_gap = FALSE;
    workshop->idle_held = self;
}

static void drop_held(Tap *self) {
    if (self->held != NULL) {
        held_give(self->workshop, g_steal_pointer(&self->held));
    }
}

Tap *tap_new(Workshop *workshop, StreamConnection *connection) {
    Tap *self = g_new0(Tap, 1);
    self->workshop = workshop;
    self->connection = connection;
    self->held = held_take(workshop);
    return self;
}

void tap_free(Tap *self) {
    if (self == NULL) {
        return;
    }
    if (self->dissector != NULL) {
        self->class->free(self->dissector);
    }
    if (self->conversation != NULL) {
        tls_layer_free(self->conversation->tls);
    }
    conversation_free(self->conversation);
    drop_held(self);
    g_free(self);
}

static void give_octets(Tap *self, Direction direction, const guint8 *octets, gsize length) {
    label_track_feed(self->conversation->wire_labels[direction], octets, length);
    self->offsets[direction] += length;
    if (self->conversation->tls != NULL) {
        tls_layer_octets(self->conversation->tls, direction, octets, length);
    } else {
        self->class->octets(self->dissector, direction, octets, length);
    }
}

static void give_gap(Tap *self, Direction direction, guint64 length, StreamGapReason reason) {
    tcp_story_gap(self->conversation, direction, self->offsets[direction], length, reason);
    label_track_gap(self->conversation->wire_labels[direction], length);
    self->offsets[direction] += length;
    if (self->conversation->tls != NULL) {
        tls_layer_gap(self->conversation->tls, direction, length, reason);
    } else {
        self->class->gap(self->dissector, direction, length, reason);
    }
}

static void give_finished(Tap *self, Direction direction) {
    if (self->class->finished != NULL) {
        self->class->finished(self->dissector, direction);
    }
}

static void replay(Tap *self, TapHeld *held) {
    gsize used[N_DIRECTIONS] = {0};
    for (guint i = 0; held->events != NULL && i < held->events->len; i++) {
        tcp_story_event(self->conversation, &g_array_index(held->events, StreamEvent, i));
    }
    for (guint i = 0; i < held->pieces->len; i++) {
        const Piece *piece = &g_array_index(held->pieces, Piece, i);
        Direction d = piece->direction;
        if (piece->kind == PIECE_OCTETS) {
            give_octets(self, d, held->octets[d]->data + used[d], piece->length);
            used[d] += piece->length;
        } else if (piece->kind == PIECE_GAP) {
            give_gap(self, d, piece->length, piece->reason);
        } else {
            give_finished(self, d);
        }
    }
}

static void begin(Tap *self, const Detected *detected) {
    TapHeld *held = g_steal_pointer(&self->held);
    self->conversation =
        conversation_new(self->workshop, self->connection, detected->dissector->spec, detected->by,
                         detected->is_tls);
    self->class = detected->dissector->class;
    self->dissector = self->class->create(self->conversation);
    if (detected->is_tls) {
        TlsStart start = {.class = self->class, .dissector = self->dissector};
        tls_layer_begin(self->conversation, &start);
    }
    replay(self, held);
    held_give(self->workshop, held);
}

static const Dissector *find_asked(const Tap *self) {
    const DecoderOptions *options = self->workshop->options;
    for (guint i = 0; i < options->n_decode_as; i++) {
        if (options->decode_as[i].port == self->connection->server.port) {
            return detect_asked(options->decode_as[i].spec);
        }
    }
    return NULL;
}

static NoteText held_text(const GByteArray *octets) {
    if (octets->len == 0) {
        return (NoteText){"", 0};
    }
    return (NoteText){(const char *)octets->data, MIN(octets->len, DETECT_HELD_MAX)};
}

/* Somebody has said what it is; whether it is inside TLS, the first octets tell. */
static Detected detect_asked_for(const Dissector *asked, const DetectEvidence *evidence) {
    DetectVerdict tls = detect_tls(evidence);
    DetectVerdict verdict = tls == DETECT_MORE ? DETECT_MORE : DETECT_YES;
    return (Detected){verdict, asked, NOTE_DETECTED_BY_ASKED, tls == DETECT_YES};
}

static void probe_piece(TlsProbe *probe, const Piece *piece, const guint8 *octets) {
    if (piece->kind == PIECE_OCTETS) {
        tls_probe_octets(probe, piece->direction, octets, piece->length);
    } else if (piece->kind == PIECE_GAP) {
        tls_probe_gap(probe, piece->direction, piece->length);
    }
}

/* All that is held so far goes into a new probe; later pieces follow by themselves. */
static void begin_probe(Tap *self) {
    TapHeld *held = self->held;
    gsize used[N_DIRECTIONS] = {0};
    held->probe = tls_probe_new(self->workshop->tls_secrets);
    for (guint i = 0; i < held->pieces->len; i++) {
        const Piece *piece = &g_array_index(held->pieces, Piece, i);
        const GByteArray *octets = held->octets[piece->direction];
        gsize *at = &used[piece->direction];
        probe_piece(held->probe, piece, octets->len == 0 ? NULL : octets->data + *at);
        *at += piece->kind == PIECE_OCTETS ? piece->length : 0;
    }
}

/* No protocol in clear: perhaps one inside TLS. */
static Detected detect_inside_tls(Tap *self, const DetectEvidence *evidence, gboolean is_over) {
    DetectVerdict tls = detect_tls(evidence);
    if (tls != DETECT_YES) {
        gboolean may_be = tls == DETECT_MORE && !is_over;
        return (Detected){.verdict = may_be ? DETECT_MORE : DETECT_NO};
    }
    if (self->held->probe == NULL) {
        begin_probe(self);
    }
    return tls_probe_verdict(self->held->probe, is_over, self->connection->server.port);
}

static Detected detect_held(Tap *self, gboolean is_over) {
    const TapHeld *held = self->held;
    const Dissector *asked = find_asked(self);
    DetectEvidence evidence = {
        .is_late = self->connection->opened == STREAM_OPENED_LATE || held->has_gap,
        .is_over = is_over,
    };
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        evidence.octets[d] = held_text(held->octets[d]);
        evidence.is_over |= evidence.octets[d].length >= DETECT_HELD_MAX;
    }
    if (asked != NULL) {
        return detect_asked_for(asked, &evidence);
    }
    if (evidence.octets[DIRECTION_CLIENT].length + evidence.octets[DIRECTION_SERVER].length == 0) {
        return (Detected){.verdict = is_over ? DETECT_NO : DETECT_MORE};
    }
    Detected detected = detect_protocol(&evidence, self->connection->server.port);
    return detected.verdict == DETECT_NO ? detect_inside_tls(self, &evidence, is_over) : detected;
}

/* FALSE: it is no mail, or none that was asked for. */
static gboolean decide(Tap *self, gboolean is_over) {
    Detected detected = detect_held(self, is_over);
    if (detected.verdict == DETECT_MORE) {
        return TRUE;
    }
    const SpecProtocol *wanted = self->workshop->options->only_protocol;
    if (detected.verdict == DETECT_NO || (wanted != NULL && wanted != detected.dissector->spec)) {
        drop_held(self);
        return FALSE;
    }
    begin(self, &detected);
    return TRUE;
}

gboolean tap_octets(Tap *self, Direction direction, const guint8 *octets, gsize length) {
    if (self->conversation != NULL) {
        expect_memory(self->conversation, sizeof *self->conversation);
        expect_memory(self->dissector, self->class->size);
        give_octets(self, direction, octets, length);
        return TRUE;
    }
    TapHeld *held = self->held;
    g_byte_array_append(held->octets[direction], octets, (guint)length);
    Piece piece = {PIECE_OCTETS, direction, length, STREAM_GAP_LOST};
    g_array_append_val(held->pieces, piece);
    if (held->probe != NULL) {
        probe_piece(held->probe, &piece, octets);
    }
    return decide(self, FALSE);
}

gboolean tap_gap(Tap *self, Direction direction, guint64 length, StreamGapReason reason) {
    if (self->conversation != NULL) {
        give_gap(self, direction, length, reason);
        return TRUE;
    }
    Piece piece = {PIECE_GAP, direction, length, reason};
    g_array_append_val(self->held->pieces, piece);
    if (self->held->probe != NULL) {
        probe_piece(self->held->probe, &piece, NULL);
    }
    self->held->has_gap = TRUE;
    return decide(self, self->held->pieces->len > DETECT_HELD_MAX);
}

void tap_finished(Tap *self, Direction direction) {
    if (self->conversation != NULL) {
        give_finished(self, direction);
        return;
    }
    Piece piece = {PIECE_FINISHED, direction, 0, STREAM_GAP_LOST};
    g_array_append_val(self->held->pieces, piece);
}

void tap_event(Tap *self, const StreamEvent *event) {
    if (self->conversation != NULL) {
        tcp_story_event(self->conversation, event);
        return;
    }
    TapHeld *held = self->held;
    if (held->events == NULL) {
        held->events = g_array_new(FALSE, FALSE, sizeof(StreamEvent));
    }
    if (held->events->len < EVENTS_MAX) {
        StreamEvent copy = *event;
        copy.kept = copy.other = NULL; /* lent for this call only */
        g_array_append_val(held->events, copy);
    }
}

const NoteConversation *tap_close(Tap *self) {
    if (self->conversation == NULL && (self->held == NULL || !decide(self, TRUE))) {
        return NULL;
    }
    if (self->conversation == NULL) {
        return NULL;
    }
    if (self->conversation->tls != NULL) {
        tls_layer_finish(self->conversation->tls);
    }
    self->class->close(self->dissector);
    return &self->conversation->note;
}
