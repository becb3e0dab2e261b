/* SPDX-License-Identifier: MIT */
/* Pieces of memory for octets that wait to be acknowledged: given back by one flow, they serve the
 * next. */
#pragma once

#include <glib.h>

/* A run of octets: octets + start … octets + end. */
typedef struct CopyChunk {
    struct CopyChunk *next;
    guint32 start, end, room;
    guint8 octets[];
} CopyChunk;

#define COPY_CHUNK_MAX                                                                             \
    65536u /* octets of the greatest chunk, with what stands in front of them                      \
            */
#define COPY_POOL_SIZES 17u
#define COPY_POOL_MAX ((gsize)16 * 1024 * 1024) /* octets of all chunks in a pool */

/* Chunks of the sizes 256, 384, 512, 768 … COPY_CHUNK_MAX. All zero is an empty pool. */
typedef struct {
    CopyChunk *spare[COPY_POOL_SIZES];
    gsize octets;
} CopyPool;

/* An empty chunk with room for at least `wanted` octets, or of the greatest size. */
CopyChunk *copy_pool_take(CopyPool *self, guint32 wanted);
void copy_pool_give(CopyPool *self, CopyChunk *chunk);
void copy_pool_clear(CopyPool *self);
