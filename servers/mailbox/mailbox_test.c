/* SPDX-License-Identifier: MIT */
/* What a store promises, asked of both implementations. */
#include "mailbox/mailbox.h"

#include "auth/users.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <glib/gstdio.h>
#include <string.h>

#define DOMAIN "lab.example"
#define MAIL "Subject: x\r\n\r\nbody\r\n"

typedef struct {
    Store *store;
    Users *users;
    char *directory; /* NULL: in memory */
    guint n_changed;
} Fixture;

static void count_change(gpointer watcher, const char *user, const char *folder) {
    ((Fixture *)watcher)->n_changed++;
}

static void watch(Fixture *self) {
    self->store->changed = count_change;
    self->store->watcher = self;
}

static void remove_directory(const char *path) {
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        if (g_file_test(file, G_FILE_TEST_IS_DIR))
            remove_directory(file);
        else
            g_unlink(file);
    }
    g_rmdir(path);
}

static void set_up(Fixture *self, gboolean is_maildir) {
    *self = (Fixture){.users = users_new_default()};
    g_autoptr(GError) error = NULL;
    if (is_maildir) {
        self->directory = g_dir_make_tmp("maillab-store-XXXXXX", NULL);
        self->store = maildir_store_new(self->directory, DOMAIN, self->users, &error);
    } else {
        self->store = memory_store_new(DOMAIN, self->users);
    }
    cr_assert(error == NULL);
    watch(self);
}

/* As after a restart: everything is read from the disk again. */
static void restart(Fixture *self) {
    if (self->directory == NULL)
        return;
    store_free(self->store);
    self->store = maildir_store_new(self->directory, DOMAIN, self->users, NULL);
    cr_assert(self->store != NULL);
    watch(self);
}

static void tear_down(Fixture *self) {
    store_free(self->store);
    users_free(self->users);
    if (self->directory != NULL)
        remove_directory(self->directory);
    g_free(self->directory);
}

static guint32 deliver(Fixture *self, const char *folder, const char *text,
                       const StoreMarks *marks) {
    const StoreClass *klass = self->store->klass;
    StoreDraft *draft = NULL;
    guint32 uid_validity = 0, uid = 0;
    cr_assert_eq(klass->draft_new(self->store, "bob", folder, &draft), STORE_OK);
    cr_assert_eq(klass->draft_write(draft, (const guint8 *)text, strlen(text)), STORE_OK);
    cr_assert_eq(klass->draft_sync(draft, marks), STORE_OK);
    cr_assert_eq(klass->draft_publish(draft, &uid_validity, &uid), STORE_OK);
    klass->draft_free(draft);
    return uid;
}

static StoreBox *open_box(Fixture *self, const char *folder) {
    StoreBox *box = NULL;
    cr_assert_eq(self->store->klass->open(self->store, "bob", folder, FALSE, &box), STORE_OK);
    return box;
}

static const StoreMessage *message(const StoreBox *box, guint index) {
    return &g_array_index(box->messages, StoreMessage, index);
}

static void expect_text(Fixture *self, StoreBox *box, guint index, const char *expected) {
    g_autoptr(GBytes) text = self->store->klass->text(box, index);
    cr_assert(text != NULL);
    gsize length;
    const char *octets = g_bytes_get_data(text, &length);
    cr_assert_eq(length, strlen(expected));
    if (length > 0)
        cr_assert_arr_eq(octets, expected, length);
    cr_assert_eq(message(box, index)->octets, length);
}

/* ---- the promises ---- */

static void recipients(Fixture *self) {
    static const struct {
        const char *address, *user;
    } rows[] = {
        {"bob@lab.example", "bob"},
        {"BOB@LAB.example", "bob"},
        {"bob+tag@lab.example", "bob"},
        {"\"bob\"@lab.example", "bob"},
        {"postmaster@lab.example", "alice"},
        {"Postmaster", "alice"},
        {"carol@lab.example", NULL},
        {"bob@elsewhere.example", NULL},
        {"bob@lab.example.org", NULL},
        {"", NULL},
        {"@lab.example", NULL},
        {"bobb@lab.example", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *user = NULL;
        StoreResult result = self->store->klass->recipient(self->store, rows[i].address, &user);
        cr_assert_eq(result, rows[i].user != NULL ? STORE_OK : STORE_NO_SUCH, "%s",
                     rows[i].address);
        cr_assert(g_strcmp0(user, rows[i].user) == 0, "%s", rows[i].address);
    }
}

static void delivery(Fixture *self) {
    cr_assert_eq(deliver(self, "INBOX", MAIL, NULL), 1);
    StoreBox *box = open_box(self, "inbox");
    cr_assert_eq(box->messages->len, 1);
    cr_assert_eq(message(box, 0)->flags, STORE_RECENT);
    expect_text(self, box, 0, MAIL);
    cr_assert_eq(deliver(self, "INBOX", "two\nlines\r\r\n", NULL), 2);
    cr_assert_eq(box->messages->len, 1, "a view changes in sync only");
    g_autoptr(StoreChanges) changes = self->store->klass->sync(box, FALSE);
    cr_assert(changes->has_new);
    cr_assert_eq(box->messages->len, 2);
    expect_text(self, box, 1, "two\nlines\r\r\n");
    self->store->klass->close(box);
    cr_assert_eq(self->n_changed, 2);
}

/* Octets come back as they went in, wherever they were cut. */
static void octets_last(Fixture *self) {
    static const char *const texts[] = {
        "a\r\nb\r\n", "a\r\r\nb\r", "a\nb\r\n", "\r\n\r\n\nx\r\n", "no end",
        "\r",         "\n",         "",         "a\rb\r\n\r",      "a\r\n\rb\nc\r",
    };
    const StoreClass *klass = self->store->klass;
    for (guint step = 1; step < 4; step++) {
        for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
            StoreDraft *draft = NULL;
            gsize length = strlen(texts[i]);
            cr_assert_eq(klass->draft_new(self->store, "bob", "INBOX", &draft), STORE_OK);
            for (gsize at = 0; at < length; at += step)
                klass->draft_write(draft, (const guint8 *)texts[i] + at, MIN(step, length - at));
            cr_assert_eq(klass->draft_sync(draft, NULL), STORE_OK);
            cr_assert_eq(klass->draft_publish(draft, NULL, NULL), STORE_OK);
            klass->draft_free(draft);
        }
    }
    restart(self);
    StoreBox *box = open_box(self, "INBOX");
    for (guint i = 0; i < box->messages->len; i++)
        expect_text(self, box, i, texts[i % G_N_ELEMENTS(texts)]);
    cr_assert_eq(box->messages->len, 3 * G_N_ELEMENTS(texts));
    self->store->klass->close(box);
}

/* A draft that is not published, or not freed in time, leaves nothing. */
static void abandoned_draft(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    StoreDraft *draft = NULL;
    cr_assert_eq(klass->draft_new(self->store, "bob", "INBOX", &draft), STORE_OK);
    cr_assert_eq(klass->draft_write(draft, (const guint8 *)MAIL, 5), STORE_OK);
    cr_assert_eq(klass->draft_sync(draft, NULL), STORE_OK);
    klass->draft_free(draft);
    restart(self);
    StoreBox *box = open_box(self, "INBOX");
    cr_assert_eq(box->messages->len, 0);
    self->store->klass->close(box);
    cr_assert_eq(klass->draft_new(self->store, "bob", "Nowhere", &draft), STORE_NO_SUCH);
}

static void uids_last(Fixture *self) {
    for (guint i = 0; i < 5; i++)
        cr_assert_eq(deliver(self, "INBOX", MAIL, NULL), i + 1);
    StoreBox *box = open_box(self, "INBOX");
    guint32 uid_validity = box->uid_validity;
    g_autofree char *unique_id = g_strdup(message(box, 1)->unique_id);
    const guint last_and_first[] = {0, 4};
    cr_assert_eq(self->store->klass->expunge(box, last_and_first, 2), STORE_OK);
    self->store->klass->close(box);
    restart(self);
    box = open_box(self, "INBOX");
    cr_assert_eq(box->uid_validity, uid_validity);
    cr_assert_eq(box->uid_next, 6);
    cr_assert_eq(box->messages->len, 3);
    cr_assert_eq(message(box, 0)->uid, 2);
    cr_assert_str_eq(message(box, 0)->unique_id, unique_id);
    self->store->klass->close(box);
    cr_assert_eq(deliver(self, "INBOX", MAIL, NULL), 6, "a UID is never used again");
}

static void flags_last(Fixture *self) {
    const char *const keywords[] = {"Old", NULL};
    StoreMarks marks = {.flags = STORE_SEEN, .keywords = keywords, .received_s = 1000000000};
    deliver(self, "INBOX", MAIL, &marks);
    StoreBox *box = open_box(self, "INBOX");
    int bit = self->store->klass->keyword(box, "$Junk", TRUE);
    cr_assert_eq(bit, 1);
    cr_assert_eq(self->store->klass->keyword(box, "OLD", FALSE), 0);
    cr_assert_eq(self->store->klass->keyword(box, "none", FALSE), -1);
    cr_assert_eq(self->store->klass->set_flags(box, 0, STORE_FLAGGED | STORE_DRAFT, 3), STORE_OK);
    self->store->klass->close(box);
    restart(self);
    box = open_box(self, "INBOX");
    cr_assert_eq(message(box, 0)->flags & ~(guint)STORE_RECENT, STORE_FLAGGED | STORE_DRAFT);
    cr_assert_eq(message(box, 0)->keywords, 3);
    cr_assert_eq(message(box, 0)->received_s, 1000000000);
    cr_assert_str_eq(box->keywords->pdata[0], "Old");
    cr_assert_str_eq(box->keywords->pdata[1], "$Junk");
    self->store->klass->close(box);
}

static void two_sessions(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    for (guint i = 0; i < 4; i++)
        deliver(self, "INBOX", MAIL, NULL);
    StoreBox *one = open_box(self, "INBOX"), *other = open_box(self, "INBOX");
    cr_assert_eq(message(one, 0)->flags, STORE_RECENT);
    cr_assert_eq(message(other, 0)->flags, 0, "\\Recent is told to one session");
    const guint gone[] = {0, 2};
    cr_assert_eq(klass->expunge(one, gone, 2), STORE_OK);
    cr_assert_eq(klass->set_flags(one, 1, STORE_SEEN, 0), STORE_OK);
    cr_assert(klass->text(other, 0) == NULL);
    cr_assert_eq(klass->set_flags(other, 0, STORE_SEEN, 0), STORE_NO_SUCH);

    g_autoptr(StoreChanges) kept = klass->sync(other, TRUE);
    cr_assert_eq(kept->expunged->len, 0);
    cr_assert_eq(other->messages->len, 4);
    cr_assert_eq(kept->flags->len, 1);
    cr_assert_eq(g_array_index(kept->flags, guint32, 0), 4);
    g_autoptr(StoreChanges) told = klass->sync(other, FALSE);
    cr_assert_eq(told->expunged->len, 2);
    cr_assert_eq(g_array_index(told->expunged, guint32, 0), 1);
    cr_assert_eq(g_array_index(told->expunged, guint32, 1), 2);
    cr_assert_eq(other->messages->len, 2);
    cr_assert_eq(message(other, 1)->flags, STORE_SEEN);
    klass->close(one);
    klass->close(other);
}

static void folders(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    Store *store = self->store;
    cr_assert_eq(klass->create(store, "bob", "Work/Käse & Brot/v1.0", NULL), STORE_OK);
    cr_assert_eq(klass->create(store, "bob", "Sent", NULL), STORE_OK);
    cr_assert_eq(klass->create(store, "bob", "Old", "\\Archive"), STORE_OK);
    cr_assert_eq(klass->create(store, "bob", "Sent", NULL), STORE_EXISTS);
    cr_assert_eq(klass->create(store, "bob", "inbox", NULL), STORE_EXISTS);
    cr_assert_eq(klass->create(store, "bob", "a//b", NULL), STORE_INVALID);
    cr_assert_eq(klass->create(store, "bob", "", NULL), STORE_INVALID);
    cr_assert_eq(klass->create(store, "bob", "new\nline", NULL), STORE_INVALID);
    cr_assert_eq(klass->remove(store, "bob", "INBOX"), STORE_INVALID);
    cr_assert_eq(klass->remove(store, "bob", "Nowhere"), STORE_NO_SUCH);
    cr_assert_eq(klass->subscribe(store, "bob", "Sent", TRUE), STORE_OK);
    cr_assert_eq(klass->subscribe(store, "bob", "Ghost", TRUE), STORE_OK);
    restart(self);
    store = self->store;
    g_autoptr(GPtrArray) list = NULL;
    cr_assert_eq(klass->list(store, "bob", &list), STORE_OK);
    g_autoptr(GString) seen = g_string_new(NULL);
    for (guint i = 0; i < list->len; i++) {
        const StoreFolder *folder = list->pdata[i];
        g_string_append_printf(
            seen, "%s%s%s%s %s;", folder->name, folder->is_subscribed ? " sub" : "",
            folder->has_children ? " children" : "", folder->is_no_select ? " noselect" : "",
            folder->special_use != NULL ? folder->special_use : "");
    }
    cr_assert_str_eq(seen->str, "INBOX ;Ghost sub noselect ;Old \\Archive;Sent sub \\Sent;"
                                "Work children noselect ;Work/Käse & Brot children noselect ;"
                                "Work/Käse & Brot/v1.0 ;");
}

static void removal_and_rename(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    Store *store = self->store;
    klass->create(store, "bob", "A", NULL);
    klass->create(store, "bob", "A/B", NULL);
    deliver(self, "A/B", MAIL, NULL);
    StoreBox *box = open_box(self, "A/B");
    cr_assert_eq(klass->rename(store, "bob", "A", "A/C"), STORE_INVALID);
    cr_assert_eq(klass->rename(store, "bob", "A", "Z"), STORE_OK);
    g_autoptr(StoreChanges) changes = klass->sync(box, FALSE);
    cr_assert_eq(box->messages->len, 0, "who has it open sees it empty");
    klass->close(box);
    box = open_box(self, "Z/B");
    cr_assert_eq(box->messages->len, 1);
    expect_text(self, box, 0, MAIL);
    guint32 uid_validity = box->uid_validity;
    cr_assert_eq(klass->remove(store, "bob", "Z/B"), STORE_OK);
    klass->close(box);
    cr_assert_eq(klass->create(store, "bob", "Z/B", NULL), STORE_OK);
    box = open_box(self, "Z/B");
    cr_assert_gt(box->uid_validity, uid_validity);
    cr_assert_eq(box->messages->len, 0);
    klass->close(box);

    deliver(self, "INBOX", MAIL, NULL);
    cr_assert_eq(klass->rename(store, "bob", "INBOX", "Was"), STORE_OK);
    StoreStatus status;
    cr_assert_eq(klass->status(store, "bob", "INBOX", &status), STORE_OK);
    cr_assert_eq(status.messages, 0);
    cr_assert_eq(klass->status(store, "bob", "Was", &status), STORE_OK);
    cr_assert_eq(status.messages, 1);
    cr_assert_eq(status.octets, strlen(MAIL));
}

static void copies(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    const char *const keywords[] = {"Blue", NULL};
    StoreMarks marks = {.flags = STORE_SEEN, .keywords = keywords, .received_s = 1000000000};
    klass->create(self->store, "bob", "To", NULL);
    deliver(self, "INBOX", MAIL, NULL);
    deliver(self, "INBOX", "other\r\n", &marks);
    StoreBox *box = open_box(self, "INBOX");
    const guint both[] = {0, 1};
    guint32 uid_validity;
    g_autoptr(GArray) uids = NULL;
    cr_assert_eq(klass->copy(box, both, 2, "To", &uid_validity, &uids), STORE_OK);
    cr_assert_eq(uids->len, 2);
    klass->close(box);
    restart(self);
    box = open_box(self, "To");
    cr_assert_eq(box->uid_validity, uid_validity);
    cr_assert_eq(message(box, 1)->uid, g_array_index(uids, guint32, 1));
    cr_assert_eq(message(box, 1)->flags & STORE_SEEN, STORE_SEEN);
    cr_assert_eq(message(box, 1)->received_s, 1000000000);
    cr_assert_str_eq(box->keywords->pdata[0], "Blue");
    expect_text(self, box, 1, "other\r\n");
    klass->close(box);
}

static void maildrop_lock(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    cr_assert_eq(klass->lock_maildrop(self->store, "bob"), STORE_OK);
    cr_assert_eq(klass->lock_maildrop(self->store, "bob"), STORE_IN_USE);
    cr_assert_eq(klass->lock_maildrop(self->store, "alice"), STORE_OK);
    klass->unlock_maildrop(self->store, "bob");
    cr_assert_eq(klass->lock_maildrop(self->store, "bob"), STORE_OK);
}

static void samples(Fixture *self) {
    const StoreClass *klass = self->store->klass;
    cr_assert_eq(mailbox_add_samples(self->store, self->users, DOMAIN, 1764000000), STORE_OK);
    cr_assert_eq(mailbox_add_samples(self->store, self->users, DOMAIN, 1764000000), STORE_OK);
    StoreBox *box = open_box(self, "INBOX");
    cr_assert_eq(box->messages->len, 3);
    for (guint i = 0; i < 3; i++) {
        g_autoptr(GBytes) text = klass->text(box, i);
        gsize length;
        const char *octets = g_bytes_get_data(text, &length);
        cr_assert_arr_eq(octets, "Return-Path: <", 14);
        cr_assert(memchr(octets, '%', length) == NULL);
    }
    klass->close(box);
    g_autoptr(GPtrArray) list = NULL;
    klass->list(self->store, "alice", &list);
    cr_assert_eq(list->len, 6);
}

typedef struct {
    const char *name;
    void (*run)(Fixture *self);
} Promise;

static const Promise promises[] = {
    {"recipients", recipients},
    {"delivery", delivery},
    {"octets last", octets_last},
    {"abandoned draft", abandoned_draft},
    {"uids last", uids_last},
    {"flags last", flags_last},
    {"two sessions", two_sessions},
    {"folders", folders},
    {"removal and rename", removal_and_rename},
    {"copies", copies},
    {"maildrop lock", maildrop_lock},
    {"samples", samples},
};

ParameterizedTestParameters(mailbox, promise) {
    static guint indexes[2 * G_N_ELEMENTS(promises)];
    for (guint i = 0; i < G_N_ELEMENTS(indexes); i++)
        indexes[i] = i;
    return cr_make_param_array(guint, indexes, G_N_ELEMENTS(indexes));
}

ParameterizedTest(guint *index, mailbox, promise) {
    Fixture self;
    set_up(&self, *index % 2 == 1);
    promises[*index / 2].run(&self);
    tear_down(&self);
}
