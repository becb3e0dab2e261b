/* SPDX-License-Identifier: MIT */
/* The poller where there is no epoll: a source of the main loop for each watch. */
#include "transport/poller.h"

struct Poller {
    guint n_watches;
};

typedef struct {
    GSource source;
    Watch *watch;
    gpointer tag;
} WatchSource;

Poller *poller_new(void) {
    return g_new0(Poller, 1);
}

void poller_free(Poller *self) {
    g_assert(self->n_watches == 0);
    g_free(self);
}

/* The source outlives this call, the watch perhaps not. */
static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer user) {
    WatchSource *self = (WatchSource *)source;
    GIOCondition condition = g_source_query_unix_fd(source, self->tag);
    Watch *watch = self->watch;
    if (condition == 0)
        g_source_set_ready_time(source, -1);
    watch->ready(watch->user, condition);
    return g_source_is_destroyed(source) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static GSourceFuncs source_functions = {.dispatch = dispatch};

void poller_add(Poller *self, Watch *watch, int fd,
                void (*ready)(gpointer user, GIOCondition condition), gpointer user) {
    *watch = (Watch){.poller = self, .fd = fd, .ready = ready, .user = user, .deadline = -1};
    watch->source = g_source_new(&source_functions, sizeof(WatchSource));
    WatchSource *source = (WatchSource *)watch->source;
    source->watch = watch;
    source->tag = g_source_add_unix_fd(watch->source, fd, 0);
    g_source_attach(watch->source, g_main_context_get_thread_default());
    self->n_watches++;
}

void poller_remove(Watch *watch) {
    watch->poller->n_watches--;
    g_source_destroy(watch->source);
    g_source_unref(watch->source);
    watch->source = NULL;
}

void poller_want(Watch *watch, GIOCondition wanted) {
    watch->wanted = wanted;
    g_source_modify_unix_fd(watch->source, ((WatchSource *)watch->source)->tag, wanted);
}

void poller_set_deadline(Watch *watch, guint milliseconds) {
    watch->deadline = g_get_monotonic_time() + (gint64)milliseconds * G_TIME_SPAN_MILLISECOND;
    g_source_set_ready_time(watch->source, watch->deadline);
}

void poller_clear_deadline(Watch *watch) {
    watch->deadline = -1;
    g_source_set_ready_time(watch->source, -1);
}
