/* SPDX-License-Identifier: MIT */
/* Notes -> the same notes to a renderer, and message octets to --extract. */
#include "extract_tee.h"

static void on_opened(gpointer user, NoteConversation *conversation) {
    const ExtractTee *self = user;
    if (self->renderer->opened != NULL)
        self->renderer->opened(self->renderer_user, conversation);
}

static void on_conversation(gpointer user, NoteConversation *conversation) {
    const ExtractTee *self = user;
    if (self->renderer->conversation != NULL)
        self->renderer->conversation(self->renderer_user, conversation);
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    const ExtractTee *self = user;
    if (self->renderer->command != NULL)
        self->renderer->command(self->renderer_user, conversation, note);
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    const ExtractTee *self = user;
    if (self->renderer->reply != NULL)
        self->renderer->reply(self->renderer_user, conversation, note);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    const ExtractTee *self = user;
    if (self->renderer->transition != NULL)
        self->renderer->transition(self->renderer_user, conversation, note);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    const ExtractTee *self = user;
    if (self->renderer->message != NULL)
        self->renderer->message(self->renderer_user, conversation, note);
}

static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    const ExtractTee *self = user;
    if (self->renderer->sasl != NULL)
        self->renderer->sasl(self->renderer_user, conversation, note);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    const ExtractTee *self = user;
    if (self->renderer->tls != NULL)
        self->renderer->tls(self->renderer_user, conversation, note);
}

static void on_tcp(gpointer user, NoteConversation *conversation, const NoteTcp *note) {
    const ExtractTee *self = user;
    if (self->renderer->tcp != NULL)
        self->renderer->tcp(self->renderer_user, conversation, note);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    const ExtractTee *self = user;
    if (self->renderer->finding != NULL)
        self->renderer->finding(self->renderer_user, conversation, note);
}

static void on_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *note) {
    const ExtractTee *self = user;
    if (self->renderer->leaf != NULL)
        self->renderer->leaf(self->renderer_user, conversation, note);
}

static void on_dns(gpointer user, const NoteDns *note) {
    const ExtractTee *self = user;
    if (self->renderer->dns != NULL)
        self->renderer->dns(self->renderer_user, note);
}

static void on_journey(gpointer user, const NoteJourney *note) {
    const ExtractTee *self = user;
    if (self->renderer->journey != NULL)
        self->renderer->journey(self->renderer_user, note);
}

static void on_capture(gpointer user, const NoteCapture *note) {
    const ExtractTee *self = user;
    if (self->renderer->capture != NULL)
        self->renderer->capture(self->renderer_user, note);
}

static void on_end(gpointer user, const NoteEnd *note) {
    const ExtractTee *self = user;
    if (self->renderer->end != NULL)
        self->renderer->end(self->renderer_user, note);
}

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
    .opened = on_opened,
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .tcp = on_tcp,
    .finding = on_finding,
    .leaf = on_leaf,
    .conversation = on_conversation,
    .dns = on_dns,
    .capture = on_capture,
    .journey = on_journey,
    .end = on_end,
    .message_begin = on_message_begin,
    .message_octets = on_message_octets,
    .part_begin = on_part_begin,
    .part_octets = on_part_octets,
    .part_end = on_part_end,
    .message_done = on_message_done,
};
