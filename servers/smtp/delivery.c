/* SPDX-License-Identifier: MIT */
/* Message text -> drafts in the mailboxes, one for each user, published when all of it is on disk.
 * It mends line ends, counts Received fields, and stops writing at the size limit. */
#include "smtp/delivery.h"

#include <string.h>

/* ---- the envelope ---- */

SmtpRecipient *smtp_recipient_new(const char *address, gsize length) {
    SmtpRecipient *self = g_new0(SmtpRecipient, 1);
    self->address = g_strndup(address, length);
    return self;
}

void smtp_recipient_free(gpointer recipient) {
    SmtpRecipient *self = recipient;
    g_free(self->address);
    g_free(self->user);
    g_free(self->notify);
    g_free(self->original);
    g_free(self);
}

void smtp_envelope_init(SmtpEnvelope *self) {
    *self = (SmtpEnvelope){.to = g_ptr_array_new_with_free_func(smtp_recipient_free),
                           .refused = g_ptr_array_new_with_free_func(g_free)};
}

void smtp_envelope_reset(SmtpEnvelope *self) {
    smtp_envelope_clear(self);
    smtp_envelope_init(self);
}

void smtp_envelope_clear(SmtpEnvelope *self) {
    g_free(self->from);
    g_free(self->envelope_id);
    g_free(self->returned);
    g_ptr_array_unref(self->to);
    g_ptr_array_unref(self->refused);
}

/* ---- the message ---- */

/* The mailbox of one user; several recipients may share it. */
typedef struct {
    const char *user; /* lent from the envelope */
    StoreDraft *draft;
    StoreResult result;
    gboolean is_published;
} Copy;

struct SmtpDelivery {
    Store *store;
    const OutgoingClass *outgoing;
    OutgoingDraft *onward; /* for those elsewhere; NULL: there are none, or it is published */
    StoreResult onward_result;
    GArray *copies; /* of Copy */
    guint64 octets, size_limit;
    guint8 last; /* octet of the text */
    gboolean has_crlf, has_bare_lf, has_8bit;
    /* Counting Received fields: how far the line matches the name; past the header no more. */
    gboolean is_body;
    guint line_octets, n_matching, n_hops;
};

static gboolean is_copied(const SmtpDelivery *self, const char *user) {
    for (guint i = 0; i < self->copies->len; i++) {
        if (strcmp(g_array_index(self->copies, Copy, i).user, user) == 0)
            return TRUE;
    }
    return FALSE;
}

static void put_into_copies(SmtpDelivery *self, const guint8 *octets, gsize length) {
    for (guint i = 0; i < self->copies->len && length > 0; i++) {
        Copy *copy = &g_array_index(self->copies, Copy, i);
        if (copy->result == STORE_OK)
            copy->result = self->store->klass->draft_write(copy->draft, octets, length);
    }
}

static void put(SmtpDelivery *self, const guint8 *octets, gsize length) {
    if (self->onward != NULL && self->onward_result == STORE_OK && length > 0)
        self->onward_result = self->outgoing->draft_write(self->onward, octets, length);
    put_into_copies(self, octets, length);
}

/* Return-path-line = "Return-Path:" FWS Reverse-path CRLF: only where the mail's way ends, RFC 5321
 * §4.4. */
static void put_return_path(SmtpDelivery *self, const SmtpEnvelope *envelope) {
    g_autofree char *line = g_strdup_printf("Return-Path: <%s>\r\n", envelope->from);
    put_into_copies(self, (const guint8 *)line, strlen(line));
}

static void open_copies(SmtpDelivery *self, const SmtpEnvelope *envelope) {
    for (guint i = 0; i < envelope->to->len; i++) {
        const SmtpRecipient *recipient = envelope->to->pdata[i];
        Copy copy = {.user = recipient->user};
        if (copy.user == NULL || is_copied(self, copy.user))
            continue;
        copy.result = self->store->klass->draft_new(self->store, copy.user, "INBOX", &copy.draft);
        g_array_append_val(self->copies, copy);
    }
}

static void open_onward(SmtpDelivery *self, Outgoing *outgoing, const SmtpEnvelope *envelope) {
    g_autoptr(GArray) to = g_array_new(FALSE, FALSE, sizeof(OutgoingRecipient));
    for (guint i = 0; i < envelope->to->len; i++) {
        const SmtpRecipient *recipient = envelope->to->pdata[i];
        OutgoingRecipient elsewhere = {recipient->address, recipient->notify, recipient->original};
        if (recipient->user == NULL)
            g_array_append_val(to, elsewhere);
    }
    const OutgoingEnvelope onward = {
        .from = envelope->from,
        .to = (const OutgoingRecipient *)(gpointer)to->data,
        .n_to = to->len,
        .is_8bit = envelope->is_8bit,
        .is_utf8 = envelope->is_utf8,
        .envelope_id = envelope->envelope_id,
        .returned = envelope->returned,
    };
    if (to->len == 0)
        return;
    self->outgoing = outgoing->klass;
    self->onward_result = self->outgoing->draft_new(outgoing, &onward, &self->onward);
}

SmtpDelivery *smtp_delivery_new(const SessionSetup *setup, const SmtpEnvelope *envelope,
                                const char *head) {
    SmtpDelivery *self = g_new0(SmtpDelivery, 1);
    self->store = setup->store;
    self->size_limit = setup->size_limit;
    self->last = '\n';
    self->copies = g_array_new(FALSE, FALSE, sizeof(Copy));
    open_copies(self, envelope);
    open_onward(self, setup->outgoing, envelope);
    put_return_path(self, envelope);
    put(self, (const guint8 *)head, strlen(head));
    return self;
}

void smtp_delivery_free(SmtpDelivery *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->copies->len; i++) {
        Copy *copy = &g_array_index(self->copies, Copy, i);
        if (copy->draft != NULL)
            self->store->klass->draft_free(copy->draft);
    }
    g_array_unref(self->copies);
    if (self->onward != NULL)
        self->outgoing->draft_free(self->onward);
    g_free(self);
}

/* ---- the text ---- */

static void count_hop(SmtpDelivery *self, guint8 octet) {
    static const char name[] = "received:";
    if (self->is_body)
        return;
    if (octet == '\n') {
        self->is_body = self->line_octets == 0;
        self->line_octets = self->n_matching = 0;
        return;
    }
    if (octet == '\r')
        return;
    if (self->n_matching == self->line_octets && self->n_matching < strlen(name) &&
        g_ascii_tolower((char)octet) == name[self->n_matching]) {
        self->n_matching++;
        self->n_hops += self->n_matching == strlen(name) ? 1 : 0;
    }
    self->line_octets = MIN(self->line_octets + 1, G_MAXUINT / 2);
}

/* Writes what came since `from`, and a CRLF for the bare LF at `at`. */
static void put_mended(SmtpDelivery *self, const guint8 *octets, gsize from, gsize at) {
    put(self, octets + from, at - from);
    put(self, (const guint8 *)"\r\n", 2);
}

void smtp_delivery_write(SmtpDelivery *self, const guint8 *octets, gsize length) {
    gboolean is_kept = self->octets + length <= self->size_limit;
    gsize from = 0;
    self->octets += length;
    for (gsize i = 0; i < length; i++) {
        guint8 octet = octets[i];
        count_hop(self, octet);
        self->has_8bit |= octet >= 0x80;
        gboolean is_bare = octet == '\n' && self->last != '\r';
        self->has_crlf |= octet == '\n' && !is_bare;
        self->has_bare_lf |= is_bare;
        if (is_bare && is_kept) {
            put_mended(self, octets, from, i);
            from = i + 1;
        }
        self->last = octet;
    }
    if (is_kept)
        put(self, octets + from, length - from);
}

gboolean smtp_delivery_has_crlf(const SmtpDelivery *self) {
    return self->has_crlf;
}

gboolean smtp_delivery_has_bare_lf(const SmtpDelivery *self) {
    return self->has_bare_lf;
}

gboolean smtp_delivery_has_8bit(const SmtpDelivery *self) {
    return self->has_8bit;
}

gboolean smtp_delivery_ends_with_feed(const SmtpDelivery *self) {
    return self->last == '\n';
}

gboolean smtp_delivery_is_empty(const SmtpDelivery *self) {
    return self->octets == 0;
}

guint64 smtp_delivery_octets(const SmtpDelivery *self) {
    return self->octets;
}

/* ---- the end ---- */

static DeliveryOutcome outcome_of(StoreResult result) {
    if (result == STORE_OK)
        return DELIVERY_OK;
    return result == STORE_FULL ? DELIVERY_FULL : DELIVERY_TEMPORARY;
}

/* What speaks against the message whoever gets it. A text whose last line has no end gets one. */
static DeliveryOutcome close_text(SmtpDelivery *self) {
    if (self->octets > self->size_limit)
        return DELIVERY_TOO_BIG;
    if (self->n_hops >= SMTP_HOPS_MAX)
        return DELIVERY_LOOP;
    if (self->last != '\n') {
        put(self, (const guint8 *)"\r\n", 2);
        self->last = '\n';
    }
    return DELIVERY_OK;
}

static StoreResult sync_copy(SmtpDelivery *self, Copy *copy) {
    if (copy->result == STORE_OK)
        copy->result = self->store->klass->draft_sync(copy->draft, NULL);
    return copy->result;
}

static StoreResult publish_copy(SmtpDelivery *self, Copy *copy) {
    if (copy->result == STORE_OK && !copy->is_published) {
        copy->result = self->store->klass->draft_publish(copy->draft, NULL, NULL);
        copy->is_published = copy->result == STORE_OK;
    }
    return copy->result;
}

static StoreResult sync_onward(SmtpDelivery *self) {
    if (self->onward != NULL && self->onward_result == STORE_OK)
        self->onward_result = self->outgoing->draft_sync(self->onward);
    return self->onward_result;
}

static StoreResult publish_onward(SmtpDelivery *self) {
    if (self->onward != NULL && self->onward_result == STORE_OK) {
        self->onward_result = self->outgoing->draft_publish(self->onward);
        g_clear_pointer(&self->onward, self->outgoing->draft_free);
    }
    return self->onward_result;
}

DeliveryOutcome smtp_delivery_commit_all(SmtpDelivery *self) {
    DeliveryOutcome outcome = close_text(self);
    for (guint i = 0; i < self->copies->len && outcome == DELIVERY_OK; i++)
        outcome = outcome_of(sync_copy(self, &g_array_index(self->copies, Copy, i)));
    if (outcome == DELIVERY_OK)
        outcome = outcome_of(sync_onward(self));
    for (guint i = 0; i < self->copies->len && outcome == DELIVERY_OK; i++)
        outcome = outcome_of(publish_copy(self, &g_array_index(self->copies, Copy, i)));
    return outcome == DELIVERY_OK ? outcome_of(publish_onward(self)) : outcome;
}

static DeliveryOutcome commit_onward(SmtpDelivery *self) {
    sync_onward(self);
    return outcome_of(publish_onward(self));
}

DeliveryOutcome smtp_delivery_commit_one(SmtpDelivery *self, const SmtpRecipient *recipient) {
    DeliveryOutcome outcome = close_text(self);
    if (outcome != DELIVERY_OK)
        return outcome;
    if (recipient->user == NULL)
        return commit_onward(self);
    for (guint i = 0; i < self->copies->len; i++) {
        Copy *copy = &g_array_index(self->copies, Copy, i);
        if (strcmp(copy->user, recipient->user) != 0)
            continue;
        if (!copy->is_published)
            sync_copy(self, copy);
        return outcome_of(publish_copy(self, copy));
    }
    return DELIVERY_TEMPORARY;
}
