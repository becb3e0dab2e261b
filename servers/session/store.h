/* SPDX-License-Identifier: MIT */
/* Where mail lies, as the cores see it: a table of functions. The Maildir and the store in memory
 * stand in servers/mailbox. All calls return at once; nothing is acknowledged to a client before
 * the call that makes it durable has returned STORE_OK. */
#pragma once

#include <glib.h>

typedef enum {
    STORE_OK,
    STORE_NO_SUCH,   /* no such user, folder or message */
    STORE_EXISTS,    /* the folder is there already */
    STORE_IN_USE,    /* the maildrop is locked by another session */
    STORE_FULL,      /* no room: for good until somebody deletes */
    STORE_TEMPORARY, /* failed now, may work later */
    STORE_INVALID,   /* a name that no folder can have; INBOX cannot be deleted */
    STORE_N_RESULTS,
} StoreResult;

/* System flags: RFC 9051 §2.3.2. */
enum {
    STORE_SEEN = 1 << 0,
    STORE_ANSWERED = 1 << 1,
    STORE_FLAGGED = 1 << 2,
    STORE_DELETED = 1 << 3,
    STORE_DRAFT = 1 << 4,
    STORE_RECENT = 1 << 5, /* of this session only; never stored by set_flags */
};

#define STORE_KEYWORDS_MAX 26u /* of one folder: Maildir's letters a…z, as Dovecot keeps them */

typedef struct {
    guint32 uid;
    guint flags;
    guint32 keywords;      /* bits: index into StoreBox.keywords */
    guint64 octets;        /* as CRLF text: RFC822.SIZE, LIST of POP3 */
    gint64 received_s;     /* INTERNALDATE, since 1970 */
    const char *unique_id; /* POP3 UIDL: 1…70 printable octets, never used again (RFC 1939 §7) */
} StoreMessage;

typedef struct {
    char *name; /* UTF-8, "/" between levels; "INBOX" in capitals */
    gboolean is_subscribed, has_children, is_no_select;
    const char *special_use; /* "\\Sent", or NULL: RFC 6154 §2 */
} StoreFolder;

typedef struct {
    guint32 messages, recent, unseen, deleted, uid_next, uid_validity;
    guint64 octets;
} StoreStatus;

typedef struct Store Store;

/* A folder as one session sees it: the list changes only in sync() and expunge(), so sequence
 * numbers (index + 1) stay what the client was told. */
typedef struct {
    Store *store;
    GArray *messages;    /* of StoreMessage, by UID */
    GPtrArray *keywords; /* of char *: names of the keyword bits */
    guint32 uid_validity, uid_next;
    gboolean is_read_only;
} StoreBox;

/* What sync() found: applied to `messages` already, in this order. */
typedef struct {
    GArray *expunged; /* of guint32: sequence numbers, each as it was when its line is sent */
    GArray *flags;    /* of guint32: sequence numbers, after the expunges, whose flags changed */
    gboolean has_new; /* tell EXISTS */
    gboolean has_keywords; /* tell FLAGS */
} StoreChanges;

typedef struct {
    Store *store;
} StoreDraft; /* a message on its way in */

typedef struct {
    guint flags;
    const char *const *keywords; /* NULL-terminated, or NULL */
    gint64 received_s;           /* 0: now */
} StoreMarks;

typedef struct {
    const char *name; /* "maildir", "memory" */
    void (*free)(Store *self);

    /* Whose mailbox the address is; NULL in *user unless STORE_OK. Local part and domain of RCPT.
     */
    StoreResult (*recipient)(Store *self, const char *address, char **user);

    /* A message comes in: write, then sync (all octets are on disk), then publish (it appears, with
     * its UID); freed before that it leaves no trace. `octets` have CRLF line ends. For several
     * recipients: sync all drafts first, then publish all. */
    StoreResult (*draft_new)(Store *self, const char *user, const char *folder, StoreDraft **draft);
    StoreResult (*draft_write)(StoreDraft *draft, const guint8 *octets, gsize length);
    StoreResult (*draft_sync)(StoreDraft *draft, const StoreMarks *marks);
    StoreResult (*draft_publish)(StoreDraft *draft, guint32 *uid_validity, guint32 *uid);
    void (*draft_free)(StoreDraft *draft);

    /* POP3: RFC 1939 §4, the maildrop is one session's. */
    StoreResult (*lock_maildrop)(Store *self, const char *user);
    void (*unlock_maildrop)(Store *self, const char *user);

    /* Folders. list() gives an array of StoreFolder, sorted by name, freed with g_ptr_array_unref;
     * subscribed names that are no folder are in it too, with is_no_select. */
    StoreResult (*list)(Store *self, const char *user, GPtrArray **folders);
    StoreResult (*create)(Store *self, const char *user, const char *folder,
                          const char *special_use);
    StoreResult (*remove)(Store *self, const char *user, const char *folder);
    StoreResult (*rename)(Store *self, const char *user, const char *from, const char *to);
    StoreResult (*subscribe)(Store *self, const char *user, const char *folder, gboolean is_on);
    StoreResult (*status)(Store *self, const char *user, const char *folder, StoreStatus *status);

    /* A folder that is open. */
    StoreResult (*open)(Store *self, const char *user, const char *folder, gboolean is_read_only,
                        StoreBox **box);
    void (*close)(StoreBox *box);
    /* The whole text with CRLF line ends; NULL if it is gone. Free with g_bytes_unref(). */
    GBytes *(*text)(StoreBox *box, guint index);
    /* Sets flags and keywords to exactly these; durable before it returns. */
    StoreResult (*set_flags)(StoreBox *box, guint index, guint flags, guint32 keywords);
    /* The bit of a keyword, made if it is new; -1: there is no room for more. */
    int (*keyword)(StoreBox *box, const char *name, gboolean make);
    /* Removes these (indexes, ascending) from disk and from `messages`. */
    StoreResult (*expunge)(StoreBox *box, const guint *indexes, guint n_indexes);
    /* Copies to the end of another folder, flags too: all or none. *uids: of guint32, in order. */
    StoreResult (*copy)(StoreBox *box, const guint *indexes, guint n_indexes, const char *folder,
                        guint32 *uid_validity, GArray **uids);
    /* Looks for changes by others. With `keep_expunged` messages that are gone stay in the list
     * (RFC 9051 §7.5.1: no EXPUNGE during FETCH, STORE, SEARCH). Free with store_changes_free(). */
    StoreChanges *(*sync)(StoreBox *box, gboolean keep_expunged);
} StoreClass;

struct Store {
    const StoreClass *klass;
    /* Called after each change of a folder, by whoever made it. */
    void (*changed)(gpointer watcher, const char *user, const char *folder);
    gpointer watcher;
};

void store_free(Store *self);
void store_changes_free(StoreChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreChanges, store_changes_free)
