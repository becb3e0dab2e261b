/* SPDX-License-Identifier: MIT */
#include "exercise/progress.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static ExerciseStep step = {.number = 2}, prediction = {.number = 1, .is_prediction = TRUE};

static void remove_directory(char *take_directory) {
    g_autofree char *path = g_build_filename(take_directory, "progress.ini", NULL);
    g_unlink(path);
    g_rmdir(take_directory);
    g_free(take_directory);
}

Test(progress, is_kept) {
    char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autoptr(ExerciseProgress) self = exercise_progress_open(directory, NULL);
    cr_assert_not(exercise_progress_is_begun(self, 4));
    exercise_progress_set_seed(self, "1KS20");
    exercise_progress_set_done(self, 4);
    exercise_progress_set_hints(self, 4, 2);
    exercise_progress_add_attempt(self, 4);
    exercise_progress_add_attempt(self, 4);
    exercise_progress_set(self, 4, &step, "given", " a=b;c [x]\nd ");
    exercise_progress_set(self, 4, &prediction, "fact", "503");
    cr_assert(exercise_progress_save(self, NULL));
    g_autoptr(ExerciseProgress) again = exercise_progress_open(directory, NULL);
    cr_assert_str_eq(exercise_progress_seed(again), "1KS20");
    cr_assert(exercise_progress_is_done(again, 4));
    cr_assert(exercise_progress_is_begun(again, 4));
    cr_assert_not(exercise_progress_is_done(again, 40));
    cr_assert_eq(exercise_progress_count_done(again), 1);
    cr_assert_eq(exercise_progress_hints(again, 4), 2);
    cr_assert_eq(exercise_progress_attempts(again, 4), 2);
    g_autofree char *given = exercise_progress_get(again, 4, &step, "given");
    g_autofree char *fact = exercise_progress_get(again, 4, &prediction, "fact");
    cr_assert_str_eq(given, " a=b;c [x]\nd ");
    cr_assert_str_eq(fact, "503");
    exercise_progress_set(again, 4, &step, "given", NULL);
    cr_assert_null(exercise_progress_get(again, 4, &step, "given"));
    remove_directory(directory);
}

Test(progress, is_readable_by_people) {
    char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autoptr(ExerciseProgress) self = exercise_progress_open(directory, NULL);
    g_autofree char *text = NULL;
    exercise_progress_set(self, 4, &step, "given", "\xff octets");
    cr_assert(exercise_progress_save(self, NULL));
    cr_assert(exercise_progress_save(self, NULL));
    cr_assert(g_file_get_contents(exercise_progress_path(self), &text, NULL, NULL));
    cr_assert(g_utf8_validate(text, -1, NULL));
    cr_assert(g_str_has_prefix(text, "# What you have done"), "%s", text);
    cr_assert_null(strstr(text + 2, "# What you have done"), "it is said once");
    cr_assert_not_null(strstr(text, "[exercise 4]\nstep 2="), "%s", text);
    remove_directory(directory);
}

Test(progress, begins_again) {
    char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autoptr(ExerciseProgress) self = exercise_progress_open(directory, NULL);
    exercise_progress_set_seed(self, "7");
    for (guint i = 1; i <= 12; i++)
        exercise_progress_set_done(self, i);
    exercise_progress_reset(self, 1);
    cr_assert_not(exercise_progress_is_done(self, 1));
    cr_assert_eq(exercise_progress_count_done(self), 11);
    exercise_progress_reset(self, 0);
    cr_assert_eq(exercise_progress_count_done(self), 0);
    cr_assert_str_eq(exercise_progress_seed(self), "7");
    remove_directory(directory);
}

/* Two runs at a time: neither loses what the other wrote. */
Test(progress, two_runs_at_a_time) {
    char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autoptr(ExerciseProgress) first = exercise_progress_open(directory, NULL);
    exercise_progress_set(first, 4, &step, "given", "before");
    cr_assert(exercise_progress_save(first, NULL));
    g_autoptr(ExerciseProgress) one = exercise_progress_open(directory, NULL);
    g_autoptr(ExerciseProgress) other = exercise_progress_open(directory, NULL);
    exercise_progress_set(other, 4, &prediction, "given", "503");
    exercise_progress_set(other, 4, &step, "given", NULL);
    cr_assert(exercise_progress_save(other, NULL));
    exercise_progress_set_done(one, 5);
    exercise_progress_refresh(one);
    g_autofree char *seen = exercise_progress_get(one, 4, &prediction, "given");
    cr_assert_str_eq(seen, "503");
    cr_assert(exercise_progress_save(one, NULL));
    g_autoptr(ExerciseProgress) again = exercise_progress_open(directory, NULL);
    g_autofree char *given = exercise_progress_get(again, 4, &prediction, "given");
    cr_assert_str_eq(given, "503");
    cr_assert_null(exercise_progress_get(again, 4, &step, "given"));
    cr_assert(exercise_progress_is_done(again, 5));
    remove_directory(directory);
}

/* A file that is something else is left as it is. */
Test(progress, what_cannot_be_read_is_left_alone) {
    static const char *const texts[] = {"nonsense\n", "[exercise 1\n", "\x01\x02"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
        g_autofree char *path = g_build_filename(directory, "progress.ini", NULL);
        g_autofree char *after = NULL;
        g_autoptr(GError) error = NULL;
        cr_assert(g_file_set_contents(path, texts[i], -1, NULL));
        cr_assert_null(exercise_progress_open(directory, &error));
        cr_assert_not_null(strstr(error->message, path));
        cr_assert(g_file_get_contents(path, &after, NULL, NULL));
        cr_assert_str_eq(after, texts[i]);
        remove_directory(directory);
    }
}

Test(progress, hostile_numbers_are_none) {
    char *directory = g_dir_make_tmp("maillab-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "progress.ini", NULL);
    cr_assert(g_file_set_contents(
        path, "[exercise 1]\nhints=-5\nattempts=99999999999999999999\n[student]\nseed=\n", -1,
        NULL));
    g_autoptr(ExerciseProgress) self = exercise_progress_open(directory, NULL);
    cr_assert_not_null(self);
    cr_assert_eq(exercise_progress_hints(self, 1), 0);
    cr_assert_eq(exercise_progress_attempts(self, 1), 0);
    cr_assert_str_eq(exercise_progress_seed(self), "");
    remove_directory(directory);
}

Test(progress, nowhere_to_write_is_said) {
    g_autoptr(GError) error = NULL;
    g_autoptr(ExerciseProgress) self = exercise_progress_open("/dev/null/exercises", NULL);
    if (self == NULL) /* it could not even be looked at */
        return;
    exercise_progress_set_done(self, 1);
    cr_assert_not(exercise_progress_save(self, &error));
    cr_assert_not_null(error);
}

Test(progress, one_that_is_handed_in_must_be_there) {
    g_autoptr(GError) error = NULL;
    cr_assert_null(exercise_progress_open_file("/nonexistent/progress.ini", &error));
    cr_assert_not_null(error);
}
