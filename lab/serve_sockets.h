/* SPDX-License-Identifier: MIT */
/* Opens the ports of `maillab serve`, or takes those that a service manager has opened. */
#pragma once

#include "serve_screen.h"

/* Appends to `open` (of OpenPort) what listens now; FALSE with a sentence. */
gboolean serve_sockets_open(Server *server, const ServeOptions *options, GArray *open,
                            GError **error);
