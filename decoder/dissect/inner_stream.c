/* SPDX-License-Identifier: MIT */
/* Keeps, for octets that came out of others, which frames and which outer octets they came from. It
 * knows neither compression nor encryption. */
#include "dissect/inner_stream.h"

#include "dissect/labels.h"

/* Inner octets from `offset` on came out of these. */
typedef struct {
    guint64 offset, length;
    guint64 outer, outer_length;
} Origin;

struct InnerStream {
    Conversation *conversation;
    Direction direction;
    const char *layer;
    InnerStream *below;       /* NULL: TCP */
    LabelTrack *below_labels; /* lent: its owner is the layer below */
    LabelTrack *labels;       /* NULL unless somebody asked for labels */
    CarrierLog carriers;
    GArray *origins; /* of Origin, by offset */
    guint first;     /* those before it are forgotten */
    guint64 octets;
};

InnerStream *inner_stream_begin(Conversation *conversation, Direction direction,
                                const char *layer) {
    InnerStream *self = g_new0(InnerStream, 1);
    self->conversation = conversation;
    self->direction = direction;
    self->layer = layer;
    self->below = conversation->inner[direction];
    self->below_labels = conversation->labels[direction];
    self->origins = g_array_new(FALSE, FALSE, sizeof(Origin));
    if (self->below_labels != NULL) {
        self->labels = label_track_new_inner(conversation, direction, self);
    }
    conversation->inner[direction] = self;
    conversation->labels[direction] = self->labels;
    return self;
}

void inner_stream_free(InnerStream *self) {
    while (self != NULL) {
        InnerStream *below = self->below;
        label_track_free(self->labels);
        carrier_log_clear(&self->carriers);
        g_array_unref(self->origins);
        g_free(self);
        self = below;
    }
}

const char *inner_stream_layer(const InnerStream *self) {
    return self->layer;
}

guint64 inner_stream_octets(const InnerStream *self) {
    return self->octets;
}

LabelTrack *inner_stream_outer_labels(const InnerStream *self) {
    return self->below_labels;
}

static Carrier below_carrier(const InnerStream *self, guint64 outer, guint64 outer_length) {
    if (self->below != NULL) {
        return inner_stream_carrier(self->below, outer, outer_length);
    }
    return conversation_wire_carrier(self->conversation, self->direction, outer, outer_length);
}

/* What continues the origin before it is the same one. */
static void add_origin(InnerStream *self, const Origin *origin) {
    guint n = self->origins->len;
    Origin *last = n > self->first ? &g_array_index(self->origins, Origin, n - 1) : NULL;
    if (last != NULL && last->outer == origin->outer &&
        last->outer_length == origin->outer_length) {
        last->length += origin->length;
    } else {
        g_array_append_val(self->origins, *origin);
    }
}

void inner_stream_append(InnerStream *self, const guint8 *octets, gsize length, guint64 outer,
                         guint64 outer_length) {
    if (length == 0) {
        return;
    }
    Carrier carrier = below_carrier(self, outer, MAX(outer_length, 1));
    Origin origin = {self->octets, length, outer, outer_length};
    add_origin(self, &origin);
    carrier_log_append(&self->carriers, self->octets, length, carrier.last_frame,
                       carrier.last_time_ns);
    label_track_feed(self->labels, octets, length);
    self->octets += length;
}

void inner_stream_gap(InnerStream *self, guint64 length) {
    label_track_gap(self->labels, length);
    self->octets += length;
}

Carrier inner_stream_carrier(const InnerStream *self, guint64 offset, guint64 length) {
    Carrier carrier = carrier_log_find(&self->carriers, offset, length);
    if (carrier.segments == 0) {
        return conversation_wire_carrier(self->conversation, self->direction, offset, 0);
    }
    return carrier;
}

/* The first origin that ends after `offset`; halves the range. */
static guint first_after(const InnerStream *self, guint64 offset) {
    guint low = self->first;
    guint high = self->origins->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const Origin *origin = &g_array_index(self->origins, Origin, middle);
        if (origin->offset + origin->length > offset) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* One layer down. */
static Span below_span(const InnerStream *self, Span span) {
    Span outer = {self->direction, 0, 0};
    guint64 end = span.offset + MAX(span.length, 1);
    for (guint i = first_after(self, span.offset); i < self->origins->len; i++) {
        const Origin *origin = &g_array_index(self->origins, Origin, i);
        if (origin->offset >= end) {
            break;
        }
        outer.offset = outer.length == 0 ? origin->outer : outer.offset;
        outer.length = origin->outer + origin->outer_length - outer.offset;
    }
    return outer;
}

Span inner_stream_wire_span(const InnerStream *self, Span span) {
    for (const InnerStream *at = self; at != NULL; at = at->below) {
        span = below_span(at, span);
    }
    return span;
}

/* Origins wholly inside become one. */
static void fold_origins(InnerStream *self, guint64 from, guint64 to) {
    guint first = first_after(self, from);
    guint past = first;
    while (past < self->origins->len) {
        const Origin *origin = &g_array_index(self->origins, Origin, past);
        if (origin->offset + origin->length > to) {
            break;
        }
        past++;
    }
    if (past < first + 2) {
        return;
    }
    Origin *sum = &g_array_index(self->origins, Origin, first);
    const Origin *last = &g_array_index(self->origins, Origin, past - 1);
    sum->length = last->offset + last->length - sum->offset;
    sum->outer_length = last->outer + last->outer_length - sum->outer;
    g_array_remove_range(self->origins, first + 1, past - first - 1);
}

void inner_stream_fold(InnerStream *self, guint64 from, guint64 to) {
    carrier_log_fold(&self->carriers, from, to);
    fold_origins(self, from, to);
}

void inner_stream_forget(InnerStream *self, guint64 offset) {
    carrier_log_forget(&self->carriers, offset);
    self->first = first_after(self, offset);
    if (self->first > 64 && self->first > self->origins->len / 2) {
        g_array_remove_range(self->origins, 0, self->first);
        self->first = 0;
    }
}
