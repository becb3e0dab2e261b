/* SPDX-License-Identifier: MIT */
/* The client's side of SMTP: hands one mail to another server. Octets of the server in, octets for
 * it out, one command at a time, no I/O. RFC 5321 §3. */
#pragma once

#include <glib.h>

typedef struct {
    const char *our_name; /* for EHLO */
    const char *from;
    const char *const *to; /* NULL-terminated */
    gboolean is_8bit, is_utf8;
    /* What the sender wants to hear of it (RFC 3461), passed on to who offers DSN: " RET=HDRS
     * ENVID=x", and for each recipient " NOTIFY=NEVER ORCPT=rfc822;a@b"; or NULL. */
    const char *wishes;
    const char *const *to_wishes;
    const guint8 *text; /* CRLF line ends */
    gsize length;
} RelayMail;

typedef enum {
    RELAY_OPEN, /* nothing is decided yet */
    RELAY_DELIVERED,
    RELAY_LATER,
    RELAY_NEVER,
} RelayVerdict;

typedef struct Relay Relay;

/* `mail` and what it points to is lent and outlives it. */
Relay *relay_new(const RelayMail *mail);
void relay_free(Relay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Relay, relay_free)

/* The server sent octets. */
void relay_octets(Relay *self, const guint8 *octets, gsize length);
/* What is to be sent to it; the caller takes it out. */
GByteArray *relay_output(Relay *self);
/* Everything is said and answered: close the connection. */
gboolean relay_is_done(const Relay *self);
/* The connection ended, or could not be made: what is open will be tried again later. */
void relay_broken(Relay *self, const char *why);

/* For each recipient, once it is done. *reply: the server's words, lent; NULL if it said nothing.
 */
RelayVerdict relay_verdict(const Relay *self, guint recipient, const char **reply);
