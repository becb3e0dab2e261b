/* SPDX-License-Identifier: MIT */
#include "dissect/dns_answer.h"
#include "dissect/dns_lookups.h"

#include <criterion/criterion.h>
#include <string.h>

/* Header (id 7, flags, one question, answers), then the question b.example of a type. */
#define QUESTION                                                                                   \
    "\x01"                                                                                         \
    "b\x07"                                                                                        \
    "example\0"
#define HEADER(flags, n) "\0\x07" flags "\0\x01\0" n "\0\0\0\0"
#define NAME "\xc0\x0c" /* points to the question */
#define RECORD(type, size) NAME "\0" type "\0\x01\0\0\0\x3c\0" size
#define BYTES(literal) (const guint8 *)(literal), sizeof(literal) - 1

static char *texts_of(const guint8 *octets, gsize length) {
    g_autofree guint8 *copy = g_memdup2(octets, MAX(length, 1));
    g_autoptr(DnsAnswer) answer = dns_answer_read(copy, length);
    if (answer == NULL) {
        return g_strdup("none");
    }
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s %s:", answer->name, answer->kind);
    for (guint i = 0; i < answer->texts->len; i++) {
        g_string_append_printf(text, " %s", (char *)answer->texts->pdata[i]);
    }
    g_string_append(text, answer->is_null_mx ? " null-mx" : "");
    g_string_append(text, answer->has_no_such_name ? " no-such-name" : "");
    if (answer->failure != NULL) {
        g_string_append_printf(text, " (%s)", answer->failure);
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const guint8 *octets;
    gsize length;
    const char *expected;
} cases[] = {
    {BYTES(HEADER("\x81\x80", "\x01") QUESTION "\0\x0f\0\x01" RECORD("\x0f", "\x08") "\0\x0a\x03"
                                                                                     "mta\xc0\x0c"),
     "b.example MX: 10 mta.b.example"},
    {BYTES(HEADER("\x81\x80", "\x01") QUESTION "\0\x0f\0\x01" RECORD("\x0f", "\x03") "\0\0\0"),
     "b.example MX: 0 . null-mx"},
    {BYTES(HEADER("\x81\x80", "\x01") QUESTION
           "\0\x01\0\x01" RECORD("\x01", "\x04") "\x0a\0\x01\x02"),
     "b.example A: 10.0.1.2"},
    {BYTES(HEADER("\x81\x80", "\x02") QUESTION "\0\x01\0\x01" RECORD(
         "\x05", "\x04") "\x01h\xc0\x0c"
                         "\xc0\x27\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\0\x01\x03"),
     "b.example A: CNAME h.b.example 10.0.1.3"},
    {BYTES(HEADER("\x81\x80", "\x01") QUESTION
           "\0\x1c\0\x01" RECORD("\x1c", "\x10") "\xfd\0\0\x18\0\x01\0\0\0\0\0\0\0\0\0\x02"),
     "b.example AAAA: fd00:18:1::2"},
    {BYTES(HEADER("\x81\x83", "\0") QUESTION "\0\x0f\0\x01"), "b.example MX: no-such-name"},
    {BYTES(HEADER("\x81\x82", "\0") QUESTION "\0\x0f\0\x01"), "b.example MX: (SERVFAIL)"},
    {BYTES(HEADER("\x83\x80", "\0") QUESTION "\0\x0f\0\x01"), "b.example MX: (truncated)"},
    {BYTES(HEADER("\x81\x80", "\0") QUESTION "\0\x1c\0\x01"), "b.example AAAA:"},
    {BYTES(HEADER("\x01\0", "\0") QUESTION "\0\x0f\0\x01"), "b.example MX:"},
    {BYTES(HEADER("\x81\x80", "\0") QUESTION "\0\x0c\0\x01"), "none"}, /* PTR */
    {BYTES(HEADER("\x81\x80", "\0") "\xc0\x0c\0\x0f\0\x01"), "none"},  /* a pointer to itself */
    {BYTES(HEADER("\x81\x80", "\x7f") QUESTION "\0\x01\0\x01"), "b.example A: (damaged)"},
    {BYTES(""), "none"},
};

Test(dns, answers) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = texts_of(cases[i].octets, cases[i].length);
        cr_expect_str_eq(text, cases[i].expected, "case %zu: %s", i, text);
    }
}

Test(dns, cut_or_spoiled_anywhere) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize n = 0; n < cases[i].length; n++) {
            g_autofree char *cut = texts_of(cases[i].octets, n);
            cr_assert(strchr(cut, '/') == NULL);
            g_autofree guint8 *spoiled = g_memdup2(cases[i].octets, cases[i].length);
            spoiled[n] ^= 0xff;
            g_autofree char *text = texts_of(spoiled, cases[i].length);
            cr_assert(g_utf8_validate(text, -1, NULL));
        }
    }
}

typedef struct {
    DnsLookups *lookups;
    GString *told;
    guint64 frame;
} Scene;

static void on_dns(gpointer user, const NoteDns *note) {
    Scene *self = user;
    g_string_append_printf(self->told, "%s@%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "=%d;",
                           note->kind, note->frames.first, note->frames.last,
                           (int)note->for_stream);
}

static const NoteSink sink = {.dns = on_dns};

/* Case `i` of the table above, as a datagram from the name server to 10.0.1.1. */
static void push(Scene *self, gsize i, gboolean is_query) {
    NetEndpoint asker = {{4, {10, 0, 1, 1}}, 40000}, server = {{4, {10, 0, 1, 53}}, 53};
    NetUnit unit = {.frame = ++self->frame, .source = is_query ? asker : server};
    unit.destination = is_query ? server : asker;
    unit.payload = cases[i].octets;
    unit.captured = (guint32)cases[i].length;
    dns_lookups_push(self->lookups, &unit);
}

static void converse(Scene *self, guint32 stream, guint8 host) {
    NoteConversation note = {.stream = stream, .frames = {++self->frame, self->frame}};
    note.client.address = (NetAddress){4, {10, 0, 1, 1}};
    note.server.address = (NetAddress){4, {10, 0, 1, host}};
    dns_lookups_tell(self->lookups, &note);
}

Test(dns, each_look_up_is_told_once_with_the_conversation_it_led_to) {
    Scene scene = {.told = g_string_new(NULL)};
    scene.lookups = dns_lookups_new(&sink, &scene);
    push(&scene, 9, TRUE);  /* 1: MX? */
    push(&scene, 0, FALSE); /* 2: mta.b.example */
    push(&scene, 2, FALSE); /* 3: A of b.example: 10.0.1.2 */
    push(&scene, 8, FALSE); /* 4: AAAA of b.example: none */
    converse(&scene, 5, 9);
    cr_assert_str_eq(scene.told->str, "");
    converse(&scene, 6, 2);
    cr_assert_str_eq(scene.told->str, "A@3-3=6;AAAA@4-4=6;");
    converse(&scene, 7, 2);
    dns_lookups_finish(scene.lookups);
    cr_assert_str_eq(scene.told->str, "A@3-3=6;AAAA@4-4=6;MX@1-2=-1;");
    dns_lookups_free(scene.lookups);
    g_string_free(scene.told, TRUE);
}

Test(dns, only_the_recent_ones_are_kept) {
    Scene scene = {.told = g_string_new(NULL)};
    scene.lookups = dns_lookups_new(&sink, &scene);
    for (guint i = 0; i < DNS_LOOKUPS_MAX + 3; i++) {
        push(&scene, 0, FALSE);
    }
    dns_lookups_finish(scene.lookups);
    guint n = 0;
    for (const char *at = scene.told->str; *at != '\0'; at++) {
        n += *at == ';' ? 1 : 0;
    }
    cr_assert_eq(n, DNS_LOOKUPS_MAX);
    dns_lookups_free(scene.lookups);
    g_string_free(scene.told, TRUE);
}
