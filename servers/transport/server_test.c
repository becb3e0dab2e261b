/* SPDX-License-Identifier: MIT */
#include "session/session_script.h"
#include "transport/certificate.h"
#include "transport/server.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- a core that greets, answers each line, and says goodbye -------------------------------- */

static gpointer core_create(Session *session) {
    return session;
}

static void core_free(gpointer core) {
}

static void core_greet(gpointer core) {
    session_command(core, &(SessionCommand){.command = SMTP_CONNECT});
    session_say(core, "220", NULL, "ready");
}

static gsize core_octets(gpointer core, const guint8 *octets, gsize length) {
    gsize used = 0;
    while (used < length && session_goes_on(core)) {
        guint8 octet = octets[used++];
        session_command(core, &(SessionCommand){.command = SMTP_NOOP});
        if (octet == 'q') {
            session_say(core, "221", NULL, "bye");
            session_close(core);
        } else if (octet == 'h') {
            session_hold(core, 50);
            session_say(core, "250", NULL, "late");
        } else if (octet == 't') {
            session_say(core, "220", NULL, "go");
            session_start_tls(core);
        } else if (octet != '\n') {
            session_say(core, "250", NULL, "ok %c", octet);
        }
    }
    return used;
}

static void core_idle(gpointer core) {
    session_reply(core, &(SessionReply){.status = "421", .text = "idle", .is_unsolicited = TRUE});
}

static void core_leave(gpointer core) {
    session_reply(core,
                  &(SessionReply){.status = "421", .text = "leaving", .is_unsolicited = TRUE});
}

static const CoreClass core = {.name = "test",
                               .spec = &spec_smtp,
                               .create = core_create,
                               .free = core_free,
                               .greet = core_greet,
                               .octets = core_octets,
                               .tls_started = core_free,
                               .idle = core_idle,
                               .leave = core_leave};

/* ---- a server and its clients --------------------------------------------------------------- */

typedef struct {
    SessionSetup setup;
    ServerOptions options;
    Server *server;
    guint16 port, tls_port;
    gboolean has_ended;
} Stage;

static void stage_set(Stage *self, guint idle_seconds, guint connections_max) {
    static const ServerService plain = {"test", &core, FALSE}, tls = {"tests", &core, TRUE};
    *self = (Stage){.setup = script_setup(), .options = server_options()};
    self->options.setup = &self->setup;
    self->options.idle_seconds = idle_seconds;
    self->options.connections_max = connections_max;
    self->options.handshake_seconds = 1;
    self->options.credentials = certificate_load(NULL, "mail.lab.example", "lab.example", NULL);
    self->server = server_new(&self->options);
    self->port = server_listen(self->server, &plain, "127.0.0.1", 0, NULL);
    self->tls_port = server_listen(self->server, &tls, "127.0.0.1", 0, NULL);
    cr_assert(self->port != 0 && self->tls_port != 0);
}

static void stage_clear(Stage *self) {
    server_free(self->server);
    gnutls_certificate_free_credentials(self->options.credentials);
}

static int dial(guint16 port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Reads until `text` has come, or the end (text NULL), for five seconds at most. */
static gboolean hears(int fd, const char *text) {
    g_autoptr(GString) heard = g_string_new(NULL);
    gint64 end = g_get_monotonic_time() + (gint64)5 * G_USEC_PER_SEC;
    while (g_get_monotonic_time() < end) {
        char octets[512];
        g_main_context_iteration(NULL, FALSE);
        gssize n = recv(fd, octets, sizeof octets, MSG_DONTWAIT);
        if (n == 0)
            return text == NULL;
        if (n > 0)
            g_string_append_len(heard, octets, n);
        if (text != NULL && strstr(heard->str, text) != NULL)
            return TRUE;
        g_usleep(500);
    }
    return FALSE;
}

static void say(int fd, const char *text) {
    cr_assert_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (gssize)strlen(text));
}

/* ---- what it does --------------------------------------------------------------------------- */

Test(server, serves_and_closes_cleanly) {
    Stage stage;
    stage_set(&stage, 0, 10);
    int fd = dial(stage.port);
    cr_expect(hears(fd, "220 ready\r\n"));
    say(fd, "abhc");
    cr_expect(hears(fd, "250 ok a\r\n250 ok b\r\n250 late\r\n250 ok c\r\n"));
    say(fd, "qd");
    cr_expect(hears(fd, "221 bye\r\n"));
    cr_expect(hears(fd, NULL), "a FIN, no reset");
    close(fd);
    for (guint i = 0; i < 5000 && server_n_connections(stage.server) > 0; i++) {
        g_main_context_iteration(NULL, FALSE);
        g_usleep(100);
    }
    cr_expect_eq(server_n_connections(stage.server), 0);
    stage_clear(&stage);
}

Test(server, the_idle_timer_says_so) {
    Stage stage;
    stage_set(&stage, 1, 10);
    int fd = dial(stage.port);
    cr_expect(hears(fd, "421 idle\r\n"));
    cr_expect(hears(fd, NULL));
    close(fd);
    stage_clear(&stage);
}

static void on_ended(gpointer user) {
    Stage *stage = user;
    stage->has_ended = TRUE;
}

Test(server, leaving_says_goodbye_to_all) {
    Stage stage;
    stage_set(&stage, 0, 10);
    int fds[3];
    for (guint i = 0; i < G_N_ELEMENTS(fds); i++) {
        fds[i] = dial(stage.port);
        cr_expect(hears(fds[i], "220 ready\r\n"));
    }
    server_leave(stage.server, on_ended, &stage);
    for (guint i = 0; i < G_N_ELEMENTS(fds); i++) {
        cr_expect(hears(fds[i], "421 leaving\r\n"));
        close(fds[i]);
    }
    for (guint i = 0; i < 30000 && !stage.has_ended; i++) {
        g_main_context_iteration(NULL, FALSE);
        g_usleep(100);
    }
    cr_expect(stage.has_ended);
    stage_clear(&stage);
}

Test(server, more_than_the_cap_are_refused) {
    Stage stage;
    stage_set(&stage, 0, 2);
    int first = dial(stage.port), second = dial(stage.port);
    cr_expect(hears(first, "220 ready\r\n") && hears(second, "220 ready\r\n"));
    int third = dial(stage.port);
    cr_expect(hears(third, "421 4.3.2 there are too many connections\r\n"));
    close(first);
    close(second);
    close(third);
    stage_clear(&stage);
}

Test(server, stalled_handshakes_shut_nobody_out) {
    Stage stage;
    stage_set(&stage, 0, 1000);
    int stalled[100];
    for (guint i = 0; i < G_N_ELEMENTS(stalled); i++) {
        stalled[i] = dial(stage.tls_port);
        say(stalled[i], "\x16\x03\x01\x02"); /* the beginning of a record */
    }
    gint64 start = g_get_monotonic_time();
    int fd = dial(stage.port);
    cr_expect(hears(fd, "220 ready\r\n"));
    cr_expect_lt(g_get_monotonic_time() - start, G_USEC_PER_SEC / 2);
    for (guint i = 0; i < G_N_ELEMENTS(stalled); i++) {
        cr_expect(hears(stalled[i], NULL), "the deadline ends it");
        close(stalled[i]);
    }
    cr_expect_eq(server_n_connections(stage.server), 1);
    close(fd);
    stage_clear(&stage);
}

Test(server, what_cannot_be_listened_at_is_told) {
    Stage stage;
    stage_set(&stage, 0, 10);
    static const ServerService service = {"smtp", &core, FALSE};
    g_autoptr(GError) taken = NULL;
    cr_expect_eq(server_listen(stage.server, &service, "127.0.0.1", stage.port, &taken), 0);
    cr_expect_not_null(strstr(taken->message, "another program has it"), "%s", taken->message);
    g_autoptr(GError) name = NULL;
    cr_expect_eq(server_listen(stage.server, &service, "localhost", 0, &name), 0);
    cr_expect_not_null(strstr(name->message, "numeric address"), "%s", name->message);
    stage_clear(&stage);
}
