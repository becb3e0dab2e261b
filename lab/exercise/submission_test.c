/* SPDX-License-Identifier: MIT */
#include "exercise/submission.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *folder;

static void put(const char *name, const char *text) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
}

static void set_up(void) {
    folder = g_dir_make_tmp("maillab-submission-XXXXXX", NULL);
    cr_assert_not_null(folder);
}

static void remove_folder(const char *path) {
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_folder(inner);
        else
            g_unlink(inner);
    }
    g_rmdir(path);
}

static void tear_down(void) {
    remove_folder(folder);
    g_free(folder);
}

TestSuite(submission, .init = set_up, .fini = tear_down);

static GPtrArray *find_in_folder(void) {
    g_autoptr(GError) error = NULL;
    GPtrArray *found = submissions_find(&folder, 1, &error);
    cr_assert_not_null(found, "%s", error != NULL ? error->message : "");
    return found;
}

static const Submission *at(const GPtrArray *found, guint index) {
    cr_assert_lt(index, found->len);
    return found->pdata[index];
}

Test(submission, files_that_are_called_alike_are_of_one_student) {
    put("bob.pcapng.gz", "x");
    put("alice.pcap", "x");
    put("alice.ini", "x");
    g_autoptr(GPtrArray) found = find_in_folder();
    cr_assert_eq(found->len, 2);
    cr_assert_str_eq(at(found, 0)->student, "alice");
    cr_assert_not_null(at(found, 0)->answers);
    cr_assert_eq(at(found, 0)->captures->len, 1);
    cr_assert_str_eq(at(found, 1)->student, "bob");
    cr_assert_null(at(found, 1)->answers);
}

Test(submission, a_folder_is_a_student_and_hidden_files_are_nobody) {
    put("carol/one.pcap", "x");
    put("carol/two.pcap", "x");
    put("carol/progress.ini", "x");
    put(".DS_Store", "x");
    put("__MACOSX/carol.pcap", "x");
    g_autoptr(GPtrArray) found = find_in_folder();
    cr_assert_eq(found->len, 1);
    cr_assert_str_eq(at(found, 0)->student, "carol");
    cr_assert_eq(at(found, 0)->captures->len, 2);
    cr_assert_null(at(found, 0)->remark);
}

Test(submission, a_link_of_a_student_is_left_out_and_said) {
    put("secret", "x");
    put("mallory/real.pcap", "x");
    g_autofree char *link = g_build_filename(folder, "mallory", "passwords.pcap", NULL);
    cr_assert_eq(symlink("/etc/passwd", link), 0);
    g_autoptr(GPtrArray) found = find_in_folder();
    cr_assert_eq(at(found, 0)->captures->len, 1);
    cr_assert_not_null(strstr(at(found, 0)->remark, "passwords.pcap was left out"));
}

Test(submission, namesakes_in_two_folders_are_two_students) {
    put("group1/alice.pcap", "x");
    put("group2/alice.pcap", "x");
    g_autofree char *one = g_build_filename(folder, "group1", NULL);
    g_autofree char *two = g_build_filename(folder, "group2", NULL);
    char *paths[] = {one, two};
    g_autoptr(GPtrArray) found = submissions_find(paths, 2, NULL);
    cr_assert_eq(found->len, 2);
    cr_assert(g_str_has_suffix(at(found, 0)->student, "group1/alice"));
    cr_assert(g_str_has_suffix(at(found, 1)->student, "group2/alice"));
}

Test(submission, a_path_that_is_not_there_is_named) {
    g_autoptr(GError) error = NULL;
    char *paths[] = {(char *)"/nowhere/at.all"};
    cr_assert_null(submissions_find(paths, 1, &error));
    cr_assert_not_null(strstr(error->message, "/nowhere/at.all"));
}

Test(submission, seeds_come_from_a_list_or_from_the_name) {
    put("in/alice.pcap", "x");
    put("in/bob.pcap", "x");
    put("seeds.csv", "student,seed\r\nbob, 4711 \r\nnobody,1\r\nno comma\r\n");
    g_autofree char *in = g_build_filename(folder, "in", NULL);
    g_autofree char *seeds = g_build_filename(folder, "seeds.csv", NULL);
    g_autoptr(GPtrArray) found = submissions_find(&in, 1, NULL);
    cr_assert(submissions_read_seeds(found, seeds, NULL));
    cr_assert_null(at(found, 0)->seed);
    cr_assert_str_eq(at(found, 1)->seed, "4711");
    submissions_name_seeds(found);
    cr_assert_str_eq(at(found, 0)->seed, "alice");
    cr_assert_str_eq(at(found, 1)->seed, "bob");
}

Test(submission, a_list_of_seeds_that_names_nobody_is_refused) {
    put("in/alice.pcap", "x");
    put("seeds.csv", "carol,1\n");
    g_autofree char *in = g_build_filename(folder, "in", NULL);
    g_autofree char *seeds = g_build_filename(folder, "seeds.csv", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = submissions_find(&in, 1, NULL);
    cr_assert_not(submissions_read_seeds(found, seeds, &error));
    cr_assert_not_null(strstr(error->message, "seeds.csv"));
}
