/* SPDX-License-Identifier: MIT */
/* A note -> the same note to the next reader. It looks at none of them. */
#include "note_pass.h"

void note_pass_opened(gpointer pass, NoteConversation *conversation) {
    const NotePass *self = pass;
    if (self->sink->opened != NULL)
        self->sink->opened(self->user, conversation);
}

void note_pass_conversation(gpointer pass, NoteConversation *conversation) {
    const NotePass *self = pass;
    if (self->sink->conversation != NULL)
        self->sink->conversation(self->user, conversation);
}

void note_pass_command(gpointer pass, NoteConversation *conversation, const NoteCommand *note) {
    const NotePass *self = pass;
    if (self->sink->command != NULL)
        self->sink->command(self->user, conversation, note);
}

void note_pass_reply(gpointer pass, NoteConversation *conversation, const NoteReply *note) {
    const NotePass *self = pass;
    if (self->sink->reply != NULL)
        self->sink->reply(self->user, conversation, note);
}

void note_pass_transition(gpointer pass, NoteConversation *conversation,
                          const NoteTransition *note) {
    const NotePass *self = pass;
    if (self->sink->transition != NULL)
        self->sink->transition(self->user, conversation, note);
}

void note_pass_message(gpointer pass, NoteConversation *conversation, const NoteMessage *note) {
    const NotePass *self = pass;
    if (self->sink->message != NULL)
        self->sink->message(self->user, conversation, note);
}

void note_pass_sasl(gpointer pass, NoteConversation *conversation, const NoteSasl *note) {
    const NotePass *self = pass;
    if (self->sink->sasl != NULL)
        self->sink->sasl(self->user, conversation, note);
}

void note_pass_tls(gpointer pass, NoteConversation *conversation, const NoteTls *note) {
    const NotePass *self = pass;
    if (self->sink->tls != NULL)
        self->sink->tls(self->user, conversation, note);
}

void note_pass_tcp(gpointer pass, NoteConversation *conversation, const NoteTcp *note) {
    const NotePass *self = pass;
    if (self->sink->tcp != NULL)
        self->sink->tcp(self->user, conversation, note);
}

void note_pass_finding(gpointer pass, NoteConversation *conversation, const NoteFinding *note) {
    const NotePass *self = pass;
    if (self->sink->finding != NULL)
        self->sink->finding(self->user, conversation, note);
}

void note_pass_leaf(gpointer pass, NoteConversation *conversation, const NoteLeaf *note) {
    const NotePass *self = pass;
    if (self->sink->leaf != NULL)
        self->sink->leaf(self->user, conversation, note);
}

void note_pass_dns(gpointer pass, const NoteDns *note) {
    const NotePass *self = pass;
    if (self->sink->dns != NULL)
        self->sink->dns(self->user, note);
}

void note_pass_journey(gpointer pass, const NoteJourney *note) {
    const NotePass *self = pass;
    if (self->sink->journey != NULL)
        self->sink->journey(self->user, note);
}

void note_pass_capture(gpointer pass, const NoteCapture *note) {
    const NotePass *self = pass;
    if (self->sink->capture != NULL)
        self->sink->capture(self->user, note);
}

void note_pass_end(gpointer pass, const NoteEnd *note) {
    const NotePass *self = pass;
    if (self->sink->end != NULL)
        self->sink->end(self->user, note);
}
