/* SPDX-License-Identifier: MIT */
/* The parts of the Maildir backing; inside servers/mailbox only. A Maildir is three directories:
 * tmp while a mail is written, new once it is there, cur once somebody saw it. A user's directory
 * is the INBOX; folders stand in it as ".Work.2026" (Maildir++). */
#pragma once

#include "mailbox/backing.h"

#include <sys/types.h>

typedef struct {
    char *directory;
    int lock_fd; /* one process at a time */
} Maildir;

/* ---- maildir_names.c ---- */
/* A user's name as that of a directory. */
char *maildir_user_directory(const char *user);
/* "Work/2026" -> ".Work.2026" (modified UTF-7, as Dovecot names it; a dot in a name is "&AC4-") and
 * back; NULL if it is none. Free with g_free(). */
char *maildir_folder_directory(const char *folder);
char *maildir_folder_of(const char *directory);
/* The length of a file name's unique part, before ":2,". */
gsize maildir_base_length(const char *file);
/* ":2,FS" and keywords as small letters. */
void maildir_parse_flags(const char *file, guint *flags, guint32 *keywords);
char *maildir_file_name(const char *file, guint flags, guint32 keywords);
/* ",S=<octets>,W=<octets as CRLF text>" in a name; FALSE if either is missing. */
gboolean maildir_parse_sizes(const char *file, guint64 *stored, guint64 *octets);
/* A name that no other mail has: seconds, microseconds, process, count, host. */
char *maildir_new_base(void);

/* ---- maildir_files.c ---- */
/* The directory of a folder. Free with g_free(). */
char *maildir_path(const Maildir *self, const char *user, const char *folder);
/* With tmp, new and cur. */
gboolean maildir_make(const char *path);
gboolean maildir_sync_directory(const char *path, const char *name);
gboolean maildir_write_all(int fd, const void *octets, gsize length);
/* Replaces a file by rename once all of it is on disk. */
gboolean maildir_replace(const char *path, const char *name, const char *text, gsize length);
#define MAILDIR_UNKNOWN G_MAXUINT64
/* The file as CRLF text of so many octets, if that is known: as it is, or each LF made a CRLF, or
 * (a file of others) each LF without a CR. NULL if it is gone. */
GBytes *maildir_read(const char *path, guint64 octets);
/* errno as a result. */
StoreResult maildir_result(int error);
/* The directory, its files and tmp, new, cur, but no folders below. */
gboolean maildir_remove_tree(const char *path);

/* ---- maildir_uids.c ---- */
/* The UID list: a first line with version, UIDVALIDITY and UIDNEXT, then a line for each mail.
 * Lines are appended; a line without its end was never told to anybody and does not count. */
typedef struct {
    guint32 uid;
    gint64 received_s;
    guint64 octets;
    char *base;
} UidLine;
typedef struct {
    guint32 uid_validity, uid_next; /* 0: there was no list */
    GHashTable *lines;              /* base -> UidLine */
    guint n_dead; /* lines that a new list would leave out; counted by the reader */
} UidList;
UidList *uid_list_read(const char *path);
void uid_list_free(UidList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(UidList, uid_list_free)
gboolean uid_list_append(const char *path, const GPtrArray *entries, guint first);
gboolean uid_list_rewrite(const char *path, const Folder *folder);

/* ---- maildir_folder.c, maildir_message.c ---- */
typedef struct {
    char *path;
    GHashTable *by_base; /* base -> Entry, lent */
    gint64 new_time,
        cur_time;         /* of the directories when they were last read, in ns; 0: read anew */
    gboolean has_renames; /* flags were changed and are not on the disk yet */
} MaildirFolder;
MaildirFolder *maildir_folder(const Folder *folder);
StoreResult maildir_load(gpointer self, Folder *folder, guint32 uid_validity);
void maildir_refresh(gpointer self, Folder *folder);
StoreResult maildir_keep_keywords(gpointer self, Folder *folder);
/* Takes an entry that is complete and has the next UID; writes that down. */
void maildir_take_up(Folder *folder, Entry *entry);
GBytes *maildir_text(gpointer self, Folder *folder, Entry *entry);
StoreResult maildir_set_flags(gpointer self, Folder *folder, Entry *entry, guint flags,
                              guint32 keywords);
StoreResult maildir_expunge(gpointer self, Folder *folder, Entry *const *entries, guint n_entries);

/* ---- maildir_draft.c ---- */
StoreResult maildir_draft_new(gpointer self, const char *user, const char *folder, gpointer *draft);
StoreResult maildir_draft_write(gpointer draft, const guint8 *octets, gsize length);
StoreResult maildir_draft_sync(gpointer draft, guint flags, guint32 keywords, gint64 received_s);
StoreResult maildir_draft_publish(gpointer draft, Folder *folder);
void maildir_draft_free(gpointer draft);
