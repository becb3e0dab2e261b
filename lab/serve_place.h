/* SPDX-License-Identifier: MIT */
/* What `maillab serve` needs from the disk before it can begin: users, mail, certificate. */
#pragma once

#include "serve_options.h"

#include "auth/users.h"
#include "mailbox/mailbox.h"
#include "mailbox/queue.h"

#include <gnutls/gnutls.h>

typedef struct {
    Users *users;
    Store *store;
    Queue *queue; /* of a system of a scenario; or NULL */
    gnutls_certificate_credentials_t credentials;
    char *mail;        /* the directory; NULL: in memory */
    char *certificate; /* the file; NULL: for this run only */
    char *set_aside;   /* where --reset has put the mail that was there; or NULL */
} ServePlace;

/* FALSE with a sentence. */
gboolean serve_place_open(ServePlace *self, const ServeOptions *options, const char *host_name,
                          GError **error);
void serve_place_close(ServePlace *self);
