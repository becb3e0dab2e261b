/* SPDX-License-Identifier: MIT */
/* Listening sockets -> connections, within limits. What a connection does it leaves to the
 * connection. */
#include "transport/connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024
#define ACCEPTS_PER_TURN 64u
#define PAUSE_MS 100u /* when no descriptor is left */

typedef struct {
    Server *server;
    ServerService service;
    int fd;
    guint watch, pause;
} Listener;

struct Server {
    ServerOptions options;
    Poller *poller;
    GPtrArray *listeners;
    GHashTable *connections; /* a set */
    GHashTable *by_address;  /* address -> how many */
    GHashTable *changed;     /* users whose mailbox changed: told from the main loop */
    guint tell_source;
    guint64 n_sessions, *last_number;
    gboolean is_leaving;
    void (*ended)(gpointer user);
    gpointer ended_user;
};

ServerOptions server_options(void) {
    return (ServerOptions){
        .connections_max = SERVER_CONNECTIONS_MAX,
        .per_address_max = SERVER_PER_ADDRESS_MAX,
        .handshake_seconds = SERVER_HANDSHAKE_SECONDS,
    };
}

Server *server_new(const ServerOptions *options) {
    Server *self = g_new0(Server, 1);
    self->options = *options;
    self->last_number = options->last_number != NULL ? options->last_number : &self->n_sessions;
    self->poller = poller_new();
    self->listeners = g_ptr_array_new();
    self->connections = g_hash_table_new(NULL, NULL);
    self->by_address = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

static void listener_free(Listener *self) {
    g_clear_handle_id(&self->watch, g_source_remove);
    g_clear_handle_id(&self->pause, g_source_remove);
    close(self->fd);
    g_free(self);
}

static void close_listeners(Server *self) {
    for (guint i = 0; i < self->listeners->len; i++)
        listener_free(self->listeners->pdata[i]);
    g_ptr_array_set_size(self->listeners, 0);
}

void server_free(Server *self) {
    if (self == NULL)
        return;
    close_listeners(self);
    GHashTableIter iterator;
    gpointer connection;
    g_hash_table_iter_init(&iterator, self->connections);
    while (g_hash_table_iter_next(&iterator, &connection, NULL)) {
        g_hash_table_iter_steal(&iterator);
        connection_free(connection);
    }
    g_clear_handle_id(&self->tell_source, g_source_remove);
    poller_free(self->poller);
    g_hash_table_unref(self->connections);
    g_hash_table_unref(self->by_address);
    g_hash_table_unref(self->changed);
    g_ptr_array_unref(self->listeners);
    g_free(self);
}

/* ---- connections ---------------------------------------------------------------------------- */

static guint count_of(const Server *self, const char *address) {
    const guint *count = g_hash_table_lookup(self->by_address, address);
    return count != NULL ? *count : 0;
}

static void set_count(Server *self, const char *address, guint count) {
    if (count == 0)
        g_hash_table_remove(self->by_address, address);
    else
        g_hash_table_replace(self->by_address, g_strdup(address), g_memdup2(&count, sizeof count));
}

static void on_over(Connection *connection, gpointer user) {
    Server *self = user;
    const char *address = connection_address(connection);
    set_count(self, address, count_of(self, address) - 1);
    g_hash_table_remove(self->connections, connection);
    connection_free(connection);
    if (self->is_leaving && g_hash_table_size(self->connections) == 0 && self->ended != NULL)
        self->ended(self->ended_user);
}

static void describe(const struct sockaddr_storage *socket_address, char **address, guint16 *port) {
    g_autoptr(GSocketAddress) generic =
        g_socket_address_new_from_native((gpointer)socket_address, sizeof *socket_address);
    *address = g_strdup("unknown");
    *port = 0;
    if (generic == NULL || !G_IS_INET_SOCKET_ADDRESS(generic))
        return;
    GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS(generic);
    g_free(*address);
    *address = g_inet_address_to_string(g_inet_socket_address_get_address(inet));
    *port = g_inet_socket_address_get_port(inet);
}

static gboolean is_loopback(const char *address) {
    return g_str_has_prefix(address, "127.") || strcmp(address, "::1") == 0;
}

/* Everybody in one lab may come from the loopback address. */
static const char *why_refused(const Server *self, const char *address) {
    if (g_hash_table_size(self->connections) >= self->options.connections_max)
        return "there are too many connections";
    if (!is_loopback(address) && count_of(self, address) >= self->options.per_address_max)
        return "there are too many connections from this address";
    return NULL;
}

/* In the words of the protocol, as far as that goes before any greeting. */
static void refuse(const Server *self, const ServerService *service, int fd, const char *address,
                   const char *why) {
    static const char *const forms[][2] = {
        {"pop3", "-ERR [SYS/TEMP] %s\r\n"}, {"imap", "* BYE %s\r\n"}, {NULL, "421 4.3.2 %s\r\n"}};
    guint i = 0;
    while (forms[i][0] != NULL && strcmp(forms[i][0], service->core->spec->name) != 0)
        i++;
    if (!service->is_tls) {
        g_auto(GStrv) parts = g_strsplit(forms[i][1], "%s", 2);
        g_autofree char *line = g_strjoinv(why, parts);
        (void)send(fd, line, strlen(line), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    if (self->options.notice != NULL) {
        g_autofree char *sentence = g_strdup_printf("%s: a connection from %s was refused: %s",
                                                    service->name, address, why);
        self->options.notice(self->options.observer_user, sentence);
    }
    close(fd);
}

static void take_connection(Listener *listener, int fd, const struct sockaddr_storage *from) {
    Server *self = listener->server;
    SessionPeer peer = {.is_tls = listener->service.is_tls};
    g_autofree char *client_address = NULL;
    g_autofree char *server_address = NULL;
    struct sockaddr_storage own = {0};
    socklen_t own_length = sizeof own;
    describe(from, &client_address, &peer.client_port);
    const char *why = why_refused(self, client_address);
    if (why != NULL) {
        refuse(self, &listener->service, fd, client_address, why);
        return;
    }
    (void)getsockname(fd, (struct sockaddr *)&own, &own_length);
    describe(&own, &server_address, &peer.server_port);
    peer.client_address = client_address;
    peer.server_address = server_address;
    peer.number = ++*self->last_number;
    Connection *connection =
        connection_new(&self->options, self->poller, &listener->service, &peer, fd, on_over, self);
    g_hash_table_add(self->connections, connection);
    set_count(self, client_address, count_of(self, client_address) + 1);
    connection_start(connection);
}

/* ---- listening ------------------------------------------------------------------------------ */

static gboolean on_acceptable(gint fd, GIOCondition condition, gpointer user);

static gboolean on_pause_over(gpointer user) {
    Listener *self = user;
    self->pause = 0;
    self->watch = g_unix_fd_add(self->fd, G_IO_IN, on_acceptable, self);
    return G_SOURCE_REMOVE;
}

static gboolean on_acceptable(gint fd, GIOCondition condition, gpointer user) {
    Listener *self = user;
    for (guint i = 0; i < ACCEPTS_PER_TURN; i++) {
        struct sockaddr_storage from = {0};
        socklen_t length = sizeof from;
        int accepted = accept(fd, (struct sockaddr *)&from, &length);
        if (accepted >= 0) {
            take_connection(self, accepted, &from);
            continue;
        }
        gboolean is_short =
            errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
        if (!is_short)
            return G_SOURCE_CONTINUE;
        self->watch = 0;
        self->pause = g_timeout_add(PAUSE_MS, on_pause_over, self);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

static guint16 port_of(int fd) {
    struct sockaddr_storage own = {0};
    socklen_t length = sizeof own;
    g_autofree char *address = NULL;
    guint16 port = 0;
    if (getsockname(fd, (struct sockaddr *)&own, &length) == 0)
        describe(&own, &address, &port);
    return port;
}

guint16 server_adopt(Server *self, const ServerService *service, int take_fd, GError **error) {
    guint16 port = port_of(take_fd);
    if (port == 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "descriptor %d is no TCP socket that listens", take_fd);
        close(take_fd);
        return 0;
    }
    Listener *listener = g_new0(Listener, 1);
    listener->server = self;
    listener->service = *service;
    listener->fd = take_fd;
    g_unix_set_fd_nonblocking(take_fd, TRUE, NULL);
    listener->watch = g_unix_fd_add(take_fd, G_IO_IN, on_acceptable, listener);
    g_ptr_array_add(self->listeners, listener);
    return port;
}

static int open_socket(GSocketAddress *address, int *failure) {
    struct sockaddr_storage native;
    int yes = 1;
    if (!g_socket_address_to_native(address, &native, sizeof native, NULL))
        return -1;
    int fd = socket(native.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (native.ss_family == AF_INET6)
            (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
        if (bind(fd, (struct sockaddr *)&native,
                 (socklen_t)g_socket_address_get_native_size(address)) == 0 &&
            listen(fd, BACKLOG) == 0)
            return fd;
    }
    *failure = errno;
    if (fd >= 0)
        close(fd);
    return -1;
}

static const char *reason(int failure) {
    switch (failure) {
    case EADDRINUSE:
        return "another program has it";
    case EACCES:
        return "ports below 1024 are for root";
    case EADDRNOTAVAIL:
        return "this machine does not have that address";
    default:
        return g_strerror(failure);
    }
}

guint16 server_listen(Server *self, const ServerService *service, const char *address, guint16 port,
                      GError **error) {
    int failure = EINVAL;
    g_autoptr(GSocketAddress) socket_address = g_inet_socket_address_new_from_string(address, port);
    if (socket_address == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "\"%s\" is no numeric address such as 127.0.0.1 or ::1", address);
        return 0;
    }
    int fd = open_socket(socket_address, &failure);
    if (fd >= 0)
        return server_adopt(self, service, fd, error);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "port %u for %s cannot be opened at %s: %s",
                port, service->name, address, reason(failure));
    return 0;
}

/* ---- news and the end ----------------------------------------------------------------------- */

static gboolean tell_changes(gpointer user) {
    Server *self = user;
    self->tell_source = 0;
    g_autoptr(GHashTable) changed = g_steal_pointer(&self->changed);
    self->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GList) connections = g_hash_table_get_keys(self->connections);
    for (GList *at = connections; at != NULL; at = at->next) {
        GHashTableIter names;
        gpointer name;
        g_hash_table_iter_init(&names, changed);
        while (g_hash_table_iter_next(&names, &name, NULL) &&
               g_hash_table_contains(self->connections, at->data))
            connection_mailbox_changed(at->data, name);
    }
    return G_SOURCE_REMOVE;
}

void server_mailbox_changed(Server *self, const char *user) {
    g_hash_table_add(self->changed, g_strdup(user));
    if (self->tell_source == 0)
        self->tell_source = g_idle_add(tell_changes, self);
}

void server_leave(Server *self, void (*ended)(gpointer user), gpointer user) {
    self->is_leaving = TRUE;
    self->ended = ended;
    self->ended_user = user;
    close_listeners(self);
    g_autoptr(GList) connections = g_hash_table_get_keys(self->connections);
    for (GList *at = connections; at != NULL; at = at->next) {
        if (g_hash_table_contains(self->connections, at->data))
            connection_leave(at->data);
    }
    /* The last one that went has told already. */
    if (connections == NULL && ended != NULL)
        ended(user);
}

guint server_n_connections(const Server *self) {
    return g_hash_table_size(self->connections);
}
