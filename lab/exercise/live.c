/* SPDX-License-Identifier: MIT */
/* An exercise -> the options of a mail system as `maillab serve` would read them -> a system that
 * listens, whose log is read as records. It judges nothing. */
#include "exercise/live.h"

#include "options.h"
#include "serve_system.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT_TRIES 200u

struct Live {
    const Exercise *exercise;
    GPtrArray *words; /* the command line that `maillab serve` would get; of char * */
    char *who;
    char **services;
    ServeOptions options;
    gboolean has_options;
    RecordSource *source;
    JsonRenderer *json;
    guint64 last_number;
    ServeSystem system;
    GHashTable *ports;
};

/* ---- ports ---------------------------------------------------------------------------------- */

static gboolean is_free(guint16 port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0)
        return FALSE;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    gboolean result = bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return result;
}

/* The first that is free from where the seed begins; 0: any. */
static guint choose_port(const Live *self, guint index) {
    guint16 from = seed_port(self->exercise->seed, index);
    for (guint i = 0; i < PORT_TRIES; i++) {
        guint16 port = (guint16)(from + i * 7);
        if (is_free(port))
            return port;
    }
    return 0;
}

/* ---- options -------------------------------------------------------------------------------- */

static void add_word(Live *self, const char *word) {
    g_ptr_array_add(self->words, g_strdup(word));
}

static void add_option(Live *self, const char *option, const char *value) {
    add_word(self, option);
    add_word(self, value);
}

static gboolean read_options(Live *self, gboolean is_any_port, GError **error) {
    const Exercise *exercise = self->exercise;
    self->words = g_ptr_array_new_with_free_func(g_free);
    add_word(self, "serve");
    add_word(self, "--ephemeral");
    add_word(self, "--reveal");
    for (guint i = 0; exercise->services[i] != NULL; i++) {
        guint port = is_any_port ? 0 : choose_port(self, i);
        g_autofree char *choice = g_strdup_printf("%s=%u", exercise->services[i], port);
        add_option(self, "--port", choice);
    }
    for (guint i = 0; exercise->faults[i] != NULL; i++)
        add_option(self, "--fault", exercise->faults[i]);
    for (guint i = 0; exercise->serve_options[i] != NULL; i++)
        add_word(self, exercise->serve_options[i]);
    self->has_options = TRUE;
    if (!serve_options_read(&self->options, (int)self->words->len, (char **)self->words->pdata,
                            error))
        return FALSE;
    const Seed *seed = exercise->seed;
    self->who =
        g_strdup_printf("%s:%s\n%s:%s\n", seed_get(seed, "user"), seed_get(seed, "password"),
                        seed_get(seed, "other"), seed_get(seed, "other-password"));
    self->options.who = self->who;
    self->services = g_strdupv(exercise->services);
    self->options.services = (const char *const *)self->services;
    return TRUE;
}

/* ---- the servers ---------------------------------------------------------------------------- */

static gboolean start(Live *self, RecordFunction tell, gpointer user, GError **error) {
    self->source = record_source_new(tell, user);
    RenderOutput output = record_source_output(self->source);
    self->json = json_renderer_new_log(&output);
    const ServeShared shared = {NULL, self->json, &self->last_number};
    if (!serve_system_open(&self->system, &self->options, error) ||
        !serve_system_start(&self->system, &shared, NULL, error))
        return FALSE;
    self->ports = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; self->services[i] != NULL; i++) {
        const char *service = self->services[i];
        guint port = serve_system_port(&self->system, service);
        if (port == 0)
            return options_refuse(error, "There is no service \"%s\" (serve=).", service);
        g_hash_table_insert(self->ports, g_strdup(service), g_strdup_printf("%u", port));
    }
    return TRUE;
}

Live *live_open(const Exercise *exercise, gboolean is_any_port, RecordFunction tell, gpointer user,
                GError **error) {
    g_autoptr(Live) self = g_new0(Live, 1);
    self->exercise = exercise;
    if (!read_options(self, is_any_port, error) || !start(self, tell, user, error))
        return NULL;
    self->exercise = NULL; /* which may go */
    return g_steal_pointer(&self);
}

void live_close(Live *self) {
    if (self == NULL)
        return;
    if (self->system.host_name != NULL)
        serve_system_close(&self->system);
    if (self->json != NULL)
        json_renderer_flush(self->json);
    json_renderer_free(self->json);
    record_source_free(self->source);
    if (self->ports != NULL)
        g_hash_table_unref(self->ports);
    if (self->has_options)
        serve_options_clear(&self->options);
    g_ptr_array_unref(self->words);
    g_strfreev(self->services);
    g_free(self->who);
    g_free(self);
}

GHashTable *live_ports(const Live *self) {
    return self->ports;
}

guint live_connections(const Live *self) {
    return server_n_connections(self->system.server);
}
