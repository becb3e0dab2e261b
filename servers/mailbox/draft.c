/* SPDX-License-Identifier: MIT */
/* A message on its way into a folder: written, made durable, published. The backing does the work;
 * here it gets its keywords, its UID, and those who watch the folder are told. */
#include "mailbox/mailboxes.h"

typedef struct {
    StoreDraft draft; /* first, so that a StoreDraft * is one of these */
    gpointer data;    /* the backing's */
    char *user, *name;
    Folder *folder; /* once its keywords or its UID matter */
} Draft;

static Draft *draft_of(StoreDraft *draft) {
    return (Draft *)draft;
}

StoreResult draft_new(Store *store, const char *user, const char *folder, StoreDraft **draft) {
    Mailboxes *self = mailboxes_of(store);
    g_autofree char *name = mailboxes_folder_name(folder);
    gpointer data = NULL;
    *draft = NULL;
    if (name == NULL || !self->backing->exists(self->data, user, name))
        return STORE_NO_SUCH;
    StoreResult result = self->backing->draft_new(self->data, user, name, &data);
    if (result != STORE_OK)
        return result;
    Draft *made = g_new0(Draft, 1);
    made->draft.store = store;
    made->data = data;
    made->user = g_strdup(user);
    made->name = g_steal_pointer(&name);
    *draft = &made->draft;
    return STORE_OK;
}

StoreResult draft_write(StoreDraft *draft, const guint8 *octets, gsize length) {
    return mailboxes_of(draft->store)->backing->draft_write(draft_of(draft)->data, octets, length);
}

static StoreResult use_folder(Draft *self) {
    if (self->folder != NULL)
        return STORE_OK;
    return mailboxes_folder(mailboxes_of(self->draft.store), self->user, self->name, &self->folder);
}

/* Keywords for which the folder has no room are left out. */
static guint32 keyword_bits(Draft *self, const char *const *keywords) {
    Mailboxes *store = mailboxes_of(self->draft.store);
    guint32 bits = 0;
    gboolean has_new = FALSE;
    if (keywords == NULL || keywords[0] == NULL || use_folder(self) != STORE_OK)
        return 0;
    for (guint i = 0; keywords[i] != NULL; i++) {
        gboolean is_new;
        int bit = folder_keyword(self->folder, keywords[i], TRUE, &is_new);
        bits |= bit >= 0 ? 1u << bit : 0;
        has_new |= is_new;
    }
    if (has_new)
        store->backing->keep_keywords(store->data, self->folder);
    return bits;
}

StoreResult draft_sync(StoreDraft *draft, const StoreMarks *marks) {
    Draft *self = draft_of(draft);
    static const StoreMarks none = {0};
    const StoreMarks *given = marks != NULL ? marks : &none;
    gint64 received_s =
        given->received_s != 0 ? given->received_s : g_get_real_time() / G_USEC_PER_SEC;
    return mailboxes_of(draft->store)
        ->backing->draft_sync(self->data, given->flags & ~(guint)STORE_RECENT,
                              keyword_bits(self, given->keywords), received_s);
}

StoreResult draft_publish(StoreDraft *draft, guint32 *uid_validity, guint32 *uid) {
    Draft *self = draft_of(draft);
    Mailboxes *store = mailboxes_of(draft->store);
    if (uid != NULL || mailboxes_loaded(store, self->user, self->name) != NULL) {
        StoreResult result = use_folder(self);
        if (result != STORE_OK)
            return result;
    }
    StoreResult result = store->backing->draft_publish(self->data, self->folder);
    if (result != STORE_OK)
        return result;
    if (uid != NULL) {
        const GPtrArray *entries = self->folder->entries;
        *uid = ((const Entry *)entries->pdata[entries->len - 1])->uid;
        *uid_validity = self->folder->uid_validity;
    }
    mailboxes_notify(store, self->user, self->name);
    return STORE_OK;
}

void draft_free(StoreDraft *draft) {
    Draft *self = draft_of(draft);
    Mailboxes *store = mailboxes_of(draft->store);
    store->backing->draft_free(self->data);
    if (self->folder != NULL)
        mailboxes_release(store, self->folder);
    g_free(self->user);
    g_free(self->name);
    g_free(self);
}
