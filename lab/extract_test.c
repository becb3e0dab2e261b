/* SPDX-License-Identifier: MIT */
/* --extract against a real directory. */
#include "extract.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *parent, *path;
    Extract *extract;
    NoteConversation conversation;
} Fixture;

static void begin(Fixture *self) {
    g_autoptr(GError) error = NULL;
    *self = (Fixture){.conversation = {.stream = 3}};
    self->parent = g_dir_make_tmp("maillab-extract-XXXXXX", NULL);
    self->path = g_build_filename(self->parent, "parts", NULL);
    self->extract = extract_open(self->path, FALSE, &error);
    cr_assert_not_null(self->extract);
    extract_set_file(self->extract, "a.pcap");
}

static void remove_tree(const char *path) {
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        remove_tree(child);
    }
    g_remove(path);
}

static void end(Fixture *self) {
    remove_tree(self->parent);
    g_free(self->parent);
    g_free(self->path);
}

static ExtractCount close_it(Fixture *self) {
    g_autoptr(GError) error = NULL;
    ExtractCount count;
    cr_assert(extract_close(self->extract, &count, &error), "%s", error ? error->message : "");
    return count;
}

static void assert_file(const Fixture *self, const char *name, const char *expected) {
    g_autofree char *path = g_build_filename(self->path, name, NULL);
    g_autofree char *contents = NULL;
    cr_assert(g_file_get_contents(path, &contents, NULL, NULL), "%s is missing", name);
    cr_assert_str_eq(contents, expected, "%s", name);
}

static void part(Fixture *self, guint64 key, const char *path, const char *text) {
    extract_part_begin(self->extract, key, path);
    extract_part_octets(self->extract, key, (const guint8 *)text, strlen(text));
    extract_part_end(self->extract, key);
}

static void text(Fixture *self, guint64 key, const char *octets) {
    extract_message_octets(self->extract, key, (const guint8 *)octets, strlen(octets));
}

Test(extract, two_messages_at_a_time) {
    Fixture it;
    begin(&it);
    NotePart parts[] = {
        {.path = "1", .type = "text/plain", .filename = "../evil.txt", .is_leaf = TRUE},
        {.path = "2", .type = "image/png", .filename = "EVIL.txt", .is_leaf = TRUE},
        {.path = "3", .type = "image/png", .is_leaf = TRUE}};
    NoteMessage first = {.n = 0, .parts = parts, .n_parts = G_N_ELEMENTS(parts)};
    NoteMessage second = {.n = 1, .verdict = NOTE_REFUSED, .integrity = NOTE_UNTERMINATED};
    extract_message_begin(it.extract, 10);
    extract_message_begin(it.extract, 11);
    text(&it, 10, "Subject: a\r\n");
    text(&it, 11, "Subject: b\r\n");
    part(&it, 10, "1", "one");
    part(&it, 10, "2", "two");
    text(&it, 10, "\r\nbody\r\n");
    part(&it, 10, "3", "");
    extract_message_done(it.extract, 11, &it.conversation, &second);
    extract_message_done(it.extract, 10, &it.conversation, &first);
    ExtractCount count = close_it(&it);
    cr_assert_eq(count.messages, 2);
    cr_assert_eq(count.parts, 3);
    assert_file(&it, "stream3-message0.eml", "Subject: a\r\n\r\nbody\r\n");
    assert_file(&it, "stream3-message1.eml", "Subject: b\r\n");
    assert_file(&it, "stream3-message0/evil.txt", "one");
    assert_file(&it, "stream3-message0/EVIL-2.txt", "two");
    assert_file(&it, "stream3-message0/part-3.png", "");
    g_autofree char *command = g_strdup_printf("cd %s && sha256sum --quiet -c SHA256SUMS", it.path);
    cr_assert_eq(system(command), 0);
    g_autofree char *outside = g_build_filename(it.parent, "evil.txt", NULL);
    cr_assert_not(g_file_test(outside, G_FILE_TEST_EXISTS));
    end(&it);
}

Test(extract, manifest) {
    Fixture it;
    begin(&it);
    NoteMessage note = {.n = 0};
    extract_message_begin(it.extract, 1);
    extract_message_done(it.extract, 1, &it.conversation, &note);
    close_it(&it);
    assert_file(&it, "manifest.json",
                "[\n{\"file\":\"stream3-message0.eml\",\"capture\":\"a.pcap\",\"stream\":3,"
                "\"message\":0,\"verdict\":\"accepted\",\"integrity\":\"complete\",\"octets\":0,"
                "\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\","
                "\"parts\":[]}\n]\n");
    end(&it);
}

Test(extract, a_message_never_told_leaves_nothing) {
    Fixture it;
    begin(&it);
    extract_message_begin(it.extract, 1);
    part(&it, 1, "1", "x");
    extract_part_begin(it.extract, 1, "2");
    cr_assert_eq(close_it(&it).messages, 0);
    assert_file(&it, "manifest.json", "[\n\n]\n");
    assert_file(&it, "SHA256SUMS", "");
    g_autoptr(GDir) directory = g_dir_open(it.path, 0, NULL);
    guint names = 0;
    while (g_dir_read_name(directory) != NULL)
        names++;
    cr_assert_eq(names, 2);
    end(&it);
}

Test(extract, nothing_is_replaced) {
    Fixture it;
    begin(&it);
    close_it(&it);
    g_autoptr(GError) error = NULL;
    cr_assert_null(extract_open(it.path, FALSE, &error));
    cr_assert_not_null(strstr(error->message, "holds files already"));
    end(&it);
}

Test(extract, a_link_in_the_way_is_not_followed) {
    Fixture it;
    begin(&it);
    g_autofree char *link = g_build_filename(it.path, "stream3-message0.eml", NULL);
    g_autofree char *victim = g_build_filename(it.parent, "victim", NULL);
    g_autoptr(GError) error = NULL;
    ExtractCount count;
    NoteMessage note = {.n = 0};
    cr_assert_eq(symlink(victim, link), 0);
    extract_message_begin(it.extract, 1);
    text(&it, 1, "x");
    extract_message_done(it.extract, 1, &it.conversation, &note);
    cr_assert_not(extract_close(it.extract, &count, &error));
    cr_assert_not(g_file_test(victim, G_FILE_TEST_EXISTS));
    end(&it);
}
