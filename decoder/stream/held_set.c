/* SPDX-License-Identifier: MIT */
/* Segments in any order -> disjoint segments in order. A balanced sequence, so that neither
 * distance nor number of segments makes it slow; memory is counted, entry by entry. It knows
 * nothing of why a segment waits. */
#include "stream/held_set.h"

/* A segment and the octets it owns, in one piece of memory. */
typedef struct {
    HeldSegment segment;
    guint8 store[];
} HeldBlock;

static HeldSegment *block_new(const HeldSegment *segment) {
    gsize stored = segment->octets != NULL ? segment->length : 0;
    HeldBlock *self = g_malloc(sizeof(HeldBlock) + stored);
    self->segment = *segment;
    if (stored > 0) {
        memcpy(self->store, segment->octets, stored);
        self->segment.octets = self->store;
    }
    return &self->segment;
}

static gint64 end_of(const HeldSegment *segment) {
    return segment->offset + segment->length;
}

static guint32 cost_of(const HeldSegment *segment) {
    return HELD_OVERHEAD + (segment->octets != NULL ? segment->length : 0);
}

/* The segment from its octet `skip` on, `length` octets of it. */
static HeldSegment slice(const HeldSegment *segment, guint32 skip, guint32 length) {
    HeldSegment part = *segment;
    part.offset += skip;
    part.length = length;
    if (part.octets != NULL)
        part.octets += skip;
    return part;
}

void held_set_clear(HeldSet *self) {
    if (self->segments != NULL)
        g_sequence_free(self->segments);
    *self = (HeldSet){0};
}

static void insert_before(HeldSet *self, GSequenceIter *at, const HeldSegment *segment) {
    g_sequence_insert_before(at, block_new(segment));
    self->cost += cost_of(segment);
}

static gint by_offset(gconstpointer a, gconstpointer b, gpointer user) {
    gint64 left = ((const HeldSegment *)a)->offset, right = ((const HeldSegment *)b)->offset;
    return left < right ? -1 : left > right;
}

/* The first waiting segment that ends behind the first octet of `fresh`. */
static GSequenceIter *first_touching(const HeldSet *self, HeldSegment *fresh) {
    GSequenceIter *end = g_sequence_get_end_iter(self->segments);
    GSequenceIter *last = g_sequence_iter_prev(end);
    if (last == end || end_of(g_sequence_get(last)) <= fresh->offset)
        return end;
    GSequenceIter *at = g_sequence_search(self->segments, fresh, by_offset, NULL);
    GSequenceIter *before = g_sequence_iter_prev(at);
    return before != at && end_of(g_sequence_get(before)) > fresh->offset ? before : at;
}

/* Puts `part` into the place that it takes from the segment at `at`. Returns the next place. */
static GSequenceIter *displace(HeldSet *self, GSequenceIter *at, const HeldSegment *part) {
    const HeldSegment *old = g_sequence_get(at);
    guint32 before = (guint32)(part->offset - old->offset);
    guint32 behind = (guint32)(end_of(old) - end_of(part));
    if (before > 0) {
        HeldSegment left = slice(old, 0, before);
        insert_before(self, at, &left);
    }
    insert_before(self, at, part);
    if (behind > 0) {
        HeldSegment right = slice(old, old->length - behind, behind);
        insert_before(self, at, &right);
    }
    self->cost -= cost_of(old);
    GSequenceIter *next = g_sequence_iter_next(at);
    g_sequence_remove(at);
    return next;
}

/* `part` lies inside the segment at `at`. Returns the place behind it. */
static GSequenceIter *settle_overlap(HeldSet *self, GSequenceIter *at, HeldSegment *part,
                                     gboolean last_wins, HeldOverlap overlap, gpointer user) {
    HeldSegment *old = g_sequence_get(at);
    HeldSegment same = slice(old, (guint32)(part->offset - old->offset), part->length);
    gboolean wins = part->rank > old->rank || (part->rank == old->rank && last_wins);
    overlap(user, wins ? part : &same, wins ? &same : part, part->length);
    part->need = old->need = MIN(old->need, part->need);
    return wins ? displace(self, at, part) : g_sequence_iter_next(at);
}

void held_set_add(HeldSet *self, const HeldSegment *fresh, gboolean last_wins, HeldOverlap overlap,
                  gpointer user) {
    if (self->segments == NULL)
        self->segments = g_sequence_new(g_free);
    HeldSegment rest = *fresh;
    GSequenceIter *at = first_touching(self, &rest);
    while (rest.length > 0 && !g_sequence_iter_is_end(at)) {
        const HeldSegment *old = g_sequence_get(at);
        if (old->offset >= end_of(&rest))
            break;
        gboolean apart = rest.offset < old->offset;
        gint64 until = apart ? old->offset : MIN(end_of(old), end_of(&rest));
        HeldSegment part = slice(&rest, 0, (guint32)(until - rest.offset));
        rest = slice(&rest, part.length, rest.length - part.length);
        if (apart)
            insert_before(self, at, &part);
        else
            at = settle_overlap(self, at, &part, last_wins, overlap, user);
    }
    if (rest.length > 0)
        insert_before(self, at, &rest);
    self->first = g_sequence_get(g_sequence_get_begin_iter(self->segments));
}

void held_set_consume(HeldSet *self, guint32 length) {
    HeldSegment *segment = self->first;
    self->cost -= cost_of(segment);
    if (length < segment->length) {
        *segment = slice(segment, length, segment->length - length);
        self->cost += cost_of(segment);
        return;
    }
    g_sequence_remove(g_sequence_get_begin_iter(self->segments));
    if (self->cost == 0)
        held_set_clear(self);
    else
        self->first = g_sequence_get(g_sequence_get_begin_iter(self->segments));
}
