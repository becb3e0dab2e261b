/* SPDX-License-Identifier: MIT */
/* maillab-dns: answers questions about the lab's mail domains at a UDP port of the loopback. The
 * zone comes on standard input and ends with an empty line; the program ends when that input does,
 * so that none is left behind by whoever started it. */
#include "dns/answer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ZONE_MAX ((gsize)64 * 1024)
#define DATAGRAM_MAX 4096u

static const char help[] =
    "Answers DNS questions about the lab's mail domains; `maillab serve --scenario` starts it.\n\n"
    "Examples:\n"
    "  (echo 'b.example. IN MX 10 mail.b.example.'; echo; cat) | maillab-dns 5353\n"
    "  dig @127.0.0.1 -p 5353 b.example MX      (in another terminal)\n\n"
    "Usage: maillab-dns [PORT]\n\n"
    "Reads records from standard input up to an empty line, prints \"port N\", and answers at\n"
    "127.0.0.1, UDP, until standard input ends.\n";

/* Up to the empty line; NULL: there was none. */
static char *read_zone(void) {
    g_autoptr(GString) zone = g_string_new(NULL);
    char octet = 0;
    while (zone->len < ZONE_MAX && read(STDIN_FILENO, &octet, 1) == 1) {
        g_string_append_c(zone, octet);
        if (octet == '\n' && (zone->len == 1 || zone->str[zone->len - 2] == '\n'))
            return g_strdup(zone->str);
    }
    return NULL;
}

/* The socket; its port in *port. */
static int listen_at(guint16 *port) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(*port)};
    socklen_t size = sizeof place;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&place, sizeof place) != 0 ||
        getsockname(fd, (struct sockaddr *)&place, &size) != 0) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *port = ntohs(place.sin_port);
    return fd;
}

static void answer_one(const DnsZone *zone, int fd) {
    guint8 query[DATAGRAM_MAX], answer[DNS_DATAGRAM_MAX];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t length = recvfrom(fd, query, sizeof query, 0, (struct sockaddr *)&from, &size);
    gsize n = length > 0 ? dns_answer(zone, query, (gsize)length, answer) : 0;
    if (n > 0)
        (void)sendto(fd, answer, n, 0, (struct sockaddr *)&from, size);
}

static gboolean has_ended(void) {
    char octets[256];
    return read(STDIN_FILENO, octets, sizeof octets) <= 0;
}

static void serve(const DnsZone *zone, int fd) {
    struct pollfd waits[] = {{.fd = fd, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    while (poll(waits, G_N_ELEMENTS(waits), -1) > 0) {
        if (waits[1].revents != 0 && has_ended())
            return;
        if ((waits[0].revents & POLLIN) != 0)
            answer_one(zone, fd);
    }
}

int main(int argc, char **argv) {
    if (argc > 1 && (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)) {
        dprintf(STDOUT_FILENO, "%s", help);
        return 0;
    }
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for whoever started it, and is heard through the input */
    g_autoptr(GError) error = NULL;
    guint16 port = argc > 1 ? (guint16)g_ascii_strtoull(argv[1], NULL, 10) : 0;
    g_autofree char *lines = read_zone();
    g_autoptr(DnsZone) zone = lines != NULL ? dns_zone_new(lines, &error) : NULL;
    if (zone == NULL) {
        dprintf(STDERR_FILENO, "maillab-dns: %s\n",
                error != NULL ? error->message : "no empty line ends the zone");
        return 2;
    }
    int fd = listen_at(&port);
    if (fd < 0) {
        dprintf(STDERR_FILENO, "maillab-dns: the port cannot be had: %m\n");
        return 2;
    }
    dprintf(STDOUT_FILENO, "port %u\n", port);
    serve(zone, fd);
    close(fd);
    return 0;
}
