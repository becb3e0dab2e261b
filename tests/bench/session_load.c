/* SPDX-License-Identifier: MIT */
/* session_load PORT CLIENTS SESSIONS SCRIPT: so many clients at once, each a process with blocking
 * sockets, play the script against 127.0.0.1:PORT until all together have had SESSIONS of it. A
 * line of the script is what is said, a tab, and how the line begins that ends the answer; an empty
 * first part only waits. Prints seconds. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STEPS_MAX 32
#define LINE_MAX_OCTETS 1024
#define PATIENCE_S 20

typedef struct {
    char said[LINE_MAX_OCTETS], awaited[LINE_MAX_OCTETS];
} Step;

static Step steps[STEPS_MAX];
static int n_steps;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void read_script(const char *path) {
    char line[LINE_MAX_OCTETS];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail(path);
    while (n_steps < STEPS_MAX && fgets(line, sizeof line, file) != NULL) {
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        *tab = '\0';
        line[strcspn(line, "\n")] = '\0';
        tab[1 + strcspn(tab + 1, "\n")] = '\0';
        snprintf(steps[n_steps].said, LINE_MAX_OCTETS, line[0] != '\0' ? "%.1000s\r\n" : "%.1000s",
                 line);
        snprintf(steps[n_steps++].awaited, LINE_MAX_OCTETS, "%.1000s", tab + 1);
    }
    fclose(file);
}

static int connect_to(int port) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&place, sizeof place) != 0)
        fail("connect");
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

/* Reads until a whole line begins as awaited. */
static void wait_for(int fd, const char *awaited) {
    static char octets[1 << 16];
    size_t length = strlen(awaited), matched = 0;
    int is_found = 0, is_line_start = 1;
    for (;;) {
        ssize_t n = read(fd, octets, sizeof octets);
        if (n <= 0)
            fail(awaited);
        for (ssize_t i = 0; i < n; i++) {
            matched = is_line_start ? 0 : matched;
            if (is_line_start || (matched > 0 && matched < length))
                matched = octets[i] == awaited[matched] ? matched + 1 : 0;
            is_found |= matched == length;
            is_line_start = octets[i] == '\n';
            if (is_line_start && is_found)
                return;
        }
    }
}

static void play(int port) {
    int fd = connect_to(port);
    for (int i = 0; i < n_steps; i++) {
        size_t length = strlen(steps[i].said);
        if (length > 0 && write(fd, steps[i].said, length) != (ssize_t)length)
            fail("write");
        wait_for(fd, steps[i].awaited);
    }
    close(fd);
}

int main(int argc, char **argv) {
    if (argc != 5)
        return 2;
    int port = atoi(argv[1]), clients = atoi(argv[2]), sessions = atoi(argv[3]), status = 0;
    struct timespec from, to;
    read_script(argv[4]);
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int k = 0; k < clients; k++) {
        if (fork() != 0)
            continue;
        for (int i = k; i < sessions; i += clients)
            play(port);
        exit(0);
    }
    for (int k = 0; k < clients; k++) {
        int ended = 0;
        wait(&ended);
        status |= ended;
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.6f\n", (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
    return status != 0;
}
