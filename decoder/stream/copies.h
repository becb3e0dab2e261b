/* SPDX-License-Identifier: MIT */
/* What is remembered of octets already handed on, so that another copy of them can be compared:
 * the octets themselves until the peer has acknowledged them, then a digest of the last segments.
 */
#pragma once

#include <glib.h>

#define COPIES_KEPT_MAX (256u * 1024) /* octets kept per direction; beyond it the oldest go */
#define COPIES_DIGESTS 4u             /* segments whose digest is remembered */

/* A segment that was handed on. The offset counts modulo 2^32, like sequence numbers. */
typedef struct {
    guint64 digest;
    guint32 offset, length;
} CopyDigest;

#define COPY_POOL_SIZES 25u
#define COPY_POOL_MAX (16u * 1024 * 1024) /* octets of all buffers in a pool */

/* Buffers given back, so that the next flow need not ask for memory: of the sizes 256, 384, 512,
 * 768 … 2^20. Each begins with the address of the next one of its size, or NULL. */
typedef struct {
    guint8 *spare[COPY_POOL_SIZES];
    gsize octets;
} CopyPool;

void copy_pool_clear(CopyPool *self);

/* All zero is an empty memory. */
typedef struct {
    guint8 *octets; /* the last `length` octets handed on stand at octets + start */
    guint32 room, start, length;
    guint32 last_room; /* how large the buffer was the last time */
    guint32 next_digest;
    CopyDigest digests[COPIES_DIGESTS];
} Copies;

/* How two copies differ. */
typedef struct {
    guint32 first, length; /* from the first differing octet to the last */
    guint32 octets;        /* so many of them differ; 0: equal */
} CopyDifference;

CopyDifference copies_compare(const guint8 *a, const guint8 *b, guint32 length);

void copies_clear(Copies *self, CopyPool *pool);

/* These octets, which begin at `offset`, have been handed on. `keep`: not yet acknowledged. */
void copies_add(Copies *self, CopyPool *pool, guint64 offset, const guint8 *octets, guint32 length,
                gboolean keep);

/* The octets handed on so far are kept only as far as the last `length` of them. */
void copies_keep_last(Copies *self, CopyPool *pool, guint64 length);

/* The octets handed on from `offset` on, lent; NULL where they are no longer kept.
 * `next` is the offset behind the last octet handed on. */
const guint8 *copies_find(const Copies *self, guint64 next, guint64 offset);

/* Whether a segment cut at exactly this place was handed on with other octets. */
gboolean copies_contradict(const Copies *self, guint64 offset, const guint8 *octets,
                           guint32 length);
