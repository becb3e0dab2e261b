/* SPDX-License-Identifier: MIT */
/* All listeners and connections of a process on one main loop: sockets in, sessions driven, timers
 * kept. No thread, and no memory held for an idle connection but its session. */
#pragma once

#include "session/driver.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <gnutls/gnutls.h>

#define SERVER_CONNECTIONS_MAX 8000u
#define SERVER_PER_ADDRESS_MAX 200u /* of one address that is not loopback */
#define SERVER_HANDSHAKE_SECONDS 10u
#define SERVER_LINGER_SECONDS 2u /* for the client to end its side after we ended ours */

/* What is offered at a port. */
typedef struct {
    const char *name; /* "smtp", "submissions": as --port spells it */
    const CoreClass *core;
    gboolean is_tls; /* from the first octet on */
} ServerService;

/* Lent to the server for its life. */
typedef struct {
    const SessionSetup *setup;
    const SessionObserver *observer;
    gpointer observer_user;
    gnutls_certificate_credentials_t credentials; /* NULL: no TLS */
    guint connections_max, per_address_max;
    guint handshake_seconds;
    guint64 *last_number; /* of a session, shared with other servers; NULL: this one counts alone */
    guint idle_seconds;   /* 0: those of the RFCs, CoreClass.idle_seconds */
    /* A connection was refused, a handshake failed: one sentence. */
    void (*notice)(gpointer user, const char *sentence);
} ServerOptions;

/* The options with all limits as above. */
ServerOptions server_options(void);

typedef struct Server Server;

Server *server_new(const ServerOptions *options);
/* Ends all connections at once. */
void server_free(Server *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_free)

/* Listens at a numeric address ("127.0.0.1", "::1"); port 0 takes any that is free. The port it is
 * now, 0 with a sentence if that failed. */
guint16 server_listen(Server *self, const ServerService *service, const char *address, guint16 port,
                      GError **error);
/* Takes a descriptor that listens already (socket activation). */
guint16 server_adopt(Server *self, const ServerService *service, int take_fd, GError **error);

/* Somebody changed a mailbox: tells the sessions of that user, from the main loop. */
void server_mailbox_changed(Server *self, const char *user);

/* No new connections; every session says goodbye. `ended` is called once all are closed. */
void server_leave(Server *self, void (*ended)(gpointer user), gpointer user);
guint server_n_connections(const Server *self);
