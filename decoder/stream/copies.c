/* SPDX-License-Identifier: MIT */
/* Octets handed on -> whether a later copy of them is the same. The memory is bounded, and empty
 * for a flow whose octets are all acknowledged. It decides nothing: it only remembers. */
#include "stream/copies.h"

CopyDifference copies_compare(const guint8 *a, const guint8 *b, guint32 length) {
    CopyDifference found = {0};
    if (memcmp(a, b, length) == 0)
        return found;
    guint32 last = 0;
    for (guint32 i = 0; i < length; i++) {
        if (a[i] == b[i])
            continue;
        if (found.octets++ == 0)
            found.first = i;
        last = i;
    }
    found.length = last - found.first + 1;
    return found;
}

static guint8 *pop_spare(CopyPool *self, guint class) {
    guint8 *octets = self->spare[class];
    if (octets != NULL)
        memcpy(&self->spare[class], octets, sizeof octets);
    return octets;
}

void copy_pool_clear(CopyPool *self) {
    for (guint i = 0; i < COPY_POOL_SIZES; i++)
        for (guint8 *octets = NULL; (octets = pop_spare(self, i)) != NULL;)
            g_free(octets);
    self->octets = 0;
}

/* The sizes that a room can have: powers of two from 2^8 on, and one and a half of them. */
static guint32 size_of(guint class) {
    guint32 power = 256u << (class / 2);
    return class % 2 == 0 ? power : power + power / 2;
}

/* The least of them that holds `room` octets; its place in the pool. */
static guint class_of(guint32 room) {
    guint bits = g_bit_storage(room - 1);
    guint class = bits > 8 ? 2 * (bits - 8) : 0;
    return class > 0 && room <= size_of(class - 1) ? class - 1 : class;
}

static guint8 *pool_take(CopyPool *self, guint32 room) {
    guint8 *octets = pop_spare(self, class_of(room));
    if (octets == NULL)
        return g_malloc(room);
    self->octets -= room;
    return octets;
}

static void pool_give(CopyPool *self, guint8 *octets, guint32 room) {
    guint8 **first = &self->spare[class_of(room)];
    if (self->octets + room > COPY_POOL_MAX) {
        g_free(octets);
        return;
    }
    memcpy(octets, first, sizeof *first);
    *first = octets;
    self->octets += room;
}

void copies_clear(Copies *self, CopyPool *pool) {
    copies_keep_last(self, pool, 0);
    *self = (Copies){0};
}

#define DIGEST_LANES 8
/* Odd, their bits well mixed. */
#define SUM_FACTOR G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)
#define PLACE_FACTOR G_GUINT64_CONSTANT(0xd1b54a32d192ed03)

/* Numbers that the processor adds side by side. */
typedef guint64 Lanes __attribute__((vector_size(DIGEST_LANES * sizeof(guint64))));

/* Multiplying carries differences upwards only, so what is on top goes down first. */
static guint64 mix(guint64 number, guint64 factor) {
    return (number ^ (number >> 32)) * factor;
}

/* Sums, and sums of sums, so that place matters. Tells copies apart that differ by accident;
 * whoever wants two of the same digest can make them. */
static guint64 digest_of(const guint8 *octets, guint32 length) {
    Lanes sums = {0}, places = {0}, words;
    guint32 i = 0;
    for (; i + sizeof words <= length; i += sizeof words) {
        memcpy(&words, octets + i, sizeof words);
        sums += words;
        places += sums;
    }
    words = (Lanes){0};
    memcpy(&words, octets + i, length - i);
    sums += words;
    places += sums;
    guint64 digest = length;
    for (guint64 lane = 0; lane < DIGEST_LANES; lane++)
        digest +=
            mix(sums[lane], SUM_FACTOR + 2 * lane) ^ mix(places[lane], PLACE_FACTOR + 2 * lane);
    return digest;
}

/* A flow tends to need what it needed before; half of it, so that this is forgotten again. */
static guint32 room_for(const Copies *self, guint32 wanted) {
    guint32 hint = MAX(self->room + self->room / 2, self->last_room / 2);
    return size_of(class_of(MAX(wanted, hint)));
}

/* So little that moving it costs less than memory that is held for long. */
#define MOVED_MAX 4096u

/* Room for `length` octets more at the end; the acknowledged front is reused first. */
static void make_room(Copies *self, CopyPool *pool, guint32 length) {
    guint32 wanted = self->length + length;
    if (self->start + wanted <= self->room)
        return;
    gboolean is_movable =
        wanted <= self->room &&
        (self->length <= MOVED_MAX || (wanted <= self->room / 2 && self->start >= self->length));
    if (!is_movable) {
        guint32 room = room_for(self, wanted);
        guint8 *larger = pool_take(pool, room);
        if (self->room > 0) {
            memcpy(larger, self->octets + self->start, self->length);
            pool_give(pool, self->octets, self->room);
        }
        self->octets = larger;
        self->room = room;
    } else {
        memmove(self->octets, self->octets + self->start, self->length);
    }
    self->start = 0;
}

static void keep_octets(Copies *self, CopyPool *pool, const guint8 *octets, guint32 length) {
    if (length > COPIES_KEPT_MAX) {
        octets += length - COPIES_KEPT_MAX;
        length = COPIES_KEPT_MAX;
    }
    copies_keep_last(self, pool, COPIES_KEPT_MAX - length);
    make_room(self, pool, length);
    memcpy(self->octets + self->start + self->length, octets, length);
    self->length += length;
}

void copies_add(Copies *self, CopyPool *pool, guint64 offset, const guint8 *octets, guint32 length,
                gboolean keep) {
    self->digests[self->next_digest++ % COPIES_DIGESTS] =
        (CopyDigest){digest_of(octets, length), (guint32)offset, length};
    if (keep)
        keep_octets(self, pool, octets, length);
    else
        copies_keep_last(self, pool, 0);
}

void copies_keep_last(Copies *self, CopyPool *pool, guint64 length) {
    if (length >= self->length)
        return;
    self->start += self->length - (guint32)length;
    self->length = (guint32)length;
    if (length == 0) {
        pool_give(pool, g_steal_pointer(&self->octets), self->room);
        self->last_room = self->room;
        self->room = self->start = 0;
    }
}

const guint8 *copies_find(const Copies *self, guint64 next, guint64 offset) {
    guint64 back = next - offset;
    if (offset >= next || back > self->length)
        return NULL;
    return self->octets + self->start + (self->length - back);
}

gboolean copies_contradict(const Copies *self, guint64 offset, const guint8 *octets,
                           guint32 length) {
    for (guint i = 0; i < COPIES_DIGESTS; i++) {
        const CopyDigest *known = &self->digests[i];
        if (length > 0 && known->length == length && known->offset == (guint32)offset)
            return known->digest != digest_of(octets, length);
    }
    return FALSE;
}
