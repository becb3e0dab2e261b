/* SPDX-License-Identifier: MIT */
/* `exercise start N`: servers (or an interface), what to type, and the steps ticked as they happen,
 * until all are, or the student has had enough. */
#include "exercise/verbs.h"

#include "exercise/interface.h"
#include "exercise/live.h"
#include "exercise/markdown.h"
#include "serve_services.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define FAREWELL_SECONDS 60u /* after the last tick, for who is still connected */

typedef struct {
    Desk *desk;
    Exercise *exercise;
    Checker *checker;
    Live *live;
    Interface *interface;
    GMainLoop *loop;
    gboolean *is_ticked;            /* by step */
    const ExerciseMistake **blamed; /* said last, by step */
    gboolean is_farewell;
    guint farewell, standard_input; /* sources */
} Run;

/* ---- ticks ---------------------------------------------------------------------------------- */

static void say_tick(Run *self, const CheckResult *result) {
    g_autofree char *lead = g_strdup_printf("right %2u  ", result->step->number);
    g_autofree char *citation = desk_citation(result->rfc);
    desk_say(self->desk, 0, lead, STYLE_GOOD, "%s%s", result->sentence, citation);
}

static void say_mistake(Run *self, const CheckResult *result) {
    g_autofree char *lead = g_strdup_printf("not   %2u  ", result->step->number);
    g_autofree char *citation = desk_citation(result->rfc);
    desk_say(self->desk, 0, lead, STYLE_WARNING, "%s%s", result->sentence, citation);
}

/* A step that has become right, or a mistake that was just made. */
static void look_at_step(Run *self, guint index) {
    const ExerciseStep *step = self->exercise->steps->pdata[index];
    if (self->is_ticked[index] || exercise_step_is_question(step))
        return;
    CheckResult *result = checker_result(self->checker, step);
    if (result->state == CHECK_RIGHT) {
        self->is_ticked[index] = TRUE;
        say_tick(self, result);
    } else if (result->mistake != NULL && self->blamed[index] != result->mistake) {
        self->blamed[index] = result->mistake;
        say_mistake(self, result);
    }
    check_result_free(result);
}

static gboolean is_all_ticked(const Run *self) {
    for (guint i = 0; i < self->exercise->steps->len; i++) {
        const ExerciseStep *step = self->exercise->steps->pdata[i];
        if (!exercise_step_is_question(step) && !checker_is_right(self->checker, step))
            return FALSE;
    }
    return TRUE;
}

static void on_record(gpointer user, const Record *record) {
    Run *self = user;
    checker_push(self->checker, record);
    for (guint i = 0; i < self->exercise->steps->len; i++)
        look_at_step(self, i);
    desk_print(self->desk);
}

/* ---- the end -------------------------------------------------------------------------------- */

static gboolean on_end(gpointer user) {
    Run *self = user;
    g_main_loop_quit(self->loop);
    return G_SOURCE_CONTINUE;
}

static gboolean on_farewell(gpointer user) {
    Run *self = user;
    self->farewell = 0;
    g_main_loop_quit(self->loop);
    return G_SOURCE_REMOVE;
}

/* All is ticked: at once if nobody is connected, else once they have gone. */
static gboolean on_look(gpointer user) {
    Run *self = user;
    if (!is_all_ticked(self))
        return G_SOURCE_CONTINUE;
    if (self->live == NULL || live_connections(self->live) == 0) {
        g_main_loop_quit(self->loop);
    } else if (!self->is_farewell) {
        self->is_farewell = TRUE;
        self->farewell = g_timeout_add_seconds(FAREWELL_SECONDS, on_farewell, self);
        desk_say(self->desk, 0, NULL, NULL,
                 "All steps are done. This ends as soon as the connection is closed: leave the "
                 "server, and press Enter in nc.");
        desk_print(self->desk);
    }
    return G_SOURCE_CONTINUE;
}

/* "q" and Enter; the end of standard input means nothing. */
static gboolean on_typed(gint fd, GIOCondition condition, gpointer user) {
    Run *self = user;
    char typed[256];
    gssize n = read(fd, typed, sizeof typed);
    if (n > 0 && (typed[0] == 'q' || typed[0] == 'Q'))
        g_main_loop_quit(self->loop);
    if (n > 0)
        return G_SOURCE_CONTINUE;
    self->standard_input = 0;
    return G_SOURCE_REMOVE;
}

/* ---- the beginning -------------------------------------------------------------------------- */

static void say_service(Desk *desk, const char *service, const char *port) {
    const ServeService *known = serve_service_find(service);
    gboolean is_tls = known != NULL && known->service.is_tls;
    if (is_tls)
        desk_say(desk, 2, NULL, STYLE_CLIENT,
                 "openssl s_client -quiet -crlf -connect 127.0.0.1:%s      (%s)", port, service);
    else
        desk_say(desk, 2, NULL, STYLE_CLIENT, "nc -C 127.0.0.1 %s      (%s; telnet does as well)",
                 port, service);
}

static void say_servers(const Run *self) {
    const Seed *seed = self->exercise->seed;
    desk_say(self->desk, 0, NULL, STYLE_HEADING, "Type in another terminal");
    for (guint i = 0; self->exercise->services[i] != NULL; i++) {
        const char *service = self->exercise->services[i];
        const char *port = g_hash_table_lookup(live_ports(self->live), service);
        say_service(self->desk, service, port);
    }
    desk_say(self->desk, 2, NULL, STYLE_DIM,
             "(When the server has said goodbye, nc waits for one more Enter before it ends.)");
    desk_say(self->desk, 2, NULL, NULL,
             "%s@lab.example (password %s), %s@lab.example (password "
             "%s); each mailbox holds three mails.",
             seed_get(seed, "user"), seed_get(seed, "password"), seed_get(seed, "other"),
             seed_get(seed, "other-password"));
}

static void say_beginning(const Run *self) {
    Desk *desk = self->desk;
    const Exercise *exercise = self->exercise;
    desk_say(desk, 0, NULL, STYLE_HEADING, "Exercise %u: %s", exercise->number, exercise->title);
    text_page_blank(&desk->page);
    markdown_write_section(&desk->page, exercise->text, "Do");
    text_page_blank(&desk->page);
    if (self->live != NULL)
        say_servers(self);
    text_page_blank(&desk->page);
    desk_say(desk, 0, NULL, STYLE_HEADING, "Steps");
    for (guint i = 0; i < exercise->steps->len; i++) {
        const ExerciseStep *step = exercise->steps->pdata[i];
        g_autofree char *lead = g_strdup_printf("open  %2u  ", step->number);
        desk_say(desk, 0, lead, NULL, "%s", step->ask);
    }
    desk_say(desk, 0, NULL, STYLE_DIM, "%s%s ends it.",
             self->live != NULL ? "Ready. " : "Listening. ",
             isatty(STDIN_FILENO) == 1 ? "Ctrl-C, or q and Enter," : "Ctrl-C");
    text_page_blank(&desk->page);
    desk_print(desk);
}

static void run_loop(Run *self) {
    guint timeout_s = self->desk->options->timeout_s;
    guint sources[] = {
        g_unix_signal_add(SIGINT, on_end, self),
        g_unix_signal_add(SIGTERM, on_end, self),
        g_unix_signal_add(SIGHUP, on_end, self),
        g_timeout_add(100, on_look, self),
        timeout_s > 0 ? g_timeout_add_seconds(timeout_s, on_end, self) : 0,
    };
    if (isatty(STDIN_FILENO) == 1)
        self->standard_input = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_typed, self);
    say_beginning(self); /* whoever reads it may already end it */
    g_main_loop_run(self->loop);
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
        if (sources[i] > 0)
            g_source_remove(sources[i]);
    }
    g_clear_handle_id(&self->standard_input, g_source_remove);
    g_clear_handle_id(&self->farewell, g_source_remove);
}

/* Servers first, for their ports stand in the texts. */
static gboolean open_source(Run *self, GError **error) {
    const char *interface = self->desk->options->interface;
    const char *seed = seed_text(self->exercise->seed);
    if (interface != NULL) {
        self->interface = interface_open(interface, on_record, self, error);
        return self->interface != NULL;
    }
    self->live = live_open(self->exercise, FALSE, on_record, self, error);
    if (self->live == NULL)
        return FALSE;
    Exercise *again = exercise_load(self->exercise->directory, seed, live_ports(self->live), error);
    if (again == NULL)
        return FALSE;
    exercise_free(self->exercise);
    self->exercise = again;
    return TRUE;
}

static void answer_questions(Run *self) {
    Desk *desk = self->desk;
    const GPtrArray *lists[] = {self->exercise->steps, self->exercise->predictions};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (guint k = 0; k < lists[i]->len; k++) {
            const ExerciseStep *step = lists[i]->pdata[k];
            g_autofree char *given =
                exercise_progress_get(desk->progress, self->exercise->number, step, "given");
            if (given != NULL && exercise_step_is_question(step))
                checker_answer(self->checker, step, given);
        }
    }
}

static gboolean watch(Run *self) {
    guint n = self->exercise->steps->len;
    self->is_ticked = g_new0(gboolean, n);
    self->blamed = g_new0(const ExerciseMistake *, n);
    self->checker = checker_new(self->exercise);
    self->loop = g_main_loop_new(NULL, FALSE);
    answer_questions(self);
    run_loop(self);
    g_clear_pointer(&self->live, live_close);
    g_clear_pointer(&self->interface, interface_close);
    text_page_blank(&self->desk->page);
    exercise_progress_refresh(self->desk->progress); /* predictions made in another terminal */
    answer_questions(self);
    exercise_progress_add_attempt(self->desk->progress, self->exercise->number);
    return check_report(self->desk, self->exercise, self->checker);
}

static int start(Desk *desk, Exercise *take_exercise) {
    g_autoptr(GError) error = NULL;
    Run self = {.desk = desk, .exercise = take_exercise};
    int status = LAB_USAGE;
    if (!open_source(&self, &error))
        lab_complain("%s", error->message);
    else
        status = watch(&self) ? LAB_DONE : LAB_FAILED;
    desk_print(desk);
    live_close(self.live);
    interface_close(self.interface);
    checker_free(self.checker);
    if (self.loop != NULL)
        g_main_loop_unref(self.loop);
    g_free(self.is_ticked);
    g_free(self.blamed);
    exercise_free(self.exercise);
    return desk_save(desk) ? status : LAB_USAGE;
}

int verb_start(Desk *desk, GPtrArray *operands) {
    const char *word = verb_operand(operands, 0, "start N");
    g_autoptr(Exercise) exercise = word != NULL ? desk_load(desk, word) : NULL;
    if (exercise == NULL)
        return LAB_USAGE;
    if (desk->options->capture != NULL)
        return verb_check(desk, operands);
    if (exercise_has_acts(exercise))
        return start(desk, g_steal_pointer(&exercise));
    show_exercise(desk, exercise);
    show_commands(desk, exercise);
    desk_print(desk);
    return LAB_DONE;
}
