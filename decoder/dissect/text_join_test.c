/* SPDX-License-Identifier: MIT */
/* However a text is cut, its reader gets all of it, in order, and in few pieces. */
#include "dissect/text_join.h"

#include <criterion/criterion.h>
#include <string.h>

#define PACKET 1000000u /* octets of text between two flushes */

typedef struct {
    GByteArray *octets;
    guint calls;
} Seen;

static void on_octets(gpointer user, guint64 key, const guint8 *octets, gsize length) {
    Seen *seen = user;
    g_byte_array_append(seen->octets, octets, (guint)length);
    seen->calls++;
}

/* A text in pieces of `length` octets with a dot before each, as one packet. */
static void push_text(const guint8 *text, gsize length, gboolean labels, Seen *seen,
                      MessageReader **reader, Workshop *workshop, StreamConnection *connection) {
    static const NoteSink sink = {.message_octets = on_octets};
    static DecoderOptions options;
    options = (DecoderOptions){.labels = labels};
    workshop_init(workshop, &options, &sink, seen);
    g_autoptr(Conversation) conversation =
        conversation_new(workshop, connection, &spec_smtp, NOTE_DETECTED_BY_PORT, FALSE);
    *reader = message_reader_new(conversation, 0);
    for (gsize at = 0; at < PACKET; at += length) {
        text_join_dot(*reader);
        text_join_push(*reader, text + at, MIN(length, PACKET - at));
    }
    text_join_flush(*reader);
    text_join_flush(*reader);
    message_reader_finish(*reader);
    cr_expect_eq((*reader)->stuffed_dots, (PACKET + length - 1) / length);
    message_reader_free(*reader);
}

static void check(gsize length, gboolean labels, guint calls_max) {
    g_autofree guint8 *text = g_malloc(PACKET);
    for (gsize i = 0; i < PACKET; i++)
        text[i] = i % 61 == 60 ? '\n' : (guint8)('a' + i % 26);
    Seen seen = {g_byte_array_new(), 0};
    MessageReader *reader = NULL;
    Workshop workshop;
    StreamConnection connection = {.opened = STREAM_OPENED_SEEN};
    push_text(text, length, labels, &seen, &reader, &workshop, &connection);
    cr_assert_eq(seen.octets->len, PACKET);
    cr_expect_eq(memcmp(seen.octets->data, text, PACKET), 0, "pieces of %zu", length);
    cr_expect_leq(seen.calls, calls_max, "pieces of %zu: %u calls", length, seen.calls);
    workshop_clear(&workshop);
    g_byte_array_unref(seen.octets);
}

Test(text_join, small_pieces_become_large_ones) {
    static const gsize lengths[] = {1, 2, 60, 61, 1000, 8191, 8192, 8193};
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++)
        check(lengths[i], FALSE, PACKET / 8192 + 2);
}

Test(text_join, large_pieces_are_lent) {
    check(16384, FALSE, PACKET / 16384 + 1);
    check(16385, FALSE, PACKET / 16385 + 1);
    check(PACKET, FALSE, 1);
}

/* Where octets are labelled, each dot must stand at its place. */
Test(text_join, labels_keep_pieces_apart) {
    check(60, TRUE, PACKET);
}
