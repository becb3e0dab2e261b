/* SPDX-License-Identifier: MIT */
/* One mail to one server: a connection around the relay; inside servers/courier only. */
#pragma once

#include "smtp/relay.h"

#include <gio/gio.h>

#define ERRAND_TIMEOUT_S 60u

typedef struct Errand Errand;

/* Connects and begins; `over` is called from the main loop once everything is decided (and may free
 * it). `mail` outlives it. */
Errand *errand_new(const RelayMail *mail, const char *address, guint16 port,
                   void (*over)(gpointer user), gpointer user);
/* What is under way is broken off; `over` is not called any more. */
void errand_free(Errand *self);
/* See relay_verdict(). */
RelayVerdict errand_verdict(const Errand *self, guint recipient, const char **reply);
