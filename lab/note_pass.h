/* SPDX-License-Identifier: MIT */
/* Notes for somebody who stands before a renderer: what he has no use for goes straight on. */
#pragma once

#include "notes/notes.h"

/* To whom the notes go on. The first member of who stands between, so that the functions below can
 * stand in his NoteSink. */
typedef struct {
    const NoteSink *sink;
    gpointer user;
} NotePass;

/* Each hands its note on if there is a function for it; `pass` is a NotePass. */
void note_pass_opened(gpointer pass, NoteConversation *conversation);
void note_pass_conversation(gpointer pass, NoteConversation *conversation);
void note_pass_command(gpointer pass, NoteConversation *conversation, const NoteCommand *note);
void note_pass_reply(gpointer pass, NoteConversation *conversation, const NoteReply *note);
void note_pass_transition(gpointer pass, NoteConversation *conversation,
                          const NoteTransition *note);
void note_pass_message(gpointer pass, NoteConversation *conversation, const NoteMessage *note);
void note_pass_sasl(gpointer pass, NoteConversation *conversation, const NoteSasl *note);
void note_pass_tls(gpointer pass, NoteConversation *conversation, const NoteTls *note);
void note_pass_tcp(gpointer pass, NoteConversation *conversation, const NoteTcp *note);
void note_pass_finding(gpointer pass, NoteConversation *conversation, const NoteFinding *note);
void note_pass_leaf(gpointer pass, NoteConversation *conversation, const NoteLeaf *note);
void note_pass_dns(gpointer pass, const NoteDns *note);
void note_pass_journey(gpointer pass, const NoteJourney *note);
void note_pass_capture(gpointer pass, const NoteCapture *note);
void note_pass_end(gpointer pass, const NoteEnd *note);
