/* SPDX-License-Identifier: MIT */
/* Files and directories of a Maildir: made, written through to the disk, read with CRLF line ends,
 * removed. What they mean is the business of others. */
#include "mailbox/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char *const parts[] = {"tmp", "new", "cur"};

char *maildir_path(const Maildir *self, const char *user, const char *folder) {
    g_autofree char *home = maildir_user_directory(user);
    if (strcmp(folder, "INBOX") == 0)
        return g_build_filename(self->directory, home, NULL);
    g_autofree char *name = maildir_folder_directory(folder);
    return g_build_filename(self->directory, home, name, NULL);
}

gboolean maildir_make(const char *path) {
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *part = g_build_filename(path, parts[i], NULL);
        if (g_mkdir_with_parents(part, 0700) != 0)
            return FALSE;
    }
    return maildir_sync_directory(path, NULL);
}

gboolean maildir_sync_directory(const char *path, const char *name) {
    g_autofree char *directory = g_build_filename(path, name, NULL);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return FALSE;
    gboolean is_ok = fsync(fd) == 0;
    close(fd);
    return is_ok;
}

gboolean maildir_write_all(int fd, const void *octets, gsize length) {
    const char *rest = octets;
    while (length > 0) {
        gssize n = write(fd, rest, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return FALSE;
        rest += n;
        length -= (gsize)n;
    }
    return TRUE;
}

gboolean maildir_replace(const char *path, const char *name, const char *text, gsize length) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_autofree char *fresh = g_strconcat(file, ".new", NULL);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return FALSE;
    gboolean is_ok = maildir_write_all(fd, text, length) && fsync(fd) == 0;
    is_ok &= close(fd) == 0;
    return is_ok && g_rename(fresh, file) == 0 && maildir_sync_directory(path, NULL);
}

/* Each LF becomes CRLF; one that has a CR already is left alone, if `keeps_crlf`. */
static GBytes *with_crlf(const char *text, gsize length, gboolean keeps_crlf) {
    GByteArray *octets = g_byte_array_sized_new((guint)(length + length / 16));
    gsize from = 0;
    for (gsize i = 0; i < length; i++) {
        if (text[i] != '\n' || (keeps_crlf && i > 0 && text[i - 1] == '\r'))
            continue;
        g_byte_array_append(octets, (const guint8 *)text + from, (guint)(i - from));
        g_byte_array_append(octets, (const guint8 *)"\r\n", 2);
        from = i + 1;
    }
    g_byte_array_append(octets, (const guint8 *)text + from, (guint)(length - from));
    return g_byte_array_free_to_bytes(octets);
}

static gsize count_feeds(const char *text, gsize length) {
    gsize n = 0;
    for (const char *end = text + length; (text = memchr(text, '\n', (gsize)(end - text))) != NULL;
         text++)
        n++;
    return n;
}

GBytes *maildir_read(const char *path, guint64 octets) {
    char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, NULL))
        return NULL;
    if (length == octets)
        return g_bytes_new_take(text, length);
    gboolean is_ours = length + count_feeds(text, length) == octets;
    GBytes *crlf = with_crlf(text, length, !is_ours);
    g_free(text);
    return crlf;
}

StoreResult maildir_result(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return STORE_FULL;
    case ENOENT:
        return STORE_NO_SUCH;
    case ENAMETOOLONG:
        return STORE_INVALID;
    default:
        return STORE_TEMPORARY;
    }
}

static void remove_files(const char *path) {
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_unlink(file);
    }
}

gboolean maildir_remove_tree(const char *path) {
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *part = g_build_filename(path, parts[i], NULL);
        remove_files(part);
        g_rmdir(part);
    }
    remove_files(path);
    return g_rmdir(path) == 0;
}
