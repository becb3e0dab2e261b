/* SPDX-License-Identifier: MIT */
/* Turns a sequence set into ranges in order, and back. It knows nothing of which messages there
 * are. */
#include "imap/message_set.h"

#include "syntax/imap_words.h"

MessageSet *message_set_new(gboolean is_uids) {
    MessageSet *self = g_new0(MessageSet, 1);
    self->is_uids = is_uids;
    self->ranges = g_array_new(FALSE, FALSE, sizeof(MessageRange));
    return self;
}

void message_set_free(MessageSet *self) {
    if (self == NULL)
        return;
    g_array_unref(self->ranges);
    g_free(self);
}

static MessageRange *range_at(const MessageSet *self, guint i) {
    return &g_array_index(self->ranges, MessageRange, i);
}

static void append_all(MessageSet *self, const MessageSet *other) {
    self->is_uids = other->is_uids;
    g_array_append_vals(self->ranges, other->ranges->data, other->ranges->len);
}

static int compare(gconstpointer left, gconstpointer right) {
    const MessageRange *a = left, *b = right;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* Sorts the ranges and joins those that touch. */
static void put_in_order(MessageSet *self) {
    guint n = 0;
    g_array_sort(self->ranges, compare);
    for (guint i = 0; i < self->ranges->len; i++) {
        MessageRange range = *range_at(self, i);
        if (n > 0 && range.first <= range_at(self, n - 1)->last + 1)
            range_at(self, n - 1)->last = MAX(range_at(self, n - 1)->last, range.last);
        else
            *range_at(self, n++) = range;
    }
    g_array_set_size(self->ranges, n);
}

/* "*" is the largest number in use: in "9:*" it may be the smaller end. */
static MessageRange resolve(const ImapRange *range, guint64 last) {
    guint64 from = range->first == IMAP_SET_LAST ? last : range->first;
    guint64 to = range->last == IMAP_SET_LAST ? last : range->last;
    return (MessageRange){MIN(from, to), MAX(from, to)};
}

/* FALSE: something in it is no range. */
static gboolean add_ranges(MessageSet *self, SyntaxSlice slice, guint64 last,
                           const MessageSet *saved) {
    ImapRange range;
    gsize at = 0;
    guint problems = 0, n = 0, n_saved = 0;
    for (; imap_set_next(slice, &at, &range, &problems); n++) {
        MessageRange resolved = resolve(&range, last);
        n_saved += range.is_saved ? 1 : 0;
        if (!range.is_saved)
            g_array_append_val(self->ranges, resolved);
        else if (saved != NULL)
            append_all(self, saved);
    }
    return problems == 0 && n > 0 && (n_saved == 0 || n == 1);
}

MessageSet *message_set_parse(SyntaxSlice slice, gboolean is_uids, guint64 last,
                              const MessageSet *saved) {
    MessageSet *self = message_set_new(is_uids);
    if (!add_ranges(self, slice, last, saved)) {
        message_set_free(self);
        return NULL;
    }
    put_in_order(self);
    return self;
}

void message_set_append(MessageSet *self, guint64 number) {
    guint n = self->ranges->len;
    if (n > 0 && range_at(self, n - 1)->last + 1 == number) {
        range_at(self, n - 1)->last = number;
        return;
    }
    MessageRange range = {number, number};
    g_array_append_val(self->ranges, range);
}

gboolean message_set_holds(const MessageSet *self, guint64 number, guint64 uid) {
    guint64 wanted = self->is_uids ? uid : number;
    guint low = 0, high = self->ranges->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const MessageRange *range = range_at(self, middle);
        if (wanted >= range->first && wanted <= range->last)
            return TRUE;
        if (wanted < range->first)
            high = middle;
        else
            low = middle + 1;
    }
    return FALSE;
}

guint64 message_set_largest(const MessageSet *self) {
    return self->ranges->len > 0 ? range_at(self, self->ranges->len - 1)->last : 0;
}

gboolean message_set_is_empty(const MessageSet *self) {
    return self->ranges->len == 0;
}

char *message_set_print(const MessageSet *self) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < self->ranges->len; i++) {
        const MessageRange *range = range_at(self, i);
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", range->first);
        if (range->last > range->first)
            g_string_append_printf(text, ":%" G_GUINT64_FORMAT, range->last);
    }
    return g_string_free(text, FALSE);
}
