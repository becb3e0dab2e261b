/* SPDX-License-Identifier: MIT */
/* The poller on Linux: one epoll descriptor, and the deadlines in order. It knows no connection. */
#include "transport/poller.h"

#include <sys/epoll.h>
#include <unistd.h>

#define BATCH 64

struct Poller {
    GSource *source;
    gpointer tag;
    int epoll;
    GSequence *deadlines; /* of Watch, by key */
    struct epoll_event batch[BATCH];
    int n_batch, next; /* being told */
};

typedef struct {
    GSource source;
    Poller *poller;
} PollerSource;

/* ---- deadlines ------------------------------------------------------------------------------ */

static gint by_key(gconstpointer a, gconstpointer b, gpointer user) {
    const Watch *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

static Watch *first_of(const Poller *self) {
    GSequenceIter *first = g_sequence_get_begin_iter(self->deadlines);
    return g_sequence_iter_is_end(first) ? NULL : g_sequence_get(first);
}

static void wake_for_first(Poller *self) {
    const Watch *first = first_of(self);
    g_source_set_ready_time(self->source, first != NULL ? first->key : -1);
}

static void take_out(Watch *watch) {
    if (watch->place != NULL)
        g_sequence_remove(watch->place);
    watch->place = NULL;
}

static void put_in(Watch *watch) {
    take_out(watch);
    watch->key = watch->deadline;
    watch->place = g_sequence_insert_sorted(watch->poller->deadlines, watch, by_key, NULL);
}

/* A deadline that moves away stays where it is in the order, and is looked at when its old time
 * comes: most are put off with each line that a client sends. */
void poller_set_deadline(Watch *watch, guint milliseconds) {
    watch->deadline = g_get_monotonic_time() + (gint64)milliseconds * G_TIME_SPAN_MILLISECOND;
    if (watch->place != NULL && watch->key <= watch->deadline)
        return;
    put_in(watch);
    wake_for_first(watch->poller);
}

void poller_clear_deadline(Watch *watch) {
    watch->deadline = -1;
}

static void tell_deadlines(Poller *self) {
    gint64 now = g_get_monotonic_time();
    Watch *first;
    while ((first = first_of(self)) != NULL && first->key <= now) {
        gint64 deadline = first->deadline;
        take_out(first);
        if (deadline > now) {
            put_in(first);
        } else if (deadline >= 0) {
            first->deadline = -1;
            first->ready(first->user, 0);
        }
    }
    wake_for_first(self);
}

/* ---- readiness ------------------------------------------------------------------------------ */

static guint32 to_epoll(GIOCondition wanted) {
    guint32 events = 0;
    if ((wanted & G_IO_IN) != 0)
        events |= EPOLLIN;
    if ((wanted & G_IO_OUT) != 0)
        events |= EPOLLOUT;
    return events;
}

static GIOCondition from_epoll(guint32 events) {
    static const struct {
        guint32 event;
        GIOCondition condition;
    } rows[] = {
        {EPOLLIN, G_IO_IN}, {EPOLLOUT, G_IO_OUT}, {EPOLLHUP, G_IO_HUP}, {EPOLLERR, G_IO_ERR}};
    GIOCondition condition = 0;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if ((events & rows[i].event) != 0)
            condition |= rows[i].condition;
    }
    return condition;
}

static void tell_ready(Poller *self) {
    self->n_batch = epoll_wait(self->epoll, self->batch, BATCH, 0);
    for (self->next = 0; self->next < self->n_batch;) {
        const struct epoll_event *event = &self->batch[self->next++];
        Watch *watch = event->data.ptr;
        if (watch != NULL) /* it was not removed by one before it */
            watch->ready(watch->user, from_epoll(event->events));
    }
    self->n_batch = 0;
}

static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer user) {
    Poller *self = ((PollerSource *)source)->poller;
    if (g_source_query_unix_fd(source, self->tag) != 0)
        tell_ready(self);
    tell_deadlines(self);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_functions = {.dispatch = dispatch};

/* ---- watches -------------------------------------------------------------------------------- */

Poller *poller_new(void) {
    Poller *self = g_new0(Poller, 1);
    self->epoll = epoll_create1(EPOLL_CLOEXEC);
    g_assert(self->epoll >= 0);
    self->deadlines = g_sequence_new(NULL);
    self->source = g_source_new(&source_functions, sizeof(PollerSource));
    ((PollerSource *)self->source)->poller = self;
    self->tag = g_source_add_unix_fd(self->source, self->epoll, G_IO_IN);
    g_source_attach(self->source, g_main_context_get_thread_default());
    return self;
}

void poller_free(Poller *self) {
    g_source_destroy(self->source);
    g_source_unref(self->source);
    g_sequence_free(self->deadlines);
    close(self->epoll);
    g_free(self);
}

void poller_add(Poller *self, Watch *watch, int fd,
                void (*ready)(gpointer user, GIOCondition condition), gpointer user) {
    *watch = (Watch){.poller = self, .fd = fd, .ready = ready, .user = user, .deadline = -1};
    struct epoll_event event = {.data.ptr = watch};
    (void)epoll_ctl(self->epoll, EPOLL_CTL_ADD, fd, &event);
}

void poller_remove(Watch *watch) {
    Poller *self = watch->poller;
    (void)epoll_ctl(self->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
    take_out(watch);
    for (int i = self->next; i < self->n_batch; i++) {
        if (self->batch[i].data.ptr == watch)
            self->batch[i].data.ptr = NULL;
    }
}

void poller_want(Watch *watch, GIOCondition wanted) {
    if (watch->wanted == wanted)
        return;
    watch->wanted = wanted;
    struct epoll_event event = {.events = to_epoll(wanted), .data.ptr = watch};
    (void)epoll_ctl(watch->poller->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}
