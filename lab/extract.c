/* SPDX-License-Identifier: MIT */
/* Messages as they pass -> files. While a message is under way its files have names of our own in a
 * directory of its own; they get the names by which people know them when the message is done. */
#include "extract.h"

#include "extract_file.h"

#include "notes/note_names.h"
#include "render/extract_name.h"
#include "render/json_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char message_name[] = "message.eml";

typedef struct {
    char *path;      /* IMAP section number */
    char *temporary; /* its name for now */
    guint64 octets;
    guint8 sha256[NOTE_SHA256_SIZE];
} Part;

typedef struct {
    char *directory; /* its name for now */
    int directory_fd;
    ExtractFile text, part;
    gboolean in_part;
    GPtrArray *parts; /* of Part */
} Message;

struct Extract {
    char *path;
    int fd;
    gboolean several_files;
    guint n_files; /* captures so far */
    char *file;    /* the capture */
    guint n_begun;
    GHashTable *open; /* key -> Message */
    ExtractFile manifest, sums;
    JsonWriter json;
    ExtractCount count;
    int failure; /* the first errno */
    char *failed_name;
};

static void fail(Extract *self, const char *name, int number) {
    if (self->failure != 0 || number == 0)
        return;
    self->failure = number;
    self->failed_name = g_strdup(name);
}

static void free_part(gpointer data) {
    Part *part = data;
    g_free(part->path);
    g_free(part->temporary);
    g_free(part);
}

static void free_message(gpointer data) {
    Message *message = data;
    if (message->directory_fd >= 0)
        close(message->directory_fd);
    g_ptr_array_unref(message->parts);
    g_free(message->directory);
    g_free(message);
}

static gboolean write_manifest(gpointer user, const char *octets, gsize length) {
    Extract *self = user;
    extract_file_write(&self->manifest, (const guint8 *)octets, length);
    return TRUE;
}

static gboolean refuse(GError **error, const char *path, const char *reason) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                "%s: %s. Give --extract the name of a new or empty directory.", path, reason);
    return FALSE;
}

static gboolean take_directory(Extract *self, GError **error) {
    if (mkdir(self->path, 0777) != 0 && errno != EEXIST)
        return refuse(error, self->path, g_strerror(errno));
    self->fd = open(self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (self->fd < 0)
        return refuse(error, self->path, g_strerror(errno));
    g_autoptr(GDir) directory = g_dir_open(self->path, 0, error);
    if (directory == NULL)
        return FALSE;
    if (g_dir_read_name(directory) != NULL)
        return refuse(error, self->path,
                      "this directory holds files already, and none is replaced");
    return TRUE;
}

static void free_extract(Extract *self) {
    g_hash_table_unref(self->open);
    if (self->fd >= 0)
        close(self->fd);
    g_free(self->path);
    g_free(self->file);
    g_free(self->failed_name);
    g_free(self);
}

Extract *extract_open(const char *path, gboolean several_files, GError **error) {
    Extract *self = g_new0(Extract, 1);
    self->path = g_strdup(path);
    self->fd = -1;
    self->several_files = several_files;
    self->open = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_message);
    if (!take_directory(self, error)) {
        free_extract(self);
        return NULL;
    }
    extract_file_create(&self->manifest, self->fd, "manifest.json");
    extract_file_create(&self->sums, self->fd, "SHA256SUMS");
    fail(self, "manifest.json", self->manifest.failure);
    fail(self, "SHA256SUMS", self->sums.failure);
    RenderOutput output = {write_manifest, self};
    json_writer_init(&self->json, &output);
    json_literal(&self->json, "[\n");
    return self;
}

void extract_set_file(Extract *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
    self->n_files++;
}

static Message *find(const Extract *self, guint64 key) {
    return g_hash_table_lookup(self->open, &key);
}

void extract_message_begin(Extract *self, guint64 key) {
    Message *message = g_new0(Message, 1);
    message->directory = g_strdup_printf(".message-%u", self->n_begun++);
    message->parts = g_ptr_array_new_with_free_func(free_part);
    if (mkdirat(self->fd, message->directory, 0777) != 0)
        fail(self, message->directory, errno);
    message->directory_fd =
        openat(self->fd, message->directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    extract_file_create(&message->text, message->directory_fd, message_name);
    fail(self, message->directory, message->text.failure);
    g_hash_table_insert(self->open, g_memdup2(&key, sizeof key), message);
}

void extract_message_octets(Extract *self, guint64 key, const guint8 *octets, gsize length) {
    Message *message = find(self, key);
    if (message != NULL)
        extract_file_write(&message->text, octets, length);
}

void extract_part_begin(Extract *self, guint64 key, const char *path) {
    Message *message = find(self, key);
    if (message == NULL)
        return;
    extract_part_end(self, key);
    Part *part = g_new0(Part, 1);
    part->path = g_strdup(path);
    part->temporary = g_strdup_printf("part-%u", message->parts->len);
    g_ptr_array_add(message->parts, part);
    extract_file_create(&message->part, message->directory_fd, part->temporary);
    fail(self, part->temporary, message->part.failure);
    message->in_part = TRUE;
}

void extract_part_octets(Extract *self, guint64 key, const guint8 *octets, gsize length) {
    Message *message = find(self, key);
    if (message != NULL && message->in_part)
        extract_file_write(&message->part, octets, length);
}

void extract_part_end(Extract *self, guint64 key) {
    Message *message = find(self, key);
    if (message == NULL || !message->in_part)
        return;
    Part *part = message->parts->pdata[message->parts->len - 1];
    part->octets = message->part.octets;
    extract_file_close(&message->part, part->sha256);
    fail(self, part->temporary, message->part.failure);
    message->in_part = FALSE;
}

/* Gives a file another name, which nothing has yet: unlike rename(), link() never replaces. */
static void rename_new(Extract *self, int from_fd, const char *from, int to_fd, const char *to) {
    if (linkat(from_fd, from, to_fd, to, 0) != 0)
        fail(self, to, errno);
    else if (unlinkat(from_fd, from, 0) != 0)
        fail(self, from, errno);
}

static const NotePart *note_of(const NoteMessage *note, const char *path) {
    for (guint i = 0; i < note->n_parts; i++) {
        if (note->parts[i].is_leaf && strcmp(note->parts[i].path, path) == 0)
            return &note->parts[i];
    }
    return NULL;
}

static void add_sum(Extract *self, const guint8 sha256[NOTE_SHA256_SIZE], const char *name) {
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < NOTE_SHA256_SIZE; i++)
        g_string_append_printf(line, "%02x", sha256[i]);
    g_string_append_printf(line, "  %s\n", name);
    extract_file_write(&self->sums, (const guint8 *)line->str, line->len);
}

static void manifest_word(Extract *self, const char *name, const char *text) {
    json_key_text(&self->json, name, text, text == NULL ? 0 : strlen(text));
}

static void manifest_digest(Extract *self, const guint8 sha256[NOTE_SHA256_SIZE]) {
    json_key(&self->json, "sha256");
    json_hex(&self->json, sha256, NOTE_SHA256_SIZE);
}

/* Renames one part, and lists it in the manifest and the sums. */
static void finish_part(Extract *self, const Message *message, const Part *part,
                        const NoteMessage *note, ExtractNames *names, const char *directory) {
    const NotePart *told = note_of(note, part->path);
    const char *wanted = told == NULL ? NULL : told->filename;
    g_autofree char *name =
        extract_names_give(names, wanted, part->path, told == NULL ? NULL : told->type);
    g_autofree char *whole = g_strconcat(directory, "/", name, NULL);
    rename_new(self, message->directory_fd, part->temporary, message->directory_fd, name);
    json_separate(&self->json);
    json_literal(&self->json, "{");
    manifest_word(self, "path", part->path);
    manifest_word(self, "file", whole);
    manifest_word(self, "filename", wanted);
    manifest_word(self, "type", told == NULL ? NULL : told->type);
    json_key_u64(&self->json, "octets", part->octets);
    manifest_digest(self, part->sha256);
    json_literal(&self->json, "}");
    add_sum(self, part->sha256, whole);
    self->count.parts++;
}

static void finish_parts(Extract *self, const Message *message, const NoteMessage *note,
                         const char *directory) {
    g_autoptr(ExtractNames) names = extract_names_new();
    json_key(&self->json, "parts");
    json_literal(&self->json, "[");
    for (guint i = 0; i < message->parts->len; i++)
        finish_part(self, message, message->parts->pdata[i], note, names, directory);
    json_literal(&self->json, "]");
}

/* The directory of a message gets its name, or goes if there is nothing in it. */
static void finish_directory(Extract *self, const Message *message, const char *directory) {
    int failed = message->parts->len == 0
                     ? unlinkat(self->fd, message->directory, AT_REMOVEDIR)
                     : renameat(self->fd, message->directory, self->fd, directory);
    if (failed != 0)
        fail(self, directory, errno);
}

void extract_message_done(Extract *self, guint64 key, const NoteConversation *conversation,
                          const NoteMessage *note) {
    Message *message = find(self, key);
    guint8 sha256[NOTE_SHA256_SIZE];
    if (message == NULL)
        return;
    extract_part_end(self, key);
    extract_file_close(&message->text, sha256);
    g_autofree char *capture =
        self->several_files ? g_strdup_printf("capture%u-", self->n_files) : g_strdup("");
    g_autofree char *directory =
        g_strdup_printf("%sstream%u-message%u", capture, conversation->stream, note->n);
    g_autofree char *name = g_strconcat(directory, ".eml", NULL);
    fail(self, name, message->text.failure);
    rename_new(self, message->directory_fd, message_name, self->fd, name);
    add_sum(self, sha256, name);
    if (self->count.messages++ > 0)
        json_literal(&self->json, ",\n");
    json_literal(&self->json, "{");
    manifest_word(self, "file", name);
    manifest_word(self, "capture", self->file);
    json_key_u64(&self->json, "stream", conversation->stream);
    json_key_u64(&self->json, "message", note->n);
    json_key_word(&self->json, "verdict", note_verdict_name(note->verdict));
    json_key_word(&self->json, "integrity", note_integrity_name(note->integrity));
    json_key_u64(&self->json, "octets", message->text.octets);
    manifest_digest(self, sha256);
    finish_parts(self, message, note, directory);
    json_literal(&self->json, "}");
    finish_directory(self, message, directory);
    g_hash_table_remove(self->open, &key);
}

/* A message of which nothing was told in the end: its files go. */
static void drop_message(Extract *self, guint64 key) {
    Message *message = find(self, key);
    guint8 sha256[NOTE_SHA256_SIZE];
    extract_part_end(self, key);
    extract_file_close(&message->text, sha256);
    unlinkat(message->directory_fd, message_name, 0);
    for (guint i = 0; i < message->parts->len; i++)
        unlinkat(message->directory_fd, ((Part *)message->parts->pdata[i])->temporary, 0);
    unlinkat(self->fd, message->directory, AT_REMOVEDIR);
    g_hash_table_remove(self->open, &key);
}

static void drop_open(Extract *self) {
    g_autoptr(GList) keys = g_hash_table_get_keys(self->open);
    for (GList *at = keys; at != NULL; at = at->next)
        drop_message(self, *(const guint64 *)at->data);
}

gboolean extract_close(Extract *self, ExtractCount *count, GError **error) {
    guint8 sha256[NOTE_SHA256_SIZE];
    drop_open(self);
    json_literal(&self->json, "\n]\n");
    json_writer_clear(&self->json);
    extract_file_close(&self->manifest, sha256);
    extract_file_close(&self->sums, sha256);
    fail(self, "manifest.json", self->manifest.failure);
    fail(self, "SHA256SUMS", self->sums.failure);
    *count = self->count;
    gboolean is_good = self->failure == 0;
    if (!is_good)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                    "%s/%s cannot be written: %s. What is in the directory is not complete.",
                    self->path, self->failed_name, g_strerror(self->failure));
    free_extract(self);
    return is_good;
}
