/* SPDX-License-Identifier: MIT */
/* Notes -> the same notes to a renderer, and message octets to --extract. */
#include "extract_tee.h"

static void on_message_begin(gpointer user, NoteConversation *conversation, guint64 key) {
    extract_message_begin(((const ExtractTee *)user)->extract, key);
}

static void on_message_octets(gpointer user, guint64 key, const guint8 *octets, gsize length) {
    extract_message_octets(((const ExtractTee *)user)->extract, key, octets, length);
}

static void on_part_begin(gpointer user, guint64 key, const char *path) {
    extract_part_begin(((const ExtractTee *)user)->extract, key, path);
}

static void on_part_octets(gpointer user, guint64 key, const guint8 *octets, gsize length) {
    extract_part_octets(((const ExtractTee *)user)->extract, key, octets, length);
}

static void on_part_end(gpointer user, guint64 key) {
    extract_part_end(((const ExtractTee *)user)->extract, key);
}

static void on_message_done(gpointer user, guint64 key, NoteConversation *conversation,
                            const NoteMessage *note) {
    extract_message_done(((const ExtractTee *)user)->extract, key, conversation, note);
}

const NoteSink extract_tee_sink = {
    .opened = note_pass_opened,
    .command = note_pass_command,
    .reply = note_pass_reply,
    .transition = note_pass_transition,
    .message = note_pass_message,
    .sasl = note_pass_sasl,
    .tls = note_pass_tls,
    .tcp = note_pass_tcp,
    .finding = note_pass_finding,
    .leaf = note_pass_leaf,
    .conversation = note_pass_conversation,
    .dns = note_pass_dns,
    .capture = note_pass_capture,
    .journey = note_pass_journey,
    .end = note_pass_end,
    .message_begin = on_message_begin,
    .message_octets = on_message_octets,
    .part_begin = on_part_begin,
    .part_octets = on_part_octets,
    .part_end = on_part_end,
    .message_done = on_message_done,
};
