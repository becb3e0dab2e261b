/* SPDX-License-Identifier: MIT */
/* Turns sets of message numbers into ranges. It knows nothing of which messages there are. */
#include "syntax/imap_scan.h"

#include <string.h>

/* seq-number = nz-number / "*" ; from *at on */
static gboolean read_number(SyntaxSlice set, gsize *at, guint64 *number) {
    if (*at < set.length && set.octets[*at] == '*') {
        (*at)++;
        *number = IMAP_SET_LAST;
        return TRUE;
    }
    gsize begin = *at;
    while (*at < set.length && imap_is_digit((guchar)set.octets[*at]))
        (*at)++;
    SyntaxSlice digits = {set.octets + begin, *at - begin};
    return imap_slice_number(digits, number) && *number > 0;
}

/* seq-range = seq-number ":" seq-number ; seq-last-command = "$" */
static gboolean read_range(SyntaxSlice part, ImapRange *range) {
    gsize at = 0;
    *range = (ImapRange){.is_saved = imap_slice_is(part, "$")};
    if (range->is_saved)
        return TRUE;
    if (!read_number(part, &at, &range->first))
        return FALSE;
    range->last = range->first;
    if (at < part.length && part.octets[at] == ':') {
        at++;
        if (!read_number(part, &at, &range->last))
            return FALSE;
    }
    if (range->first > range->last) {
        guint64 first = range->first;
        range->first = range->last;
        range->last = first;
        range->is_reversed = TRUE;
    }
    return at == part.length;
}

gboolean imap_set_next(SyntaxSlice set, gsize *at, ImapRange *range, guint *problems) {
    while (*at < set.length) {
        const char *begin = set.octets + *at;
        const char *comma = memchr(begin, ',', set.length - *at);
        gsize length = comma != NULL ? (gsize)(comma - begin) : set.length - *at;
        /* A comma at the very end announces a part that is not there. */
        gboolean is_dangling = comma != NULL && *at + length + 1 == set.length;
        *at += length + (comma != NULL ? 1 : 0);
        gboolean is_good = read_range((SyntaxSlice){begin, length}, range);
        if ((!is_good || is_dangling) && problems != NULL)
            *problems |= IMAP_PROBLEM_BAD_SET;
        if (is_good)
            return TRUE;
    }
    return FALSE;
}

gboolean imap_set_holds(SyntaxSlice set, guint64 number, guint64 last) {
    ImapRange range;
    for (gsize at = 0; imap_set_next(set, &at, &range, NULL);) {
        guint64 low = range.first == IMAP_SET_LAST ? last : range.first;
        guint64 high = range.last == IMAP_SET_LAST ? last : range.last;
        if (!range.is_saved && number >= MIN(low, high) && number <= MAX(low, high))
            return TRUE;
    }
    return FALSE;
}

guint64 imap_set_count(SyntaxSlice set) {
    guint64 count = 0;
    ImapRange range;
    for (gsize at = 0; imap_set_next(set, &at, &range, NULL);) {
        if (range.is_saved || range.last == IMAP_SET_LAST)
            return 0;
        guint64 n = range.last - range.first + 1;
        count = count > G_MAXINT64 - MIN(n, (guint64)G_MAXINT64) ? (guint64)G_MAXINT64 : count + n;
    }
    return count;
}

static void set_tokens(ImapReader *self) {
    static const struct {
        char octet;
        const char *label;
    } marks[] = {{':', "colon"}, {',', "comma"}, {'*', "star"}, {'$', "saved result"}};
    while (!imap_reader_is_done(self)) {
        gsize before = self->at;
        imap_reader_take_while(self, imap_is_digit, "number");
        for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
            if (imap_reader_sees(self, marks[i].octet))
                imap_reader_take(self, 1, marks[i].label);
        }
        if (self->at == before)
            imap_reader_rest(self, "unknown");
    }
}

ImapValue imap_scan_set(ImapReader *self) {
    ImapValueKind kind = imap_reader_peek(self);
    if (kind != IMAP_VALUE_ATOM) {
        self->problems |= IMAP_PROBLEM_BAD_SET;
        return imap_reader_value(self, "unknown");
    }
    ImapReader inside = *self;
    ImapValue value = imap_reader_pass(self);
    guint problems = value.raw.length == 0 ? IMAP_PROBLEM_BAD_SET : 0;
    ImapRange range;
    for (gsize at = 0; imap_set_next(value.raw, &at, &range, &problems);)
        continue;
    self->problems |= problems;
    inside.end = self->at;
    if (self->tokens != NULL)
        set_tokens(&inside);
    return value;
}
