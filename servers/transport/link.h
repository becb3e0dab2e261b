/* SPDX-License-Identifier: MIT */
/* A connected socket, plain or under TLS: octets in and out without ever waiting. TLS is GnuTLS on
 * the socket itself, so that a client that stalls in a handshake holds no thread. */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

typedef enum {
    LINK_DONE,   /* some octets passed; the handshake is done */
    LINK_AGAIN,  /* nothing for now: wait as link_waits_for_writing() says */
    LINK_CLOSED, /* the peer has ended its side */
    LINK_FAILED, /* reset, or an alert */
} LinkResult;

typedef struct {
    int fd;
    gnutls_session_t tls; /* NULL: plain */
} Link;

/* Takes the descriptor, which it makes non-blocking. */
void link_init(Link *self, int take_fd);
void link_clear(Link *self);

LinkResult link_read(Link *self, guint8 *octets, gsize size, gsize *n_octets);
LinkResult link_write(Link *self, const guint8 *octets, gsize length, gsize *n_octets);
/* Are octets decrypted already, of which the socket will tell nothing any more? */
gboolean link_has_pending(const Link *self);
gboolean link_waits_for_writing(const Link *self);

gboolean link_begin_tls(Link *self, gnutls_certificate_credentials_t credentials);
LinkResult link_handshake(Link *self);
/* "TLS 1.3", the suite as IANA names it, the name that the client asked for; or NULL. Free the
 * last. */
const char *link_tls_version(const Link *self);
const char *link_tls_suite(const Link *self);
char *link_tls_server_name(const Link *self);
/* In base64, or NULL; free with g_free(). */
char *link_tls_binding(const Link *self, gnutls_channel_binding_t kind);

/* Ends our side: close_notify and FIN, so that the client reads everything that was written. */
void link_end(Link *self);
