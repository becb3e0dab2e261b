/* SPDX-License-Identifier: MIT */
/* What is fixed for all sessions of a server, and what is known of one peer. */
#pragma once

#include "session/faults.h"
#include "session/outgoing.h"
#include "session/store.h"

#define SESSION_SIZE_LIMIT_DEFAULT (G_GUINT64_CONSTANT(25) * 1024 * 1024)
#define SESSION_RECIPIENTS_MAX 100u /* RFC 5321 §4.5.3.1.8: at least 100 */

typedef struct Users Users; /* auth/users.h */

/* Lent to the sessions, which change nothing in it but through the store. */
typedef struct {
    const char *domain;       /* "lab.example": mail for user@domain is ours */
    const char *host_name;    /* as the greeting names us: "mail.lab.example" */
    gboolean is_strict;       /* refuse what the RFC forbids instead of teaching only */
    gboolean reveal;          /* show passwords in the log */
    gboolean has_certificate; /* STARTTLS can be offered */
    const char *const
        *without;       /* extensions switched off, NULL-terminated, in upper case; or NULL */
    guint64 size_limit; /* octets of a message */
    const Users *users;
    Store *store;
    Outgoing *outgoing; /* takes mail for lab_domains from who has logged in; NULL: nobody's */
    const char *const *lab_domains;   /* other domains of the lab, NULL-terminated; or NULL */
    const Faults *faults;             /* or NULL */
    gint64 (*now_ns)(gpointer clock); /* wall clock, since 1970 */
    gpointer clock;
} SessionSetup;

/* Copied by the session. */
typedef struct {
    const char *client_address; /* "127.0.0.1", "::1" */
    guint16 client_port;
    const char *server_address;
    guint16 server_port;
    gboolean is_tls; /* from the first octet on */
    guint64 number;  /* of the session, from 1: `session` in the log */
} SessionPeer;
