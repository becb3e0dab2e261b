/* SPDX-License-Identifier: MIT */
/* The store as the cores see it, over any backing: whose mail it is, which folders are in use, who
 * holds the maildrop. It does not know where messages lie. */
#include "mailbox/mailboxes.h"

#include "auth/users.h"

#include <string.h>

static char *folder_key(const char *user, const char *name) {
    return g_strdup_printf("%s\n%s", user, name);
}

static void unref_folder(gpointer folder) {
    folder_unref(folder);
}

/* ---- recipients ---- */

/* Quoted-string = DQUOTE *QcontentSMTP DQUOTE: what it stands for (RFC 5321 §4.1.2). */
static char *unquote(const char *part, gsize length) {
    if (length < 2 || part[0] != '"' || part[length - 1] != '"')
        return g_strndup(part, length);
    GString *text = g_string_new(NULL);
    for (gsize i = 1; i + 1 < length; i++) {
        if (part[i] == '\\' && i + 2 < length)
            i++;
        g_string_append_c(text, part[i]);
    }
    return g_string_free(text, FALSE);
}

/* Local parts of the lab mean the same in any case; "+tag" is the user's own affair (RFC 5233 §1).
 */
static const char *find_user(const Users *users, const char *local_part) {
    gsize length = strcspn(local_part, "+");
    for (guint i = 0; i < users_count(users); i++) {
        const char *name = users_name(users, i);
        if (g_ascii_strcasecmp(name, local_part) == 0 ||
            (strlen(name) == length && g_ascii_strncasecmp(name, local_part, length) == 0))
            return name;
    }
    return NULL;
}

StoreResult mailboxes_recipient(Store *store, const char *address, char **user) {
    Mailboxes *self = mailboxes_of(store);
    *user = NULL;
    const char *at = strrchr(address, '@');
    gboolean is_ours = at == NULL || g_ascii_strcasecmp(at + 1, self->domain) == 0;
    if (!is_ours || self->users == NULL)
        return STORE_NO_SUCH;
    gsize length = at != NULL ? (gsize)(at - address) : strlen(address);
    g_autofree char *local_part = unquote(address, length);
    const char *name = find_user(self->users, local_part);
    /* RFC 5321 §4.5.1: there is always a postmaster. */
    if (name == NULL && users_count(self->users) > 0 &&
        g_ascii_strcasecmp(local_part, "postmaster") == 0)
        name = users_name(self->users, 0);
    *user = g_strdup(name);
    return name != NULL ? STORE_OK : STORE_NO_SUCH;
}

/* ---- the maildrop of POP3 ---- */

static StoreResult lock_maildrop(Store *store, const char *user) {
    Mailboxes *self = mailboxes_of(store);
    return g_hash_table_add(self->locked, g_strdup(user)) ? STORE_OK : STORE_IN_USE;
}

static void unlock_maildrop(Store *store, const char *user) {
    g_hash_table_remove(mailboxes_of(store)->locked, user);
}

/* ---- folders in use ---- */

Folder *mailboxes_loaded(Mailboxes *self, const char *user, const char *name) {
    g_autofree char *key = folder_key(user, name);
    return g_hash_table_lookup(self->folders, key);
}

StoreResult mailboxes_folder(Mailboxes *self, const char *user, const char *name, Folder **folder) {
    Folder *found = mailboxes_loaded(self, user, name);
    if (found != NULL) {
        *folder = folder_ref(found);
        return STORE_OK;
    }
    *folder = NULL;
    if (!self->backing->exists(self->data, user, name))
        return STORE_NO_SUCH;
    g_autoptr(Folder) loaded = folder_new(user, name);
    StoreResult result = self->backing->load(self->data, loaded, mailboxes_new_validity(self));
    if (result != STORE_OK)
        return result;
    g_hash_table_insert(self->folders, folder_key(user, name), folder_ref(loaded));
    *folder = g_steal_pointer(&loaded);
    return STORE_OK;
}

StoreResult mailboxes_open(Mailboxes *self, const char *user, const char *folder, Folder **found) {
    g_autofree char *name = mailboxes_folder_name(folder);
    *found = NULL;
    StoreResult result = name == NULL ? STORE_NO_SUCH : mailboxes_folder(self, user, name, found);
    if (result == STORE_OK)
        self->backing->refresh(self->data, *found);
    return result;
}

void mailboxes_release(Mailboxes *self, Folder *folder) {
    g_autofree char *key = folder_key(folder->user, folder->name);
    gboolean is_kept = g_hash_table_lookup(self->folders, key) == folder;
    folder_unref(folder);
    if (is_kept && g_ref_count_compare(&folder->references, 1))
        g_hash_table_remove(self->folders, key);
}

void mailboxes_notify(Mailboxes *self, const char *user, const char *name) {
    if (self->store.changed != NULL)
        self->store.changed(self->store.watcher, user, name);
}

guint32 mailboxes_new_validity(Mailboxes *self) {
    guint32 now = (guint32)(g_get_real_time() / G_USEC_PER_SEC);
    self->last_validity = MAX(now, self->last_validity + 1);
    return self->last_validity;
}

/* ---- the table ---- */

static void mailboxes_free(Store *store) {
    Mailboxes *self = mailboxes_of(store);
    g_hash_table_unref(self->folders);
    g_hash_table_unref(self->locked);
    self->backing->free(self->data);
    g_free(self->domain);
    g_free(self);
}

static const StoreClass mailboxes_class = {
    .name = "mailboxes",
    .free = mailboxes_free,
    .recipient = mailboxes_recipient,
    .draft_new = draft_new,
    .draft_write = draft_write,
    .draft_sync = draft_sync,
    .draft_publish = draft_publish,
    .draft_free = draft_free,
    .lock_maildrop = lock_maildrop,
    .unlock_maildrop = unlock_maildrop,
    .list = mailboxes_list,
    .create = mailboxes_create,
    .remove = mailboxes_remove,
    .rename = mailboxes_rename,
    .subscribe = mailboxes_subscribe,
    .status = mailboxes_status,
    .open = view_open,
    .close = view_close,
    .text = view_text,
    .set_flags = view_set_flags,
    .keyword = view_keyword,
    .expunge = view_expunge,
    .copy = view_copy,
    .sync = view_sync,
};

Store *mailboxes_new(const Backing *backing, gpointer data, const char *domain,
                     const Users *users) {
    Mailboxes *self = g_new0(Mailboxes, 1);
    self->store.klass = &mailboxes_class;
    self->backing = backing;
    self->data = data;
    self->domain = g_strdup(domain);
    self->users = users;
    self->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_folder);
    self->locked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return &self->store;
}
