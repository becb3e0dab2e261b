/* SPDX-License-Identifier: MIT */
/* Folders as Maildirs under one directory, for one process at a time. Mails are the business of
 * maildir_folder.c, maildir_message.c and maildir_draft.c. */
#include "mailbox/mailboxes.h"
#include "mailbox/maildir.h"

#include "auth/users.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SUBSCRIPTIONS_NAME "subscriptions" /* Dovecot's name and form: ".Work" is "Work" */
#define SPECIAL_USE_NAME "maillab-special-use"

static void maildir_free(gpointer data) {
    Maildir *self = data;
    close(self->lock_fd);
    g_free(self->directory);
    g_free(self);
}

static char *home_of(const Maildir *self, const char *user) {
    return maildir_path(self, user, "INBOX");
}

static gboolean maildir_has_mailbox(gpointer data, const char *user) {
    g_autofree char *home = home_of(data, user);
    return g_file_test(home, G_FILE_TEST_IS_DIR);
}

static GPtrArray *maildir_names(gpointer data, const char *user) {
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *home = home_of(data, user);
    g_autoptr(GDir) directory = g_dir_open(home, 0, NULL);
    const char *entry;
    while (directory != NULL && (entry = g_dir_read_name(directory)) != NULL) {
        g_autofree char *name = maildir_folder_of(entry);
        g_autofree char *checked = name != NULL ? mailboxes_folder_name(name) : NULL;
        g_autofree char *cur = g_build_filename(home, entry, "cur", NULL);
        if (checked != NULL && g_file_test(cur, G_FILE_TEST_IS_DIR))
            g_ptr_array_add(names, g_steal_pointer(&checked));
    }
    return names;
}

static StoreResult maildir_create(gpointer data, const char *user, const char *folder,
                                  const char *special_use, guint32 uid_validity) {
    g_autofree char *home = home_of(data, user);
    g_autofree char *path = maildir_path(data, user, folder);
    g_autoptr(Folder) empty = folder_new(user, folder);
    empty->uid_validity = uid_validity;
    if (!maildir_make(home) || !maildir_make(path))
        return maildir_result(errno);
    gboolean is_kept =
        uid_list_rewrite(path, empty) && maildir_replace(path, "maildirfolder", "", 0) &&
        (special_use == NULL ||
         maildir_replace(path, SPECIAL_USE_NAME, special_use, strlen(special_use))) &&
        maildir_sync_directory(home, NULL);
    return is_kept ? STORE_OK : STORE_TEMPORARY;
}

static StoreResult maildir_remove(gpointer data, const char *user, const char *folder) {
    g_autofree char *path = maildir_path(data, user, folder);
    g_autofree char *home = home_of(data, user);
    return maildir_remove_tree(path) && maildir_sync_directory(home, NULL) ? STORE_OK
                                                                           : STORE_TEMPORARY;
}

static StoreResult maildir_move(gpointer data, const char *user, const char *from, const char *to) {
    g_autofree char *old = maildir_path(data, user, from);
    g_autofree char *new = maildir_path(data, user, to);
    g_autofree char *home = home_of(data, user);
    if (g_rename(old, new) != 0)
        return maildir_result(errno);
    return maildir_sync_directory(home, NULL) ? STORE_OK : STORE_TEMPORARY;
}

/* INBOX comes into being when it is asked for. */
static gboolean maildir_exists(gpointer data, const char *user, const char *folder) {
    g_autofree char *path = maildir_path(data, user, folder);
    g_autofree char *cur = g_build_filename(path, "cur", NULL);
    if (g_file_test(cur, G_FILE_TEST_IS_DIR))
        return TRUE;
    return strcmp(folder, "INBOX") == 0 && maildir_make(path);
}

static char *maildir_special_use(gpointer data, const char *user, const char *folder) {
    g_autofree char *path = maildir_path(data, user, folder);
    g_autofree char *file = g_build_filename(path, SPECIAL_USE_NAME, NULL);
    char *text = NULL;
    return g_file_get_contents(file, &text, NULL, NULL) ? g_strstrip(text) : NULL;
}

static GPtrArray *maildir_subscriptions(gpointer data, const char *user) {
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *home = home_of(data, user);
    g_autofree char *file = g_build_filename(home, SUBSCRIPTIONS_NAME, NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL))
        return names;
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *directory = g_strconcat(".", lines[i], NULL);
        g_autofree char *name = maildir_folder_of(directory);
        g_autofree char *checked = name != NULL ? mailboxes_folder_name(name) : NULL;
        if (checked != NULL)
            g_ptr_array_add(names, g_steal_pointer(&checked));
    }
    return names;
}

static StoreResult maildir_subscribe(gpointer data, const char *user, const GPtrArray *names) {
    g_autofree char *home = home_of(data, user);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *directory = maildir_folder_directory(names->pdata[i]);
        g_string_append_printf(text, "%s\n", directory + 1);
    }
    if (!maildir_make(home))
        return maildir_result(errno);
    return maildir_replace(home, SUBSCRIPTIONS_NAME, text->str, text->len) ? STORE_OK
                                                                           : STORE_TEMPORARY;
}

static const Backing maildir_backing = {
    .name = "maildir",
    .free = maildir_free,
    .has_mailbox = maildir_has_mailbox,
    .names = maildir_names,
    .create = maildir_create,
    .remove = maildir_remove,
    .move = maildir_move,
    .exists = maildir_exists,
    .special_use = maildir_special_use,
    .subscriptions = maildir_subscriptions,
    .subscribe = maildir_subscribe,
    .load = maildir_load,
    .refresh = maildir_refresh,
    .text = maildir_text,
    .set_flags = maildir_set_flags,
    .expunge = maildir_expunge,
    .keep_keywords = maildir_keep_keywords,
    .draft_new = maildir_draft_new,
    .draft_write = maildir_draft_write,
    .draft_sync = maildir_draft_sync,
    .draft_publish = maildir_draft_publish,
    .draft_free = maildir_draft_free,
};

/* ---- at the start ---- */

/* Drafts that a killed server left behind. Those of other programs are theirs. */
static void remove_drafts(const char *path) {
    g_autofree char *tmp = g_build_filename(path, "tmp", NULL);
    g_autoptr(GDir) directory = g_dir_open(tmp, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *file = g_build_filename(tmp, name, NULL);
        if (g_str_has_prefix(name, "maillab."))
            g_unlink(file);
    }
}

static void remove_all_drafts(Maildir *self, const Users *users) {
    for (guint i = 0; users != NULL && i < users_count(users); i++) {
        const char *user = users_name(users, i);
        g_autofree char *home = home_of(self, user);
        g_autoptr(GPtrArray) names = maildir_names(self, user);
        remove_drafts(home);
        for (guint j = 0; j < names->len; j++) {
            g_autofree char *path = maildir_path(self, user, names->pdata[j]);
            remove_drafts(path);
        }
    }
}

static int take_lock(const char *directory, GError **error) {
    g_autofree char *file = g_build_filename(directory, "maillab.lock", NULL);
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "mail cannot be kept in %s: %s", directory, g_strerror(errno));
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    close(fd);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_BUSY,
                "the mail in %s is in use by another maillab: stop it, or choose another directory",
                directory);
    return -1;
}

Store *maildir_store_new(const char *directory, const char *domain, const Users *users,
                         GError **error) {
    if (g_mkdir_with_parents(directory, 0700) != 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "%s cannot be made: %s",
                    directory, g_strerror(errno));
        return NULL;
    }
    int lock_fd = take_lock(directory, error);
    if (lock_fd < 0)
        return NULL;
    Maildir *self = g_new0(Maildir, 1);
    self->directory = g_strdup(directory);
    self->lock_fd = lock_fd;
    remove_all_drafts(self, users);
    return mailboxes_new(&maildir_backing, self, domain, users);
}
