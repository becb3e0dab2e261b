/* SPDX-License-Identifier: MIT */
/* Octet ranges and their frames -> the frames behind any range. A plain array in the order of
 * offsets; searching halves it, appending and forgetting cost a constant on average. It knows
 * neither sequence numbers nor octets. */
#include "stream/carrier_log.h"

#include <string.h>

#define ROOM_FIRST 4u /* carriers */

void carrier_log_clear(CarrierLog *self) {
    g_free(self->carriers);
    *self = (CarrierLog){0};
}

static guint64 end_of(const Carrier *carrier) {
    return carrier->offset + carrier->length;
}

static Carrier *carriers_of(CarrierLog *self) {
    return self->carriers != NULL ? self->carriers : self->few;
}

static const Carrier *carrier_at(const CarrierLog *self, guint index) {
    return self->carriers != NULL ? &self->carriers[index] : &self->few[index];
}

/* They are more than a few. */
static void leave_few(CarrierLog *self) {
    self->room = ROOM_FIRST;
    self->carriers = g_new(Carrier, ROOM_FIRST);
    memcpy(self->carriers, self->few, sizeof self->few);
}

/* Makes room for one more: the forgotten front is reused before memory grows. */
static void make_room(CarrierLog *self) {
    Carrier *carriers = carriers_of(self);
    if (self->end < MAX(self->room, G_N_ELEMENTS(self->few)))
        return;
    if (self->start > self->end / 2) {
        memmove(carriers, carriers + self->start, (self->end - self->start) * sizeof(Carrier));
        self->end -= self->start;
        self->start = 0;
    } else if (self->carriers == NULL) {
        leave_few(self);
    } else {
        self->room *= 2;
        self->carriers = g_renew(Carrier, self->carriers, self->room);
    }
}

void carrier_log_append(CarrierLog *self, guint64 offset, guint64 length, guint64 frame,
                        gint64 time_ns) {
    if (self->end > self->start) {
        Carrier *last = &carriers_of(self)[self->end - 1];
        if (last->segments == 1 && last->last_frame == frame && end_of(last) == offset) {
            last->length += length;
            return;
        }
    }
    make_room(self);
    carriers_of(self)[self->end++] = (Carrier){.offset = offset,
                                               .length = length,
                                               .first_frame = frame,
                                               .last_frame = frame,
                                               .first_time_ns = time_ns,
                                               .last_time_ns = time_ns,
                                               .segments = 1};
}

/* The first carrier that ends after `offset`. */
static guint first_after(const CarrierLog *self, guint64 offset) {
    guint low = self->start, high = self->end;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (end_of(carrier_at(self, middle)) > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* `next` lies behind `self`: one piece that knows both. */
static void join(Carrier *self, const Carrier *next) {
    self->length = end_of(next) - self->offset;
    self->first_frame = MIN(self->first_frame, next->first_frame);
    self->last_frame = MAX(self->last_frame, next->last_frame);
    self->last_time_ns = next->last_time_ns;
    self->segments += next->segments;
}

Carrier carrier_log_find(const CarrierLog *self, guint64 offset, guint64 length) {
    guint at = first_after(self, offset);
    if (at == self->end || carrier_at(self, at)->offset >= offset + length)
        return (Carrier){.offset = offset, .length = length};
    Carrier found = *carrier_at(self, at);
    for (at++; at < self->end && carrier_at(self, at)->offset < offset + length; at++)
        join(&found, carrier_at(self, at));
    found.offset = offset;
    found.length = length;
    return found;
}

void carrier_log_fold(CarrierLog *self, guint64 from, guint64 to) {
    Carrier *carriers = carriers_of(self);
    guint first = first_after(self, from);
    if (first < self->end && carriers[first].offset < from)
        first++;
    guint past = first_after(self, to);
    while (past < self->end && end_of(&carriers[past]) <= to)
        past++;
    if (past <= first + 1)
        return;
    for (guint i = first + 1; i < past; i++)
        join(&carriers[first], &carriers[i]);
    memmove(carriers + first + 1, carriers + past, (self->end - past) * sizeof(Carrier));
    self->end -= past - first - 1;
}

void carrier_log_forget(CarrierLog *self, guint64 offset) {
    while (self->start < self->end && end_of(carrier_at(self, self->start)) <= offset)
        self->start++;
    if (self->start == self->end)
        self->start = self->end = 0;
}
