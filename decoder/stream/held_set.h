/* SPDX-License-Identifier: MIT */
/* Segments of one direction that wait for their turn, in the order of their octets, without
 * overlap. Where two copies of the same octets meet, one is chosen and the choice reported. */
#pragma once

#include <glib.h>

/* How much a copy is to be believed. Among differing copies the higher one wins. */
typedef enum {
    COPY_SNAPPED, /* known to have existed, its octets were not captured */
    COPY_DAMAGED, /* its TCP checksum fails */
    COPY_GOOD,
} CopyRank;

/* A run of octets that one frame carried. */
typedef struct {
    gint64 offset; /* of the first octet in its direction's stream */
    gint64 need;   /* what it acknowledges: the other direction must have come this far first */
    guint64 frame;
    gint64 time_ns;
    const guint8 *octets; /* NULL for COPY_SNAPPED */
    guint32 length;
    CopyRank rank;
} HeldSegment;

typedef struct {
    GSequence *segments; /* of HeldSegment by offset; NULL until the first one comes */
    HeldSegment *first;  /* the one with the least offset, or NULL */
    guint32 cost;        /* octets and bookkeeping; what the cap is measured against */
} HeldSet;

/* What one waiting segment costs besides its octets. */
#define HELD_OVERHEAD 112u

/* Both copies begin at the same octet; the shorter of the two lengths is what they share. */
typedef void (*HeldOverlap)(gpointer user, const HeldSegment *winner, const HeldSegment *loser,
                            guint32 length);

void held_set_clear(HeldSet *self);

/* Copies `fresh` into the set, except where a better copy waits already. Of equally good copies
 * the one that came first stays, or with `last_wins` the new one. */
void held_set_add(HeldSet *self, const HeldSegment *fresh, gboolean last_wins, HeldOverlap overlap,
                  gpointer user);

/* The waiting segment with the least offset, or NULL. Lent until the set changes. */
static inline const HeldSegment *held_set_first(const HeldSet *self) {
    return self->first;
}

/* The first segment has lost its first `length` octets, or is gone when these were all. */
void held_set_consume(HeldSet *self, guint32 length);
