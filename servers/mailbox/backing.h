/* SPDX-License-Identifier: MIT */
/* Where folders and messages really lie: a table of functions with two rows, Maildir and memory;
 * inside servers/mailbox only. Folder names are checked already, "INBOX" in capitals. */
#pragma once

#include "mailbox/folder.h"

typedef struct {
    const char *name;
    void (*free)(gpointer self);

    /* Was there ever anything for this user? */
    gboolean (*has_mailbox)(gpointer self, const char *user);
    /* Of char *: all folders of the user but INBOX, which is always there. */
    GPtrArray *(*names)(gpointer self, const char *user);
    StoreResult (*create)(gpointer self, const char *user, const char *folder,
                          const char *special_use, guint32 uid_validity);
    StoreResult (*remove)(gpointer self, const char *user, const char *folder);
    StoreResult (*move)(gpointer self, const char *user, const char *from, const char *to);
    gboolean (*exists)(gpointer self, const char *user, const char *folder);
    /* As create() was told; NULL if nothing. Free with g_free(). */
    char *(*special_use)(gpointer self, const char *user, const char *folder);
    /* Of char *: names, whether they are folders or not. */
    GPtrArray *(*subscriptions)(gpointer self, const char *user);
    StoreResult (*subscribe)(gpointer self, const char *user, const GPtrArray *names);

    /* Fills a new folder; `uid_validity` is for one that has none yet. */
    StoreResult (*load)(gpointer self, Folder *folder, guint32 uid_validity);
    /* Takes up what others changed. */
    void (*refresh)(gpointer self, Folder *folder);
    /* With CRLF line ends; NULL if it is gone. */
    GBytes *(*text)(gpointer self, Folder *folder, Entry *entry);
    /* Also makes it no longer recent. */
    StoreResult (*set_flags)(gpointer self, Folder *folder, Entry *entry, guint flags,
                             guint32 keywords);
    /* Marks those gone that it could remove. */
    StoreResult (*expunge)(gpointer self, Folder *folder, Entry *const *entries, guint n_entries);
    StoreResult (*keep_keywords)(gpointer self, Folder *folder);

    StoreResult (*draft_new)(gpointer self, const char *user, const char *folder, gpointer *draft);
    StoreResult (*draft_write)(gpointer draft, const guint8 *octets, gsize length);
    StoreResult (*draft_sync)(gpointer draft, guint flags, guint32 keywords, gint64 received_s);
    /* `folder`, if it is loaded, gets its entry; else it may be NULL and gets it when it is. */
    StoreResult (*draft_publish)(gpointer draft, Folder *folder);
    void (*draft_free)(gpointer draft);
} Backing;
