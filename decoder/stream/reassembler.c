/* SPDX-License-Identifier: MIT */
/* Sequence numbers of one direction -> offsets in its stream, and what is known about them: seen,
 * acknowledged, damaged, ended. It does not know when something may be handed on. */
#include "stream/reassembler.h"

void reassembler_init(Reassembler *self) {
    *self = (Reassembler){.end = -1};
}

void reassembler_clear(Reassembler *self, CopyBudget *budget) {
    held_set_clear(&self->held);
    copies_clear(&self->copies, budget);
}

void reassembler_set_base(Reassembler *self, guint32 seq) {
    self->base_seq = seq;
    self->has_base = TRUE;
}

gint64 reassembler_offset(const Reassembler *self, guint32 seq) {
    guint32 next_seq = self->base_seq + (guint32)self->next;
    return self->next + (gint32)(seq - next_seq);
}

gboolean reassembler_is_near(const Reassembler *self, gint64 offset) {
    gint64 distance = offset - self->next;
    return distance <= REASSEMBLER_WINDOW_MAX && distance >= -REASSEMBLER_WINDOW_MAX;
}

void reassembler_acknowledge(Reassembler *self, CopyBudget *budget, gint64 offset) {
    if (offset <= self->acked)
        return;
    self->acked = offset;
    copies_keep_last(&self->copies, budget,
                     offset < self->next ? (guint64)(self->next - offset) : 0);
}

gint64 reassembler_acked_octets(const Reassembler *self) {
    return self->end >= 0 ? MIN(self->acked, self->end) : self->acked;
}

gboolean reassembler_is_offloaded(const Reassembler *self) {
    return self->damaged_at_first > 0;
}

CopyRank reassembler_judge(Reassembler *self, NetChecksum checksum, gboolean *first_offload) {
    *first_offload = FALSE;
    if (checksum == NET_CHECKSUM_GOOD) {
        self->has_good_checksum = TRUE;
        if (self->damaged_at_first < REASSEMBLER_DAMAGED_FIRST_MAX)
            self->damaged_at_first = 0;
    }
    if (checksum != NET_CHECKSUM_BAD)
        return COPY_GOOD;
    if (self->has_good_checksum && !reassembler_is_offloaded(self))
        return COPY_DAMAGED;
    *first_offload = self->damaged_at_first == 0;
    self->damaged_at_first = MIN(self->damaged_at_first + 1, REASSEMBLER_DAMAGED_FIRST_MAX);
    return COPY_GOOD;
}

gboolean reassembler_has_head(const Reassembler *self) {
    const HeldSegment *first = held_set_first(&self->held);
    return first != NULL && first->offset == self->next;
}

gboolean reassembler_is_idle(const Reassembler *self) {
    return self->held.segments == NULL && self->next >= reassembler_acked_octets(self) &&
           (self->end < 0 || self->end_is_told || !self->has_fin);
}
