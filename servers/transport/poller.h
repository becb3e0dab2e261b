/* SPDX-License-Identifier: MIT */
/* Readiness and deadlines of many sockets, as one source of the main loop: what a turn costs
 * depends on how many are ready and not on how many there are. Inside servers/transport only. */
#pragma once

#include <glib.h>

typedef struct Poller Poller;

/* Embedded in whoever watches; nothing in it is to be touched from outside. */
typedef struct {
    Poller *poller;
    int fd;
    /* What has come; 0: the deadline. It may remove and free this and other watches. */
    void (*ready)(gpointer user, GIOCondition condition);
    gpointer user;
    GIOCondition wanted;
    gint64 deadline;      /* monotonic, in µs; -1: none */
    gint64 key;           /* where it stands in the order of deadlines; may be too early */
    GSequenceIter *place; /* or NULL */
    GSource *source;      /* where there is no epoll */
} Watch;

Poller *poller_new(void);
/* No watch may be left. */
void poller_free(Poller *self);

/* Begins with nothing wanted and no deadline; hang-ups and errors are always told. */
void poller_add(Poller *self, Watch *watch, int fd,
                void (*ready)(gpointer user, GIOCondition condition), gpointer user);
void poller_remove(Watch *watch);
/* G_IO_IN, G_IO_OUT or nothing. */
void poller_want(Watch *watch, GIOCondition wanted);
/* In so many milliseconds from now; told once. */
void poller_set_deadline(Watch *watch, guint milliseconds);
void poller_clear_deadline(Watch *watch);
