/* SPDX-License-Identifier: MIT */
/* The outgoing queue (RFC 5321 §4.5.4.1): for each mail a file with its text and one with its
 * envelope. A mail is in the queue from the moment its envelope has its name, and gone from the
 * moment it has not. */
#pragma once

#include "session/outgoing.h"

#define QUEUE_RECIPIENTS_MAX 1000u

typedef struct {
    char *address;
    char *notify, *original; /* or NULL */
} QueueRecipient;

typedef struct {
    char *id;
    char *from;
    GPtrArray *to; /* of QueueRecipient: those that still wait */
    gboolean is_8bit, is_utf8;
    char *envelope_id, *returned; /* or NULL */
    gint64 arrived_s, next_s;     /* of the next attempt */
    guint attempts;
} QueueItem;

typedef struct Queue Queue;

/* Reads what is there. NULL with a sentence if the directory cannot be used. */
Queue *queue_new(const char *directory, gint64 (*now_s)(gpointer clock), gpointer clock,
                 GError **error);
void queue_free(Queue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Queue, queue_free)
/* For SessionSetup. */
Outgoing *queue_outgoing(Queue *self);

guint queue_length(const Queue *self);
/* The item that has waited longest beyond its time; NULL: none is due. Lent until it is settled. */
QueueItem *queue_due(Queue *self, gint64 now_s);
/* When the next is due; G_MAXINT64: none waits. */
gint64 queue_next(const Queue *self);
/* CRLF text; NULL if it cannot be read. */
GBytes *queue_text(const Queue *self, const QueueItem *item);

/* What an attempt came to for one recipient. */
typedef enum {
    QUEUE_DELIVERED,
    QUEUE_LATER,
    QUEUE_NEVER,
} QueueVerdict;

typedef struct {
    QueueVerdict verdict;
    const char *reply; /* of the other server: "550 5.1.1 no such mailbox"; or NULL */
    const char *host;  /* who said it; or NULL */
} QueueResult;

/* The message that tells the sender who failed for good (or whose time is over) and wanted that
 * reported; NULL: nobody. `results`: one for each recipient of the item. It comes from the null
 * sender and goes to item->from; it must be on its way before queue_settle(). Free with g_free().
 */
char *queue_report(const Queue *self, const QueueItem *item, const QueueResult *results,
                   const char *host_name);
/* Those delivered or failed leave the item; the rest waits for its next attempt. If nobody is left
 * the item is gone. */
StoreResult queue_settle(Queue *self, QueueItem *item, const QueueResult *results);
