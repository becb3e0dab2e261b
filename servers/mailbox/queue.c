/* SPDX-License-Identifier: MIT */
/* Mail that waits to be sent on: kept on disk, tried again at growing intervals, given up in the
 * end with a report to its sender. Who carries it is the business of others. */
#include "mailbox/queue.h"

#include "mailbox/maildir.h"
#include "mailbox/queue_file.h"
#include "mailbox/report.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* RFC 5321 §4.5.4.1 asks for half an hour between attempts and four or five days in all; a class
 * wants to see it happen. After the last row the mail is given up. */
static const gint64 waits_s[] = {5, 15, 60, 300, 900, 1800, 3600};

struct Queue {
    Outgoing outgoing; /* first, so that an Outgoing * is one of these */
    char *directory;
    GPtrArray *items; /* of QueueItem */
    guint count;      /* of mails taken: part of their ids */
    gint64 (*now_s)(gpointer clock);
    gpointer clock;
};

struct OutgoingDraft {
    Queue *queue;
    QueueItem *item; /* NULL once it is published */
    int fd;
};

/* ---- files ---- */

static char *name_of(const QueueItem *item, const char *kind) {
    return g_strdup_printf("%s.%s", item->id, kind);
}

static char *path_of(const Queue *self, const QueueItem *item, const char *kind) {
    g_autofree char *name = name_of(item, kind);
    return g_build_filename(self->directory, name, NULL);
}

static StoreResult save(const Queue *self, const QueueItem *item) {
    g_autofree char *text = queue_item_format(item);
    g_autofree char *name = name_of(item, "envelope");
    return maildir_replace(self->directory, name, text, strlen(text)) ? STORE_OK
                                                                      : maildir_result(errno);
}

static void free_item(gpointer item) {
    queue_item_free(item);
}

/* Texts whose envelope never came, and envelopes whose text is gone, are what a killed server left.
 */
static void read_entry(Queue *self, const char *name) {
    g_autofree char *path = g_build_filename(self->directory, name, NULL);
    const char *dot = strrchr(name, '.');
    if (dot == NULL)
        return;
    g_autofree char *id = g_strndup(name, (gsize)(dot - name));
    g_autoptr(QueueItem) other = queue_item_new(id);
    g_autofree char *partner =
        path_of(self, other, strcmp(dot, ".mail") == 0 ? "envelope" : "mail");
    gboolean is_whole = g_file_test(partner, G_FILE_TEST_EXISTS);
    g_autofree char *text = NULL;
    if (strcmp(dot, ".envelope") == 0 && is_whole && g_file_get_contents(path, &text, NULL, NULL)) {
        QueueItem *item = queue_item_parse(id, text);
        if (item != NULL)
            g_ptr_array_add(self->items, item);
    } else if (!is_whole && (strcmp(dot, ".mail") == 0 || strcmp(dot, ".envelope") == 0)) {
        g_unlink(path);
    }
}

static void forget(Queue *self, QueueItem *item) {
    g_autofree char *envelope = path_of(self, item, "envelope");
    g_autofree char *mail = path_of(self, item, "mail");
    g_unlink(envelope);
    maildir_sync_directory(self->directory, NULL);
    g_unlink(mail);
    g_ptr_array_remove(self->items, item);
}

/* ---- a mail comes in ---- */

/* No other mail has this name: neither of this process nor of one before it. */
static char *new_id(Queue *self) {
    return g_strdup_printf("%" G_GINT64_MODIFIER "x-%x-%u", g_get_real_time(), (guint)getpid(),
                           self->count++);
}

static QueueItem *item_of(Queue *self, const OutgoingEnvelope *envelope) {
    g_autofree char *id = new_id(self);
    QueueItem *item = queue_item_new(id);
    item->from = g_strdup(envelope->from);
    item->is_8bit = envelope->is_8bit;
    item->is_utf8 = envelope->is_utf8;
    item->envelope_id = g_strdup(envelope->envelope_id);
    item->returned = g_strdup(envelope->returned);
    item->arrived_s = item->next_s = self->now_s(self->clock);
    for (guint i = 0; i < envelope->n_to; i++)
        g_ptr_array_add(item->to,
                        queue_recipient_new(envelope->to[i].address, envelope->to[i].notify,
                                            envelope->to[i].original));
    return item;
}

static StoreResult draft_new_in_queue(Outgoing *outgoing, const OutgoingEnvelope *envelope,
                                      OutgoingDraft **draft) {
    Queue *self = (Queue *)outgoing;
    g_autoptr(QueueItem) item = item_of(self, envelope);
    g_autofree char *path = path_of(self, item, "mail");
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *draft = NULL;
    if (fd < 0)
        return maildir_result(errno);
    *draft = g_new0(OutgoingDraft, 1);
    **draft = (OutgoingDraft){.queue = self, .item = g_steal_pointer(&item), .fd = fd};
    return STORE_OK;
}

static StoreResult draft_write_in_queue(OutgoingDraft *draft, const guint8 *octets, gsize length) {
    return maildir_write_all(draft->fd, octets, length) ? STORE_OK : maildir_result(errno);
}

static StoreResult draft_sync_in_queue(OutgoingDraft *draft) {
    return fsync(draft->fd) == 0 ? STORE_OK : maildir_result(errno);
}

static StoreResult draft_publish_in_queue(OutgoingDraft *draft) {
    Queue *self = draft->queue;
    StoreResult result = save(self, draft->item);
    if (result != STORE_OK)
        return result;
    g_ptr_array_add(self->items, g_steal_pointer(&draft->item));
    if (self->outgoing.changed != NULL)
        self->outgoing.changed(self->outgoing.watcher);
    return STORE_OK;
}

static void draft_free_in_queue(OutgoingDraft *draft) {
    close(draft->fd);
    if (draft->item != NULL) {
        g_autofree char *path = path_of(draft->queue, draft->item, "mail");
        g_unlink(path);
        queue_item_free(draft->item);
    }
    g_free(draft);
}

static const OutgoingClass queue_class = {
    .draft_new = draft_new_in_queue,
    .draft_write = draft_write_in_queue,
    .draft_sync = draft_sync_in_queue,
    .draft_publish = draft_publish_in_queue,
    .draft_free = draft_free_in_queue,
};

/* ---- the queue ---- */

Queue *queue_new(const char *directory, gint64 (*now_s)(gpointer clock), gpointer clock,
                 GError **error) {
    if (g_mkdir_with_parents(directory, 0700) != 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "%s cannot be made: %s",
                    directory, g_strerror(errno));
        return NULL;
    }
    Queue *self = g_new0(Queue, 1);
    self->outgoing.klass = &queue_class;
    self->directory = g_strdup(directory);
    self->items = g_ptr_array_new_with_free_func(free_item);
    self->now_s = now_s;
    self->clock = clock;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *name;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL)
        read_entry(self, name);
    return self;
}

void queue_free(Queue *self) {
    if (self == NULL)
        return;
    g_ptr_array_unref(self->items);
    g_free(self->directory);
    g_free(self);
}

Outgoing *queue_outgoing(Queue *self) {
    return &self->outgoing;
}

guint queue_length(const Queue *self) {
    return self->items->len;
}

static QueueItem *find_first(const Queue *self) {
    QueueItem *first = NULL;
    for (guint i = 0; i < self->items->len; i++) {
        QueueItem *item = self->items->pdata[i];
        if (first == NULL || item->next_s < first->next_s)
            first = item;
    }
    return first;
}

QueueItem *queue_due(Queue *self, gint64 now_s) {
    QueueItem *first = find_first(self);
    return first != NULL && first->next_s <= now_s ? first : NULL;
}

gint64 queue_next(const Queue *self) {
    const QueueItem *first = find_first(self);
    return first != NULL ? first->next_s : G_MAXINT64;
}

GBytes *queue_text(const Queue *self, const QueueItem *item) {
    g_autofree char *path = path_of(self, item, "mail");
    char *text = NULL;
    gsize length = 0;
    return g_file_get_contents(path, &text, &length, NULL) ? g_bytes_new_take(text, length) : NULL;
}

/* ---- after an attempt ---- */

/* RFC 3461 §4.1: a failure is reported unless the sender asked for something else. */
static gboolean wants_report(const QueueRecipient *recipient) {
    return recipient->notify == NULL || strstr(recipient->notify, "FAILURE") != NULL;
}

static gboolean has_failed(const QueueItem *item, const QueueResult *result) {
    gboolean is_last = item->attempts >= G_N_ELEMENTS(waits_s);
    return result->verdict == QUEUE_NEVER || (result->verdict == QUEUE_LATER && is_last);
}

char *queue_report(const Queue *self, const QueueItem *item, const QueueResult *results,
                   const char *host_name) {
    g_autoptr(GArray) failures = g_array_new(FALSE, FALSE, sizeof(ReportEntry));
    for (guint i = 0; i < item->to->len; i++) {
        ReportEntry entry = {item->to->pdata[i], &results[i]};
        if (has_failed(item, &results[i]) && wants_report(entry.recipient))
            g_array_append_val(failures, entry);
    }
    /* RFC 5321 §6.1: nobody is told that a report could not be delivered. */
    if (failures->len == 0 || item->from[0] == '\0')
        return NULL;
    g_autoptr(GBytes) text = queue_text(self, item);
    return report_new(item, (const ReportEntry *)(gpointer)failures->data, failures->len, host_name,
                      self->now_s(self->clock), text);
}

StoreResult queue_settle(Queue *self, QueueItem *item, const QueueResult *results) {
    g_autoptr(GPtrArray) done = g_ptr_array_new();
    for (guint i = 0; i < item->to->len; i++) {
        if (has_failed(item, &results[i]) || results[i].verdict == QUEUE_DELIVERED)
            g_ptr_array_add(done, item->to->pdata[i]);
    }
    for (guint i = 0; i < done->len; i++)
        g_ptr_array_remove(item->to, done->pdata[i]);
    if (item->to->len == 0) {
        forget(self, item);
        return STORE_OK;
    }
    item->next_s = self->now_s(self->clock) + waits_s[item->attempts];
    item->attempts++;
    return save(self, item);
}
