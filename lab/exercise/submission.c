/* SPDX-License-Identifier: MIT */
/* Paths -> submissions, by their names and kinds alone. What a student could have made a link or a
 * device is left out and said. */
#include "exercise/submission.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define SEEDS_FILE_MAX (4u * 1024u * 1024u)

void submission_free(Submission *self) {
    if (self == NULL)
        return;
    g_free(self->student);
    g_clear_pointer(&self->captures, g_ptr_array_unref);
    g_free(self->answers);
    g_free(self->seed);
    g_free(self->remark);
    g_free(self);
}

static gboolean refuse(GError **error, const char *path, const char *why) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, why);
    return FALSE;
}

static void remark(Submission *self, const char *path, const char *why) {
    g_autofree char *before = self->remark;
    g_autofree char *name = g_path_get_basename(path);
    self->remark = before == NULL ? g_strdup_printf("%s %s", name, why)
                                  : g_strdup_printf("%s; %s %s", before, name, why);
}

/* "alice.pcap.gz" -> "alice" */
static char *student_of(const char *path) {
    static const char *const ends[] = {".gz", ".pcap", ".pcapng", ".cap", ".ini", NULL};
    char *name = g_path_get_basename(path);
    for (guint i = 0; ends[i] != NULL; i++)
        if (g_str_has_suffix(name, ends[i]) && strlen(name) > strlen(ends[i]))
            name[strlen(name) - strlen(ends[i])] = '\0';
    return name;
}

/* Takes `student`. Files of one folder that are called alike are of one student. */
static Submission *submission_of(GPtrArray *all, GHashTable *by_place, const char *path,
                                 char *student) {
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *place = g_build_filename(folder, student, NULL);
    Submission *self = g_hash_table_lookup(by_place, place);
    if (self != NULL) {
        g_free(student);
        return self;
    }
    self = g_new0(Submission, 1);
    self->student = student;
    self->captures = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(all, self);
    g_hash_table_insert(by_place, g_steal_pointer(&place), self);
    return self;
}

/* Two that are called alike in different folders are called by their places. */
static void part_namesakes(GPtrArray *all, GHashTable *by_place) {
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) doubled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < all->len; i++) {
        const Submission *submission = all->pdata[i];
        if (!g_hash_table_add(names, submission->student))
            g_hash_table_add(doubled, g_strdup(submission->student));
    }
    GHashTableIter places;
    gpointer place, value;
    g_hash_table_iter_init(&places, by_place);
    while (g_hash_table_iter_next(&places, &place, &value)) {
        Submission *submission = value;
        if (!g_hash_table_contains(doubled, submission->student))
            continue;
        g_free(submission->student);
        submission->student = g_strdup(place);
    }
}

static void add_file(Submission *self, const char *path) {
    gboolean is_answers = g_str_has_suffix(path, ".ini");
    if (is_answers && self->answers != NULL)
        remark(self, path, "was left out: there are two files of answers");
    else if (self->captures->len >= SUBMISSION_FILES_MAX)
        remark(self, path, "was left out: there are too many files");
    else if (is_answers)
        self->answers = g_strdup(path);
    else
        g_ptr_array_add(self->captures, g_strdup(path));
}

/* A file within a folder. */
static void add_inner_file(Submission *self, const char *path) {
    GStatBuf about;
    if (g_lstat(path, &about) != 0)
        remark(self, path, "was left out: it cannot be read");
    else if (S_ISREG(about.st_mode))
        add_file(self, path);
    else
        remark(self, path, "was left out: it is not a file");
}

static gint compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, in order, but the hidden ones. NULL with a sentence. */
static GPtrArray *names_of(const char *path, GError **error) {
    g_autoptr(GDir) directory = g_dir_open(path, 0, error);
    if (directory == NULL)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while (names->len < SUBMISSIONS_MAX && (name = g_dir_read_name(directory)) != NULL)
        if (name[0] != '.' && strcmp(name, "__MACOSX") != 0)
            g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, compare_names);
    return names;
}

static void add_student_folder(Submission *self, const char *path) {
    g_autoptr(GPtrArray) names = names_of(path, NULL);
    if (names == NULL)
        remark(self, path, "cannot be read");
    for (guint i = 0; names != NULL && i < names->len; i++)
        add_inner_file(self, names->pdata[i]);
}

static gboolean add_folder(GPtrArray *all, GHashTable *by_place, const char *path, GError **error) {
    g_autoptr(GPtrArray) names = names_of(path, error);
    if (names == NULL)
        return FALSE;
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        GStatBuf about;
        gboolean is_folder = g_lstat(name, &about) == 0 && S_ISDIR(about.st_mode);
        char *student = is_folder ? g_path_get_basename(name) : student_of(name);
        Submission *submission = submission_of(all, by_place, name, student);
        if (is_folder)
            add_student_folder(submission, name);
        else
            add_inner_file(submission, name);
    }
    return TRUE;
}

GPtrArray *submissions_find(char *const *paths, guint n_paths, GError **error) {
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)submission_free);
    g_autoptr(GHashTable) by_place = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < n_paths; i++) {
        if (g_file_test(paths[i], G_FILE_TEST_IS_DIR)) {
            if (!add_folder(all, by_place, paths[i], error))
                return NULL;
        } else if (!g_file_test(paths[i], G_FILE_TEST_EXISTS)) {
            refuse(error, paths[i], "there is no such file or folder");
            return NULL;
        } else {
            add_file(submission_of(all, by_place, paths[i], student_of(paths[i])), paths[i]);
        }
        if (all->len > SUBMISSIONS_MAX) {
            refuse(error, paths[i], "there are too many submissions for one run");
            return NULL;
        }
    }
    part_namesakes(all, by_place);
    return g_steal_pointer(&all);
}

gboolean submissions_read_seeds(GPtrArray *submissions, const char *path, GError **error) {
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    if (length > SEEDS_FILE_MAX || strlen(text) != length || !g_utf8_validate(text, -1, NULL))
        return refuse(error, path, "this is no list of students and their seeds");
    g_autoptr(GHashTable) by_student = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < submissions->len; i++)
        g_hash_table_insert(by_student, ((Submission *)submissions->pdata[i])->student,
                            submissions->pdata[i]);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint found = 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) fields = g_strsplit(g_strstrip(lines[i]), ",", 2);
        if (g_strv_length(fields) < 2)
            continue;
        Submission *submission = g_hash_table_lookup(by_student, g_strstrip(fields[0]));
        if (submission == NULL)
            continue;
        g_free(submission->seed);
        submission->seed = g_strdup(g_strstrip(fields[1]));
        found++;
    }
    return found > 0 ||
           refuse(error, path, "no line \"student,seed\" of it names one of the submissions");
}

void submissions_name_seeds(GPtrArray *submissions) {
    for (guint i = 0; i < submissions->len; i++) {
        Submission *submission = submissions->pdata[i];
        g_free(submission->seed);
        submission->seed = g_strdup(submission->student);
    }
}
