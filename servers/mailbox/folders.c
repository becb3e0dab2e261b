/* SPDX-License-Identifier: MIT */
/* What can be done with whole folders: list, create, remove, rename, subscribe, count. Names are
 * checked here, so that a backing sees only good ones. */
#include "mailbox/mailboxes.h"

#include <string.h>

#define NAME_MAX_OCTETS 150u /* encoded on disk it may grow to 2.7 times as many */
#define LEVELS_MAX 16u

/* ---- names ---- */

static gboolean has_bad_octet(const char *name) {
    for (const char *octet = name; *octet != '\0'; octet++) {
        if ((guchar)*octet < ' ' || *octet == 0x7f)
            return TRUE;
    }
    return FALSE;
}

char *mailboxes_folder_name(const char *name) {
    gsize length = strlen(name);
    if (length == 0 || length > NAME_MAX_OCTETS || has_bad_octet(name) ||
        !g_utf8_validate(name, (gssize)length, NULL))
        return NULL;
    g_auto(GStrv) levels = g_strsplit(name, "/", 0);
    for (guint i = 0; levels[i] != NULL; i++) {
        if (levels[i][0] == '\0' || i >= LEVELS_MAX)
            return NULL;
    }
    /* RFC 9051 §5.1: INBOX is one mailbox in any case of letters. */
    gboolean is_inbox =
        g_ascii_strncasecmp(name, "INBOX", 5) == 0 && (name[5] == '\0' || name[5] == '/');
    return is_inbox ? g_strconcat("INBOX", name + 5, NULL) : g_strdup(name);
}

static gboolean is_inbox(const char *name) {
    return strcmp(name, "INBOX") == 0;
}

static gboolean is_below(const char *name, const char *parent) {
    gsize length = strlen(parent);
    return strncmp(name, parent, length) == 0 && name[length] == '/';
}

/* ---- list ---- */

/* RFC 6154 §2, for folders that go by their usual names. */
static const char *special_use_of(const char *told, const char *name) {
    static const struct {
        const char *name, *use;
    } rows[] = {
        {"Archive", "\\Archive"}, {"Drafts", "\\Drafts"}, {"Junk", "\\Junk"},
        {"Sent", "\\Sent"},       {"Trash", "\\Trash"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (told != NULL ? g_ascii_strcasecmp(told, rows[i].use) == 0
                         : strcmp(name, rows[i].name) == 0)
            return rows[i].use;
    }
    return told != NULL && g_ascii_strcasecmp(told, "\\All") == 0 ? "\\All" : NULL;
}

static void free_folder(gpointer folder) {
    g_free(((StoreFolder *)folder)->name);
    g_free(folder);
}

static int compare_folders(gconstpointer a, gconstpointer b) {
    const StoreFolder *const *left = a, *const *right = b;
    /* INBOX comes first. */
    int inbox = (int)is_inbox((*right)->name) - (int)is_inbox((*left)->name);
    return inbox != 0 ? inbox : strcmp((*left)->name, (*right)->name);
}

/* The folder of that name in the table, made (as one that cannot be selected) if it is not there.
 */
static StoreFolder *table_folder(GHashTable *table, const char *name) {
    StoreFolder *folder = g_hash_table_lookup(table, name);
    if (folder == NULL) {
        folder = g_new0(StoreFolder, 1);
        folder->name = g_strdup(name);
        folder->is_no_select = TRUE;
        g_hash_table_insert(table, folder->name, folder);
    }
    return folder;
}

/* A folder stands in the list with all levels above it. */
static void add_folder(GHashTable *table, const char *name) {
    table_folder(table, name)->is_no_select = FALSE;
    g_autofree char *above = g_strdup(name);
    for (char *slash = strrchr(above, '/'); slash != NULL; slash = strrchr(above, '/')) {
        *slash = '\0';
        table_folder(table, above)->has_children = TRUE;
    }
}

StoreResult mailboxes_list(Store *store, const char *user, GPtrArray **folders) {
    Mailboxes *self = mailboxes_of(store);
    g_autoptr(GHashTable) table = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) names = self->backing->names(self->data, user);
    g_autoptr(GPtrArray) subscribed = self->backing->subscriptions(self->data, user);
    add_folder(table, "INBOX");
    for (guint i = 0; i < names->len; i++)
        add_folder(table, names->pdata[i]);
    for (guint i = 0; i < subscribed->len; i++)
        table_folder(table, subscribed->pdata[i])->is_subscribed = TRUE;

    *folders = g_ptr_array_new_with_free_func(free_folder);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        StoreFolder *folder = value;
        g_autofree char *told = folder->is_no_select
                                    ? NULL
                                    : self->backing->special_use(self->data, user, folder->name);
        folder->special_use = folder->is_no_select ? NULL : special_use_of(told, folder->name);
        g_ptr_array_add(*folders, folder);
    }
    g_ptr_array_sort(*folders, compare_folders);
    return STORE_OK;
}

/* ---- changes ---- */

StoreResult mailboxes_create(Store *store, const char *user, const char *folder,
                             const char *special_use) {
    Mailboxes *self = mailboxes_of(store);
    g_autofree char *name = mailboxes_folder_name(folder);
    if (name == NULL)
        return STORE_INVALID;
    if (is_inbox(name) || self->backing->exists(self->data, user, name))
        return STORE_EXISTS;
    StoreResult result =
        self->backing->create(self->data, user, name, special_use, mailboxes_new_validity(self));
    if (result == STORE_OK)
        mailboxes_notify(self, user, name);
    return result;
}

/* Those who have it open see it empty. */
static void forget_folder(Mailboxes *self, const char *user, const char *name) {
    Folder *folder = mailboxes_loaded(self, user, name);
    if (folder == NULL)
        return;
    g_autofree char *key = g_strdup_printf("%s\n%s", user, name);
    folder_close_down(folder);
    g_hash_table_remove(self->folders, key);
}

StoreResult mailboxes_remove(Store *store, const char *user, const char *folder) {
    Mailboxes *self = mailboxes_of(store);
    g_autofree char *name = mailboxes_folder_name(folder);
    if (name == NULL || is_inbox(name))
        return STORE_INVALID;
    if (!self->backing->exists(self->data, user, name))
        return STORE_NO_SUCH;
    StoreResult result = self->backing->remove(self->data, user, name);
    if (result == STORE_OK) {
        forget_folder(self, user, name);
        mailboxes_notify(self, user, name);
    }
    return result;
}

/* RFC 9051 §6.3.6: INBOX stays, its messages go to the new folder. */
static StoreResult rename_inbox(Store *store, const char *user, const char *to) {
    const StoreClass *klass = store->klass;
    StoreBox *box = NULL;
    StoreResult result = klass->create(store, user, to, NULL);
    if (result == STORE_OK)
        result = klass->open(store, user, "INBOX", FALSE, &box);
    if (result != STORE_OK)
        return result;
    guint n = box->messages->len;
    g_autofree guint *indexes = g_new(guint, n + 1);
    for (guint i = 0; i < n; i++)
        indexes[i] = i;
    g_autoptr(GArray) uids = NULL;
    guint32 uid_validity;
    result = klass->copy(box, indexes, n, to, &uid_validity, &uids);
    if (result == STORE_OK)
        result = klass->expunge(box, indexes, n);
    klass->close(box);
    return result;
}

/* The folder and all below it; the first failure ends it. */
static StoreResult move_tree(Mailboxes *self, const char *user, const char *from, const char *to) {
    g_autoptr(GPtrArray) names = self->backing->names(self->data, user);
    StoreResult result = STORE_NO_SUCH;
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        if (strcmp(name, from) != 0 && !is_below(name, from))
            continue;
        g_autofree char *moved = g_strconcat(to, name + strlen(from), NULL);
        g_autofree char *checked = mailboxes_folder_name(moved);
        if (checked == NULL)
            return STORE_INVALID;
        result = self->backing->move(self->data, user, name, checked);
        if (result != STORE_OK)
            return result;
        forget_folder(self, user, name);
        mailboxes_notify(self, user, name);
        mailboxes_notify(self, user, checked);
    }
    return result;
}

StoreResult mailboxes_rename(Store *store, const char *user, const char *from, const char *to) {
    Mailboxes *self = mailboxes_of(store);
    g_autofree char *old = mailboxes_folder_name(from);
    g_autofree char *new = mailboxes_folder_name(to);
    if (old == NULL || new == NULL || is_below(new, old))
        return STORE_INVALID;
    if (is_inbox(new) || self->backing->exists(self->data, user, new))
        return STORE_EXISTS;
    return is_inbox(old) ? rename_inbox(store, user, new) : move_tree(self, user, old, new);
}

StoreResult mailboxes_subscribe(Store *store, const char *user, const char *folder,
                                gboolean is_on) {
    Mailboxes *self = mailboxes_of(store);
    g_autofree char *name = mailboxes_folder_name(folder);
    if (name == NULL)
        return STORE_INVALID;
    g_autoptr(GPtrArray) names = self->backing->subscriptions(self->data, user);
    guint place;
    gboolean is_there = g_ptr_array_find_with_equal_func(names, name, g_str_equal, &place);
    if (is_there == is_on)
        return STORE_OK;
    if (is_on)
        g_ptr_array_add(names, g_strdup(name));
    else
        g_ptr_array_remove_index(names, place);
    return self->backing->subscribe(self->data, user, names);
}

StoreResult mailboxes_status(Store *store, const char *user, const char *folder,
                             StoreStatus *status) {
    Mailboxes *self = mailboxes_of(store);
    Folder *found = NULL;
    StoreResult result = mailboxes_open(self, user, folder, &found);
    if (result != STORE_OK)
        return result;
    folder_count(found, status);
    mailboxes_release(self, found);
    return STORE_OK;
}
