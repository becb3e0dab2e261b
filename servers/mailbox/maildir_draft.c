/* SPDX-License-Identifier: MIT */
/* Delivery into a Maildir: written in tmp, brought to the disk, renamed into new (or cur, if it
 * comes with flags), and the directory brought to the disk too. Killed before the rename it leaves
 * a file in tmp that the next start removes; after it the mail is there. */
#include "mailbox/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *path;     /* of the folder */
    char *tmp_file; /* NULL once it is renamed */
    char *base;
    int fd;
    guint64 octets, stored; /* as CRLF text, as in the file */
    gboolean has_cr;        /* the text so far ends with a CR, which is not written yet */
    gboolean is_as_it_came; /* it has a bare LF: nothing is left out */
    guint flags;
    guint32 keywords;
    gint64 received_s;
} MaildirDraft;

StoreResult maildir_draft_new(gpointer self, const char *user, const char *folder,
                              gpointer *draft) {
    g_autofree char *path = maildir_path(self, user, folder);
    g_autofree char *base = maildir_new_base();
    g_autofree char *name = g_strconcat("maillab.", base, NULL);
    g_autofree char *tmp_file = g_build_filename(path, "tmp", name, NULL);
    int fd = open(tmp_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return maildir_result(errno);
    MaildirDraft *made = g_new0(MaildirDraft, 1);
    made->path = g_steal_pointer(&path);
    made->tmp_file = g_steal_pointer(&tmp_file);
    made->base = g_steal_pointer(&base);
    made->fd = fd;
    *draft = made;
    return STORE_OK;
}

static gboolean put(MaildirDraft *self, const void *octets, gsize length) {
    self->stored += length;
    return maildir_write_all(self->fd, octets, length);
}

/* In a Maildir lines end with LF: leaves out the CR of each CRLF. FALSE: there is a bare LF, from
 * which the way back would not be known. */
static gboolean leave_out_cr(MaildirDraft *self, const guint8 *octets, gsize length,
                             GByteArray *lines) {
    for (gsize i = 0; i < length; i++) {
        if (octets[i] == '\n' && !self->has_cr)
            return FALSE;
        if (self->has_cr && octets[i] != '\n')
            g_byte_array_append(lines, (const guint8 *)"\r", 1);
        self->has_cr = octets[i] == '\r';
        if (!self->has_cr)
            g_byte_array_append(lines, octets + i, 1);
    }
    return TRUE;
}

/* Puts back what was left out: from here on the text is stored as it comes. */
static gboolean store_as_it_came(MaildirDraft *self, gboolean had_cr) {
    g_autoptr(GBytes) text = maildir_read(self->tmp_file, self->octets - (had_cr ? 1 : 0));
    if (text == NULL || ftruncate(self->fd, 0) != 0 || lseek(self->fd, 0, SEEK_SET) != 0)
        return FALSE;
    self->is_as_it_came = TRUE;
    self->stored = 0;
    return put(self, g_bytes_get_data(text, NULL), g_bytes_get_size(text)) &&
           put(self, "\r", had_cr ? 1 : 0);
}

StoreResult maildir_draft_write(gpointer draft, const guint8 *octets, gsize length) {
    MaildirDraft *self = draft;
    gboolean had_cr = self->has_cr, is_ok = TRUE;
    g_autoptr(GByteArray) lines = g_byte_array_new();
    if (!self->is_as_it_came && leave_out_cr(self, octets, length, lines))
        is_ok = put(self, lines->data, lines->len);
    else
        is_ok =
            (self->is_as_it_came || store_as_it_came(self, had_cr)) && put(self, octets, length);
    self->octets += length;
    return is_ok ? STORE_OK : maildir_result(errno);
}

StoreResult maildir_draft_sync(gpointer draft, guint flags, guint32 keywords, gint64 received_s) {
    MaildirDraft *self = draft;
    struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, {.tv_sec = received_s}};
    self->flags = flags;
    self->keywords = keywords;
    self->received_s = received_s;
    gboolean has_rest = self->has_cr && !self->is_as_it_came;
    self->has_cr = FALSE;
    if (!put(self, "\r", has_rest ? 1 : 0) || futimens(self->fd, times) != 0 ||
        fsync(self->fd) != 0)
        return maildir_result(errno);
    return STORE_OK;
}

static char *final_name(const MaildirDraft *self, gboolean is_new) {
    g_autofree char *name = g_strdup_printf("%s,S=%" G_GUINT64_FORMAT ",W=%" G_GUINT64_FORMAT,
                                            self->base, self->stored, self->octets);
    return is_new ? g_steal_pointer(&name) : maildir_file_name(name, self->flags, self->keywords);
}

static void add_to_folder(const MaildirDraft *self, Folder *folder, char *name, gboolean is_new) {
    Entry *entry = entry_new(folder->uid_validity, folder->uid_next);
    entry->file = name;
    entry->flags = self->flags;
    entry->keywords = self->keywords;
    entry->octets = self->octets;
    entry->received_s = self->received_s;
    entry->is_recent = is_new;
    maildir_take_up(folder, entry);
}

StoreResult maildir_draft_publish(gpointer draft, Folder *folder) {
    MaildirDraft *self = draft;
    gboolean is_new = self->flags == 0 && self->keywords == 0;
    const char *part = is_new ? "new" : "cur";
    g_autofree char *name = final_name(self, is_new);
    g_autofree char *file = g_build_filename(self->path, part, name, NULL);
    if (g_rename(self->tmp_file, file) != 0)
        return maildir_result(errno);
    g_clear_pointer(&self->tmp_file, g_free);
    if (!maildir_sync_directory(self->path, part)) {
        g_unlink(file);
        return STORE_TEMPORARY;
    }
    if (folder != NULL)
        add_to_folder(self, folder, g_steal_pointer(&name), is_new);
    return STORE_OK;
}

void maildir_draft_free(gpointer draft) {
    MaildirDraft *self = draft;
    close(self->fd);
    if (self->tmp_file != NULL)
        g_unlink(self->tmp_file);
    g_free(self->tmp_file);
    g_free(self->path);
    g_free(self->base);
    g_free(self);
}
