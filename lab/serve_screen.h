/* SPDX-License-Identifier: MIT */
/* What `maillab serve` says once it is ready: what runs where, and what to type. */
#pragma once

#include "serve_options.h"
#include "serve_place.h"
#include "serve_services.h"

/* A service that listens. */
typedef struct {
    const ServeService *service;
    guint16 port;
} OpenPort;

/* One screen; free with g_free(). */
char *serve_screen(const ServeOptions *options, const ServePlace *place, const OpenPort *ports,
                   guint n_ports);
