/* SPDX-License-Identifier: MIT */
/* Where the exercises and their traces are on this machine, and which directory is meant. The only
 * file of the engine that looks at the environment for it. */
#include "exercise/exercise.h"

#include "exercise/place.h"
#include "lab.h"
#include "options.h"

#include <gio/gio.h>
#include <string.h>

/* ---- places --------------------------------------------------------------------------------- */

/* "../share/maillab/NAME" beside the directory of the running program. */
static char *beside_program(const char *name) {
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    if (program == NULL)
        return NULL;
    g_autofree char *directory = g_path_get_dirname(program);
    g_autofree char *path = g_build_filename(directory, "..", "share", "maillab", name, NULL);
    return g_canonicalize_filename(path, NULL);
}

static char *if_directory(char *take_path) {
    if (take_path != NULL && g_file_test(take_path, G_FILE_TEST_IS_DIR))
        return take_path;
    g_free(take_path);
    return NULL;
}

/* Installed beside the program, of the source tree, installed where it was meant to be. */
static char *find_data(const char *name) {
    char *path = if_directory(beside_program(name));
    if (path == NULL)
        path = if_directory(g_build_filename(MAILLAB_SOURCE, name, NULL));
    if (path == NULL)
        path = if_directory(g_build_filename(MAILLAB_DATA, name, NULL));
    return path;
}

char *exercises_directory(const char *asked, GError **error) {
    const char *named = asked != NULL ? asked : g_getenv("MAILLAB_EXERCISES");
    gboolean is_named = named != NULL && named[0] != '\0';
    char *path = is_named ? if_directory(g_strdup(named)) : find_data("exercises");
    if (path == NULL && is_named)
        options_refuse(error, "%s is no directory; it should hold one directory for each exercise.",
                       named);
    else if (path == NULL)
        options_refuse(error, "The exercises were not found; name their directory with "
                              "--directory DIR or in MAILLAB_EXERCISES.");
    return path;
}

char *exercises_traces(void) {
    return find_data("traces");
}

char *exercise_capture_path(const Exercise *self, const char *name, GError **error) {
    g_autofree char *traces = find_data("traces");
    g_autofree char *beside = g_build_filename(self->directory, "..", "..", "traces", NULL);
    g_autofree char *sibling = g_canonicalize_filename(beside, NULL);
    const char *const places[] = {self->directory, traces, sibling};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = places[i] != NULL ? g_build_filename(places[i], name, NULL) : NULL;
        if (path != NULL && g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&path);
    }
    options_refuse(error,
                   "The capture %s of exercise %u is neither beside it nor among the traces.", name,
                   self->number);
    return NULL;
}

char *exercise_trace_path(const Exercise *self, GError **error) {
    if (self->capture != NULL)
        return exercise_capture_path(self, self->capture, error);
    options_refuse(error, "Exercise %u has no capture.", self->number);
    return NULL;
}

/* ---- one of many ---------------------------------------------------------------------------- */

/* The number that a directory's name begins with; 0: none. */
static guint number_of(const char *name) {
    char *end = NULL;
    guint64 number = g_ascii_isdigit(name[0]) ? g_ascii_strtoull(name, &end, 10) : 0;
    return end != NULL && *end == '-' && number < 1000 ? (guint)number : 0;
}

static gint by_number(gconstpointer a, gconstpointer b) {
    g_autofree char *left = g_path_get_basename(*(const char *const *)a);
    g_autofree char *right = g_path_get_basename(*(const char *const *)b);
    guint n = number_of(left), m = number_of(right);
    return n != m ? (n < m ? -1 : 1) : strcmp(left, right);
}

GPtrArray *exercises_find(const char *directory, GError **error) {
    g_autoptr(GError) reason = NULL;
    g_autoptr(GDir) open = g_dir_open(directory, 0, &reason);
    if (open == NULL) {
        options_refuse(error, "%s.", reason->message);
        return NULL;
    }
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(open)) != NULL && found->len < EXERCISES_MAX) {
        g_autofree char *file = g_build_filename(directory, name, "exercise.ini", NULL);
        if (number_of(name) > 0 && g_file_test(file, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(found, g_build_filename(directory, name, NULL));
    }
    g_ptr_array_sort(found, by_number);
    return found;
}

static char *refuse_word(const GPtrArray *found, const char *word, GError **error) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(names, g_path_get_basename(found->pdata[i]));
    g_ptr_array_add(names, NULL);
    const char *near = lab_near_miss(word, (const char *const *)names->pdata);
    options_refuse(error, "There is no exercise \"%s\"; %s%s%s", word,
                   near != NULL ? "did you mean " : "`maillab exercise list` shows them all",
                   near != NULL ? near : "", near != NULL ? "?" : ".");
    return NULL;
}

char *exercises_find_one(const char *directory, const char *word, GError **error) {
    g_autoptr(GPtrArray) found = exercises_find(directory, error);
    guint64 number = 0;
    (void)g_ascii_string_to_unsigned(word, 10, 1, 999, &number, NULL);
    for (guint i = 0; found != NULL && i < found->len; i++) {
        g_autofree char *name = g_path_get_basename(found->pdata[i]);
        if (strcmp(name, word) == 0 || (number > 0 && number_of(name) == number))
            return g_strdup(found->pdata[i]);
    }
    return found != NULL ? refuse_word(found, word, error) : NULL;
}
