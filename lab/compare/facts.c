/* SPDX-License-Identifier: MIT */
/* Facts as they come -> facts by frame. It keeps the front of each value and knows nothing of what
 * they mean. */
#include "compare/facts.h"

FactStore *fact_store_new(void) {
    FactStore *self = g_new0(FactStore, 1);
    self->facts = g_array_new(FALSE, TRUE, sizeof(Fact));
    self->talks = g_array_new(FALSE, TRUE, sizeof(FactTalk));
    self->units = g_array_new(FALSE, TRUE, sizeof(FactUnit));
    self->messages = g_array_new(FALSE, TRUE, sizeof(FactMessage));
    self->findings = g_array_new(FALSE, TRUE, sizeof(FactRemark));
    self->events = g_array_new(FALSE, TRUE, sizeof(FactRemark));
    self->talk_of = g_hash_table_new_full(g_int_hash, g_int_equal, g_free, NULL);
    self->values = g_string_chunk_new(65536);
    return self;
}

void fact_store_free(FactStore *self) {
    if (self == NULL)
        return;
    g_array_unref(self->facts);
    g_array_unref(self->talks);
    g_array_unref(self->units);
    g_array_unref(self->messages);
    g_array_unref(self->findings);
    g_array_unref(self->events);
    g_hash_table_unref(self->talk_of);
    g_string_chunk_free(self->values);
    g_free(self);
}

guint fact_store_add(FactStore *self, const Fact *fact) {
    if (self->facts->len >= FACTS_MAX || self->octets >= FACTS_OCTETS_MAX) {
        self->left_out++;
        return G_MAXUINT;
    }
    Fact kept = *fact;
    gsize length = MIN(fact->length, FACT_VALUE_MAX);
    if (fact->value != NULL) {
        kept.value = g_string_chunk_insert_len(self->values, fact->value, (gssize)length);
        self->octets += length + 1;
    }
    g_array_append_val(self->facts, kept);
    return self->facts->len - 1;
}

/* Frames first; within one, as the octets stand. */
static gint compare_places(gconstpointer a, gconstpointer b) {
    const Fact *one = a, *other = b;
    if (one->frame != other->frame)
        return one->frame < other->frame ? -1 : 1;
    if (one->talk != other->talk)
        return one->talk < other->talk ? -1 : 1;
    if (one->direction != other->direction)
        return one->direction < other->direction ? -1 : 1;
    if (one->offset != other->offset)
        return one->offset < other->offset ? -1 : 1;
    return 0;
}

void fact_store_seal(FactStore *self) {
    g_array_sort(self->facts, compare_places);
}

/* The first fact whose frame is at least `frame`. */
static guint first_from(const FactStore *self, guint64 frame) {
    guint low = 0, high = self->facts->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(self->facts, Fact, middle).frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const Fact *fact_store_frame(const FactStore *self, guint64 frame, guint *n_facts) {
    guint first = first_from(self, frame), last = first;
    while (last < self->facts->len && g_array_index(self->facts, Fact, last).frame == frame)
        last++;
    *n_facts = last - first;
    return first == last ? NULL : &g_array_index(self->facts, Fact, first);
}

guint64 fact_store_next_frame(const FactStore *self, guint64 frame) {
    guint next = first_from(self, frame + 1);
    return next < self->facts->len ? g_array_index(self->facts, Fact, next).frame : 0;
}

guint fact_store_add_talk(FactStore *self, const FactTalk *talk) {
    guint index = self->talks->len;
    guint *entry = g_new(guint, 2); /* the stream, and where its talk is */
    entry[0] = talk->stream;
    entry[1] = index;
    g_array_append_val(self->talks, *talk);
    g_hash_table_replace(self->talk_of, entry, entry);
    return index;
}

const FactTalk *fact_store_talk(const FactStore *self, guint32 stream) {
    guint key = stream;
    const guint *entry = g_hash_table_lookup(self->talk_of, &key);
    return entry == NULL ? NULL : &g_array_index(self->talks, FactTalk, entry[1]);
}
