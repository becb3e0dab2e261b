/* SPDX-License-Identifier: MIT */
/* Options -> a mail system that runs. Where another domain is, the lab's DNS says, or where that
 * was not built a look at who is there; nobody else is asked. It knows no scenario. */
#include "serve_system.h"

#include "serve_sockets.h"

#include <string.h>

static gint64 wall_clock(gpointer clock) {
    return g_get_real_time() * 1000;
}

static void on_notice(gpointer user, const char *sentence) {
    serve_log_notice(user, sentence);
}

static void on_changed(gpointer watcher, const char *user, const char *folder) {
    server_mailbox_changed(((ServeSystem *)watcher)->server, user);
}

static void set_up(ServeSystem *self) {
    const ServeOptions *options = &self->options;
    self->setup = (SessionSetup){
        .domain = options->domain,
        .host_name = self->host_name,
        .is_strict = options->strict,
        .reveal = options->reveal,
        .has_certificate = TRUE,
        .without = (const char *const *)options->without->pdata,
        .size_limit = SESSION_SIZE_LIMIT_DEFAULT,
        .users = self->place.users,
        .store = self->place.store,
        .faults = options->faults,
        .now_ns = wall_clock,
    };
}

gboolean serve_system_open(ServeSystem *self, const ServeOptions *options, GError **error) {
    *self = (ServeSystem){.options = *options};
    self->host_name = g_strconcat("mail.", options->domain, NULL);
    return serve_place_open(&self->place, &self->options, self->host_name, error);
}

gboolean serve_system_start(ServeSystem *self, const ServeShared *shared, const char *name,
                            GError **error) {
    self->log = serve_log_new(shared->ladder, shared->json, name, self->options.reveal);
    set_up(self);
    ServerOptions server = server_options();
    server.setup = &self->setup;
    server.observer = &serve_log_observer;
    server.observer_user = self->log;
    server.credentials = self->place.credentials;
    server.idle_seconds = self->options.idle_seconds;
    server.last_number = shared->last_number;
    server.notice = on_notice;
    self->server = server_new(&server);
    self->place.store->changed = on_changed;
    self->place.store->watcher = self;
    self->open = g_array_new(FALSE, FALSE, sizeof(OpenPort));
    return serve_sockets_open(self->server, &self->options, self->open, error);
}

/* ---- to the other system -------------------------------------------------------------------- */

guint16 serve_system_port(const ServeSystem *self, const char *service) {
    for (guint i = 0; i < self->open->len; i++) {
        const OpenPort *open = &g_array_index(self->open, OpenPort, i);
        if (strcmp(open->service->service.name, service) == 0)
            return open->port;
    }
    return 0;
}

static void tell_look_up(const ServeSystem *self, const char *domain, const char *host,
                         const char *address) {
    g_autofree char *text = host != NULL
                                ? g_strdup_printf("DNS: the MX of %s is %s, which is %s", domain,
                                                  host, address != NULL ? address : "nowhere")
                                : g_strdup_printf("DNS: %s has no MX", domain);
    serve_log_notice(self->log, text);
}

/* Asks as every mail server does (RFC 5321 §5.1). DNS names no port: where the world has 25, the
 * lab's other system has its own. */
static ServeDnsResult route_by_dns(const ServeSystem *self, const char *domain, guint16 port,
                                   CourierRoute *found) {
    char *host = NULL, *address = NULL;
    ServeDnsResult result = serve_dns_find(self->dns, domain, &host, &address);
    if (result != SERVE_DNS_FAILED)
        tell_look_up(self, domain, host, address);
    if (result == SERVE_DNS_FOUND) {
        *found = (CourierRoute){host, address, port};
        return result;
    }
    g_free(host);
    g_free(address);
    return result;
}

/* What an MX record would say. */
static gboolean route_by_table(const ServeSystem *other, const char *domain, guint16 port,
                               CourierRoute *found) {
    if (g_ascii_strcasecmp(domain, other->options.domain) != 0)
        return FALSE;
    *found = (CourierRoute){g_strdup(other->host_name), g_strdup(other->options.listen), port};
    return TRUE;
}

static gboolean route(gpointer user, const char *domain, CourierRoute *found) {
    const ServeSystem *self = user;
    guint16 port = serve_system_port(self->other, "smtp");
    if (port == 0)
        return FALSE;
    ServeDnsResult result =
        self->dns != NULL ? route_by_dns(self, domain, port, found) : SERVE_DNS_FAILED;
    if (self->dns != NULL && result == SERVE_DNS_FAILED)
        serve_log_notice(self->log, "DNS: no answer; the lab's table says where mail goes");
    return result == SERVE_DNS_FAILED ? route_by_table(self->other, domain, port, found)
                                      : result == SERVE_DNS_FOUND;
}

static void on_event(gpointer user, const char *sentence) {
    const ServeSystem *self = user;
    g_autofree char *text = g_strdup_printf("Queue of %s: %s", self->options.domain, sentence);
    serve_log_notice(self->log, text);
}

void serve_system_connect(ServeSystem *self, const ServeSystem *other) {
    self->other = other;
    self->other_domains[0] = other->options.domain;
    self->setup.lab_domains = self->other_domains;
    self->setup.outgoing = queue_outgoing(self->place.queue);
    const CourierOptions options = {.queue = self->place.queue,
                                    .store = self->place.store,
                                    .host_name = self->host_name,
                                    .route = route,
                                    .event = on_event,
                                    .user = self};
    self->courier = courier_new(&options);
}

void serve_system_disconnect(ServeSystem *self) {
    courier_free(self->courier);
    self->courier = NULL;
}

void serve_system_close(ServeSystem *self) {
    serve_system_disconnect(self);
    server_free(self->server); /* whoever is still there is told closed */
    if (self->open != NULL)
        g_array_unref(self->open);
    serve_log_free(self->log);
    serve_place_close(&self->place);
    g_free(self->host_name);
    *self = (ServeSystem){.host_name = NULL};
}
