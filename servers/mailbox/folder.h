/* SPDX-License-Identifier: MIT */
/* The messages of one folder as this process knows them; inside servers/mailbox only. All boxes
 * that are open on the folder share it. */
#pragma once

#include "session/store.h"

typedef struct {
    grefcount references;
    guint32 uid;
    guint flags; /* never STORE_RECENT */
    guint32 keywords;
    guint64 octets; /* with CRLF line ends */
    gint64 received_s;
    gboolean is_recent; /* no session was told of it */
    gboolean is_gone;   /* expunged; views that still show it keep it alive */
    char *unique_id;
    char *file;   /* Maildir: its name in new/ (is_recent) or cur/ */
    GBytes *text; /* memory */
} Entry;

typedef struct {
    grefcount references;
    char *user, *name;
    GPtrArray *entries;  /* of Entry, by UID */
    GPtrArray *keywords; /* of char * */
    guint32 uid_validity, uid_next;
    guint64 n_changes; /* grows whenever anything above does */
    gboolean is_gone;  /* deleted or renamed away: nobody finds it any more */
    gpointer backing;  /* what the backing keeps for it */
    void (*backing_free)(gpointer backing);
} Folder;

/* `file` or `text` is set by the caller; the unique-id follows from UIDVALIDITY and UID. */
Entry *entry_new(guint32 uid_validity, guint32 uid);
Entry *entry_ref(Entry *self);
void entry_unref(Entry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Entry, entry_unref)

Folder *folder_new(const char *user, const char *name);
Folder *folder_ref(Folder *self);
void folder_unref(Folder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Folder, folder_unref)

/* Takes `entry`; its UID is the largest. */
void folder_append(Folder *self, Entry *entry);
/* Takes out the entries that are marked gone. */
void folder_drop_gone(Folder *self);
/* All are gone, and so is the folder. */
void folder_close_down(Folder *self);
/* The bit of a keyword (any case), made if asked; -1 if there is none, or no room. *is_new says
 * that it was made. */
int folder_keyword(Folder *self, const char *name, gboolean make, gboolean *is_new);
/* uid_next is told too. */
void folder_count(const Folder *self, StoreStatus *status);
