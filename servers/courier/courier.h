/* SPDX-License-Identifier: MIT */
/* Carries the outgoing queue to the other servers of the lab, on the main loop. */
#pragma once

#include "mailbox/queue.h"

#include <gio/gio.h>

/* A server that takes mail for a domain. */
typedef struct {
    char *host_name; /* "mail.b.example": for reports and sentences */
    char *address;   /* numeric and of this machine: nothing else is connected to */
    guint16 port;
} CourierRoute;

/* Lent to the courier for its life. */
typedef struct {
    Queue *queue;
    Store *store; /* where reports go whose sender is local */
    const char *host_name;
    /* FALSE: no server takes mail for this domain, and none ever will. Fills a route of strings
     * that the courier frees. */
    gboolean (*route)(gpointer user, const char *domain, CourierRoute *route);
    /* "<carol@b.example> is at mail.b.example now: 250 …": for the log; or NULL */
    void (*event)(gpointer user, const char *sentence);
    gpointer user;
} CourierOptions;

typedef struct Courier Courier;

/* Begins at once; the queue's `changed` is its own from now on. */
Courier *courier_new(const CourierOptions *options);
/* What is under way is broken off and stays in the queue. */
void courier_free(Courier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Courier, courier_free)
