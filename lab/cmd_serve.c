/* SPDX-License-Identifier: MIT */
/* `maillab serve`: options -> users, mail, certificate, ports, logs -> the main loop, until a
 * signal ends it. It owns the files and the sentences about them, and knows nothing of mail. */
#include "serve_log.h"
#include "serve_place.h"
#include "serve_screen.h"
#include "serve_sockets.h"

#include "result_file.h"
#include "version.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LEAVE_SECONDS 5u /* then whoever has not gone is cut off */

/* One run. */
typedef struct {
    const ServeOptions *options;
    ServePlace place;
    char *host_name;
    SessionSetup setup;
    ResultFile screen, json_file;
    ServeLadder *ladder;
    JsonRenderer *json;
    ServeLog *log;
    Server *server;
    GArray *open; /* of OpenPort */
    GMainLoop *loop;
    gboolean is_leaving;
} Run;

static gint64 wall_clock(gpointer clock) {
    return g_get_real_time() * 1000;
}

static gboolean refuse(const GError *error) {
    lab_complain("%s", error->message);
    return FALSE;
}

/* ---- logs ----------------------------------------------------------------------------------- */

static gboolean open_json(Run *self) {
    g_autoptr(GError) error = NULL;
    if (self->options->log_json == NULL)
        return TRUE;
    if (!result_file_open(&self->json_file, self->options->log_json, &error)) {
        lab_complain("%s cannot be written; name another file with --log-json.",
                     self->options->log_json);
        result_file_close(&self->json_file);
        return FALSE;
    }
    RenderOutput output = result_file_output(&self->json_file);
    self->json = json_renderer_new_log(&output);
    return TRUE;
}

static gboolean open_logs(Run *self) {
    g_autoptr(GError) error = NULL;
    Terminal terminal = terminal_inspect(STDOUT_FILENO, self->options->color);
    LadderOptions options = {
        .width = terminal.width,
        .color = terminal.has_color,
        .utf8 = terminal.has_utf8,
        .detail = self->options->quiet     ? LADDER_BRIEF
                  : self->options->verbose ? LADDER_FULL
                                           : LADDER_NORMAL,
    };
    if (!result_file_open(&self->screen, NULL, &error))
        return refuse(error);
    RenderOutput output = result_file_output(&self->screen);
    self->ladder = serve_ladder_new(&options, &output);
    if (!open_json(self))
        return FALSE;
    self->log = serve_log_new(self->ladder, self->json, self->options->reveal);
    return TRUE;
}

static void close_logs(Run *self) {
    serve_log_free(self->log);
    serve_ladder_free(self->ladder);
    json_renderer_free(self->json);
    if (self->options->log_json != NULL && self->json != NULL)
        result_file_close(&self->json_file);
}

/* ---- the servers ---------------------------------------------------------------------------- */

/* As many connections as the machine allows. */
static void raise_descriptors(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void on_notice(gpointer user, const char *sentence) {
    serve_log_notice(user, sentence);
}

static void on_changed(gpointer watcher, const char *user, const char *folder) {
    server_mailbox_changed(((Run *)watcher)->server, user);
}

static gboolean open_servers(Run *self) {
    g_autoptr(GError) error = NULL;
    const ServeOptions *options = self->options;
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
    ServerOptions server = server_options();
    server.setup = &self->setup;
    server.observer = &serve_log_observer;
    server.observer_user = self->log;
    server.credentials = self->place.credentials;
    server.idle_seconds = options->idle_seconds;
    server.notice = on_notice;
    self->server = server_new(&server);
    self->place.store->changed = on_changed;
    self->place.store->watcher = self;
    self->open = g_array_new(FALSE, FALSE, sizeof(OpenPort));
    return serve_sockets_open(self->server, options, self->open, &error) || refuse(error);
}

/* ---- the end -------------------------------------------------------------------------------- */

static void on_all_gone(gpointer user) {
    g_main_loop_quit(((Run *)user)->loop);
}

static gboolean on_leave_too_long(gpointer user) {
    on_all_gone(user);
    return G_SOURCE_CONTINUE;
}

/* The first signal says goodbye to everybody, the second ends at once. */
static gboolean on_signal(gpointer user) {
    Run *self = user;
    if (self->is_leaving) {
        on_all_gone(self);
        return G_SOURCE_CONTINUE;
    }
    self->is_leaving = TRUE;
    g_timeout_add_seconds(LEAVE_SECONDS, on_leave_too_long, self);
    server_leave(self->server, on_all_gone, self);
    return G_SOURCE_CONTINUE;
}

/* Nobody reads the log any more: a closed pipe ends the program quietly. */
static gboolean on_look_at_screen(gpointer user) {
    Run *self = user;
    if (result_file_is_done(&self->screen) && !self->is_leaving)
        on_signal(self);
    return G_SOURCE_CONTINUE;
}

static int serve(Run *self) {
    guint n_open = self->open->len;
    const OpenPort *ports = (const OpenPort *)(gpointer)self->open->data;
    g_autofree char *screen = serve_screen(self->options, &self->place, ports, n_open);
    RenderOutput output = result_file_output(&self->screen);
    output.write(output.user, screen, strlen(screen));
    guint sources[] = {
        g_unix_signal_add(SIGTERM, on_signal, self),
        g_unix_signal_add(SIGINT, on_signal, self),
        g_unix_signal_add(SIGHUP, on_signal, self),
        g_timeout_add_seconds(1, on_look_at_screen, self),
    };
    self->loop = g_main_loop_new(NULL, FALSE);
    g_main_loop_run(self->loop);
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
        g_source_remove(sources[i]);
    /* What is left to do is short, and a third signal need not cut it off. */
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    g_main_loop_unref(self->loop);
    return LAB_DONE;
}

static int run(const ServeOptions *options) {
    g_autoptr(GError) error = NULL;
    Run self = {.options = options};
    int status = LAB_USAGE;
    self.host_name = g_strconcat("mail.", options->domain, NULL);
    raise_descriptors();
    gboolean is_ready = serve_place_open(&self.place, options, self.host_name, &error);
    if (!is_ready)
        refuse(error);
    if (is_ready && open_logs(&self) && open_servers(&self))
        status = serve(&self);
    server_free(self.server); /* whoever is still there is told closed */
    if (self.open != NULL)
        g_array_unref(self.open);
    close_logs(&self);
    serve_place_close(&self.place);
    g_free(self.host_name);
    return status;
}

static void print(char *take_text) {
    fputs(take_text, stdout);
    g_free(take_text);
}

int cmd_serve(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    ServeOptions options;
    int status = LAB_DONE;
    Terminal terminal = terminal_inspect(STDOUT_FILENO, TERMINAL_COLOR_NEVER);
    if (!serve_options_read(&options, argc, argv, &error)) {
        lab_complain("%s", error->message);
        status = LAB_USAGE;
    } else if (options.help) {
        print(serve_options_help(terminal.width));
    } else if (options.version) {
        puts("maillab " MAILLAB_VERSION);
    } else if (options.list_faults) {
        print(serve_options_faults(terminal.width));
    } else {
        status = run(&options);
    }
    serve_options_clear(&options);
    return status;
}
