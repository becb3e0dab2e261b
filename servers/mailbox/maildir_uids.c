/* SPDX-License-Identifier: MIT */
/* The list that keeps UIDs across restarts, whoever moves or renames mails meanwhile: each UID
 * belongs to the unique part of a file name. It does not look at the mails.
 *
 *   maillab-uids 1 <uidvalidity> <uidnext>
 *   <uid> <received, seconds> <octets> <base>
 */
#include "mailbox/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LIST_NAME "maillab-uids"

static void free_line(gpointer data) {
    UidLine *line = data;
    g_free(line->base);
    g_free(line);
}

void uid_list_free(UidList *self) {
    g_hash_table_unref(self->lines);
    g_free(self);
}

/* Takes the next number and the space behind it. */
static gboolean take_number(const char **text, guint64 *number) {
    char *end = NULL;
    if (!g_ascii_isdigit(**text))
        return FALSE;
    *number = g_ascii_strtoull(*text, &end, 10);
    *text = *end == ' ' ? end + 1 : end;
    return TRUE;
}

static gboolean read_head(UidList *self, const char *line) {
    guint64 validity, next;
    if (!g_str_has_prefix(line, LIST_NAME " 1 "))
        return FALSE;
    line += strlen(LIST_NAME " 1 ");
    if (!take_number(&line, &validity) || !take_number(&line, &next) || validity == 0 ||
        validity > G_MAXUINT32 || next == 0 || next > G_MAXUINT32)
        return FALSE;
    self->uid_validity = (guint32)validity;
    self->uid_next = (guint32)next;
    return TRUE;
}

static void read_line(UidList *self, const char *text) {
    guint64 uid, received_s, octets;
    if (!take_number(&text, &uid) || !take_number(&text, &received_s) ||
        !take_number(&text, &octets) || *text == '\0' || uid == 0 || uid >= G_MAXUINT32)
        return;
    UidLine *line = g_new0(UidLine, 1);
    *line = (UidLine){(guint32)uid, (gint64)received_s, octets, g_strdup(text)};
    g_hash_table_replace(self->lines, line->base, line);
    self->uid_next = MAX(self->uid_next, line->uid + 1);
}

UidList *uid_list_read(const char *path) {
    UidList *self = g_new0(UidList, 1);
    self->lines = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_line);
    g_autofree char *file = g_build_filename(path, LIST_NAME, NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(file, &text, &length, NULL))
        return self;
    gboolean is_head = TRUE;
    for (char *line = text, *end = NULL; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        if (is_head && !read_head(self, line))
            break;
        if (!is_head)
            read_line(self, line);
        is_head = FALSE;
    }
    return self;
}

static void append_line(GString *text, const Entry *entry) {
    g_string_append_printf(text, "%u %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %.*s\n", entry->uid,
                           MAX(entry->received_s, 0), entry->octets,
                           (int)maildir_base_length(entry->file), entry->file);
}

/* A line that a crash cut short has no line end: the next one must not be joined to it. */
static gboolean ends_with_line(int fd) {
    char last = '\n';
    off_t size = lseek(fd, 0, SEEK_END);
    return size <= 0 || (pread(fd, &last, 1, size - 1) == 1 && last == '\n');
}

gboolean uid_list_append(const char *path, const GPtrArray *entries, guint first) {
    g_autofree char *file = g_build_filename(path, LIST_NAME, NULL);
    int fd = open(file, O_RDWR | O_APPEND | O_CLOEXEC);
    if (fd < 0)
        return FALSE;
    g_autoptr(GString) text = g_string_new(ends_with_line(fd) ? "" : "\n");
    for (guint i = first; i < entries->len; i++)
        append_line(text, entries->pdata[i]);
    gboolean is_ok = maildir_write_all(fd, text->str, text->len) && fdatasync(fd) == 0;
    close(fd);
    return is_ok;
}

gboolean uid_list_rewrite(const char *path, const Folder *folder) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, LIST_NAME " 1 %u %u\n", folder->uid_validity, folder->uid_next);
    for (guint i = 0; i < folder->entries->len; i++)
        append_line(text, folder->entries->pdata[i]);
    return maildir_replace(path, LIST_NAME, text->str, text->len);
}
