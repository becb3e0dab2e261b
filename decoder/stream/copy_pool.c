/* SPDX-License-Identifier: MIT */
/* Memory given back -> memory for the next who asks, by size. It does not know what it is for. */
#include "stream/copy_pool.h"

/* The sizes that a chunk can have: powers of two from 2^8 on, and one and a half of them. */
static guint32 size_of(guint class) {
    guint32 power = 256u << (class / 2);
    return class % 2 == 0 ? power : power + power / 2;
}

/* The least of them that holds `size` octets; its place in the pool. */
static guint class_of(guint32 size) {
    guint bits = g_bit_storage(size - 1);
    guint class = bits > 8 ? 2 * (bits - 8) : 0;
    return class > 0 && size <= size_of(class - 1) ? class - 1 : class;
}

static guint32 whole_size(const CopyChunk *chunk) {
    return (guint32)sizeof *chunk + chunk->room;
}

CopyChunk *copy_pool_take(CopyPool *self, guint32 wanted) {
    guint32 least = MIN(wanted, COPY_CHUNK_MAX - (guint32)sizeof(CopyChunk));
    guint class = class_of(least + (guint32)sizeof(CopyChunk));
    CopyChunk *chunk = self->spare[class];
    if (chunk != NULL) {
        self->spare[class] = chunk->next;
        self->octets -= size_of(class);
    } else {
        chunk = g_malloc(size_of(class));
        chunk->room = size_of(class) - (guint32)sizeof *chunk;
    }
    chunk->next = NULL;
    chunk->start = chunk->end = 0;
    return chunk;
}

void copy_pool_give(CopyPool *self, CopyChunk *chunk) {
    guint32 size = whole_size(chunk);
    if (self->octets + size > COPY_POOL_MAX) {
        g_free(chunk);
        return;
    }
    CopyChunk **first = &self->spare[class_of(size)];
    chunk->next = *first;
    *first = chunk;
    self->octets += size;
}

void copy_pool_clear(CopyPool *self) {
    for (guint i = 0; i < COPY_POOL_SIZES; i++) {
        CopyChunk *next = NULL;
        for (CopyChunk *chunk = self->spare[i]; chunk != NULL; chunk = next) {
            next = chunk->next;
            g_free(chunk);
        }
    }
    *self = (CopyPool){0};
}
