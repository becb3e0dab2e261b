/* SPDX-License-Identifier: MIT */
/* One mail in a Maildir: its text, its flags (which are its file's name), its end. */
#include "mailbox/maildir.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static char *path_of(const Folder *folder, const Entry *entry) {
    return g_build_filename(maildir_folder(folder)->path, entry->is_recent ? "new" : "cur",
                            entry->file, NULL);
}

/* Others may have renamed the file since it was looked for: then look again, once. */
static gboolean find_anew(gpointer self, Folder *folder, const Entry *entry) {
    if (errno != ENOENT)
        return FALSE;
    maildir_folder(folder)->new_time = 0;
    maildir_refresh(self, folder);
    return !entry->is_gone;
}

GBytes *maildir_text(gpointer self, Folder *folder, Entry *entry) {
    for (guint attempt = 0; attempt < 2; attempt++) {
        g_autofree char *path = path_of(folder, entry);
        GBytes *text = maildir_read(path, entry->octets);
        if (text != NULL)
            return text;
        errno = ENOENT;
        if (attempt > 0 || !find_anew(self, folder, entry))
            return NULL;
    }
    return NULL;
}

static gboolean rename_to(Folder *folder, Entry *entry, guint flags, guint32 keywords) {
    g_autofree char *file = maildir_file_name(entry->file, flags, keywords);
    g_autofree char *from = path_of(folder, entry);
    g_autofree char *to = g_build_filename(maildir_folder(folder)->path, "cur", file, NULL);
    if (g_rename(from, to) != 0)
        return FALSE;
    g_free(entry->file);
    entry->file = g_steal_pointer(&file);
    entry->is_recent = FALSE;
    entry->flags = flags;
    entry->keywords = keywords;
    folder->n_changes++;
    maildir_folder(folder)->has_renames = TRUE;
    return TRUE;
}

StoreResult maildir_set_flags(gpointer self, Folder *folder, Entry *entry, guint flags,
                              guint32 keywords) {
    if (!entry->is_recent && entry->flags == flags && entry->keywords == keywords)
        return STORE_OK;
    if (rename_to(folder, entry, flags, keywords))
        return STORE_OK;
    if (find_anew(self, folder, entry) && rename_to(folder, entry, flags, keywords))
        return STORE_OK;
    return entry->is_gone ? STORE_NO_SUCH : STORE_TEMPORARY;
}

StoreResult maildir_expunge(gpointer self, Folder *folder, Entry *const *entries, guint n_entries) {
    MaildirFolder *data = maildir_folder(folder);
    StoreResult result = STORE_OK;
    for (guint i = 0; i < n_entries; i++) {
        Entry *entry = entries[i];
        g_autofree char *path = path_of(folder, entry);
        if (!entry->is_gone && g_unlink(path) != 0 && errno != ENOENT) {
            result = maildir_result(errno);
            continue;
        }
        g_autofree char *base = g_strndup(entry->file, maildir_base_length(entry->file));
        g_hash_table_remove(data->by_base, base);
        entry->is_gone = TRUE;
    }
    gboolean is_kept =
        maildir_sync_directory(data->path, "cur") && maildir_sync_directory(data->path, "new");
    return is_kept ? result : STORE_TEMPORARY;
}
