/* SPDX-License-Identifier: MIT */
/* Steps of a dialogue -> octets on sockets, one after the other, each waiting for what it expects.
 * It looks at no reply but to compare how a line begins. */
#include "exercise/player.h"

#include "options.h"
#include "serve_services.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEARD_MAX 16777216u /* octets not yet read */
#define PIECE 4096u

/* One connection. */
typedef struct {
    int fd; /* -1: closed */
    gnutls_session_t tls;
    GString *heard; /* not yet read as lines */
    char *greeting, *last;
} Peer;

typedef struct {
    GHashTable *ports;
    const char *first;
    gnutls_certificate_credentials_t credentials;
    Peer peers[DIALOGUE_CONNECTIONS_MAX + 1];
    guint n_peers;
    GError **error;
} Player;

/* ---- octets --------------------------------------------------------------------------------- */

static gssize receive(Peer *peer, char *octets, gsize size) {
    if (peer->tls == NULL)
        return recv(peer->fd, octets, size, 0);
    gssize n;
    do
        n = gnutls_record_recv(peer->tls, octets, size);
    while (n == GNUTLS_E_INTERRUPTED);
    return n;
}

static gboolean transmit(Peer *peer, const char *octets, gsize length) {
    while (length > 0) {
        gssize n = peer->tls != NULL ? gnutls_record_send(peer->tls, octets, length)
                                     : send(peer->fd, octets, length, MSG_NOSIGNAL);
        if (n <= 0 && n != GNUTLS_E_INTERRUPTED)
            return FALSE;
        octets += MAX(n, 0);
        length -= (gsize)MAX(n, 0);
    }
    return TRUE;
}

/* The next line without its end; NULL: none came. */
static char *read_line(Peer *peer) {
    char piece[PIECE];
    const char *end;
    while ((end = memchr(peer->heard->str, '\n', peer->heard->len)) == NULL) {
        gssize n = receive(peer, piece, sizeof piece);
        if (n <= 0 || peer->heard->len > HEARD_MAX)
            return NULL;
        g_string_append_len(peer->heard, piece, n);
    }
    gsize length = (gsize)(end - peer->heard->str);
    char *line = g_strndup(peer->heard->str, length);
    g_string_erase(peer->heard, 0, (gssize)length + 1);
    g_strchomp(line);
    return line;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static void peer_close(Peer *peer) {
    if (peer->tls != NULL)
        gnutls_deinit(peer->tls);
    if (peer->fd >= 0)
        close(peer->fd);
    if (peer->heard != NULL)
        g_string_free(peer->heard, TRUE);
    g_free(peer->greeting);
    g_free(peer->last);
    *peer = (Peer){.fd = -1};
}

static gboolean begin_tls(Player *self, Peer *peer) {
    int result;
    gnutls_init(&peer->tls, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
    gnutls_set_default_priority(peer->tls);
    gnutls_credentials_set(peer->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
    gnutls_transport_set_int(peer->tls, peer->fd);
    gnutls_handshake_set_timeout(peer->tls, PLAYER_PATIENCE_S * 1000);
    do
        result = gnutls_handshake(peer->tls);
    while (result < 0 && !gnutls_error_is_fatal(result));
    return result == GNUTLS_E_SUCCESS ||
           options_refuse(self->error, "the TLS handshake failed: %s", gnutls_strerror(result));
}

static gboolean take_connect(Player *self, Peer *peer, const DialogueStep *step) {
    const char *service = step->text != NULL ? step->text : self->first;
    const char *known_port = g_hash_table_lookup(self->ports, service);
    guint64 port = known_port != NULL ? g_ascii_strtoull(known_port, NULL, 10) : 0;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((guint16)port)};
    struct timeval patience = {.tv_sec = PLAYER_PATIENCE_S};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (port == 0)
        return options_refuse(self->error, "the exercise serves no %s", service);
    *peer =
        (Peer){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .heard = g_string_new(NULL)};
    (void)setsockopt(peer->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (peer->fd < 0 || connect(peer->fd, (struct sockaddr *)&address, sizeof address) != 0)
        return options_refuse(self->error, "port %s does not answer", known_port);
    const ServeService *known = serve_service_find(service);
    return known == NULL || !known->service.is_tls || begin_tls(self, peer);
}

static gboolean take_send(Player *self, Peer *peer, const DialogueStep *step) {
    return transmit(peer, step->octets->str, step->octets->len) ||
           options_refuse(self->error, "the server has closed the connection");
}

/* "S: 250" waits for the last line of a reply, "S: 250-SIZE" for that one. */
static gboolean begins(const char *line, const char *text) {
    gsize length = strlen(text);
    gboolean is_code = length == 3 && strspn(text, "0123456789") == 3;
    return strncmp(line, text, length) == 0 && !(is_code && line[3] == '-');
}

static gboolean take_expect(Player *self, Peer *peer, const DialogueStep *step) {
    for (;;) {
        char *line = read_line(peer);
        if (line == NULL)
            return options_refuse(self->error, "it did not come; the last line was \"%s\"",
                                  peer->last != NULL ? peer->last : "");
        if (peer->greeting == NULL)
            peer->greeting = g_strdup(line);
        g_free(peer->last);
        peer->last = line;
        if (begins(line, step->text))
            return TRUE;
    }
}

static gboolean take_tls(Player *self, Peer *peer, const DialogueStep *step) {
    return begin_tls(self, peer);
}

static gboolean take_close(Player *self, Peer *peer, const DialogueStep *step) {
    peer_close(peer);
    return TRUE;
}

static gboolean take_answer(Player *self, Peer *peer, const DialogueStep *step) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_autofree char *answer =
        player_answer(step->text, peer->greeting != NULL ? peer->greeting : "",
                      peer->last != NULL ? peer->last : "", self->error);
    if (answer == NULL)
        return FALSE;
    g_string_printf(line, "%s\r\n", answer);
    return transmit(peer, line->str, line->len) ||
           options_refuse(self->error, "the server has closed the connection");
}

static gboolean (*const takes[])(Player *self, Peer *peer, const DialogueStep *step) = {
    [DIALOGUE_CONNECT] = take_connect, [DIALOGUE_SEND] = take_send,
    [DIALOGUE_EXPECT] = take_expect,   [DIALOGUE_TLS] = take_tls,
    [DIALOGUE_CLOSE] = take_close,     [DIALOGUE_ANSWER] = take_answer,
};

static gboolean take_step(Player *self, const DialogueStep *step, GError **error) {
    g_autoptr(GError) reason = NULL;
    Peer *peer = &self->peers[step->connection];
    self->error = &reason;
    if (step->kind != DIALOGUE_CONNECT && peer->fd < 0)
        options_refuse(&reason, "its connection is closed already");
    else if (takes[step->kind](self, peer, step))
        return TRUE;
    return options_refuse(error, "Line %u of the dialogue%s%s%s: %s.", step->line,
                          step->text != NULL ? ", \"" : "", step->text != NULL ? step->text : "",
                          step->text != NULL ? "\"" : "", reason->message);
}

gboolean player_run(const GPtrArray *dialogue, GHashTable *ports, const char *first,
                    GError **error) {
    Player self = {.ports = ports, .first = first};
    gboolean is_well = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(self.peers); i++)
        self.peers[i].fd = -1;
    gnutls_certificate_allocate_credentials(&self.credentials);
    for (guint i = 0; i < dialogue->len && is_well; i++)
        is_well = take_step(&self, dialogue->pdata[i], error);
    for (guint i = 0; i < G_N_ELEMENTS(self.peers); i++)
        peer_close(&self.peers[i]);
    gnutls_certificate_free_credentials(self.credentials);
    return is_well;
}
