/* SPDX-License-Identifier: MIT */
/* Turns a connection's octets into calls of the right dissector: holds them until the protocol is
 * known, replays them in the order in which they came, then steps aside. */
#include "dissect/tap.h"

#include "dissect/labels.h"
#include "dissect/tcp_story.h"

#define EVENTS_MAX 32u /* TCP events remembered before the protocol is known */

typedef enum { PIECE_OCTETS, PIECE_GAP, PIECE_FINISHED } PieceKind;

typedef struct {
    PieceKind kind;
    Direction direction;
    guint64 length;
    StreamGapReason reason;
} Piece;

/* Until the protocol is known. */
typedef struct {
    GByteArray *octets[N_DIRECTIONS];
    GArray *pieces; /* of Piece, in the order of arrival */
    GArray *events; /* of StreamEvent, without copies */
    gboolean has_gap;
} Held;

struct Tap {
    Workshop *workshop;
    StreamConnection *connection;
    Held *held; /* NULL once decided */
    Conversation *conversation;
    const DissectorClass *class;
    gpointer dissector;
    guint64 offsets[N_DIRECTIONS]; /* handed to the dissector */
};

static Held *held_new(void) {
    Held *self = g_new0(Held, 1);
    self->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    return self;
}

static void held_free(Held *self) {
    if (self == NULL) {
        return;
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        g_clear_pointer(&self->octets[d], g_byte_array_unref);
    }
    g_array_unref(self->pieces);
    g_clear_pointer(&self->events, g_array_unref);
    g_free(self);
}

Tap *tap_new(Workshop *workshop, StreamConnection *connection) {
    Tap *self = g_new0(Tap, 1);
    self->workshop = workshop;
    self->connection = connection;
    self->held = held_new();
    return self;
}

void tap_free(Tap *self) {
    if (self == NULL) {
        return;
    }
    if (self->dissector != NULL) {
        self->class->free(self->dissector);
    }
    conversation_free(self->conversation);
    held_free(self->held);
    g_free(self);
}

static void give_octets(Tap *self, Direction direction, const guint8 *octets, gsize length) {
    label_track_feed(self->conversation->wire_labels[direction], octets, length);
    self->offsets[direction] += length;
    self->class->octets(self->dissector, direction, octets, length);
}

static void give_gap(Tap *self, Direction direction, guint64 length, StreamGapReason reason) {
    tcp_story_gap(self->conversation, direction, self->offsets[direction], length, reason);
    label_track_gap(self->conversation->wire_labels[direction], length);
    self->offsets[direction] += length;
    self->class->gap(self->dissector, direction, length, reason);
}

static void give_finished(Tap *self, Direction direction) {
    if (self->class->finished != NULL) {
        self->class->finished(self->dissector, direction);
    }
}

static void replay(Tap *self, Held *held) {
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
    Held *held = g_steal_pointer(&self->held);
    self->conversation =
        conversation_new(self->workshop, self->connection, detected->dissector->spec, detected->by,
                         detected->is_tls);
    self->class = detected->dissector->class;
    self->dissector = self->class->create(self->conversation);
    replay(self, held);
    held_free(held);
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
    if (octets == NULL) {
        return (NoteText){"", 0};
    }
    return (NoteText){(const char *)octets->data, MIN(octets->len, DETECT_HELD_MAX)};
}

static Detected detect_held(const Tap *self, gboolean is_over) {
    const Held *held = self->held;
    const Dissector *asked = find_asked(self);
    if (asked != NULL) {
        return (Detected){DETECT_YES, asked, NOTE_DETECTED_BY_ASKED, FALSE};
    }
    DetectEvidence evidence = {
        .is_late = self->connection->opened == STREAM_OPENED_LATE || held->has_gap,
        .is_over = is_over,
    };
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        evidence.octets[d] = held_text(held->octets[d]);
        evidence.is_over |= evidence.octets[d].length >= DETECT_HELD_MAX;
    }
    if (evidence.octets[DIRECTION_CLIENT].length + evidence.octets[DIRECTION_SERVER].length == 0) {
        return (Detected){.verdict = is_over ? DETECT_NO : DETECT_MORE};
    }
    return detect_protocol(&evidence, self->connection->server.port);
}

/* FALSE: it is no mail, or none that was asked for. */
static gboolean decide(Tap *self, gboolean is_over) {
    Detected detected = detect_held(self, is_over);
    if (detected.verdict == DETECT_MORE) {
        return TRUE;
    }
    const SpecProtocol *wanted = self->workshop->options->only_protocol;
    if (detected.verdict == DETECT_NO || (wanted != NULL && wanted != detected.dissector->spec)) {
        g_clear_pointer(&self->held, held_free);
        return FALSE;
    }
    begin(self, &detected);
    return TRUE;
}

gboolean tap_octets(Tap *self, Direction direction, const guint8 *octets, gsize length) {
    if (self->conversation != NULL) {
        give_octets(self, direction, octets, length);
        return TRUE;
    }
    Held *held = self->held;
    if (held->octets[direction] == NULL) {
        held->octets[direction] = g_byte_array_new();
    }
    g_byte_array_append(held->octets[direction], octets, (guint)length);
    Piece piece = {PIECE_OCTETS, direction, length, STREAM_GAP_LOST};
    g_array_append_val(held->pieces, piece);
    return decide(self, FALSE);
}

gboolean tap_gap(Tap *self, Direction direction, guint64 length, StreamGapReason reason) {
    if (self->conversation != NULL) {
        give_gap(self, direction, length, reason);
        return TRUE;
    }
    Piece piece = {PIECE_GAP, direction, length, reason};
    g_array_append_val(self->held->pieces, piece);
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
    Held *held = self->held;
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
    self->class->close(self->dissector);
    return &self->conversation->note;
}
