/* SPDX-License-Identifier: MIT */
/* The decoder's notes -> the ladder that servers write, which is told here when a conversation
 * begins and what only a listener meets: TLS whose beginning was not seen. It draws nothing. */
#include "watch_ladder.h"

static void on_opened(gpointer user, NoteConversation *conversation) {
    serve_ladder_open(user, conversation, conversation->spec->name);
}

static void on_command(gpointer user, NoteConversation *conversation, const NoteCommand *note) {
    serve_ladder_sink.command(user, conversation, note);
}

static void on_reply(gpointer user, NoteConversation *conversation, const NoteReply *note) {
    serve_ladder_sink.reply(user, conversation, note);
}

static void on_transition(gpointer user, NoteConversation *conversation,
                          const NoteTransition *note) {
    serve_ladder_sink.transition(user, conversation, note);
}

static void on_message(gpointer user, NoteConversation *conversation, const NoteMessage *note) {
    serve_ladder_sink.message(user, conversation, note);
}

static void on_sasl(gpointer user, NoteConversation *conversation, const NoteSasl *note) {
    serve_ladder_sink.sasl(user, conversation, note);
}

static void on_tls(gpointer user, NoteConversation *conversation, const NoteTls *note) {
    NoteTls named = *note;
    if (named.version == NULL)
        named.version = "TLS";
    serve_ladder_sink.tls(user, conversation, &named);
}

static void on_finding(gpointer user, NoteConversation *conversation, const NoteFinding *note) {
    serve_ladder_sink.finding(user, conversation, note);
}

static void on_conversation(gpointer user, NoteConversation *conversation) {
    serve_ladder_sink.conversation(user, conversation);
}

const NoteSink watch_ladder_sink = {
    .opened = on_opened,
    .command = on_command,
    .reply = on_reply,
    .transition = on_transition,
    .message = on_message,
    .sasl = on_sasl,
    .tls = on_tls,
    .finding = on_finding,
    .conversation = on_conversation,
};
