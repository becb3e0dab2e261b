/* SPDX-License-Identifier: MIT */
/* What a student has done <-> progress.ini. A file that cannot be read is left as it is. */
#include "exercise/progress.h"

#include "options.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define FILE_MAX 4194304u /* octets */

static const char preface[] =
    " What you have done in the exercises of maillab. It is yours: read it, copy it, edit it;\n"
    " `maillab exercise reset` begins again.";

/* One that was not saved yet. */
typedef struct {
    char *group, *key; /* key NULL: the whole group */
    char *value;       /* NULL: it is removed */
} Change;

struct ExerciseProgress {
    GKeyFile *keys;
    GArray *changes; /* of Change */
    char *directory, *path;
    char *seed;
};

/* ---- changes -------------------------------------------------------------------------------- */

static void change_clear(gpointer pointer) {
    Change *self = pointer;
    g_free(self->group);
    g_free(self->key);
    g_free(self->value);
}

static void apply(GKeyFile *keys, const Change *change) {
    if (change->key == NULL)
        (void)g_key_file_remove_group(keys, change->group, NULL);
    else if (change->value == NULL)
        (void)g_key_file_remove_key(keys, change->group, change->key, NULL);
    else
        g_key_file_set_string(keys, change->group, change->key, change->value);
}

/* `key` NULL: the group goes; `value` NULL: the key goes. */
static void change(ExerciseProgress *self, const char *group, const char *key, const char *value) {
    Change made = {g_strdup(group), g_strdup(key),
                   value != NULL ? g_utf8_make_valid(value, -1) : NULL};
    apply(self->keys, &made);
    g_array_append_val(self->changes, made);
}

static ExerciseProgress *new_progress(char *take_directory, char *take_path) {
    ExerciseProgress *self = g_new0(ExerciseProgress, 1);
    self->keys = g_key_file_new();
    self->changes = g_array_new(FALSE, FALSE, sizeof(Change));
    g_array_set_clear_func(self->changes, change_clear);
    self->directory = take_directory;
    self->path = take_path;
    return self;
}

/* ---- the file ------------------------------------------------------------------------------- */

static gboolean load(ExerciseProgress *self, GError **error) {
    g_autoptr(GError) reason = NULL;
    GStatBuf status;
    if (g_stat(self->path, &status) != 0 && errno == ENOENT)
        return TRUE;
    if (status.st_size > (off_t)FILE_MAX)
        return options_refuse(error, "%s is too long to be what it should be; move it away.",
                              self->path);
    if (g_key_file_load_from_file(self->keys, self->path, G_KEY_FILE_KEEP_COMMENTS, &reason))
        return TRUE;
    return options_refuse(error,
                          "%s cannot be read: %s. Put it right, or move it away to begin "
                          "again.",
                          self->path, reason->message);
}

static ExerciseProgress *loaded(ExerciseProgress *take_self, GError **error) {
    g_autoptr(ExerciseProgress) self = take_self;
    if (!load(self, error))
        return NULL;
    self->seed = g_key_file_get_string(self->keys, "student", "seed", NULL);
    return g_steal_pointer(&self);
}

ExerciseProgress *exercise_progress_open(const char *asked, GError **error) {
    char *directory = asked != NULL
                          ? g_strdup(asked)
                          : g_build_filename(g_get_user_state_dir(), "maillab", "exercises", NULL);
    return loaded(new_progress(directory, g_build_filename(directory, "progress.ini", NULL)),
                  error);
}

ExerciseProgress *exercise_progress_open_file(const char *path, GError **error) {
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return loaded(new_progress(g_path_get_dirname(path), g_strdup(path)), error);
    options_refuse(error, "%s is no file.", path);
    return NULL;
}

void exercise_progress_free(ExerciseProgress *self) {
    if (self == NULL)
        return;
    g_key_file_unref(self->keys);
    g_array_unref(self->changes);
    g_free(self->directory);
    g_free(self->path);
    g_free(self->seed);
    g_free(self);
}

const char *exercise_progress_path(const ExerciseProgress *self) {
    return self->path;
}

/* A file that has become unreadable meanwhile is left to save(), which will replace it: what is in
 * mind is all there is. */
void exercise_progress_refresh(ExerciseProgress *self) {
    g_autoptr(GKeyFile) kept = g_steal_pointer(&self->keys);
    self->keys = g_key_file_new();
    gboolean is_there = g_file_test(self->path, G_FILE_TEST_EXISTS) && load(self, NULL);
    if (!is_there) {
        g_key_file_unref(self->keys);
        self->keys = g_steal_pointer(&kept);
        return;
    }
    for (guint i = 0; i < self->changes->len; i++)
        apply(self->keys, &g_array_index(self->changes, Change, i));
}

gboolean exercise_progress_save(ExerciseProgress *self, GError **error) {
    g_autoptr(GError) reason = NULL;
    gsize length = 0;
    exercise_progress_refresh(self);
    g_autofree char *old = g_key_file_get_comment(self->keys, NULL, NULL, NULL);
    if (old == NULL || old[0] == '\0')
        (void)g_key_file_set_comment(self->keys, NULL, NULL, preface, NULL);
    g_autofree char *text = g_key_file_to_data(self->keys, &length, NULL);
    if (g_mkdir_with_parents(self->directory, 0700) != 0)
        return options_refuse(error, "The directory %s cannot be made: %s.", self->directory,
                              g_strerror(errno));
    if (g_file_set_contents_full(self->path, text, (gssize)length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &reason))
        return TRUE;
    return options_refuse(error, "Your progress cannot be kept: %s.", reason->message);
}

/* ---- the student ---------------------------------------------------------------------------- */

const char *exercise_progress_seed(const ExerciseProgress *self) {
    return self->seed != NULL ? self->seed : "";
}

void exercise_progress_set_seed(ExerciseProgress *self, const char *seed) {
    g_free(self->seed);
    self->seed = g_utf8_make_valid(seed, -1);
    change(self, "student", "seed", self->seed);
}

/* ---- one exercise --------------------------------------------------------------------------- */

static char *group_of(guint number) {
    return g_strdup_printf("exercise %u", number);
}

static char *now_text(void) {
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    return g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
}

static guint number_at(const ExerciseProgress *self, guint number, const char *key) {
    g_autofree char *group = group_of(number);
    gint value = g_key_file_get_integer(self->keys, group, key, NULL);
    return value > 0 ? (guint)value : 0;
}

gboolean exercise_progress_is_done(const ExerciseProgress *self, guint number) {
    g_autofree char *group = group_of(number);
    return g_key_file_has_key(self->keys, group, "done", NULL);
}

void exercise_progress_set_done(ExerciseProgress *self, guint number) {
    g_autofree char *group = group_of(number);
    g_autofree char *now = now_text();
    if (!exercise_progress_is_done(self, number))
        change(self, group, "done", now);
}

gboolean exercise_progress_is_begun(const ExerciseProgress *self, guint number) {
    g_autofree char *group = group_of(number);
    return g_key_file_has_group(self->keys, group);
}

guint exercise_progress_count_done(const ExerciseProgress *self) {
    g_auto(GStrv) groups = g_key_file_get_groups(self->keys, NULL);
    guint n = 0;
    for (guint i = 0; groups[i] != NULL; i++)
        n += g_str_has_prefix(groups[i], "exercise ") &&
                     g_key_file_has_key(self->keys, groups[i], "done", NULL)
                 ? 1
                 : 0;
    return n;
}

guint exercise_progress_hints(const ExerciseProgress *self, guint number) {
    return number_at(self, number, "hints");
}

void exercise_progress_set_hints(ExerciseProgress *self, guint number, guint hints) {
    g_autofree char *group = group_of(number);
    g_autofree char *text = g_strdup_printf("%u", hints);
    change(self, group, "hints", text);
}

guint exercise_progress_attempts(const ExerciseProgress *self, guint number) {
    return number_at(self, number, "attempts");
}

void exercise_progress_add_attempt(ExerciseProgress *self, guint number) {
    g_autofree char *group = group_of(number);
    g_autofree char *now = now_text();
    g_autofree char *text = g_strdup_printf("%u", exercise_progress_attempts(self, number) + 1);
    change(self, group, "attempts", text);
    change(self, group, "last", now);
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* "step 2", "step 2 right", "predict 1 fact" */
static char *key_of(const ExerciseStep *step, const char *what) {
    gboolean is_given = strcmp(what, "given") == 0;
    return g_strdup_printf("%s %u%s%s", step->is_prediction ? "predict" : "step", step->number,
                           is_given ? "" : " ", is_given ? "" : what);
}

char *exercise_progress_get(const ExerciseProgress *self, guint number, const ExerciseStep *step,
                            const char *what) {
    g_autofree char *group = group_of(number);
    g_autofree char *key = key_of(step, what);
    return g_key_file_get_string(self->keys, group, key, NULL);
}

void exercise_progress_set(ExerciseProgress *self, guint number, const ExerciseStep *step,
                           const char *what, const char *value) {
    g_autofree char *group = group_of(number);
    g_autofree char *key = key_of(step, what);
    change(self, group, key, value);
}

void exercise_progress_reset(ExerciseProgress *self, guint number) {
    g_auto(GStrv) groups = g_key_file_get_groups(self->keys, NULL);
    g_autofree char *one = group_of(number);
    for (guint i = 0; groups[i] != NULL; i++) {
        if (number == 0 ? g_str_has_prefix(groups[i], "exercise ") : strcmp(groups[i], one) == 0)
            change(self, groups[i], NULL, NULL);
    }
}
