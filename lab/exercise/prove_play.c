/* SPDX-License-Identifier: MIT */
/* A dialogue, played by a client in a thread to the exercise's servers on the main loop, or a
 * capture -> records. */
#include "exercise/prove.h"

#include "exercise/checker.h"
#include "exercise/exercise_file.h"
#include "exercise/live.h"
#include "exercise/player.h"
#include "options.h"

#include <string.h>

#define LEAVE_MS 10000 /* for the servers to notice that everybody has gone */

/* ---- what is played ------------------------------------------------------------------------- */

char *prove_solution(const Exercise *exercise) {
    static const char *const keys[] = {"file", "send", "capture"};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char *value = g_hash_table_lookup(exercise->solution, keys[i]);
        if (value != NULL)
            return g_strdup_printf("%s=%s", keys[i], value);
    }
    return NULL;
}

static char *read_dialogue(const Exercise *exercise, const char *name, GError **error) {
    g_autofree char *path = g_build_filename(exercise->directory, name, NULL);
    return exercise_file_contents(path, error);
}

char *prove_dialogue(const Exercise *exercise, const char *how, GError **error) {
    g_autofree char *text = NULL;
    if (g_str_has_prefix(how, "file=")) {
        text = read_dialogue(exercise, how + strlen("file="), error);
    } else if (g_str_has_prefix(how, "send=")) {
        g_auto(GStrv) list = g_strsplit(how + strlen("send="), ";", -1);
        text = dialogue_of_list(list);
    } else {
        options_refuse(error, "\"%s\" is no dialogue.", how);
    }
    return text != NULL ? seed_fill(exercise->seed, text, error) : NULL;
}

/* ---- playing -------------------------------------------------------------------------------- */

typedef struct {
    GPtrArray *dialogue;
    GHashTable *ports;
    const char *first;
    GError *error;
    gint is_over;
} Play;

static gpointer play_thread(gpointer user) {
    Play *self = user;
    (void)player_run(self->dialogue, self->ports, self->first, &self->error);
    g_atomic_int_set(&self->is_over, 1);
    g_main_context_wakeup(NULL);
    return NULL;
}

static gboolean on_patience(gpointer user) {
    *(gboolean *)user = TRUE;
    return G_SOURCE_CONTINUE;
}

/* Until the client is done and the servers have seen it go. */
static void serve_until_over(Play *self, const Live *live) {
    gboolean is_late = FALSE;
    while (!g_atomic_int_get(&self->is_over))
        g_main_context_iteration(NULL, TRUE);
    guint patience = g_timeout_add(LEAVE_MS, on_patience, &is_late);
    while (live_connections(live) > 0 && !is_late)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(patience);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
}

static gboolean play(const Exercise *exercise, const char *how, Live *live, GError **error) {
    g_autoptr(Exercise) again =
        exercise_load(exercise->directory, seed_text(exercise->seed), live_ports(live), error);
    g_autofree char *text = again != NULL ? prove_dialogue(again, how, error) : NULL;
    g_autoptr(GPtrArray) dialogue = text != NULL ? dialogue_parse(text, error) : NULL;
    if (dialogue == NULL)
        return FALSE;
    Play self = {dialogue, live_ports(live), exercise->services[0], NULL, 0};
    GThread *thread = g_thread_new("client", play_thread, &self);
    serve_until_over(&self, live);
    g_thread_join(thread);
    if (self.error == NULL)
        return TRUE;
    g_propagate_error(error, self.error);
    return FALSE;
}

gboolean prove_play(const Exercise *exercise, const char *how, gpointer checker, GError **error) {
    if (g_str_has_prefix(how, "capture=")) {
        g_autofree char *path = exercise_capture_path(exercise, how + strlen("capture="), error);
        return path != NULL && records_of_capture(path, checker_push, checker, error);
    }
    Live *live = live_open(exercise, TRUE, checker_push, checker, error);
    gboolean is_well = live != NULL && play(exercise, how, live, error);
    live_close(live);
    return is_well;
}
