/* SPDX-License-Identifier: MIT */
/* Names in a Maildir: of users' directories, of folders, of mails with their flags and sizes. No
 * file is touched. */
#include "mailbox/maildir.h"

#include "syntax/imap_words.h"

#include <string.h>
#include <unistd.h>

#define ENCODED_DOT "&AC4-" /* "." in modified UTF-7, where it would else part two levels */

char *maildir_user_directory(const char *user) {
    GString *name = g_string_new(NULL);
    for (const char *octet = user; *octet != '\0'; octet++) {
        gboolean is_plain = g_ascii_isalnum(*octet) || strchr("_-+@", *octet) != NULL ||
                            (*octet == '.' && octet > user);
        if (is_plain)
            g_string_append_c(name, *octet);
        else
            g_string_append_printf(name, "%%%02x", (guchar)*octet);
    }
    return g_string_free(name, FALSE);
}

char *maildir_folder_directory(const char *folder) {
    g_auto(GStrv) levels = g_strsplit(folder, "/", 0);
    GString *name = g_string_new(NULL);
    for (guint i = 0; levels[i] != NULL; i++) {
        g_autofree char *encoded = imap_mailbox_from_utf8(levels[i]);
        g_auto(GStrv) between_dots = g_strsplit(encoded, ".", 0);
        g_autofree char *level = g_strjoinv(ENCODED_DOT, between_dots);
        g_string_append_printf(name, ".%s", level);
    }
    return g_string_free(name, FALSE);
}

static char *level_of(const char *encoded) {
    g_auto(GStrv) parts = g_strsplit(encoded, ENCODED_DOT, 0);
    for (guint i = 0; parts[i] != NULL; i++) {
        char *decoded = imap_mailbox_to_utf8(parts[i], strlen(parts[i]), NULL);
        g_free(parts[i]);
        parts[i] = decoded;
    }
    return g_strjoinv(".", parts);
}

char *maildir_folder_of(const char *directory) {
    if (directory[0] != '.' || directory[1] == '\0' || directory[1] == '.')
        return NULL;
    g_auto(GStrv) levels = g_strsplit(directory + 1, ".", 0);
    for (guint i = 0; levels[i] != NULL; i++) {
        char *level = level_of(levels[i]);
        g_free(levels[i]);
        levels[i] = level;
    }
    return g_strjoinv("/", levels);
}

gsize maildir_base_length(const char *file) {
    return strcspn(file, ":");
}

/* In the order in which they must stand: alphabetically. */
static const struct {
    char letter;
    guint flag;
} flag_letters[] = {
    {'D', STORE_DRAFT}, {'F', STORE_FLAGGED}, {'R', STORE_ANSWERED},
    {'S', STORE_SEEN},  {'T', STORE_DELETED},
};

void maildir_parse_flags(const char *file, guint *flags, guint32 *keywords) {
    const char *info = file + maildir_base_length(file);
    *flags = 0;
    *keywords = 0;
    if (strncmp(info, ":2,", 3) != 0)
        return;
    for (const char *letter = info + 3; *letter != '\0' && *letter != ','; letter++) {
        for (guint i = 0; i < G_N_ELEMENTS(flag_letters); i++)
            *flags |= flag_letters[i].letter == *letter ? flag_letters[i].flag : 0;
        if (*letter >= 'a' && *letter <= 'z')
            *keywords |= 1u << (*letter - 'a');
    }
}

char *maildir_file_name(const char *file, guint flags, guint32 keywords) {
    GString *name = g_string_new_len(file, (gssize)maildir_base_length(file));
    g_string_append(name, ":2,");
    for (guint i = 0; i < G_N_ELEMENTS(flag_letters); i++) {
        if ((flags & flag_letters[i].flag) != 0)
            g_string_append_c(name, flag_letters[i].letter);
    }
    for (guint i = 0; i < STORE_KEYWORDS_MAX; i++) {
        if ((keywords & (1u << i)) != 0)
            g_string_append_c(name, (char)('a' + i));
    }
    return g_string_free(name, FALSE);
}

static gboolean parse_size(const char *file, const char *mark, guint64 *size) {
    const char *found = g_strstr_len(file, (gssize)maildir_base_length(file), mark);
    if (found == NULL || !g_ascii_isdigit(found[strlen(mark)]))
        return FALSE;
    *size = g_ascii_strtoull(found + strlen(mark), NULL, 10);
    return TRUE;
}

gboolean maildir_parse_sizes(const char *file, guint64 *stored, guint64 *octets) {
    return parse_size(file, ",S=", stored) && parse_size(file, ",W=", octets);
}

char *maildir_new_base(void) {
    static gint count; /* names of one process must differ, whatever thread asks */
    gint64 now_us = g_get_real_time();
    g_autofree char *host = g_strdup(g_get_host_name());
    g_strdelimit(host, "/:,", '_');
    return g_strdup_printf("%" G_GINT64_FORMAT ".M%06uP%dQ%d.%s", now_us / G_USEC_PER_SEC,
                           (guint)(now_us % G_USEC_PER_SEC), (int)getpid(),
                           g_atomic_int_add(&count, 1), host);
}
