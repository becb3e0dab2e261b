/* SPDX-License-Identifier: MIT */
/* Turns pushed octets into lines, each line end named. Lines that lie whole in the input are lent
 * from it; only the beginning of an unfinished one is copied. It knows no protocol: what a bare LF
 * or an overlong line means is the caller's affair. */
#include "framing/line_splitter.h"

#include <string.h>

void line_splitter_init(LineSplitter *self, gsize cap) {
    *self = (LineSplitter){.cap = MAX(cap, 1)};
}

void line_splitter_clear(LineSplitter *self) {
    if (self->held != NULL) {
        g_byte_array_unref(self->held);
    }
    self->held = NULL;
    self->lent = 0;
}

/* Forgets what the last call handed out. At most the one CR at the cap remains. */
static void drop_lent(LineSplitter *self) {
    if (self->lent == 0) {
        return;
    }
    if (self->lent == self->held->len) {
        line_splitter_clear(self);
        return;
    }
    g_byte_array_remove_range(self->held, 0, (guint)self->lent);
    self->lent = 0;
}

static void hold(LineSplitter *self, const guint8 *octets, gsize length) {
    if (self->held == NULL && length > 0) {
        self->held = g_byte_array_new();
    }
    if (length > 0) {
        g_byte_array_append(self->held, octets, length);
    }
}

/* Hands out the first `total` octets of what is held plus `octets`, the last `end_length` of them
 * being the line end. */
static gboolean hand_out(LineSplitter *self, const guint8 *octets, gsize total, gsize end_length,
                         gsize *used, Line *line) {
    static const LineEnd ends[] = {LINE_END_NONE, LINE_END_LF, LINE_END_CRLF};
    const guint8 *start = octets;
    if (self->held == NULL) {
        *used += total;
    } else {
        if (total > self->held->len) {
            gsize taken = total - self->held->len;
            hold(self, octets, taken);
            *used += taken;
        }
        self->lent = total;
        start = self->held->data;
    }
    *line = (Line){.octets = start,
                   .length = total - end_length,
                   .end_length = end_length,
                   .end = ends[end_length]};
    return TRUE;
}

/* Octet `index` of what is held plus `octets`. */
static guint8 octet_at(const LineSplitter *self, const guint8 *octets, gsize index) {
    gsize n_held = line_splitter_held(self);
    return index < n_held ? self->held->data[index] : octets[index - n_held];
}

gboolean line_splitter_next(LineSplitter *self, const guint8 *octets, gsize length, gsize *used,
                            Line *line) {
    drop_lent(self);
    if (*used >= length) {
        return FALSE;
    }
    const guint8 *rest = octets + *used;
    gsize n_held = line_splitter_held(self);
    /* A line of `cap` octets and its CRLF are all that can matter to this call. */
    gsize window = MIN(length - *used, self->cap + 2 - n_held);
    const guint8 *feed = memchr(rest, '\n', window);
    gsize total = n_held + (feed != NULL ? (gsize)(feed - rest) : window);
    gboolean has_cr = total > 0 && octet_at(self, rest, total - 1) == '\r';
    if (total - (has_cr ? 1 : 0) > self->cap) {
        return hand_out(self, rest, self->cap, 0, used, line);
    }
    if (feed != NULL) {
        return hand_out(self, rest, total + 1, has_cr ? 2 : 1, used, line);
    }
    hold(self, rest, window);
    *used = length;
    return FALSE;
}

gboolean line_splitter_rest(LineSplitter *self, Line *line) {
    drop_lent(self);
    if (self->held == NULL) {
        return FALSE;
    }
    self->lent = self->held->len;
    *line = (Line){.octets = self->held->data, .length = self->held->len, .end = LINE_END_NONE};
    return TRUE;
}

gsize line_splitter_held(const LineSplitter *self) {
    return self->held == NULL ? 0 : self->held->len - self->lent;
}
