/* SPDX-License-Identifier: MIT */
/* The table of services and the choices of the command line -> listening sockets. Descriptors of
 * socket activation (LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES: see sd_listen_fds(3)) go first. */
#include "serve_sockets.h"

#include "options.h"

#include <string.h>
#include <unistd.h>

#define FIRST_PASSED_FD 3

static guint16 port_for(const ServeOptions *options, const ServeService *service) {
    guint16 port = service->port;
    for (guint i = 0; i < options->ports->len; i++) {
        const PortChoice *choice = &g_array_index(options->ports, PortChoice, i);
        if (strcmp(choice->name, service->service.name) == 0)
            port = choice->port;
    }
    return port;
}

/* ---- socket activation ---------------------------------------------------------------------- */

static guint count_passed(void) {
    guint64 pid = 0, count = 0;
    const char *for_pid = g_getenv("LISTEN_PID");
    const char *n_fds = g_getenv("LISTEN_FDS");
    if (for_pid == NULL || n_fds == NULL ||
        !g_ascii_string_to_unsigned(for_pid, 10, 1, G_MAXINT32, &pid, NULL) ||
        pid != (guint64)getpid() || !g_ascii_string_to_unsigned(n_fds, 10, 1, 64, &count, NULL))
        return 0;
    return (guint)count;
}

static gboolean adopt(Server *server, guint index, const char *name, GArray *open, GError **error) {
    g_autoptr(GError) reason = NULL;
    const ServeService *service = name != NULL ? serve_service_find(name) : NULL;
    if (service == NULL) {
        g_autofree char *known = serve_service_names();
        return options_refuse(error,
                              "The service manager passes socket %u as \"%s\", which is no "
                              "service; FileDescriptorName= may be %s.",
                              index + 1, name != NULL ? name : "", known);
    }
    guint16 port = server_adopt(server, &service->service, FIRST_PASSED_FD + (int)index, &reason);
    if (port == 0)
        return options_refuse(error, "%s.", reason->message);
    OpenPort opened = {service, port};
    g_array_append_val(open, opened);
    return TRUE;
}

static gboolean adopt_all(Server *server, guint n_passed, GArray *open, GError **error) {
    const char *text = g_getenv("LISTEN_FDNAMES");
    g_auto(GStrv) names = g_strsplit(text != NULL ? text : "", ":", -1);
    guint n_names = g_strv_length(names);
    for (guint i = 0; i < n_passed; i++) {
        if (!adopt(server, i, i < n_names ? names[i] : NULL, open, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- our own -------------------------------------------------------------------------------- */

static gboolean listen_at(Server *server, const ServeOptions *options, const ServeService *service,
                          GArray *open, GError **error) {
    g_autoptr(GError) reason = NULL;
    guint16 port = server_listen(server, &service->service, options->listen,
                                 port_for(options, service), &reason);
    if (port == 0)
        return options_refuse(error, "%c%s; choose another with --port %s=N.",
                              g_ascii_toupper(reason->message[0]), reason->message + 1,
                              service->service.name);
    OpenPort opened = {service, port};
    g_array_append_val(open, opened);
    return TRUE;
}

static gboolean is_offered(const ServeOptions *options, const ServeService *service) {
    return options->services == NULL || g_strv_contains(options->services, service->service.name);
}

gboolean serve_sockets_open(Server *server, const ServeOptions *options, GArray *open,
                            GError **error) {
    guint n_passed = count_passed(), n_services = 0;
    if (n_passed > 0 && options->services == NULL)
        return adopt_all(server, n_passed, open, error);
    const ServeService *services = serve_services(&n_services);
    for (guint i = 0; i < n_services; i++) {
        if (is_offered(options, &services[i]) &&
            !listen_at(server, options, &services[i], open, error))
            return FALSE;
    }
    return TRUE;
}
