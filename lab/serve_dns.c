/* SPDX-License-Identifier: MIT */
/* A program beside this one and questions to it, by c-ares. It does not know what a zone holds. */
#include "serve_dns.h"

#include "lab.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <gio/gio.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "maillab-dns"
#define TIMEOUT_MS 400
#define TRIES 2
#define GREETING_MAX 32u

struct ServeDns {
    GPid pid;
    int zone_fd; /* the program ends when this does */
    guint16 port;
};

/* ---- the program ---------------------------------------------------------------------------- */

/* Beside this program, where the build leaves it, or in $PATH; NULL: nowhere. */
static char *find_program(void) {
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *directory = own != NULL ? g_path_get_dirname(own) : g_strdup(".");
    char *places[] = {g_build_filename(directory, PROGRAM, NULL),
                      g_build_filename(directory, "..", "servers", "dns", PROGRAM, NULL)};
    char *found = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        if (found == NULL && g_file_test(places[i], G_FILE_TEST_IS_EXECUTABLE))
            found = g_strdup(places[i]);
        g_free(places[i]);
    }
    return found != NULL ? found : g_find_program_in_path(PROGRAM);
}

/* "port 40123" */
static guint16 read_port(int fd) {
    char line[GREETING_MAX] = "";
    gsize length = 0;
    while (length + 1 < sizeof line && read(fd, line + length, 1) == 1 && line[length] != '\n')
        length++;
    return g_str_has_prefix(line, "port ")
               ? (guint16)g_ascii_strtoull(line + strlen("port "), NULL, 10)
               : 0;
}

static gboolean give_zone(int fd, const char *zone) {
    return lab_write_all(fd, zone, strlen(zone)) == 0 && lab_write_all(fd, "\n", 1) == 0;
}

ServeDns *serve_dns_start(const char *zone, GError **error) {
    g_autofree char *program = find_program();
    if (program == NULL) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    PROGRAM " is not here: it is built where libldns-dev is");
        return NULL;
    }
    char *argv[] = {program, NULL};
    g_autofree ServeDns *self = g_new0(ServeDns, 1);
    int out = -1;
    if (!g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                  &self->pid, &self->zone_fd, &out, NULL, error))
        return NULL;
    if (give_zone(self->zone_fd, zone))
        self->port = read_port(out);
    close(out);
    if (self->port == 0) {
        serve_dns_stop(g_steal_pointer(&self));
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, PROGRAM " does not start");
        return NULL;
    }
    return g_steal_pointer(&self);
}

void serve_dns_stop(ServeDns *self) {
    if (self == NULL)
        return;
    close(self->zone_fd);
    kill(self->pid, SIGTERM);
    waitpid(self->pid, NULL, 0);
    g_spawn_close_pid(self->pid);
    g_free(self);
}

guint16 serve_dns_port(const ServeDns *self) {
    return self->port;
}

/* ---- a question ----------------------------------------------------------------------------- */

typedef struct {
    int status;
    char *text; /* what was asked for; or NULL */
} Answer;

static void take_mx(void *user, int status, int timeouts, unsigned char *octets, int length) {
    Answer *answer = user;
    struct ares_mx_reply *first = NULL;
    answer->status = status == ARES_SUCCESS ? ares_parse_mx_reply(octets, length, &first) : status;
    const struct ares_mx_reply *best = first;
    for (const struct ares_mx_reply *mx = first; mx != NULL; mx = mx->next) {
        if (mx->priority < best->priority)
            best = mx;
    }
    if (best != NULL)
        answer->text = g_strdup(best->host);
    ares_free_data(first);
}

static void take_address(void *user, int status, int timeouts, unsigned char *octets, int length) {
    Answer *answer = user;
    struct ares_addrttl found[1];
    int n = G_N_ELEMENTS(found);
    char text[INET_ADDRSTRLEN];
    answer->status =
        status == ARES_SUCCESS ? ares_parse_a_reply(octets, length, NULL, found, &n) : status;
    if (answer->status == ARES_SUCCESS && n > 0 &&
        inet_ntop(AF_INET, &found[0].ipaddr, text, sizeof text) != NULL)
        answer->text = g_strdup(text);
}

/* Until all is answered or given up: c-ares counts the tries. */
static void wait_for_answer(ares_channel channel) {
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    int mask;
    while ((mask = ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM)) != 0) {
        struct pollfd waits[ARES_GETSOCK_MAXNUM];
        nfds_t n = 0;
        for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
            if (ARES_GETSOCK_READABLE(mask, i))
                waits[n++] = (struct pollfd){.fd = sockets[i], .events = POLLIN};
        }
        struct timeval room, *limit = ares_timeout(channel, NULL, &room);
        poll(waits, n, limit != NULL ? (int)(limit->tv_sec * 1000 + limit->tv_usec / 1000) : 0);
        for (nfds_t i = 0; i < n; i++)
            ares_process_fd(channel, waits[i].revents != 0 ? waits[i].fd : ARES_SOCKET_BAD,
                            ARES_SOCKET_BAD);
        if (n == 0)
            ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    }
}

static Answer ask(const ServeDns *self, const char *name, int type, ares_callback take) {
    struct ares_options options = {
        .timeout = TIMEOUT_MS, .tries = TRIES, .flags = ARES_FLAG_NOSEARCH};
    g_autofree char *server = g_strdup_printf("127.0.0.1:%u", self->port);
    Answer answer = {.status = ARES_ENOTINITIALIZED};
    ares_channel channel;
    if (ares_init_options(&channel, &options,
                          ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_FLAGS) != ARES_SUCCESS)
        return answer;
    if (ares_set_servers_ports_csv(channel, server) == ARES_SUCCESS) {
        ares_query(channel, name, ns_c_in, type, take, &answer);
        wait_for_answer(channel);
    }
    ares_destroy(channel);
    return answer;
}

ServeDnsResult serve_dns_find(const ServeDns *self, const char *domain, char **host,
                              char **address) {
    Answer mx = ask(self, domain, ns_t_mx, take_mx);
    Answer place = {.status = mx.status};
    if (mx.text != NULL)
        place = ask(self, mx.text, ns_t_a, take_address);
    *host = mx.text;
    *address = place.text;
    if (place.text != NULL)
        return SERVE_DNS_FOUND;
    gboolean is_none = place.status == ARES_ENOTFOUND || place.status == ARES_ENODATA;
    return is_none ? SERVE_DNS_NONE : SERVE_DNS_FAILED;
}
