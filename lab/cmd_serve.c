/* SPDX-License-Identifier: MIT */
/* `maillab serve`: options -> logs and systems (one, or those of a scenario) -> the main loop,
 * until a signal ends it. It owns the files and the sentences about them, and knows nothing of
 * mail. */
#include "serve_scenario.h"

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
    ServeSystem systems[SCENARIO_SYSTEMS_MAX];
    char *states[SCENARIO_SYSTEMS_MAX]; /* directories of a scenario's systems */
    ServeDns *dns;                      /* of a scenario; or NULL */
    guint n_systems;
    guint64 last_number; /* of a session */
    ResultFile screen, json_file;
    ServeLadder *ladder;
    JsonRenderer *json;
    GMainLoop *loop;
    gboolean is_leaving;
    guint n_leaving; /* systems that are not done with it */
} Run;

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
        .who_width = self->options->scenario > 0 ? SCENARIO_WHO_WIDTH : 0,
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
    return open_json(self);
}

static void close_logs(Run *self) {
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

/* What is on disk. */
static gboolean open_systems(Run *self) {
    g_autoptr(GError) error = NULL;
    const ServeOptions *options = self->options;
    if (options->scenario == 0) {
        self->n_systems = 1;
        return serve_system_open(&self->systems[0], options, &error) || refuse(error);
    }
    const ServeScenario *scenario = serve_scenario(options->scenario);
    for (guint i = 0; i < scenario->n_systems; i++) {
        const ScenarioSystem *system = &scenario->systems[i];
        self->states[i] = serve_scenario_state(options, system);
        ServeOptions own = serve_scenario_options(options, system, self->states[i]);
        self->n_systems = i + 1;
        if (!serve_system_open(&self->systems[i], &own, &error))
            return refuse(error);
    }
    return TRUE;
}

/* Without it the systems find each other by a table, which the screen says. */
static void start_dns(Run *self) {
    g_autofree char *zone = serve_scenario_zone(serve_scenario(self->options->scenario));
    self->dns = serve_dns_start(zone, NULL);
    for (guint i = 0; i < self->n_systems; i++)
        self->systems[i].dns = self->dns;
}

static gboolean start_systems(Run *self) {
    g_autoptr(GError) error = NULL;
    guint number = self->options->scenario;
    const ServeShared shared = {self->ladder, self->json, &self->last_number};
    for (guint i = 0; i < self->n_systems; i++) {
        const char *name = number > 0 ? serve_scenario(number)->systems[i].name : NULL;
        if (!serve_system_start(&self->systems[i], &shared, name, &error))
            return refuse(error);
    }
    if (self->n_systems > 1)
        start_dns(self);
    for (guint i = 0; self->n_systems > 1 && i < self->n_systems; i++)
        serve_system_connect(&self->systems[i], &self->systems[1 - i]);
    return TRUE;
}

static void close_systems(Run *self) {
    /* A courier is the other system's client. */
    for (guint i = 0; i < self->n_systems; i++)
        serve_system_disconnect(&self->systems[i]);
    serve_dns_stop(self->dns);
    for (guint i = 0; i < self->n_systems; i++) {
        serve_system_close(&self->systems[i]);
        g_free(self->states[i]);
    }
}

/* ---- the end -------------------------------------------------------------------------------- */

static void end(Run *self) {
    g_main_loop_quit(self->loop);
}

static void on_all_gone(gpointer user) {
    Run *self = user;
    if (--self->n_leaving == 0)
        end(self);
}

static gboolean on_leave_too_long(gpointer user) {
    end(user);
    return G_SOURCE_CONTINUE;
}

/* The first signal says goodbye to everybody, the second ends at once. */
static gboolean on_signal(gpointer user) {
    Run *self = user;
    if (self->is_leaving) {
        end(self);
        return G_SOURCE_CONTINUE;
    }
    self->is_leaving = TRUE;
    g_timeout_add_seconds(LEAVE_SECONDS, on_leave_too_long, self);
    self->n_leaving = self->n_systems;
    for (guint i = 0; i < self->n_systems; i++)
        server_leave(self->systems[i].server, on_all_gone, self);
    return G_SOURCE_CONTINUE;
}

/* Nobody reads the log any more: a closed pipe ends the program quietly. */
static gboolean on_look_at_screen(gpointer user) {
    Run *self = user;
    if (result_file_is_done(&self->screen) && !self->is_leaving)
        on_signal(self);
    return G_SOURCE_CONTINUE;
}

static char *screen_text(const Run *self) {
    const ServeSystem *system = &self->systems[0];
    if (self->options->scenario > 0)
        return serve_scenario_screen(self->options->scenario, self->systems);
    return serve_screen(self->options, &system->place,
                        (const OpenPort *)(gpointer)system->open->data, system->open->len);
}

static int serve(Run *self) {
    g_autofree char *screen = screen_text(self);
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
    Run self = {.options = options};
    int status = LAB_USAGE;
    raise_descriptors();
    if (open_systems(&self) && open_logs(&self) && start_systems(&self))
        status = serve(&self);
    close_systems(&self);
    close_logs(&self);
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
