/* SPDX-License-Identifier: MIT */
/* Reads a Maildir into a folder, and again when others changed it: new files get UIDs, files that
 * moved keep theirs, files that are gone are gone. It writes only the UID list and the keywords. */
#include "mailbox/maildir.h"

#include <string.h>
#include <sys/stat.h>

/* Clocks of file systems tick this coarsely: a directory that changed just before it was read may
 * change again and look the same. */
#define TICK_NS (G_GINT64_CONSTANT(20) * 1000 * 1000)
#define KEYWORDS_NAME                                                                              \
    "dovecot-keywords" /* "0 Junk": Dovecot's name and form, so that it sees ours */

/* A file as it was found. */
typedef struct {
    char *file;
    gboolean is_new;
} Found;

MaildirFolder *maildir_folder(const Folder *folder) {
    return folder->backing;
}

/* Flags go to the disk together, when the folder is looked at again or let go: not one by one, as a
 * client may set them on thousands of mails at once. */
static void keep_renames(MaildirFolder *self) {
    if (self->has_renames)
        maildir_sync_directory(self->path, "cur");
    self->has_renames = FALSE;
}

static void free_maildir_folder(gpointer data) {
    MaildirFolder *self = data;
    keep_renames(self);
    g_hash_table_unref(self->by_base);
    g_free(self->path);
    g_free(self);
}

static void free_found(gpointer data) {
    g_free(((Found *)data)->file);
    g_free(data);
}

static char *base_of(const char *file) {
    return g_strndup(file, maildir_base_length(file));
}

/* ---- looking ---- */

static void look_into(const MaildirFolder *self, const char *part, GHashTable *found) {
    g_autofree char *path = g_build_filename(self->path, part, NULL);
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        if (name[0] == '.' || strchr(name, '\n') != NULL)
            continue;
        Found *file = g_new0(Found, 1);
        file->file = g_strdup(name);
        file->is_new = strcmp(part, "new") == 0;
        g_hash_table_replace(found, base_of(name), file);
    }
}

/* new before cur: a mail that moves meanwhile is seen twice rather than never. */
static GHashTable *look(const MaildirFolder *self) {
    GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_found);
    look_into(self, "new", found);
    look_into(self, "cur", found);
    return found;
}

/* When the directory changed; 0 if that is too lately to be trusted. */
static gint64 change_time(const MaildirFolder *self, const char *part) {
    g_autofree char *path = g_build_filename(self->path, part, NULL);
    struct stat status;
    if (stat(path, &status) != 0)
        return 0;
    gint64 time = (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    return time + TICK_NS < g_get_real_time() * 1000 ? time : 0;
}

/* ---- taking up ---- */

static void measure(const MaildirFolder *self, Entry *entry) {
    g_autofree char *path =
        g_build_filename(self->path, entry->is_recent ? "new" : "cur", entry->file, NULL);
    struct stat status = {0};
    guint64 stored;
    if (stat(path, &status) == 0)
        entry->received_s = status.st_mtime;
    if (maildir_parse_sizes(entry->file, &stored, &entry->octets))
        return;
    g_autoptr(GBytes) text = maildir_read(path, MAILDIR_UNKNOWN);
    entry->octets = text != NULL ? g_bytes_get_size(text) : 0;
}

static void apply_found(Entry *entry, Found *found) {
    g_free(entry->file);
    entry->file = g_steal_pointer(&found->file);
    entry->is_recent = found->is_new;
    maildir_parse_flags(entry->file, &entry->flags, &entry->keywords);
}

static void add_entry(Folder *folder, Entry *entry) {
    folder_append(folder, entry);
    g_hash_table_replace(maildir_folder(folder)->by_base, base_of(entry->file), entry);
}

/* Names begin with the time of delivery, so this is the order of arrival. */
static int compare_found(gconstpointer a, gconstpointer b) {
    const Found *const *left = a, *const *right = b;
    guint64 left_s = g_ascii_strtoull((*left)->file, NULL, 10);
    guint64 right_s = g_ascii_strtoull((*right)->file, NULL, 10);
    if (left_s != right_s)
        return left_s < right_s ? -1 : 1;
    return strcmp((*left)->file, (*right)->file);
}

static void number_new(Folder *folder, GPtrArray *unknown) {
    guint first = folder->entries->len;
    g_ptr_array_sort(unknown, compare_found);
    for (guint i = 0; i < unknown->len && folder->uid_next < G_MAXUINT32; i++) {
        Entry *entry = entry_new(folder->uid_validity, folder->uid_next);
        apply_found(entry, unknown->pdata[i]);
        measure(maildir_folder(folder), entry);
        add_entry(folder, entry);
    }
    if (folder->entries->len > first)
        uid_list_append(maildir_folder(folder)->path, folder->entries, first);
}

/* If the list cannot be written, the mail is there all the same, and has its UID until the next
 * start. */
void maildir_take_up(Folder *folder, Entry *entry) {
    add_entry(folder, entry);
    uid_list_append(maildir_folder(folder)->path, folder->entries, folder->entries->len - 1);
}

/* ---- refresh ---- */

static gboolean is_moved(const Entry *entry, const Found *found) {
    return entry->is_recent != found->is_new || strcmp(entry->file, found->file) != 0;
}

/* Files that a look does not show may be on their way from one name to another: look twice. */
static guint mark_gone(Folder *folder, GHashTable *found) {
    guint n_gone = 0;
    g_autoptr(GHashTable) again = NULL;
    for (guint i = 0; i < folder->entries->len; i++) {
        Entry *entry = folder->entries->pdata[i];
        g_autofree char *base = base_of(entry->file);
        if (g_hash_table_contains(found, base))
            continue;
        again = again != NULL ? again : look(maildir_folder(folder));
        if (g_hash_table_contains(again, base))
            continue;
        entry->is_gone = TRUE;
        n_gone++;
        g_hash_table_remove(maildir_folder(folder)->by_base, base);
    }
    return n_gone;
}

static void apply_all(Folder *folder, GHashTable *found) {
    g_autoptr(GPtrArray) unknown = g_ptr_array_new();
    GHashTableIter iter;
    gpointer base, value;
    g_hash_table_iter_init(&iter, found);
    while (g_hash_table_iter_next(&iter, &base, &value)) {
        Entry *entry = g_hash_table_lookup(maildir_folder(folder)->by_base, base);
        if (entry == NULL) {
            g_ptr_array_add(unknown, value);
        } else if (is_moved(entry, value)) {
            apply_found(entry, value);
            folder->n_changes++;
        }
    }
    number_new(folder, unknown);
}

static void read_keywords(Folder *folder) {
    g_autofree char *file = g_build_filename(maildir_folder(folder)->path, KEYWORDS_NAME, NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL))
        return;
    g_auto(GStrv) lines = g_strsplit(text, "\n", STORE_KEYWORDS_MAX + 1);
    for (guint i = 0; lines[i] != NULL && i < STORE_KEYWORDS_MAX; i++) {
        const char *space = strchr(lines[i], ' ');
        /* Names only ever join at the end: bit i is line i. */
        if (space == NULL || i < folder->keywords->len ||
            g_ascii_strtoull(lines[i], NULL, 10) != folder->keywords->len)
            continue;
        g_ptr_array_add(folder->keywords, g_strdup(space + 1));
        folder->n_changes++;
    }
}

void maildir_refresh(gpointer self, Folder *folder) {
    MaildirFolder *data = maildir_folder(folder);
    keep_renames(data);
    gint64 new_time = change_time(data, "new"), cur_time = change_time(data, "cur");
    if (new_time != 0 && cur_time != 0 && new_time == data->new_time && cur_time == data->cur_time)
        return;
    g_autoptr(GHashTable) found = look(data);
    read_keywords(folder);
    if (mark_gone(folder, found) > 0)
        folder_drop_gone(folder);
    apply_all(folder, found);
    data->new_time = new_time;
    data->cur_time = cur_time;
}

StoreResult maildir_keep_keywords(gpointer self, Folder *folder) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < folder->keywords->len; i++)
        g_string_append_printf(text, "%u %s\n", i, (const char *)folder->keywords->pdata[i]);
    return maildir_replace(maildir_folder(folder)->path, KEYWORDS_NAME, text->str, text->len)
               ? STORE_OK
               : STORE_TEMPORARY;
}

/* ---- load ---- */

static int compare_uids(gconstpointer a, gconstpointer b) {
    const Entry *const *left = a, *const *right = b;
    return (*left)->uid < (*right)->uid ? -1 : (*left)->uid > (*right)->uid;
}

/* The files that the list knows, by UID. */
static void add_known(Folder *folder, UidList *list, GHashTable *found) {
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    GHashTableIter iter;
    gpointer base, value;
    g_hash_table_iter_init(&iter, found);
    while (g_hash_table_iter_next(&iter, &base, &value)) {
        const UidLine *line = g_hash_table_lookup(list->lines, base);
        if (line == NULL)
            continue;
        Entry *entry = entry_new(folder->uid_validity, line->uid);
        entry->octets = line->octets;
        entry->received_s = line->received_s;
        apply_found(entry, value);
        g_ptr_array_add(known, entry);
        g_hash_table_iter_remove(&iter);
    }
    g_ptr_array_sort(known, compare_uids);
    for (guint i = 0; i < known->len; i++)
        add_entry(folder, known->pdata[i]);
}

StoreResult maildir_load(gpointer self, Folder *folder, guint32 uid_validity) {
    MaildirFolder *data = g_new0(MaildirFolder, 1);
    data->path = maildir_path(self, folder->user, folder->name);
    data->by_base = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    folder->backing = data;
    folder->backing_free = free_maildir_folder;

    g_autoptr(UidList) list = uid_list_read(data->path);
    g_autoptr(GHashTable) found = look(data);
    folder->uid_validity = list->uid_validity != 0 ? list->uid_validity : uid_validity;
    add_known(folder, list, found);
    folder->uid_next = MAX(folder->uid_next, list->uid_next);
    guint n_dead = g_hash_table_size(list->lines) - folder->entries->len;
    if (list->uid_validity == 0 || n_dead > folder->entries->len + 100) {
        if (!uid_list_rewrite(data->path, folder))
            return STORE_TEMPORARY;
    }
    read_keywords(folder);
    apply_all(folder, found);
    return STORE_OK;
}
