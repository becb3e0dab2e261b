/* SPDX-License-Identifier: MIT */
/* An envelope, and its message on the way into the mailboxes: written as it comes, and only
 * reported as taken once it is on disk. Knows nothing of commands and replies. */
#pragma once

#include "session/session.h"

#define SMTP_HOPS_MAX 100u /* RFC 5321 §6.3: Received fields that end a loop */

typedef struct {
    char *address;           /* as the client wrote it, bare */
    char *user;              /* whose mailbox it is */
    char *notify, *original; /* NOTIFY and ORCPT of RFC 3461, as given; or NULL */
} SmtpRecipient;

typedef struct {
    char *from; /* bare, "" for the null sender; NULL: there is no transaction */
    gboolean is_utf8, is_8bit;
    char *envelope_id, *returned; /* ENVID and RET of RFC 3461, as given; or NULL */
    GPtrArray *to;                /* of SmtpRecipient: accepted */
    GPtrArray *refused;           /* of char * */
} SmtpEnvelope;

void smtp_envelope_init(SmtpEnvelope *self);
/* Forgets the transaction. */
void smtp_envelope_reset(SmtpEnvelope *self);
void smtp_envelope_clear(SmtpEnvelope *self);
SmtpRecipient *smtp_recipient_new(const char *address, gsize length);
void smtp_recipient_free(gpointer recipient);

/* What became of the message for one recipient, or (SMTP) for all. */
typedef enum {
    DELIVERY_OK,
    DELIVERY_FULL,
    DELIVERY_TEMPORARY,
    DELIVERY_TOO_BIG,
    DELIVERY_LOOP,    /* SMTP_HOPS_MAX Received fields */
    DELIVERY_BARE_LF, /* strict only */
    DELIVERY_N_OUTCOMES,
} DeliveryOutcome;

typedef struct SmtpDelivery SmtpDelivery;

/* One draft for each mailbox, and one for the outgoing queue; `head` (the Received field, CRLF line
 * ends) is written first, in mailboxes after a Return-Path. */
SmtpDelivery *smtp_delivery_new(const SessionSetup *setup, const SmtpEnvelope *envelope,
                                const char *head);
void smtp_delivery_free(SmtpDelivery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SmtpDelivery, smtp_delivery_free)

/* The text as it comes, without dot-stuffing; in the mailbox all lines end with CRLF. */
void smtp_delivery_write(SmtpDelivery *self, const guint8 *octets, gsize length);
/* Has the text so far a line that ended with CRLF, or with a bare LF? */
gboolean smtp_delivery_has_crlf(const SmtpDelivery *self);
gboolean smtp_delivery_has_bare_lf(const SmtpDelivery *self);
gboolean smtp_delivery_has_8bit(const SmtpDelivery *self);
/* Is its last octet LF? */
gboolean smtp_delivery_ends_with_feed(const SmtpDelivery *self);
gboolean smtp_delivery_is_empty(const SmtpDelivery *self);
guint64 smtp_delivery_octets(const SmtpDelivery *self);

/* All or nothing: every mailbox has it on disk, or none shows it. */
DeliveryOutcome smtp_delivery_commit_all(SmtpDelivery *self);
/* LMTP: the mailbox of one recipient. */
DeliveryOutcome smtp_delivery_commit_one(SmtpDelivery *self, const SmtpRecipient *recipient);
