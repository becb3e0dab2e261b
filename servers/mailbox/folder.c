/* SPDX-License-Identifier: MIT */
/* The messages of one folder in memory: entries by UID, keywords, numbers. It knows neither where
 * they lie nor what any session was told of them. */
#include "mailbox/folder.h"

Entry *entry_new(guint32 uid_validity, guint32 uid) {
    Entry *self = g_new0(Entry, 1);
    g_ref_count_init(&self->references);
    self->uid = uid;
    self->unique_id = g_strdup_printf("%u.%u", uid_validity, uid);
    return self;
}

Entry *entry_ref(Entry *self) {
    g_ref_count_inc(&self->references);
    return self;
}

void entry_unref(Entry *self) {
    if (!g_ref_count_dec(&self->references))
        return;
    g_free(self->unique_id);
    g_free(self->file);
    g_clear_pointer(&self->text, g_bytes_unref);
    g_free(self);
}

static void unref_entry(gpointer entry) {
    entry_unref(entry);
}

Folder *folder_new(const char *user, const char *name) {
    Folder *self = g_new0(Folder, 1);
    g_ref_count_init(&self->references);
    self->user = g_strdup(user);
    self->name = g_strdup(name);
    self->entries = g_ptr_array_new_with_free_func(unref_entry);
    self->keywords = g_ptr_array_new_with_free_func(g_free);
    self->uid_next = 1;
    return self;
}

Folder *folder_ref(Folder *self) {
    g_ref_count_inc(&self->references);
    return self;
}

void folder_unref(Folder *self) {
    if (!g_ref_count_dec(&self->references))
        return;
    if (self->backing_free != NULL)
        self->backing_free(self->backing);
    g_ptr_array_unref(self->entries);
    g_ptr_array_unref(self->keywords);
    g_free(self->user);
    g_free(self->name);
    g_free(self);
}

void folder_append(Folder *self, Entry *entry) {
    g_ptr_array_add(self->entries, entry);
    self->uid_next = MAX(self->uid_next, entry->uid + 1);
    self->n_changes++;
}

void folder_drop_gone(Folder *self) {
    guint kept = 0;
    for (guint i = 0; i < self->entries->len; i++) {
        Entry *entry = self->entries->pdata[i];
        if (entry->is_gone)
            entry_unref(entry);
        else
            self->entries->pdata[kept++] = entry;
    }
    if (kept == self->entries->len)
        return;
    /* What stands behind `kept` was moved or let go already. */
    for (guint i = kept; i < self->entries->len; i++)
        self->entries->pdata[i] = NULL;
    g_ptr_array_set_free_func(self->entries, NULL);
    g_ptr_array_set_size(self->entries, (gint)kept);
    g_ptr_array_set_free_func(self->entries, unref_entry);
    self->n_changes++;
}

void folder_close_down(Folder *self) {
    for (guint i = 0; i < self->entries->len; i++)
        ((Entry *)self->entries->pdata[i])->is_gone = TRUE;
    folder_drop_gone(self);
    self->is_gone = TRUE;
    self->n_changes++;
}

int folder_keyword(Folder *self, const char *name, gboolean make, gboolean *is_new) {
    *is_new = FALSE;
    for (guint i = 0; i < self->keywords->len; i++) {
        if (g_ascii_strcasecmp(self->keywords->pdata[i], name) == 0)
            return (int)i;
    }
    if (!make || self->keywords->len >= STORE_KEYWORDS_MAX)
        return -1;
    g_ptr_array_add(self->keywords, g_strdup(name));
    self->n_changes++;
    *is_new = TRUE;
    return (int)self->keywords->len - 1;
}

void folder_count(const Folder *self, StoreStatus *status) {
    *status = (StoreStatus){.messages = self->entries->len,
                            .uid_next = self->uid_next,
                            .uid_validity = self->uid_validity};
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = self->entries->pdata[i];
        status->recent += entry->is_recent ? 1 : 0;
        status->unseen += (entry->flags & STORE_SEEN) == 0 ? 1 : 0;
        status->deleted += (entry->flags & STORE_DELETED) != 0 ? 1 : 0;
        status->octets += entry->octets;
    }
}
