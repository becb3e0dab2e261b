/* SPDX-License-Identifier: MIT */
/* An envelope as the lines of a file; inside servers/mailbox only. */
#pragma once

#include "mailbox/queue.h"

QueueItem *queue_item_new(const char *id);
void queue_item_free(QueueItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QueueItem, queue_item_free)
QueueRecipient *queue_recipient_new(const char *address, const char *notify, const char *original);
/* "from a@b", "to c@d NOTIFY ORCPT", …; free with g_free(). */
char *queue_item_format(const QueueItem *self);
/* NULL if it is no envelope. */
QueueItem *queue_item_parse(const char *id, const char *text);
