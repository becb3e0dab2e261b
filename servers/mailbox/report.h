/* SPDX-License-Identifier: MIT */
/* Delivery status notifications: RFC 3464, in the multipart/report of RFC 6522. */
#pragma once

#include "mailbox/queue.h"

typedef struct {
    const QueueRecipient *recipient;
    const QueueResult *result;
} ReportEntry;

/* The whole message with CRLF line ends, from the null sender of `host_name` to item->from. `text`
 * is the mail that failed; its header is returned, all of it if RET=FULL. Free with g_free(). */
char *report_new(const QueueItem *item, const ReportEntry *entries, guint n_entries,
                 const char *host_name, gint64 now_s, GBytes *text);
