/* SPDX-License-Identifier: MIT */
/* Sorted numbers, compared. */
#include "exercise/frames.h"

#define SHOWN_MAX 12u

Frames *frames_new(void) {
    return g_array_new(FALSE, FALSE, sizeof(guint));
}

void frames_free(Frames *self) {
    if (self != NULL)
        g_array_unref(self);
}

static guint at(const Frames *self, guint index) {
    return g_array_index(self, guint, index);
}

void frames_add(Frames *self, guint frame) {
    guint place = self->len;
    while (place > 0 && at(self, place - 1) > frame)
        place--;
    gboolean is_there = place > 0 && at(self, place - 1) == frame;
    if (!is_there && self->len < FRAMES_MAX)
        g_array_insert_val(self, place, frame);
}

gboolean frames_are_equal(const Frames *self, const Frames *other) {
    if (self->len != other->len)
        return FALSE;
    for (guint i = 0; i < self->len; i++) {
        if (at(self, i) != at(other, i))
            return FALSE;
    }
    return TRUE;
}

/* How many of `self` are not in `other`, and the first of them. */
static guint count_beyond(const Frames *self, const Frames *other, guint *first) {
    guint n = 0, k = 0;
    for (guint i = 0; i < self->len; i++) {
        while (k < other->len && at(other, k) < at(self, i))
            k++;
        if (k < other->len && at(other, k) == at(self, i))
            continue;
        if (n++ == 0)
            *first = at(self, i);
    }
    return n;
}

char *frames_difference(const Frames *selected, const Frames *wanted) {
    guint first_wrong = 0, first_missing = 0;
    guint wrong = count_beyond(selected, wanted, &first_wrong);
    guint missing = count_beyond(wanted, selected, &first_missing);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "it selects %u frame%s", selected->len,
                           selected->len == 1 ? "" : "s");
    if (wrong > 0)
        g_string_append_printf(out, ", of which %u should not be there (the first is frame %u)",
                               wrong, first_wrong);
    if (missing > 0)
        g_string_append_printf(out, ", and %u %s missing (the first is frame %u)", missing,
                               missing == 1 ? "is" : "are", first_missing);
    return g_string_free(out, FALSE);
}

char *frames_text(const Frames *self) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < MIN(self->len, SHOWN_MAX); i++)
        g_string_append_printf(out, "%s%u", i > 0 ? ", " : "", at(self, i));
    if (self->len > SHOWN_MAX)
        g_string_append_printf(out, " and %u more", self->len - SHOWN_MAX);
    return g_string_free(out, FALSE);
}
