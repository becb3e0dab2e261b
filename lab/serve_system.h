/* SPDX-License-Identifier: MIT */
/* One mail system of `maillab serve`: its mail, its servers, its log, and in a scenario its queue
 * with the courier. Without a scenario there is one. */
#pragma once

#include "serve_dns.h"
#include "serve_log.h"
#include "serve_place.h"
#include "serve_screen.h"

#include "courier/courier.h"

typedef struct ServeSystem ServeSystem;
struct ServeSystem {
    ServeOptions options;
    char *host_name;
    ServePlace place;
    SessionSetup setup;
    ServeLog *log;
    Server *server;
    GArray *open; /* of OpenPort */
    Courier *courier;
    const ServeSystem *other;     /* the lab's other system; or NULL */
    const ServeDns *dns;          /* who says where it is; lent; NULL: nobody */
    const char *other_domains[2]; /* its domain, NULL-terminated */
};

/* What the systems of a run share; lent. */
typedef struct {
    ServeLadder *ladder;
    JsonRenderer *json;
    guint64 *last_number; /* of a session */
} ServeShared;

/* What is on disk. `options` are copied, what they point to is lent. FALSE with a sentence. */
gboolean serve_system_open(ServeSystem *self, const ServeOptions *options, GError **error);
/* Listens; `name` stands in the log ("a"; NULL: nothing). FALSE with a sentence. */
gboolean serve_system_start(ServeSystem *self, const ServeShared *shared, const char *name,
                            GError **error);
/* From now on mail for the other system's domain is taken from who has logged in, and carried
 * there. Both have started. */
void serve_system_connect(ServeSystem *self, const ServeSystem *other);
/* Carries nothing any more; what is under way stays in the queue. */
void serve_system_disconnect(ServeSystem *self);
/* Sessions that go on are cut off. */
void serve_system_close(ServeSystem *self);

/* The port of a service; 0: it is not offered. */
guint16 serve_system_port(const ServeSystem *self, const char *service);
