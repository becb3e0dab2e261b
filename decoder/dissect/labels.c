/* SPDX-License-Identifier: MIT */
/* Turns "the next n octets are a verb" into leaves that carry their octets, place and frames. It
 * does not know what a label means. */
#include "dissect/labels.h"

#include "dissect/inner_stream.h"

#include <string.h>

typedef struct {
    guint64 offset, length;
} TrackGap;

struct LabelTrack {
    Conversation *conversation;
    Direction direction;
    const InnerStream *inner; /* NULL: the octets are those of TCP */
    guint64 offset;           /* of the next leaf */
    GByteArray *held;         /* octets that arrived and have no label yet */
    gsize start;              /* those before it are labelled */
    GArray *gaps;             /* of TrackGap, ahead of `offset` */
    guint64 end;              /* of what has arrived or is lost */
};

LabelTrack *label_track_new(Conversation *conversation, Direction direction) {
    LabelTrack *self = g_new0(LabelTrack, 1);
    self->conversation = conversation;
    self->direction = direction;
    self->held = g_byte_array_new();
    self->gaps = g_array_new(FALSE, FALSE, sizeof(TrackGap));
    return self;
}

LabelTrack *label_track_new_inner(Conversation *conversation, Direction direction,
                                  const InnerStream *inner) {
    LabelTrack *self = label_track_new(conversation, direction);
    self->inner = inner;
    return self;
}

static Carrier find_carrier(const LabelTrack *self, guint64 length) {
    if (self->inner != NULL) {
        return inner_stream_carrier(self->inner, self->offset, length);
    }
    return conversation_wire_carrier(self->conversation, self->direction, self->offset, length);
}

void label_track_free(LabelTrack *self) {
    if (self == NULL) {
        return;
    }
    g_byte_array_unref(self->held);
    g_array_unref(self->gaps);
    g_free(self);
}

/* Half of the buffer is labelled: give it back. Each octet is moved a bounded number of times. */
static void compact(LabelTrack *self) {
    if (self->start > 0 && self->start >= self->held->len / 2) {
        g_byte_array_remove_range(self->held, 0, (guint)self->start);
        self->start = 0;
    }
}

void label_track_feed(LabelTrack *self, const guint8 *octets, gsize length) {
    if (self == NULL) {
        return;
    }
    compact(self);
    g_byte_array_append(self->held, octets, (guint)length);
    self->end += length;
}

void label_track_gap(LabelTrack *self, guint64 length) {
    if (self == NULL) {
        return;
    }
    TrackGap gap = {self->end, length};
    g_array_append_val(self->gaps, gap);
    self->end += length;
}

/* Passes over gaps at the current place; how many octets stand before the next one. */
static guint64 pass_gaps(LabelTrack *self) {
    while (self->gaps->len > 0) {
        const TrackGap *gap = &g_array_index(self->gaps, TrackGap, 0);
        if (gap->offset > self->offset) {
            return gap->offset - self->offset;
        }
        self->offset += gap->length;
        g_array_remove_index(self->gaps, 0);
    }
    return G_MAXUINT64;
}

static void write_leaf(LabelTrack *self, guint64 length, const char *label, gboolean is_secret) {
    const Workshop *workshop = self->conversation->workshop;
    Carrier carrier = find_carrier(self, length);
    NoteLeaf leaf = {
        .span = {self->direction, self->offset, length},
        .label = label,
        .octets = self->held->data + self->start,
        .is_secret = is_secret,
        .frames = carrier_frames(&carrier),
        .layer = self->inner != NULL ? inner_stream_layer(self->inner) : NULL,
    };
    if (workshop->sink->leaf != NULL) {
        workshop->sink->leaf(workshop->user, &self->conversation->note, &leaf);
    }
    self->start += length;
    self->offset += length;
}

void label_track_take(LabelTrack *self, guint64 length, const char *label, gboolean is_secret) {
    if (self == NULL) {
        return;
    }
    while (length > 0) {
        guint64 before_gap = pass_gaps(self);
        guint64 n = MIN(MIN(length, before_gap), self->held->len - self->start);
        if (n == 0) {
            return;
        }
        write_leaf(self, n, label, is_secret);
        length -= n;
    }
}

void label_track_lines(LabelTrack *self, guint64 length, const char *label) {
    while (self != NULL && length > 0) {
        guint64 before_gap = pass_gaps(self);
        gsize n = (gsize)MIN(MIN(length, before_gap), self->held->len - self->start);
        const guint8 *octets = self->held->data + self->start;
        const guint8 *lf = n > 0 ? memchr(octets, '\n', n) : NULL;
        gsize end = lf == NULL ? 0 : lf > octets && lf[-1] == '\r' ? 2 : 1;
        gsize text = lf == NULL ? n : (gsize)(lf - octets) + 1 - end;
        if (n == 0) {
            return;
        }
        label_track_take(self, text, label, FALSE);
        label_track_take(self, end, "line end", FALSE);
        length -= text + end;
    }
}

void label_track_line(LabelTrack *self, const GArray *tokens, gsize length, gsize end_length,
                      gsize secret) {
    if (self == NULL) {
        return;
    }
    gsize at = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const SyntaxToken *token = &g_array_index(tokens, SyntaxToken, i);
        label_track_take(self, token->length, token->label, token->offset >= secret);
        at += token->length;
    }
    label_track_take(self, length - at, "unknown", FALSE);
    label_track_take(self, end_length, "line end", FALSE);
}

void label_track_rest(LabelTrack *self, const char *label) {
    if (self != NULL) {
        label_track_take(self, self->held->len - self->start, label, FALSE);
    }
}

guint64 label_track_offset(const LabelTrack *self, guint64 otherwise) {
    return self == NULL ? otherwise : self->offset;
}
