/* SPDX-License-Identifier: MIT */
/* Folders and messages in memory, for tests, fuzzing and --ephemeral. Nothing outlives the process.
 */
#include "mailbox/mailboxes.h"

#include <string.h>

typedef struct {
    char *user, *name, *special_use;
    Folder *content;    /* NULL until it was opened once */
    GPtrArray *waiting; /* of Entry without UID: delivered while nobody had it loaded */
    guint32 uid_validity;
} Shelf;

typedef struct {
    GPtrArray *shelves;        /* of Shelf */
    GHashTable *subscriptions; /* user -> GPtrArray of names */
} Memory;

typedef struct {
    Memory *memory;
    Shelf *shelf;
    GByteArray *octets;
    guint flags;
    guint32 keywords;
    gint64 received_s;
} MemoryDraft;

static void shelf_free(gpointer data) {
    Shelf *self = data;
    g_clear_pointer(&self->content, folder_unref);
    g_ptr_array_unref(self->waiting);
    g_free(self->user);
    g_free(self->name);
    g_free(self->special_use);
    g_free(self);
}

static Shelf *shelf_new(Memory *self, const char *user, const char *name) {
    Shelf *shelf = g_new0(Shelf, 1);
    shelf->user = g_strdup(user);
    shelf->name = g_strdup(name);
    shelf->waiting = g_ptr_array_new_with_free_func((GDestroyNotify)entry_unref);
    g_ptr_array_add(self->shelves, shelf);
    return shelf;
}

/* INBOX comes into being when it is asked for. */
static Shelf *find_shelf(Memory *self, const char *user, const char *name) {
    for (guint i = 0; i < self->shelves->len; i++) {
        Shelf *shelf = self->shelves->pdata[i];
        if (strcmp(shelf->user, user) == 0 && strcmp(shelf->name, name) == 0)
            return shelf;
    }
    return strcmp(name, "INBOX") == 0 ? shelf_new(self, user, name) : NULL;
}

static void memory_free(gpointer data) {
    Memory *self = data;
    g_ptr_array_unref(self->shelves);
    g_hash_table_unref(self->subscriptions);
    g_free(self);
}

static gboolean memory_has_mailbox(gpointer data, const char *user) {
    const Memory *self = data;
    for (guint i = 0; i < self->shelves->len; i++) {
        if (strcmp(((const Shelf *)self->shelves->pdata[i])->user, user) == 0)
            return TRUE;
    }
    return FALSE;
}

static GPtrArray *memory_names(gpointer data, const char *user) {
    Memory *self = data;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < self->shelves->len; i++) {
        const Shelf *shelf = self->shelves->pdata[i];
        if (strcmp(shelf->user, user) == 0 && strcmp(shelf->name, "INBOX") != 0)
            g_ptr_array_add(names, g_strdup(shelf->name));
    }
    return names;
}

static StoreResult memory_create(gpointer data, const char *user, const char *folder,
                                 const char *special_use, guint32 uid_validity) {
    Shelf *shelf = shelf_new(data, user, folder);
    shelf->special_use = g_strdup(special_use);
    shelf->uid_validity = uid_validity;
    return STORE_OK;
}

static StoreResult memory_remove(gpointer data, const char *user, const char *folder) {
    Memory *self = data;
    g_ptr_array_remove(self->shelves, find_shelf(self, user, folder));
    return STORE_OK;
}

/* Whoever has the folder open keeps the old one, which is closed down; the entries go on in a new
 * one. */
static StoreResult memory_move(gpointer data, const char *user, const char *from, const char *to) {
    Shelf *shelf = find_shelf(data, user, from);
    g_free(shelf->name);
    shelf->name = g_strdup(to);
    Folder *old = shelf->content;
    if (old == NULL)
        return STORE_OK;
    shelf->content = folder_new(user, to);
    shelf->content->uid_validity = old->uid_validity;
    for (guint i = 0; i < old->keywords->len; i++)
        g_ptr_array_add(shelf->content->keywords, g_strdup(old->keywords->pdata[i]));
    for (guint i = 0; i < old->entries->len; i++) {
        const Entry *entry = old->entries->pdata[i];
        Entry *copy = entry_new(old->uid_validity, entry->uid);
        copy->flags = entry->flags;
        copy->keywords = entry->keywords;
        copy->octets = entry->octets;
        copy->received_s = entry->received_s;
        copy->is_recent = entry->is_recent;
        copy->text = g_bytes_ref(entry->text);
        folder_append(shelf->content, copy);
    }
    shelf->content->uid_next = old->uid_next;
    folder_unref(old);
    return STORE_OK;
}

static gboolean memory_exists(gpointer data, const char *user, const char *folder) {
    return find_shelf(data, user, folder) != NULL;
}

static char *memory_special_use(gpointer data, const char *user, const char *folder) {
    const Shelf *shelf = find_shelf(data, user, folder);
    return shelf != NULL ? g_strdup(shelf->special_use) : NULL;
}

static GPtrArray *copy_names(const GPtrArray *names) {
    GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; names != NULL && i < names->len; i++)
        g_ptr_array_add(copy, g_strdup(names->pdata[i]));
    return copy;
}

static GPtrArray *memory_subscriptions(gpointer data, const char *user) {
    return copy_names(g_hash_table_lookup(((Memory *)data)->subscriptions, user));
}

static StoreResult memory_subscribe(gpointer data, const char *user, const GPtrArray *names) {
    g_hash_table_insert(((Memory *)data)->subscriptions, g_strdup(user), copy_names(names));
    return STORE_OK;
}

/* ---- content ---- */

static void take_up(Folder *folder, Entry *entry) {
    entry->uid = folder->uid_next;
    g_free(entry->unique_id);
    entry->unique_id = g_strdup_printf("%u.%u", folder->uid_validity, entry->uid);
    folder_append(folder, entry);
}

/* The shelf keeps a reference, so the folder stays loaded once it was. */
static StoreResult memory_load(gpointer data, Folder *folder, guint32 uid_validity) {
    Shelf *shelf = find_shelf(data, folder->user, folder->name);
    Folder *old = shelf->content;
    shelf->content = folder_ref(folder);
    folder->uid_validity = shelf->uid_validity != 0 ? shelf->uid_validity : uid_validity;
    if (old != NULL) { /* it was moved here */
        folder->uid_validity = old->uid_validity;
        for (guint i = 0; i < old->keywords->len; i++)
            g_ptr_array_add(folder->keywords, g_strdup(old->keywords->pdata[i]));
        for (guint i = 0; i < old->entries->len; i++)
            folder_append(folder, entry_ref(old->entries->pdata[i]));
        folder->uid_next = old->uid_next;
        folder_unref(old);
    }
    for (guint i = 0; i < shelf->waiting->len; i++)
        take_up(folder, entry_ref(shelf->waiting->pdata[i]));
    g_ptr_array_set_size(shelf->waiting, 0);
    return STORE_OK;
}

static void memory_refresh(gpointer data, Folder *folder) {
}

static GBytes *memory_text(gpointer data, Folder *folder, Entry *entry) {
    return g_bytes_ref(entry->text);
}

static StoreResult memory_set_flags(gpointer data, Folder *folder, Entry *entry, guint flags,
                                    guint32 keywords) {
    entry->flags = flags;
    entry->keywords = keywords;
    entry->is_recent = FALSE;
    folder->n_changes++;
    return STORE_OK;
}

static StoreResult memory_expunge(gpointer data, Folder *folder, Entry *const *entries,
                                  guint n_entries) {
    for (guint i = 0; i < n_entries; i++)
        entries[i]->is_gone = TRUE;
    return STORE_OK;
}

static StoreResult memory_keep_keywords(gpointer data, Folder *folder) {
    return STORE_OK;
}

/* ---- drafts ---- */

static StoreResult memory_draft_new(gpointer data, const char *user, const char *folder,
                                    gpointer *draft) {
    MemoryDraft *self = g_new0(MemoryDraft, 1);
    self->memory = data;
    self->shelf = find_shelf(data, user, folder);
    self->octets = g_byte_array_new();
    *draft = self;
    return STORE_OK;
}

static StoreResult memory_draft_write(gpointer draft, const guint8 *octets, gsize length) {
    g_byte_array_append(((MemoryDraft *)draft)->octets, octets, (guint)length);
    return STORE_OK;
}

static StoreResult memory_draft_sync(gpointer draft, guint flags, guint32 keywords,
                                     gint64 received_s) {
    MemoryDraft *self = draft;
    self->flags = flags;
    self->keywords = keywords;
    self->received_s = received_s;
    return STORE_OK;
}

static StoreResult memory_draft_publish(gpointer draft, Folder *folder) {
    MemoryDraft *self = draft;
    if (!g_ptr_array_find(self->memory->shelves, self->shelf, NULL))
        return STORE_NO_SUCH; /* the folder was removed meanwhile */
    Entry *entry = entry_new(0, 0);
    entry->text = g_bytes_new(self->octets->data, self->octets->len);
    entry->octets = self->octets->len;
    entry->flags = self->flags;
    entry->keywords = self->keywords;
    entry->received_s = self->received_s;
    entry->is_recent = TRUE;
    Folder *loaded = folder != NULL ? folder : self->shelf->content;
    if (loaded != NULL)
        take_up(loaded, entry);
    else
        g_ptr_array_add(self->shelf->waiting, entry);
    return STORE_OK;
}

static void memory_draft_free(gpointer draft) {
    g_byte_array_unref(((MemoryDraft *)draft)->octets);
    g_free(draft);
}

static const Backing memory_backing = {
    .name = "memory",
    .free = memory_free,
    .has_mailbox = memory_has_mailbox,
    .names = memory_names,
    .create = memory_create,
    .remove = memory_remove,
    .move = memory_move,
    .exists = memory_exists,
    .special_use = memory_special_use,
    .subscriptions = memory_subscriptions,
    .subscribe = memory_subscribe,
    .load = memory_load,
    .refresh = memory_refresh,
    .text = memory_text,
    .set_flags = memory_set_flags,
    .expunge = memory_expunge,
    .keep_keywords = memory_keep_keywords,
    .draft_new = memory_draft_new,
    .draft_write = memory_draft_write,
    .draft_sync = memory_draft_sync,
    .draft_publish = memory_draft_publish,
    .draft_free = memory_draft_free,
};

Store *memory_store_new(const char *domain, const Users *users) {
    Memory *self = g_new0(Memory, 1);
    self->shelves = g_ptr_array_new_with_free_func(shelf_free);
    self->subscriptions =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return mailboxes_new(&memory_backing, self, domain, users);
}
