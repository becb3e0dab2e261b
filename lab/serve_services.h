/* SPDX-License-Identifier: MIT */
/* What `maillab serve` offers: services with their ports, and extensions that can be switched off.
 */
#pragma once

#include "transport/server.h"

typedef struct {
    ServerService service;
    guint16 port;
    const char *words; /* "SMTP" */
} ServeService;

/* All of them, in the order in which they are shown. */
const ServeService *serve_services(guint *n_services);
/* By name; NULL: there is none. */
const ServeService *serve_service_find(const char *name);
/* "smtp, submission, …"; free with g_free(). */
char *serve_service_names(void);

gboolean serve_extension_is_known(const char *word);
char *serve_extension_names(void);
