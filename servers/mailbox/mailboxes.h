/* SPDX-License-Identifier: MIT */
/* The store of session/store.h over a backing: what Maildir and memory have in common; inside
 * servers/mailbox only. */
#pragma once

#include "mailbox/backing.h"
#include "mailbox/mailbox.h"

typedef struct {
    Store store; /* first, so that a Store * is one of these */
    const Backing *backing;
    gpointer data; /* the backing's self */
    char *domain;
    const Users *users;
    GHashTable *folders; /* "user\nname" -> Folder; those that a box or draft uses */
    GHashTable *locked;  /* users whose maildrop is locked */
    guint32 last_validity;
} Mailboxes;

/* Takes `data`. */
Store *mailboxes_new(const Backing *backing, gpointer data, const char *domain, const Users *users);

static inline Mailboxes *mailboxes_of(Store *store) {
    return (Mailboxes *)store;
}

/* The folder, loaded; STORE_NO_SUCH if there is none. Unref it. */
StoreResult mailboxes_folder(Mailboxes *self, const char *user, const char *name, Folder **folder);
/* The same by the name that a client gave, and up to date. */
StoreResult mailboxes_open(Mailboxes *self, const char *user, const char *folder, Folder **found);
/* The folder if it is loaded already; lent. */
Folder *mailboxes_loaded(Mailboxes *self, const char *user, const char *name);
/* Nobody uses it but the table: it is forgotten. */
void mailboxes_release(Mailboxes *self, Folder *folder);
void mailboxes_notify(Mailboxes *self, const char *user, const char *name);
/* A UIDVALIDITY that was never used: RFC 9051 §2.3.1.1. */
guint32 mailboxes_new_validity(Mailboxes *self);
/* The name as it is kept ("inbox" becomes "INBOX"); NULL if no folder can have it. */
char *mailboxes_folder_name(const char *name);

/* The functions of StoreClass by what they are about. */
StoreResult mailboxes_recipient(Store *store, const char *address, char **user);
StoreResult mailboxes_list(Store *store, const char *user, GPtrArray **folders);
StoreResult mailboxes_create(Store *store, const char *user, const char *folder,
                             const char *special_use);
StoreResult mailboxes_remove(Store *store, const char *user, const char *folder);
StoreResult mailboxes_rename(Store *store, const char *user, const char *from, const char *to);
StoreResult mailboxes_subscribe(Store *store, const char *user, const char *folder, gboolean is_on);
StoreResult mailboxes_status(Store *store, const char *user, const char *folder,
                             StoreStatus *status);

StoreResult draft_new(Store *store, const char *user, const char *folder, StoreDraft **draft);
StoreResult draft_write(StoreDraft *draft, const guint8 *octets, gsize length);
StoreResult draft_sync(StoreDraft *draft, const StoreMarks *marks);
StoreResult draft_publish(StoreDraft *draft, guint32 *uid_validity, guint32 *uid);
void draft_free(StoreDraft *draft);

StoreResult view_open(Store *store, const char *user, const char *folder, gboolean is_read_only,
                      StoreBox **box);
void view_close(StoreBox *box);
GBytes *view_text(StoreBox *box, guint index);
StoreResult view_set_flags(StoreBox *box, guint index, guint flags, guint32 keywords);
int view_keyword(StoreBox *box, const char *name, gboolean make);
StoreResult view_expunge(StoreBox *box, const guint *indexes, guint n_indexes);
StoreResult view_copy(StoreBox *box, const guint *indexes, guint n_indexes, const char *folder,
                      guint32 *uid_validity, GArray **uids);
StoreChanges *view_sync(StoreBox *box, gboolean keep_expunged);
