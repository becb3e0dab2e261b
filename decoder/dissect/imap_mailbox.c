/* SPDX-License-Identifier: MIT */
/* Keeps sequence numbers and UIDs side by side, as runs: so many messages with ascending UIDs, or
 * so many of which nothing is known. It knows no replies, only what they tell. */
#include "dissect/imap_mailbox.h"

/* `count` messages; uid is that of the first, the others follow it one by one; 0: not known. */
typedef struct {
    guint64 count, uid;
} ImapRun;

static ImapRun *run_at(const ImapMailbox *self, guint index) {
    return &g_array_index(self->runs, ImapRun, index);
}

void imap_mailbox_init(ImapMailbox *self) {
    *self = (ImapMailbox){.runs = g_array_new(FALSE, FALSE, sizeof(ImapRun))};
}

void imap_mailbox_clear(ImapMailbox *self) {
    g_clear_pointer(&self->name, g_ref_string_release);
    g_clear_pointer(&self->runs, g_array_unref);
}

static void forget(ImapMailbox *self) {
    g_array_set_size(self->runs, 0);
    self->count = 0;
    self->cursor = 0;
    self->cursor_base = 0;
}

void imap_mailbox_open(ImapMailbox *self, const char *name) {
    g_clear_pointer(&self->name, g_ref_string_release);
    self->name = name != NULL ? g_ref_string_new(name) : NULL;
    self->expunged = 0;
    forget(self);
}

static void append(ImapMailbox *self, guint64 count) {
    guint n = self->runs->len;
    if (n > 0 && run_at(self, n - 1)->uid == 0) {
        run_at(self, n - 1)->count += count;
    } else {
        ImapRun run = {count, 0};
        g_array_append_val(self->runs, run);
    }
    self->count += count;
}

void imap_mailbox_exists(ImapMailbox *self, guint64 count) {
    if (count < self->count) {
        forget(self); /* only EXPUNGE may make it smaller (RFC 9051 §7.4.1): what was known is not
                         so */
    }
    if (count > self->count) {
        append(self, count - self->count);
    }
}

/* Puts the cursor on the run that holds the number; the next number is mostly close by. */
static gboolean find(ImapMailbox *self, guint64 number) {
    if (number == 0 || number > self->count) {
        return FALSE;
    }
    if (self->cursor >= self->runs->len) {
        self->cursor = 0;
        self->cursor_base = 0;
    }
    while (number <= self->cursor_base) {
        self->cursor_base -= run_at(self, --self->cursor)->count;
    }
    while (number > self->cursor_base + run_at(self, self->cursor)->count) {
        self->cursor_base += run_at(self, self->cursor++)->count;
    }
    return TRUE;
}

guint64 imap_mailbox_uid(ImapMailbox *self, guint64 number) {
    if (!find(self, number)) {
        return 0;
    }
    const ImapRun *run = run_at(self, self->cursor);
    return run->uid == 0 ? 0 : run->uid + (number - self->cursor_base - 1);
}

/* Removes the run at the cursor if nothing is left of it. */
static void drop_empty(ImapMailbox *self) {
    if (run_at(self, self->cursor)->count == 0) {
        g_array_remove_index(self->runs, self->cursor);
    }
}

/* Takes the message `at` (from 0) out of the run at the cursor. */
static void cut(ImapMailbox *self, guint64 at) {
    ImapRun *run = run_at(self, self->cursor);
    ImapRun rest = {run->count - at - 1, run->uid == 0 ? 0 : run->uid + at + 1};
    gboolean is_split = run->uid != 0 && at > 0 && rest.count > 0;
    if (run->uid == 0) {
        run->count--;
    } else if (at == 0) {
        *run = rest;
    } else {
        run->count = at;
    }
    if (is_split) {
        g_array_insert_val(self->runs, self->cursor + 1, rest);
    }
    drop_empty(self);
    self->count--;
}

guint64 imap_mailbox_expunge(ImapMailbox *self, guint64 number) {
    guint64 uid = imap_mailbox_uid(self, number);
    self->expunged++;
    if (find(self, number)) {
        cut(self, number - self->cursor_base - 1);
    }
    if (self->runs->len > IMAP_MAILBOX_RUNS_MAX) {
        forget(self);
    }
    return uid;
}

/* The run before the cursor ends just before this UID: they become one. */
static gboolean joins(ImapMailbox *self, guint64 uid) {
    if (self->cursor == 0) {
        return FALSE;
    }
    ImapRun *before = run_at(self, self->cursor - 1);
    return before->uid != 0 && before->uid + before->count == uid;
}

/* The message `at` of the unknown run at the cursor has this UID. */
static void name_one(ImapMailbox *self, guint64 at, guint64 uid) {
    ImapRun *run = run_at(self, self->cursor);
    guint64 after = run->count - at - 1;
    if (at == 0 && joins(self, uid)) {
        run_at(self, self->cursor - 1)->count++;
        run->count--;
        self->cursor_base++;
        drop_empty(self);
        return;
    }
    ImapRun named = {1, uid};
    ImapRun rest = {after, 0};
    run->count = at;
    g_array_insert_val(self->runs, self->cursor + 1, named);
    if (after > 0) {
        g_array_insert_val(self->runs, self->cursor + 2, rest);
    }
    drop_empty(self);
}

void imap_mailbox_learn(ImapMailbox *self, guint64 number, guint64 uid) {
    if (number > self->count) {
        append(self, number - self->count); /* the capture began late: EXISTS was not seen */
    }
    if (uid == 0 || !find(self, number) || imap_mailbox_uid(self, number) == uid) {
        return;
    }
    if (run_at(self, self->cursor)->uid != 0) {
        guint64 count = self->count; /* it contradicts what was known */
        forget(self);
        append(self, count);
        find(self, number);
    }
    name_one(self, number - self->cursor_base - 1, uid);
    if (self->runs->len > IMAP_MAILBOX_RUNS_MAX) {
        guint64 count = self->count;
        forget(self);
        append(self, count);
    }
}

/* How much of the range lies in the run, and from where on. */
static guint64 overlap(const ImapRun *run, guint64 first, guint64 last, guint64 *at) {
    guint64 run_last = run->uid + run->count - 1;
    if (run->uid == 0 || first > run_last || last < run->uid) {
        return 0;
    }
    guint64 from = MAX(first, run->uid);
    *at = from - run->uid;
    return MIN(last, run_last) - from + 1;
}

/* Takes `n` messages from `at` on out of a known run. */
static void cut_run(ImapMailbox *self, guint index, guint64 at, guint64 n) {
    ImapRun *run = run_at(self, index);
    ImapRun rest = {run->count - at - n, run->uid + at + n};
    run->count = at;
    self->count -= n;
    if (rest.count > 0) {
        g_array_insert_val(self->runs, index + 1, rest);
    }
    if (run_at(self, index)->count == 0) {
        g_array_remove_index(self->runs, index);
    }
}

/* Could unknown messages of this run have UIDs in the range? UIDs ascend with the numbers. */
static gboolean may_hold(const ImapMailbox *self, guint index, guint64 first, guint64 last) {
    const ImapRun *before = index > 0 ? run_at(self, index - 1) : NULL;
    const ImapRun *after = index + 1 < self->runs->len ? run_at(self, index + 1) : NULL;
    gboolean is_above = before == NULL || before->uid == 0 || last >= before->uid + before->count;
    gboolean is_below = after == NULL || after->uid == 0 || first < after->uid;
    return is_above && is_below;
}

/* The range has gone: those that are known by their UID, and of the others as many as it names. */
static void vanish_range(ImapMailbox *self, guint64 first, guint64 last) {
    guint64 left = last - first + 1;
    for (guint i = self->runs->len; i > 0 && left > 0; i--) {
        guint64 at = 0;
        guint64 n = overlap(run_at(self, i - 1), first, last, &at);
        if (n > 0) {
            cut_run(self, i - 1, at, n);
            left -= n;
        }
    }
    for (guint i = self->runs->len; i > 0 && left > 0; i--) {
        ImapRun *run = run_at(self, i - 1);
        if (run->uid != 0 || !may_hold(self, i - 1, first, last)) {
            continue;
        }
        guint64 n = MIN(run->count, left);
        run->count -= n;
        self->count -= n;
        left -= n;
        if (run->count == 0) {
            g_array_remove_index(self->runs, i - 1);
        }
    }
}

void imap_mailbox_vanish(ImapMailbox *self, SyntaxSlice uids) {
    ImapRange range;
    gsize at = 0;
    guint n_ranges = 0;
    while (n_ranges++ < IMAP_VANISHED_RANGES_MAX && imap_set_next(uids, &at, &range, NULL)) {
        if (range.first > 0 && range.first <= range.last && range.last < G_MAXINT64) {
            vanish_range(self, range.first, range.last);
            self->expunged++;
        }
        self->cursor = 0;
        self->cursor_base = 0;
    }
    if (self->runs->len > IMAP_MAILBOX_RUNS_MAX || n_ranges > IMAP_VANISHED_RANGES_MAX) {
        forget(self);
    }
}
