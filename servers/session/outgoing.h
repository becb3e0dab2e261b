/* SPDX-License-Identifier: MIT */
/* Where mail for other domains of the lab waits, as the SMTP core sees it: a table of functions.
 * The queue on disk stands in servers/mailbox. */
#pragma once

#include "session/store.h"

typedef struct {
    const char *address;
    const char *notify, *original; /* NOTIFY and ORCPT of RFC 3461 as given; or NULL */
} OutgoingRecipient;

typedef struct {
    const char *from; /* "" for the null sender */
    const OutgoingRecipient *to;
    guint n_to;
    gboolean is_8bit, is_utf8;
    const char *envelope_id, *returned; /* ENVID and RET as given; or NULL */
} OutgoingEnvelope;

typedef struct Outgoing Outgoing;
typedef struct OutgoingDraft OutgoingDraft;

/* As with StoreClass: written, synced, published; freed before that it leaves no trace. */
typedef struct {
    StoreResult (*draft_new)(Outgoing *self, const OutgoingEnvelope *envelope,
                             OutgoingDraft **draft);
    StoreResult (*draft_write)(OutgoingDraft *draft, const guint8 *octets, gsize length);
    StoreResult (*draft_sync)(OutgoingDraft *draft);
    StoreResult (*draft_publish)(OutgoingDraft *draft);
    void (*draft_free)(OutgoingDraft *draft);
} OutgoingClass;

struct Outgoing {
    const OutgoingClass *klass;
    /* Called when a mail has come in. */
    void (*changed)(gpointer watcher);
    gpointer watcher;
};
