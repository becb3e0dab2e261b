/* SPDX-License-Identifier: MIT */
/* System calls and GnuTLS calls -> four results. It knows no session and no timer. */
#include "transport/link.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define SERVER_NAME_MAX 256u

void link_init(Link *self, int take_fd) {
    int yes = 1;
    *self = (Link){.fd = take_fd};
    (void)fcntl(take_fd, F_SETFL, fcntl(take_fd, F_GETFL) | O_NONBLOCK);
    (void)fcntl(take_fd, F_SETFD, FD_CLOEXEC);
    (void)setsockopt(take_fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void link_clear(Link *self) {
    if (self->tls != NULL)
        gnutls_deinit(self->tls);
    close(self->fd);
    *self = (Link){.fd = -1};
}

/* ---- plain ---------------------------------------------------------------------------------- */

static LinkResult plain_result(gssize n, gsize *n_octets) {
    *n_octets = n > 0 ? (gsize)n : 0;
    if (n > 0)
        return LINK_DONE;
    if (n == 0)
        return LINK_CLOSED;
    gboolean is_later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return is_later ? LINK_AGAIN : LINK_FAILED;
}

/* ---- TLS ------------------------------------------------------------------------------------ */

static LinkResult tls_result(gssize n, gsize *n_octets) {
    *n_octets = n > 0 ? (gsize)n : 0;
    if (n > 0)
        return LINK_DONE;
    /* Some clients close without saying so in TLS. */
    if (n == 0 || n == GNUTLS_E_PREMATURE_TERMINATION)
        return LINK_CLOSED;
    return gnutls_error_is_fatal((int)n) ? LINK_FAILED : LINK_AGAIN;
}

LinkResult link_read(Link *self, guint8 *octets, gsize size, gsize *n_octets) {
    if (self->tls != NULL)
        return tls_result(gnutls_record_recv(self->tls, octets, size), n_octets);
    return plain_result(recv(self->fd, octets, size, 0), n_octets);
}

LinkResult link_write(Link *self, const guint8 *octets, gsize length, gsize *n_octets) {
    if (self->tls != NULL)
        return tls_result(gnutls_record_send(self->tls, octets, length), n_octets);
    return plain_result(send(self->fd, octets, length, MSG_NOSIGNAL), n_octets);
}

gboolean link_has_pending(const Link *self) {
    return self->tls != NULL && gnutls_record_check_pending(self->tls) > 0;
}

gboolean link_waits_for_writing(const Link *self) {
    return self->tls != NULL && gnutls_record_get_direction(self->tls) == 1;
}

gboolean link_begin_tls(Link *self, gnutls_certificate_credentials_t credentials) {
    guint flags = GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL;
    if (gnutls_init(&self->tls, flags) != GNUTLS_E_SUCCESS) {
        self->tls = NULL;
        return FALSE;
    }
    gnutls_set_default_priority(self->tls);
    gnutls_credentials_set(self->tls, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_certificate_server_set_request(self->tls, GNUTLS_CERT_IGNORE);
    gnutls_handshake_set_timeout(self->tls, GNUTLS_INDEFINITE_TIMEOUT); /* the connection's timer */
    gnutls_transport_set_int(self->tls, self->fd);
    return TRUE;
}

LinkResult link_handshake(Link *self) {
    int status = gnutls_handshake(self->tls);
    if (status == GNUTLS_E_SUCCESS)
        return LINK_DONE;
    if (!gnutls_error_is_fatal(status))
        return LINK_AGAIN;
    gnutls_alert_send_appropriate(self->tls, status);
    return LINK_FAILED;
}

const char *link_tls_version(const Link *self) {
    switch (gnutls_protocol_get_version(self->tls)) {
    case GNUTLS_TLS1_3:
        return "TLS 1.3";
    case GNUTLS_TLS1_2:
        return "TLS 1.2";
    default:
        return gnutls_protocol_get_name(gnutls_protocol_get_version(self->tls));
    }
}

const char *link_tls_suite(const Link *self) {
    return gnutls_ciphersuite_get(self->tls);
}

char *link_tls_server_name(const Link *self) {
    char name[SERVER_NAME_MAX];
    size_t length = sizeof name;
    guint kind = 0;
    if (gnutls_server_name_get(self->tls, name, &length, &kind, 0) != GNUTLS_E_SUCCESS)
        return NULL;
    return g_utf8_make_valid(name, (gssize)length);
}

char *link_tls_binding(const Link *self, gnutls_channel_binding_t kind) {
    gnutls_datum_t binding = {NULL, 0};
    /* RFC 9266 §3: TLS 1.3 has no tls-unique. */
    gboolean has_unique = gnutls_protocol_get_version(self->tls) <= GNUTLS_TLS1_2;
    if (kind == GNUTLS_CB_TLS_UNIQUE && !has_unique)
        return NULL;
    if (gnutls_session_channel_binding(self->tls, kind, &binding) != GNUTLS_E_SUCCESS)
        return NULL;
    char *text = g_base64_encode(binding.data, binding.size);
    gnutls_free(binding.data);
    return text;
}

void link_end(Link *self) {
    if (self->tls != NULL)
        (void)gnutls_bye(self->tls, GNUTLS_SHUT_WR);
    (void)shutdown(self->fd, SHUT_WR);
}
