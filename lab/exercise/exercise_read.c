/* SPDX-License-Identifier: MIT */
/* The directory of an exercise -> Exercise. It is strict: a key that nobody reads, a step that no
 * mistake can name, a heading that is missing are errors with a sentence for the teacher. */
#include "exercise/exercise_file.h"

#include "options.h"

#include <string.h>

#define NUMBER_MAX 999u
#define MINUTES_MAX 60u

/* The groups of the file that are no list of numbered ones. */
static const char *const groups[] = {"exercise", "hint",  "vary", "compute",
                                     "solution", "wrong", NULL};

typedef struct {
    ExerciseFile file;
    Exercise *exercise;
} Reading;

/* ---- [exercise] ----------------------------------------------------------------------------- */

static void read_kind(Reading *self) {
    g_autofree char *word = exercise_file_raw(&self->file, "exercise", "kind");
    for (guint i = 0; word != NULL && i < EXERCISE_N_KINDS; i++) {
        if (strcmp(word, exercise_kind_name((ExerciseKind)i)) != 0)
            continue;
        self->exercise->kind = (ExerciseKind)i;
        return;
    }
    exercise_file_refuse(&self->file, "exercise", "kind",
                         "is one of trace, live, build, filter, blank, order.");
}

static char **read_words(Reading *self, const char *key) {
    g_autofree char *raw = exercise_file_raw(&self->file, "exercise", key);
    GPtrArray *words = g_ptr_array_new();
    g_auto(GStrv) all = g_strsplit_set(raw != NULL ? raw : "", " ;", -1);
    for (guint i = 0; all[i] != NULL; i++) {
        if (all[i][0] != '\0')
            g_ptr_array_add(words, g_strdup(all[i]));
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

static void read_scope(Reading *self) {
    g_autofree char *scope = exercise_file_raw(&self->file, "exercise", "scope");
    self->exercise->is_scope_conversation = g_strcmp0(scope, "conversation") == 0;
    if (scope != NULL && !self->exercise->is_scope_conversation && strcmp(scope, "all") != 0)
        exercise_file_refuse(&self->file, "exercise", "scope", "is all or conversation.");
}

/* What must be known before anything can be filled in. */
static void read_frame(Reading *self) {
    Exercise *exercise = self->exercise;
    ExerciseFile *file = &self->file;
    exercise->number = exercise_file_number(file, "exercise", "number", 1, NUMBER_MAX, 0);
    if (exercise->number == 0)
        exercise_file_refuse(file, "exercise", "number", "is missing.");
    guint64 wanted = g_ascii_strtoull(exercise->name, NULL, 10);
    if (g_ascii_isdigit(exercise->name[0]) && wanted != exercise->number)
        exercise_file_refuse(file, "exercise", "number",
                             "is another one than in the directory's name, %s.", exercise->name);
    read_kind(self);
    exercise->services = read_words(self, "serve");
}

static void read_head(Reading *self) {
    static const char *const keys[] = {"number",  "title",   "claim", "rfc",    "slides",
                                       "kind",    "capture", "serve", "faults", "options",
                                       "minutes", "scope",   NULL};
    Exercise *exercise = self->exercise;
    ExerciseFile *file = &self->file;
    exercise_file_check_keys(file, "exercise", keys);
    exercise->title = exercise_file_text(file, "exercise", "title", TRUE);
    exercise->claim = exercise_file_text(file, "exercise", "claim", TRUE);
    exercise->rfc = exercise_file_text(file, "exercise", "rfc", TRUE);
    exercise->minutes = exercise_file_number(file, "exercise", "minutes", 1, MINUTES_MAX, 8);
    exercise->capture = exercise_file_text(file, "exercise", "capture", FALSE);
    exercise->faults = exercise_file_list(file, "exercise", "faults");
    exercise->serve_options = read_words(self, "options");
    read_scope(self);
    g_auto(GStrv) slides = exercise_file_list(file, "exercise", "slides");
    if (slides[0] != NULL)
        exercise->slides = g_strjoinv(", ", slides);
}

/* ---- variables ------------------------------------------------------------------------------ */

static void set_ports(Reading *self, GHashTable *ports) {
    Seed *seed = self->exercise->seed;
    char **services = self->exercise->services;
    for (guint i = 0; services[i] != NULL; i++) {
        const char *known = ports != NULL ? g_hash_table_lookup(ports, services[i]) : NULL;
        g_autofree char *value =
            known != NULL ? g_strdup(known) : g_strdup_printf("%u", seed_port(seed, i));
        g_autofree char *name = g_strconcat("port-", services[i], NULL);
        (void)seed_set(seed, name, value);
        if (i == 0)
            (void)seed_set(seed, "port", value);
    }
}

static void read_variables(Reading *self) {
    static const struct {
        const char *group;
        gboolean (*take)(Seed *seed, const char *name, const char *value, GError **error);
    } rows[] = {{"vary", seed_vary}, {"compute", seed_compute}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *group = rows[i].group;
        g_auto(GStrv) keys = g_key_file_get_keys(self->file.keys, group, NULL, NULL);
        for (guint k = 0; keys != NULL && keys[k] != NULL; k++) {
            g_autoptr(GError) reason = NULL;
            g_autofree char *value = g_key_file_get_value(self->file.keys, group, keys[k], NULL);
            if (value != NULL && !rows[i].take(self->exercise->seed, keys[k], value, &reason))
                exercise_file_refuse(&self->file, group, keys[k], "%s", reason->message);
        }
    }
}

static void set_trace(Reading *self) {
    g_autofree char *path =
        self->exercise->capture != NULL ? exercise_trace_path(self->exercise, NULL) : NULL;
    g_autofree char *traces = exercises_traces();
    (void)seed_set(self->exercise->seed, "trace", path != NULL ? path : "");
    (void)seed_set(self->exercise->seed, "traces", traces != NULL ? traces : "traces");
}

/* ---- numbered groups ------------------------------------------------------------------------ */

static gboolean has_group(const Reading *self, const char *what, guint number) {
    g_autofree char *group = g_strdup_printf("%s %u", what, number);
    return g_key_file_has_group(self->file.keys, group);
}

static void read_parts(Reading *self) {
    Exercise *exercise = self->exercise;
    ExerciseFile *file = &self->file;
    for (guint n = 1; n <= EXERCISE_STEPS_MAX && has_group(self, "predict", n); n++)
        g_ptr_array_add(exercise->predictions, exercise_file_step(file, n, TRUE, exercise->kind));
    for (guint n = 1; n <= EXERCISE_STEPS_MAX && has_group(self, "step", n); n++)
        g_ptr_array_add(exercise->steps, exercise_file_step(file, n, FALSE, exercise->kind));
    for (guint n = 1; n <= EXERCISE_MISTAKES_MAX && has_group(self, "mistake", n); n++)
        g_ptr_array_add(exercise->mistakes, exercise_file_mistake(file, n));
}

static gboolean is_known_group(const Reading *self, const char *group) {
    const struct {
        const char *prefix;
        guint n;
    } numbered[] = {{"predict ", self->exercise->predictions->len},
                    {"step ", self->exercise->steps->len},
                    {"mistake ", self->exercise->mistakes->len}};
    guint64 number = 0;
    for (guint i = 0; i < G_N_ELEMENTS(numbered); i++) {
        if (numbered[i].n > 0 && g_str_has_prefix(group, numbered[i].prefix) &&
            g_ascii_string_to_unsigned(group + strlen(numbered[i].prefix), 10, 1, numbered[i].n,
                                       &number, NULL))
            return TRUE;
    }
    return g_strv_contains(groups, group);
}

static void check_groups(Reading *self) {
    g_auto(GStrv) all = g_key_file_get_groups(self->file.keys, NULL);
    for (guint i = 0; all[i] != NULL; i++) {
        if (!is_known_group(self, all[i]))
            exercise_file_refuse(&self->file, all[i], NULL,
                                 "there is no such group, or the numbers before it do not go on "
                                 "from 1 without a gap.");
    }
}

/* ---- the rest ------------------------------------------------------------------------------- */

static void read_hints(Reading *self) {
    const char *keys[HINT_N + 1] = {NULL};
    for (guint i = 0; i < HINT_N; i++) {
        keys[i] = exercise_hint_name((HintGrade)i);
        self->exercise->hints[i] = exercise_file_text(&self->file, "hint", keys[i], TRUE);
    }
    exercise_file_check_keys(&self->file, "hint", keys);
}

static void read_table(Reading *self, const char *group, GHashTable *table) {
    g_auto(GStrv) keys = g_key_file_get_keys(self->file.keys, group, NULL, NULL);
    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        char *value = exercise_file_raw(&self->file, group, keys[i]);
        if (value != NULL)
            g_hash_table_insert(table, g_strdup(keys[i]), value);
    }
}

static void read_text(Reading *self) {
    static const char *const headings[] = {"Purpose", "Predict", "Do",
                                           "Observe", "Explain", "Clean up"};
    g_autoptr(GError) reason = NULL;
    g_autofree char *path = g_build_filename(self->exercise->directory, "text.md", NULL);
    g_autofree char *raw = exercise_file_contents(path, &reason);
    self->exercise->text = raw != NULL ? seed_fill(self->exercise->seed, raw, &reason) : NULL;
    if (self->exercise->text == NULL) {
        if (self->file.failure == NULL)
            options_refuse(&self->file.failure, "%s: %s", path, reason->message);
        return;
    }
    const char *at = self->exercise->text;
    for (guint i = 0; i < G_N_ELEMENTS(headings) && self->file.failure == NULL; i++) {
        g_autofree char *heading = g_strdup_printf("## %s\n", headings[i]);
        const char *found = strstr(at, heading);
        if (found == NULL)
            options_refuse(&self->file.failure,
                           "%s: the heading \"## %s\" is missing, or stands "
                           "out of order.",
                           path, headings[i]);
        else
            at = found + strlen(heading);
    }
}

/* ---- what goes together --------------------------------------------------------------------- */

static gboolean needs_capture(const ExerciseStep *step) {
    gboolean is_act = !exercise_step_is_question(step);
    return !is_act && step->rows == NULL && step->value.kind != ANSWER_TEXT;
}

static void check_parts(Reading *self) {
    Exercise *exercise = self->exercise;
    gboolean is_on_wire = exercise->kind == EXERCISE_LIVE || exercise->kind == EXERCISE_BUILD;
    if (exercise->steps->len == 0)
        exercise_file_refuse(&self->file, "step 1", NULL, "is missing.");
    for (guint i = 0; self->file.failure == NULL && i < exercise->steps->len; i++) {
        const ExerciseStep *step = exercise->steps->pdata[i];
        if (!is_on_wire && exercise->capture == NULL && needs_capture(step))
            exercise_file_refuse(&self->file, "exercise", "capture", "is missing.");
        if (step->after > exercise->steps->len)
            exercise_file_refuse(&self->file, "step", "after", "names no step.");
    }
    if (is_on_wire && exercise->services[0] == NULL)
        exercise_file_refuse(&self->file, "exercise", "serve", "is missing: smtp, pop3, imap, …");
    for (guint i = 0; self->file.failure == NULL && i < exercise->mistakes->len; i++) {
        const ExerciseMistake *mistake = exercise->mistakes->pdata[i];
        g_autofree char *group = g_strdup_printf("mistake %u", mistake->number);
        if ((mistake->of_prediction ? exercise_prediction(exercise, mistake->step)
                                    : exercise_step(exercise, mistake->step)) == NULL)
            exercise_file_refuse(&self->file, group, NULL, "there is no such step.");
    }
}

static Exercise *new_exercise(const char *directory) {
    Exercise *self = g_new0(Exercise, 1);
    self->directory = g_strdup(directory);
    self->name = g_path_get_basename(directory);
    self->services = g_new0(char *, 1);
    self->predictions = g_ptr_array_new_with_free_func((GDestroyNotify)exercise_step_free);
    self->steps = g_ptr_array_new_with_free_func((GDestroyNotify)exercise_step_free);
    self->mistakes = g_ptr_array_new_with_free_func((GDestroyNotify)exercise_mistake_free);
    self->solution = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->wrong = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return self;
}

static void read_all(Reading *self, const char *seed, GHashTable *ports) {
    Exercise *exercise = self->exercise;
    g_clear_pointer(&exercise->services, g_strfreev);
    read_frame(self);
    exercise->seed = seed_new(seed, exercise->number);
    set_ports(self, ports);
    read_variables(self);
    self->file.seed = exercise->seed;
    read_head(self);
    set_trace(self);
    read_parts(self);
    check_groups(self);
    read_hints(self);
    read_table(self, "solution", exercise->solution);
    read_table(self, "wrong", exercise->wrong);
    if (self->file.failure == NULL)
        check_parts(self);
    if (self->file.failure == NULL)
        read_text(self);
}

Exercise *exercise_load(const char *directory, const char *seed, GHashTable *ports,
                        GError **error) {
    g_autoptr(GError) reason = NULL;
    g_autofree char *path = g_build_filename(directory, "exercise.ini", NULL);
    g_autofree char *text = exercise_file_contents(path, error);
    if (text == NULL)
        return NULL;
    g_autoptr(GKeyFile) keys = g_key_file_new();
    if (!g_key_file_load_from_data(keys, text, strlen(text), G_KEY_FILE_NONE, &reason)) {
        options_refuse(error, "%s: %s.", path, reason->message);
        return NULL;
    }
    g_autoptr(Exercise) exercise = new_exercise(directory);
    Reading reading = {{keys, path, NULL, NULL}, exercise};
    read_all(&reading, seed, ports);
    if (reading.file.failure == NULL)
        return g_steal_pointer(&exercise);
    g_propagate_error(error, reading.file.failure);
    return NULL;
}
