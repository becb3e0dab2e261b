/* SPDX-License-Identifier: MIT */
/* One connection: a link and a session, driven by the main loop; inside servers/transport only. */
#pragma once

#include "transport/link.h"
#include "transport/poller.h"
#include "transport/server.h"

typedef struct Connection Connection;

/* `over` is called once the connection is closed and may be freed. */
Connection *connection_new(const ServerOptions *options, Poller *poller,
                           const ServerService *service, const SessionPeer *peer, int take_fd,
                           void (*over)(Connection *self, gpointer user), gpointer user);
void connection_free(Connection *self);
/* Begins: greets, or does the handshake first. */
void connection_start(Connection *self);
/* Says goodbye and closes. */
void connection_leave(Connection *self);
void connection_mailbox_changed(Connection *self, const char *user);
const char *connection_address(const Connection *self);
