/* SPDX-License-Identifier: MIT */
/* Turns events and gaps of a stream into tcp records at once, and into findings at the end: one for
 * each kind and direction, which tells the first place and the sum. It knows no protocol. */
#include "dissect/tcp_story.h"

#include "notes/note_text.h"

#include <string.h>

#define SPANS_MAX 256u /* conflicts and secrets remembered by their place */
#define COPY_MAX 48u   /* octets shown of each differing copy */

typedef enum {
    TROUBLE_GAP,
    TROUBLE_SNAPPED,
    TROUBLE_CONFLICT,
    TROUBLE_CHECKSUM,
    N_TROUBLES
} Trouble;

typedef struct {
    guint count;
    guint64 octets;
    guint64 offset; /* of the first */
    NoteFrames frames;
    guint8 kept[COPY_MAX], other[COPY_MAX];
    gsize n_copied;
    guint64 kept_frame;
    gboolean offloaded;
} Tally;

struct TcpStory {
    Tally tallies[N_TROUBLES][N_DIRECTIONS];
    GArray *conflicts; /* of Span */
    GArray *secrets;   /* of Span */
};

static TcpStory *get_story(Conversation *conversation) {
    if (conversation->tcp == NULL) {
        conversation->tcp = g_new0(TcpStory, 1);
        conversation->tcp->conflicts = g_array_new(FALSE, FALSE, sizeof(Span));
        conversation->tcp->secrets = g_array_new(FALSE, FALSE, sizeof(Span));
    }
    return conversation->tcp;
}

void tcp_story_free(TcpStory *self) {
    if (self == NULL) {
        return;
    }
    g_array_unref(self->conflicts);
    g_array_unref(self->secrets);
    g_free(self);
}

static Tally *add_trouble(Conversation *conversation, Trouble trouble, Span span,
                          NoteFrames frames) {
    Tally *tally = &get_story(conversation)->tallies[trouble][span.direction];
    if (tally->count == 0) {
        tally->offset = span.offset;
        tally->frames = frames;
    }
    tally->count++;
    tally->octets += span.length;
    return tally;
}

static void add_span(GArray *spans, Span span) {
    if (spans->len < SPANS_MAX) {
        g_array_append_val(spans, span);
    }
}

static gboolean meets(const GArray *spans, Span span) {
    for (guint i = 0; i < spans->len; i++) {
        const Span *other = &g_array_index(spans, Span, i);
        if (other->direction == span.direction && other->offset < span.offset + span.length &&
            span.offset < other->offset + other->length) {
            return TRUE;
        }
    }
    return FALSE;
}

static void add_conflict(Conversation *conversation, const StreamEvent *event, Span span) {
    guint64 kept = event->kept_frame > 0 ? event->kept_frame : event->frame; /* 0: forgotten */
    NoteFrames frames = {MIN(event->frame, kept), MAX(event->frame, kept)};
    Tally *tally = add_trouble(conversation, TROUBLE_CONFLICT, span, frames);
    add_span(conversation->tcp->conflicts, span);
    if (tally->count == 1 && event->kept != NULL && event->other != NULL) {
        tally->n_copied = MIN(event->length, COPY_MAX);
        memcpy(tally->kept, event->kept, tally->n_copied);
        memcpy(tally->other, event->other, tally->n_copied);
        tally->kept_frame = event->kept_frame;
    }
}

void tcp_story_event(Conversation *conversation, const StreamEvent *event) {
    static const char *const names[] = {
        [STREAM_EVENT_RETRANSMISSION] = "retransmission",
        [STREAM_EVENT_CONFLICT] = "conflict",
        [STREAM_EVENT_OUT_OF_ORDER] = "out-of-order",
        [STREAM_EVENT_KEEP_ALIVE] = "keep-alive",
        [STREAM_EVENT_RST] = "rst",
        [STREAM_EVENT_BAD_CHECKSUM] = "bad-checksum",
        [STREAM_EVENT_IGNORED] = "ignored",
    };
    NoteTcp note = {event->frame, names[event->kind], event->from, event->length};
    conversation_write_tcp(conversation, &note);
    Span span = {event->from, event->offset, event->length};
    if (event->kind == STREAM_EVENT_CONFLICT) {
        add_conflict(conversation, event, span);
    }
    if (event->kind == STREAM_EVENT_BAD_CHECKSUM) {
        Tally *tally = add_trouble(conversation, TROUBLE_CHECKSUM, span,
                                   (NoteFrames){event->frame, event->frame});
        tally->offloaded |= event->offloaded;
    }
}

void tcp_story_gap(Conversation *conversation, Direction direction, guint64 offset, guint64 length,
                   StreamGapReason reason) {
    guint64 frame = conversation->connection->last_frame;
    NoteTcp note = {frame, "gap", direction, length};
    conversation_write_tcp(conversation, &note);
    add_trouble(conversation, reason == STREAM_GAP_SNAPPED ? TROUBLE_SNAPPED : TROUBLE_GAP,
                (Span){direction, offset, length}, (NoteFrames){frame, frame});
}

void tcp_story_secret(Conversation *conversation, Span span) {
    add_span(get_story(conversation)->secrets, span);
}

gboolean tcp_story_conflicts(const Conversation *conversation, Span span) {
    return conversation->tcp != NULL && meets(conversation->tcp->conflicts, span);
}

static FindingPlace place_of(const Tally *tally, Direction direction) {
    return (FindingPlace){tally->frames, TRUE, {direction, tally->offset, tally->octets}, -1};
}

static void find_missing(Conversation *conversation, Direction direction, const char *code,
                         const char *what, const Tally *tally) {
    conversation_find(conversation, code, place_of(tally, direction),
                      "%" G_GUINT64_FORMAT " octets of the %s are %s (%u %s); the first of them "
                      "would stand at octet %" G_GUINT64_FORMAT ".",
                      tally->octets, direction_name(direction), what, tally->count,
                      tally->count == 1 ? "place" : "places", tally->offset);
}

/* Both copies, unless they are secret. */
static const char *show_copies(Conversation *conversation, Direction direction,
                               const Tally *tally) {
    Span span = {direction, tally->offset, MAX(tally->n_copied, 1)};
    gboolean is_hidden =
        !conversation->workshop->options->reveal && meets(conversation->tcp->secrets, span);
    if (is_hidden || tally->n_copied == 0) {
        return "";
    }
    g_autofree char *kept = note_text_quote((const char *)tally->kept, tally->n_copied, COPY_MAX);
    g_autofree char *other = note_text_quote((const char *)tally->other, tally->n_copied, COPY_MAX);
    return conversation_text(conversation,
                             " Used: \"%s\" (packet %" G_GUINT64_FORMAT "); other copy: \"%s\".",
                             kept, tally->kept_frame, other);
}

static void find_conflict(Conversation *conversation, Direction direction, const Tally *tally) {
    guint64 octets = conversation->connection->directions[direction].conflicting;
    conversation_find(conversation, "tcp.conflict", place_of(tally, direction),
                      "%" G_GUINT64_FORMAT " octets of the %s were sent twice with different "
                      "content, the first at octet %" G_GUINT64_FORMAT ".%s",
                      MAX(octets, 1), direction_name(direction), tally->offset,
                      show_copies(conversation, direction, tally));
}

static void find_checksum(Conversation *conversation, Direction direction, const Tally *tally) {
    conversation_find(conversation, "tcp.bad-checksum", place_of(tally, direction),
                      tally->offloaded
                          ? "The TCP checksums of the %s are wrong throughout: its network card "
                            "fills them in after the capture (offload). Nothing is damaged."
                          : "A packet of the %s has a wrong TCP checksum: it was damaged on its "
                            "way, or its sender leaves checksums to the network card.",
                      direction_name(direction));
}

static void find_direction(Conversation *conversation, Direction direction) {
    Tally(*tallies)[N_DIRECTIONS] = conversation->tcp->tallies;
    if (tallies[TROUBLE_CONFLICT][direction].count > 0) {
        find_conflict(conversation, direction, &tallies[TROUBLE_CONFLICT][direction]);
    }
    if (tallies[TROUBLE_GAP][direction].count > 0 &&
        conversation->connection->directions[direction].seen) {
        find_missing(conversation, direction, "tcp.gap", "missing from the capture",
                     &tallies[TROUBLE_GAP][direction]);
    }
    if (tallies[TROUBLE_SNAPPED][direction].count > 0) {
        find_missing(conversation, direction, "tcp.snapped", "cut off by the snap length",
                     &tallies[TROUBLE_SNAPPED][direction]);
    }
    if (tallies[TROUBLE_CHECKSUM][direction].count > 0) {
        find_checksum(conversation, direction, &tallies[TROUBLE_CHECKSUM][direction]);
    }
}

void tcp_story_find(Conversation *conversation) {
    const StreamConnection *connection = conversation->connection;
    FindingPlace start = {{connection->first_frame, connection->first_frame}, FALSE, {0}, -1};
    if (connection->opened == STREAM_OPENED_LATE) {
        conversation_find(conversation, "tcp.late-start", start, NULL);
    }
    for (guint d = 0; d < N_DIRECTIONS; d++) {
        if (!connection->directions[d].seen) {
            conversation_find(conversation, "tcp.one-direction", start,
                              "Nothing that the %s sent was captured; its part is inferred.",
                              direction_name((Direction)d));
        }
    }
    if (connection->is_given_up) {
        FindingPlace end = {{connection->last_frame, connection->last_frame}, FALSE, {0}, -1};
        conversation_find(conversation, "tcp.given-up", end, NULL);
    }
    for (guint d = 0; d < N_DIRECTIONS && conversation->tcp != NULL; d++) {
        find_direction(conversation, (Direction)d);
    }
}
