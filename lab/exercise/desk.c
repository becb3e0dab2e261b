/* SPDX-License-Identifier: MIT */
/* Options -> directory, progress and page of one run. */
#include "exercise/desk.h"

#include "exercise/markdown.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- beginning and end ---------------------------------------------------------------------- */

static void open_page(Desk *self) {
    self->terminal = terminal_inspect(STDOUT_FILENO, self->options->color);
    self->page = (TextPage){
        .options = {.width = MIN(self->terminal.width, 100u),
                    .color = self->terminal.has_color,
                    .utf8 = self->terminal.has_utf8},
        .charset = self->terminal.has_utf8 ? SAFE_UTF8 : SAFE_ASCII,
        .signs = text_signs(self->terminal.has_utf8),
        .out = g_string_new(NULL),
    };
}

gboolean desk_open(Desk *self, const ExerciseOptions *options, GError **error) {
    *self = (Desk){.options = options};
    open_page(self);
    self->directory = exercises_directory(options->directory, error);
    if (self->directory == NULL)
        return FALSE;
    self->progress = exercise_progress_open(options->state_directory, error);
    if (self->progress == NULL)
        return FALSE;
    if (options->seed != NULL)
        exercise_progress_set_seed(self->progress, options->seed);
    return TRUE;
}

void desk_close(Desk *self) {
    g_free(self->directory);
    exercise_progress_free(self->progress);
    if (self->page.out != NULL)
        g_string_free(self->page.out, TRUE);
}

void desk_print(Desk *self) {
    fputs(self->page.out->str, stdout);
    fflush(stdout);
    g_string_truncate(self->page.out, 0);
}

gboolean desk_save(Desk *self) {
    g_autoptr(GError) error = NULL;
    if (exercise_progress_save(self->progress, &error))
        return TRUE;
    lab_complain("%s", error->message);
    return FALSE;
}

/* ---- exercises ------------------------------------------------------------------------------ */

Exercise *desk_load(Desk *self, const char *word) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = exercises_find_one(self->directory, word, &error);
    Exercise *exercise =
        path != NULL ? exercise_load(path, exercise_progress_seed(self->progress), NULL, &error)
                     : NULL;
    if (exercise == NULL)
        lab_complain("%s", error->message);
    return exercise;
}

static void free_exercise(gpointer exercise) {
    exercise_free(exercise);
}

GPtrArray *desk_load_all(Desk *self) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) paths = exercises_find(self->directory, &error);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(free_exercise);
    const char *seed = exercise_progress_seed(self->progress);
    for (guint i = 0; paths != NULL && i < paths->len; i++) {
        Exercise *exercise = exercise_load(paths->pdata[i], seed, NULL, &error);
        if (exercise == NULL)
            break;
        g_ptr_array_add(all, exercise);
    }
    if (error == NULL)
        return g_steal_pointer(&all);
    lab_complain("%s", error->message);
    return NULL;
}

/* ---- the page ------------------------------------------------------------------------------- */

void desk_say(Desk *self, guint indent, const char *lead, const char *style, const char *format,
              ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint hang = lead != NULL ? (guint)g_utf8_strlen(lead, -1) : 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        g_autoptr(GString) safe = g_string_new(NULL);
        g_autoptr(GString) marked = g_string_new(NULL);
        if (i == 0 && lead != NULL)
            markdown_plain(safe, lead, self->page.charset);
        markdown_plain(safe, lines[i], self->page.charset);
        if (style != NULL)
            text_styled(marked, style, safe->str);
        else
            g_string_append(marked, safe->str);
        text_page_write(&self->page, marked->str, i > 0 ? indent + hang : indent, i > 0 ? 0 : hang);
    }
}

char *desk_citation(const char *rfc) {
    return rfc != NULL ? g_strdup_printf(" (%s)", rfc) : g_strdup("");
}
