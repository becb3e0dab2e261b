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

void copies_clear(Copies *self, CopyBudget *budget) {
    copies_keep_last(self, budget, 0);
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

/* One segment makes a chunk; many little ones fill chunks that grow up to this. */
#define GROWN_MAX 4096u

/* An empty chunk with room for at least `wanted` octets, or of the greatest size. */
static CopyChunk *chunk_new(CopyBudget *budget, guint32 wanted) {
    guint32 size = MIN(wanted + (guint32)sizeof(CopyChunk), COPY_CHUNK_MAX);
    CopyChunk *chunk = g_malloc(size);
    *chunk = (CopyChunk){.room = size - (guint32)sizeof *chunk};
    budget->octets += size;
    return chunk;
}

/* Room for some of `length` octets at the end. */
static CopyChunk *open_chunk(Copies *self, CopyBudget *budget, guint32 length) {
    CopyChunk *last = self->last;
    if (last != NULL && last->end < last->room)
        return last;
    CopyChunk *chunk = chunk_new(budget, MAX(length, MIN(self->length, GROWN_MAX)));
    if (last != NULL)
        last->next = chunk;
    else
        self->first = chunk;
    return self->last = chunk;
}

/* Few octets, and no chunk before them. */
static gboolean fits_near(const Copies *self, guint32 length) {
    return self->first == NULL && length <= COPIES_NEAR - self->near_end;
}

static void keep_near(Copies *self, const guint8 *octets, guint32 length) {
    memcpy(self->near + self->near_end, octets, length);
    self->near_end += (guint8)length;
    self->length += length;
}

static void keep_in_chunks(Copies *self, CopyBudget *budget, const guint8 *octets, guint32 length) {
    while (length > 0) {
        CopyChunk *chunk = open_chunk(self, budget, length);
        guint32 fitting = MIN(length, chunk->room - chunk->end);
        memcpy(chunk->octets + chunk->end, octets, fitting);
        chunk->end += fitting;
        self->length += fitting;
        octets += fitting;
        length -= fitting;
    }
}

static void keep_octets(Copies *self, CopyBudget *budget, const guint8 *octets, guint32 length) {
    if (length > COPIES_KEPT_MAX) {
        octets += length - COPIES_KEPT_MAX;
        length = COPIES_KEPT_MAX;
    }
    copies_keep_last(self, budget, COPIES_KEPT_MAX - length);
    if (fits_near(self, length))
        keep_near(self, octets, length);
    else if (budget->octets + length <= COPIES_ALL_MAX)
        keep_in_chunks(self, budget, octets, length);
    else
        copies_keep_last(self, budget,
                         0); /* what is kept ends with the last octet, or is nothing */
}

void copies_add(Copies *self, CopyBudget *budget, guint64 offset, const guint8 *octets,
                guint32 length, gboolean keep) {
    self->digests[self->next_digest++ % COPIES_DIGESTS] =
        (CopyDigest){digest_of(octets, length), (guint32)offset, length};
    if (keep)
        keep_octets(self, budget, octets, length);
    else
        copies_keep_last(self, budget, 0);
}

static void drop_first(Copies *self, CopyBudget *budget) {
    CopyChunk *chunk = self->first;
    self->first = chunk->next;
    if (self->first == NULL)
        self->last = NULL;
    budget->octets -= sizeof *chunk + chunk->room;
    g_free(chunk);
}

static void drop_near(Copies *self, guint64 length) {
    guint8 gone = (guint8)MIN(self->length - length, (guint8)(self->near_end - self->near_start));
    self->near_start += gone;
    self->length -= gone;
    if (self->near_start == self->near_end)
        self->near_start = self->near_end = 0;
}

void copies_keep_last(Copies *self, CopyBudget *budget, guint64 length) {
    if (self->length > length)
        drop_near(self, length);
    while (self->length > length) {
        CopyChunk *chunk = self->first;
        guint32 gone = (guint32)MIN(self->length - length, chunk->end - chunk->start);
        chunk->start += gone;
        self->length -= gone;
        if (chunk->start == chunk->end)
            drop_first(self, budget);
    }
}

/* What is still to be read: after `skip` octets, `length` octets to `to`. */
typedef struct {
    guint32 skip, length;
    guint8 *to;
} CopyReading;

/* The next `here` octets that are kept. */
static void read_run(CopyReading *self, const guint8 *octets, guint32 here) {
    guint32 passed = MIN(self->skip, here), taken = MIN(self->length, here - passed);
    memcpy(self->to, octets + passed, taken);
    self->to += taken;
    self->length -= taken;
    self->skip -= passed;
}

gboolean copies_read(const Copies *self, guint64 next, guint64 offset, guint32 length, guint8 *to) {
    guint64 back = next - offset;
    if (offset > next || back > self->length || length > back)
        return FALSE;
    CopyReading reading = {self->length - (guint32)back, length, to};
    read_run(&reading, self->near + self->near_start, self->near_end - self->near_start);
    for (const CopyChunk *chunk = self->first; reading.length > 0; chunk = chunk->next)
        read_run(&reading, chunk->octets + chunk->start, chunk->end - chunk->start);
    return TRUE;
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
