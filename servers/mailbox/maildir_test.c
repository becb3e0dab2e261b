/* SPDX-License-Identifier: MIT */
/* What only the Maildir has: the disk, and others who work on it. */
#include "mailbox/mailbox.h"
#include "mailbox/maildir.h"

#include "auth/users.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static char *directory;
static Users *users;
static Store *store;

static void set_up(void) {
    directory = g_dir_make_tmp("maillab-maildir-XXXXXX", NULL);
    users = users_new_default();
    store = maildir_store_new(directory, "lab.example", users, NULL);
    cr_assert(store != NULL);
}

static void restart(void) {
    store_free(store);
    store = maildir_store_new(directory, "lab.example", users, NULL);
}

static void tear_down(void) {
    store_free(store);
    users_free(users);
    g_autofree char *bob = g_build_filename(directory, "bob", NULL);
    maildir_remove_tree(bob);
    maildir_remove_tree(directory);
    g_free(directory);
}

TestSuite(maildir, .init = set_up, .fini = tear_down);

/* Another program puts a file there. */
static void put(const char *part, const char *name, const char *text) {
    g_autofree char *home = g_build_filename(directory, "bob", NULL);
    g_autofree char *file = g_build_filename(home, part, name, NULL);
    cr_assert(maildir_make(home));
    cr_assert(g_file_set_contents(file, text, -1, NULL));
}

static void move(const char *from, const char *to) {
    g_autofree char *old = g_build_filename(directory, "bob", from, NULL);
    g_autofree char *new = g_build_filename(directory, "bob", to, NULL);
    cr_assert_eq(g_rename(old, new), 0, "%s", from);
}

static StoreBox *open_box(void) {
    StoreBox *box = NULL;
    cr_assert_eq(store->klass->open(store, "bob", "INBOX", FALSE, &box), STORE_OK);
    return box;
}

static const StoreMessage *message(const StoreBox *box, guint index) {
    return &g_array_index(box->messages, StoreMessage, index);
}

Test(maildir, mail_of_others_is_read_with_crlf) {
    put("new", "100.a.host", "Subject: one\n\nbody\n");
    put("cur", "50.b.host:2,FS", "Subject: zero\r\n\r\nmixed\n");
    StoreBox *box = open_box();
    cr_assert_eq(box->messages->len, 2);
    cr_assert_eq(message(box, 0)->flags, STORE_FLAGGED | STORE_SEEN, "in the order of delivery");
    g_autoptr(GBytes) one = store->klass->text(box, 1);
    g_autoptr(GBytes) zero = store->klass->text(box, 0);
    cr_assert_eq(g_bytes_get_size(one), strlen("Subject: one\r\n\r\nbody\r\n"));
    cr_assert_eq(message(box, 1)->octets, g_bytes_get_size(one));
    cr_assert_arr_eq(g_bytes_get_data(zero, NULL), "Subject: zero\r\n\r\nmixed\r\n", 24);
    store->klass->close(box);
}

Test(maildir, changes_of_others_are_seen) {
    put("new", "1.a.host", "a\n");
    put("new", "2.b.host", "b\n");
    StoreBox *box = open_box();
    move("cur/1.a.host:2,", "cur/1.a.host:2,R");
    g_autofree char *gone = g_build_filename(directory, "bob", "cur", "2.b.host:2,", NULL);
    cr_assert_eq(g_unlink(gone), 0);
    put("new", "3.c.host", "c\n");
    g_autoptr(StoreChanges) changes = store->klass->sync(box, FALSE);
    cr_assert_eq(changes->expunged->len, 1);
    cr_assert_eq(g_array_index(changes->expunged, guint32, 0), 2);
    cr_assert_eq(changes->flags->len, 1);
    cr_assert(changes->has_new);
    cr_assert_eq(message(box, 0)->flags & STORE_ANSWERED, STORE_ANSWERED);
    cr_assert_eq(message(box, 1)->uid, 3);
    store->klass->close(box);
}

Test(maildir, text_and_flags_follow_a_file_that_was_renamed) {
    put("new", "1.a.host", "a\n");
    StoreBox *box = open_box();
    move("cur/1.a.host:2,", "cur/1.a.host:2,S");
    g_autoptr(GBytes) text = store->klass->text(box, 0);
    cr_assert(text != NULL);
    move("cur/1.a.host:2,S", "cur/1.a.host:2,RS");
    cr_assert_eq(store->klass->set_flags(box, 0, STORE_FLAGGED, 0), STORE_OK);
    g_autofree char *now = g_build_filename(directory, "bob", "cur", "1.a.host:2,F", NULL);
    cr_assert(g_file_test(now, G_FILE_TEST_EXISTS));
    store->klass->close(box);
}

Test(maildir, a_uid_list_cut_short_is_mended) {
    put("new", "1.a.host", "a\n");
    StoreBox *box = open_box();
    guint32 uid_validity = box->uid_validity;
    store->klass->close(box);
    g_autofree char *list = g_build_filename(directory, "bob", "maillab-uids", NULL);
    g_autofree char *text = NULL;
    cr_assert(g_file_get_contents(list, &text, NULL, NULL));
    g_autofree char *cut = g_strconcat(text, "2 1 3 2.b.ho", NULL);
    cr_assert(g_file_set_contents(list, cut, -1, NULL));
    put("new", "2.b.host", "b\n");
    for (guint round = 0; round < 2; round++) {
        restart();
        box = open_box();
        cr_assert_eq(box->uid_validity, uid_validity);
        cr_assert_eq(box->messages->len, 2);
        cr_assert_eq(message(box, 0)->uid, 1);
        cr_assert_eq(message(box, 1)->uid, 2);
        store->klass->close(box);
    }
}

Test(maildir, a_lost_uid_list_gives_a_new_validity) {
    put("new", "1.a.host", "a\n");
    StoreBox *box = open_box();
    guint32 uid_validity = box->uid_validity;
    store->klass->close(box);
    g_autofree char *list = g_build_filename(directory, "bob", "maillab-uids", NULL);
    cr_assert_eq(g_unlink(list), 0);
    box = open_box();
    cr_assert_gt(box->uid_validity, uid_validity);
    store->klass->close(box);
}

/* Delivers a mail and returns the name of its file; free with g_free(). */
static char *delivered(const char *text) {
    StoreDraft *draft = NULL;
    const StoreMarks marks = {.received_s = 1};
    guint32 uid_validity = 0, uid = 0;
    const StoreClass *klass = store->klass;
    cr_assert_eq(klass->draft_new(store, "bob", "INBOX", &draft), STORE_OK);
    cr_assert_eq(klass->draft_write(draft, (const guint8 *)text, strlen(text)), STORE_OK);
    cr_assert_eq(klass->draft_sync(draft, &marks), STORE_OK);
    cr_assert_eq(klass->draft_publish(draft, &uid_validity, &uid), STORE_OK);
    klass->draft_free(draft);
    g_autofree char *path = g_build_filename(directory, "bob", "new", NULL);
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    return g_build_filename(path, g_dir_read_name(entries), NULL);
}

Test(maildir, a_name_tells_both_sizes) {
    static const struct {
        const char *text, *sizes;
    } cases[] = {{"a: b\r\n\r\nc\r\n", ",S=8,W=11"}, {"a: b\r\n\r\nbare\n", ",S=13,W=13"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *file = delivered(cases[i].text);
        cr_assert(g_str_has_suffix(file, cases[i].sizes), "%s", file);
        cr_assert_eq(g_unlink(file), 0);
    }
}

Test(maildir, drafts_of_a_killed_server_are_removed) {
    put("tmp", "maillab.1.x.host", "half a ma");
    put("tmp", "2.y.host", "of another program");
    restart();
    g_autofree char *ours = g_build_filename(directory, "bob", "tmp", "maillab.1.x.host", NULL);
    g_autofree char *theirs = g_build_filename(directory, "bob", "tmp", "2.y.host", NULL);
    cr_assert(!g_file_test(ours, G_FILE_TEST_EXISTS));
    cr_assert(g_file_test(theirs, G_FILE_TEST_EXISTS));
}

Test(maildir, one_process_at_a_time) {
    g_autoptr(GError) error = NULL;
    cr_assert(maildir_store_new(directory, "lab.example", users, &error) == NULL);
    cr_assert(strstr(error->message, "in use") != NULL);
}

Test(maildir, names) {
    static const struct {
        const char *folder, *on_disk;
    } rows[] = {
        {"Work", ".Work"},     {"Work/2026", ".Work.2026"}, {"v1.0", ".v1&AC4-0"},
        {"Käse", ".K&AOQ-se"}, {"Tom & Jo", ".Tom &- Jo"},  {"a/b.c/d", ".a.b&AC4-c.d"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *on_disk = maildir_folder_directory(rows[i].folder);
        g_autofree char *folder = maildir_folder_of(rows[i].on_disk);
        cr_assert_str_eq(on_disk, rows[i].on_disk);
        cr_assert_str_eq(folder, rows[i].folder);
    }
    g_autofree char *user = maildir_user_directory("../a/b");
    cr_assert_str_eq(user, "%2e.%2fa%2fb");
    g_autofree char *file = maildir_file_name("1.a,S=3:2,ST", STORE_SEEN | STORE_DRAFT, 5);
    cr_assert_str_eq(file, "1.a,S=3:2,DSac");
}
