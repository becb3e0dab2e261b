/* SPDX-License-Identifier: MIT */
/* What is remembered of octets already handed on, so that another copy of them can be compared:
 * the octets themselves until the peer has acknowledged them, then a digest of the last segments.
 */
#pragma once

#include <glib.h>

#define COPIES_KEPT_MAX (256u * 1024) /* octets kept per direction; beyond it the oldest go */
#define COPIES_ALL_MAX ((gsize)4 * 1024 * 1024) /* memory of all that is kept, of all flows */
#define COPY_CHUNK_MAX 65536u /* octets of the greatest chunk, with what stands before them */
#define COPIES_DIGESTS 4u     /* segments whose digest is remembered */

/* A run of octets: octets + start … octets + end. */
typedef struct CopyChunk {
    struct CopyChunk *next;
    guint32 start, end, room;
    guint8 octets[];
} CopyChunk;

/* What the memories of several flows share: how much they take. All zero is nothing. */
typedef struct {
    gsize octets; /* of all chunks */
} CopyBudget;

/* A segment that was handed on. The offset counts modulo 2^32, like sequence numbers. */
typedef struct {
    guint64 digest;
    guint32 offset, length;
} CopyDigest;

#define COPIES_NEAR 64u /* octets for which no chunk is needed: most commands and replies */

/* All zero is an empty memory. Kept are the last `length` octets handed on: those of `near` from
 * near_start to near_end, then those of the chunks. */
typedef struct {
    CopyChunk *first, *last;
    guint32 length;
    guint8 near_start, near_end;
    guint8 near[COPIES_NEAR];
    guint32 next_digest;
    CopyDigest digests[COPIES_DIGESTS];
} Copies;

/* How two copies differ. */
typedef struct {
    guint32 first, length; /* from the first differing octet to the last */
    guint32 octets;        /* so many of them differ; 0: equal */
} CopyDifference;

CopyDifference copies_compare(const guint8 *a, const guint8 *b, guint32 length);

void copies_clear(Copies *self, CopyBudget *budget);

/* These octets, which begin at `offset`, have been handed on. `keep`: not yet acknowledged. Where
 * the budget is used up, only their digest is remembered. */
void copies_add(Copies *self, CopyBudget *budget, guint64 offset, const guint8 *octets,
                guint32 length, gboolean keep);

/* The octets handed on so far are kept only as far as the last `length` of them. */
void copies_keep_last(Copies *self, CopyBudget *budget, guint64 length);

/* Copies `length` octets from `offset` on to `to`; FALSE where they are no longer kept. `next` is
 * the offset behind the last octet handed on. */
gboolean copies_read(const Copies *self, guint64 next, guint64 offset, guint32 length, guint8 *to);

/* Whether a segment cut at exactly this place was handed on with other octets. */
gboolean copies_contradict(const Copies *self, guint64 offset, const guint8 *octets,
                           guint32 length);
