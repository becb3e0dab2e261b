/* SPDX-License-Identifier: MIT */
/* A folder as one session sees it. The folder changes under it; the view changes only in sync and
 * expunge, so that sequence numbers mean what the client was told. */
#include "mailbox/mailboxes.h"

typedef struct {
    StoreBox box; /* first, so that a StoreBox * is one of these */
    Folder *folder;
    GPtrArray *entries; /* of Entry, beside box.messages */
    guint32 last_uid;   /* of the folder, as seen */
    guint64 seen_changes;
    guint seen_keywords;
    gboolean has_kept_gone; /* a sync left messages in that are gone */
} View;

static View *view_of(StoreBox *box) {
    return (View *)box;
}

static void unref_entry(gpointer entry) {
    entry_unref(entry);
}

static StoreMessage message_of(const Entry *entry, guint old_flags) {
    return (StoreMessage){.uid = entry->uid,
                          .flags = entry->flags | (old_flags & STORE_RECENT),
                          .keywords = entry->keywords,
                          .octets = entry->octets,
                          .received_s = entry->received_s,
                          .unique_id = entry->unique_id};
}

/* RFC 3501 §2.3.2: \Recent is told to one session, and a session that only reads takes it from
 * nobody. */
static void claim_recent(View *self, Entry *entry) {
    Mailboxes *store = mailboxes_of(self->box.store);
    if (entry->is_recent && !self->box.is_read_only)
        store->backing->set_flags(store->data, self->folder, entry, entry->flags, entry->keywords);
}

static gboolean add_new(View *self) {
    GPtrArray *entries = self->folder->entries;
    guint first = entries->len;
    while (first > 0 && ((Entry *)entries->pdata[first - 1])->uid > self->last_uid)
        first--;
    for (guint i = first; i < entries->len; i++) {
        Entry *entry = entries->pdata[i];
        StoreMessage message = message_of(entry, entry->is_recent ? STORE_RECENT : 0);
        claim_recent(self, entry);
        g_ptr_array_add(self->entries, entry_ref(entry));
        g_array_append_val(self->box.messages, message);
        self->last_uid = entry->uid;
    }
    self->box.uid_next = self->folder->uid_next;
    self->box.uid_validity = self->folder->uid_validity;
    return first < entries->len;
}

static View *view_new(Store *store, Folder *folder, gboolean is_read_only) {
    View *self = g_new0(View, 1);
    self->box.store = store;
    self->box.messages = g_array_new(FALSE, FALSE, sizeof(StoreMessage));
    self->box.keywords = g_ptr_array_ref(folder->keywords);
    self->box.is_read_only = is_read_only;
    self->folder = folder;
    self->entries = g_ptr_array_new_with_free_func(unref_entry);
    return self;
}

StoreResult view_open(Store *store, const char *user, const char *folder, gboolean is_read_only,
                      StoreBox **box) {
    Mailboxes *self = mailboxes_of(store);
    Folder *found = NULL;
    *box = NULL;
    StoreResult result = mailboxes_open(self, user, folder, &found);
    if (result != STORE_OK)
        return result;
    View *view = view_new(store, found, is_read_only);
    add_new(view);
    view->seen_changes = found->n_changes;
    view->seen_keywords = found->keywords->len;
    *box = &view->box;
    return STORE_OK;
}

void view_close(StoreBox *box) {
    View *self = view_of(box);
    mailboxes_release(mailboxes_of(box->store), self->folder);
    g_array_unref(box->messages);
    g_ptr_array_unref(box->keywords);
    g_ptr_array_unref(self->entries);
    g_free(self);
}

GBytes *view_text(StoreBox *box, guint index) {
    View *self = view_of(box);
    Mailboxes *store = mailboxes_of(box->store);
    Entry *entry = self->entries->pdata[index];
    return entry->is_gone ? NULL : store->backing->text(store->data, self->folder, entry);
}

StoreResult view_set_flags(StoreBox *box, guint index, guint flags, guint32 keywords) {
    View *self = view_of(box);
    Mailboxes *store = mailboxes_of(box->store);
    Entry *entry = self->entries->pdata[index];
    if (entry->is_gone)
        return STORE_NO_SUCH;
    StoreResult result = store->backing->set_flags(store->data, self->folder, entry,
                                                   flags & ~(guint)STORE_RECENT, keywords);
    if (result != STORE_OK)
        return result;
    StoreMessage *message = &g_array_index(box->messages, StoreMessage, index);
    *message = message_of(entry, message->flags);
    mailboxes_notify(store, self->folder->user, self->folder->name);
    return STORE_OK;
}

int view_keyword(StoreBox *box, const char *name, gboolean make) {
    View *self = view_of(box);
    Mailboxes *store = mailboxes_of(box->store);
    gboolean is_new;
    int bit = folder_keyword(self->folder, name, make, &is_new);
    if (is_new)
        store->backing->keep_keywords(store->data, self->folder);
    return bit;
}

/* Takes the messages at these places (ascending) out of the view. */
static void take_out(View *self, const guint *indexes, guint n_indexes) {
    GArray *messages = self->box.messages;
    guint kept = 0, next = 0;
    g_autoptr(GPtrArray) entries = g_steal_pointer(&self->entries);
    self->entries = g_ptr_array_new_full(entries->len, unref_entry);
    for (guint i = 0; i < messages->len; i++) {
        if (next < n_indexes && indexes[next] == i) {
            next++;
            continue;
        }
        g_ptr_array_add(self->entries, entry_ref(entries->pdata[i]));
        g_array_index(messages, StoreMessage, kept++) = g_array_index(messages, StoreMessage, i);
    }
    g_array_set_size(messages, kept);
}

StoreResult view_expunge(StoreBox *box, const guint *indexes, guint n_indexes) {
    View *self = view_of(box);
    Mailboxes *store = mailboxes_of(box->store);
    if (n_indexes == 0)
        return STORE_OK;
    g_autofree Entry **entries = g_new(Entry *, n_indexes);
    for (guint i = 0; i < n_indexes; i++)
        entries[i] = self->entries->pdata[indexes[i]];
    StoreResult result = store->backing->expunge(store->data, self->folder, entries, n_indexes);

    g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < n_indexes; i++) {
        if (entries[i]->is_gone)
            g_array_append_val(gone, indexes[i]);
    }
    folder_drop_gone(self->folder);
    take_out(self, (const guint *)(gpointer)gone->data, gone->len);
    mailboxes_notify(store, self->folder->user, self->folder->name);
    return result;
}

/* ---- sync ---- */

static void find_gone(View *self, gboolean keep, StoreChanges *changes) {
    g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(guint));
    self->has_kept_gone = FALSE;
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = self->entries->pdata[i];
        if (!entry->is_gone)
            continue;
        if (keep) {
            self->has_kept_gone = TRUE;
            continue;
        }
        guint32 number = i + 1 - gone->len;
        g_array_append_val(changes->expunged, number);
        g_array_append_val(gone, i);
    }
    if (gone->len > 0)
        take_out(self, (const guint *)(gpointer)gone->data, gone->len);
}

static void find_flags(View *self, StoreChanges *changes) {
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = self->entries->pdata[i];
        StoreMessage *message = &g_array_index(self->box.messages, StoreMessage, i);
        StoreMessage now = message_of(entry, message->flags);
        if (now.flags == message->flags && now.keywords == message->keywords)
            continue;
        *message = now;
        guint32 number = i + 1;
        g_array_append_val(changes->flags, number);
    }
}

StoreChanges *view_sync(StoreBox *box, gboolean keep_expunged) {
    View *self = view_of(box);
    Mailboxes *store = mailboxes_of(box->store);
    StoreChanges *changes = g_new0(StoreChanges, 1);
    changes->expunged = g_array_new(FALSE, FALSE, sizeof(guint32));
    changes->flags = g_array_new(FALSE, FALSE, sizeof(guint32));
    if (!self->folder->is_gone)
        store->backing->refresh(store->data, self->folder);
    gboolean is_same = self->seen_changes == self->folder->n_changes;
    if (is_same && !(self->has_kept_gone && !keep_expunged))
        return changes;
    find_gone(self, keep_expunged, changes);
    find_flags(self, changes);
    changes->has_new = add_new(self);
    changes->has_keywords = self->seen_keywords != self->folder->keywords->len;
    self->seen_keywords = self->folder->keywords->len;
    self->seen_changes = self->folder->n_changes;
    return changes;
}

/* ---- copy ---- */

/* The names of keyword bits, NULL-terminated; the names are lent. */
static const char **keyword_names(const StoreBox *box, guint32 keywords) {
    const char **names = g_new0(const char *, STORE_KEYWORDS_MAX + 1);
    guint n = 0;
    for (guint i = 0; i < box->keywords->len; i++) {
        if ((keywords & (1u << i)) != 0)
            names[n++] = box->keywords->pdata[i];
    }
    return names;
}

static StoreResult copy_to_draft(StoreBox *box, guint index, const char *user, const char *folder,
                                 StoreDraft **draft) {
    const StoreMessage *message = &g_array_index(box->messages, StoreMessage, index);
    g_autoptr(GBytes) text = view_text(box, index);
    if (text == NULL)
        return STORE_NO_SUCH;
    StoreResult result = draft_new(box->store, user, folder, draft);
    if (result != STORE_OK)
        return result;
    gsize length;
    const guint8 *octets = g_bytes_get_data(text, &length);
    const char **names = keyword_names(box, message->keywords);
    StoreMarks marks = {message->flags, names, message->received_s};
    result = draft_write(*draft, octets, length);
    if (result == STORE_OK)
        result = draft_sync(*draft, &marks);
    g_free(names);
    return result;
}

static void free_draft(gpointer draft) {
    if (draft != NULL)
        draft_free(draft);
}

/* What was published of a copy that failed is taken back. */
static void take_back(Mailboxes *self, const char *user, const char *name, const GArray *uids) {
    Folder *folder = mailboxes_loaded(self, user, name);
    if (folder == NULL)
        return;
    for (guint i = folder->entries->len; i > 0 && uids->len > 0; i--) {
        Entry *entry = folder->entries->pdata[i - 1];
        if (entry->uid >= g_array_index(uids, guint32, 0))
            self->backing->expunge(self->data, folder, &entry, 1);
    }
    folder_drop_gone(folder);
}

StoreResult view_copy(StoreBox *box, const guint *indexes, guint n_indexes, const char *folder,
                      guint32 *uid_validity, GArray **uids) {
    Mailboxes *self = mailboxes_of(box->store);
    const char *user = view_of(box)->folder->user;
    g_autofree char *name = mailboxes_folder_name(folder);
    Folder *target = NULL;
    StoreResult result = name == NULL ? STORE_NO_SUCH : mailboxes_folder(self, user, name, &target);
    if (result != STORE_OK)
        return result;
    g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func(free_draft);
    for (guint i = 0; i < n_indexes && result == STORE_OK; i++) {
        StoreDraft *draft = NULL;
        result = copy_to_draft(box, indexes[i], user, name, &draft);
        g_ptr_array_add(drafts, draft);
    }
    *uid_validity = target->uid_validity;
    *uids = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < drafts->len && result == STORE_OK; i++) {
        guint32 uid = 0;
        result = draft_publish(drafts->pdata[i], uid_validity, &uid);
        if (result == STORE_OK)
            g_array_append_val(*uids, uid);
    }
    if (result != STORE_OK)
        take_back(self, user, name, *uids);
    mailboxes_release(self, target);
    return result;
}
