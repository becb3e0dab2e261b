/* SPDX-License-Identifier: MIT */
/* For tests of renderers: a made-up conversation, told as notes to any sink. */
#pragma once

#include "notes/notes.h"

#include <string.h>

#define STORY_TEXT(literal) ((NoteText){(literal), sizeof(literal) - 1})

/* 2026-11-23 12:00:01 UTC */
#define STORY_TIME_NS (G_GINT64_CONSTANT(1795435201) * 1000000000)

typedef struct {
    const NoteSink *sink;
    gpointer user;
    NoteConversation conversation;
    NoteCommand command; /* the last one */
    NoteReply reply;     /* the last one */
    guint64 frame;
} Story;

static inline void story_begin(Story *self, const NoteSink *sink, gpointer user, guint32 stream) {
    *self = (Story){.sink = sink, .user = user};
    self->conversation = (NoteConversation){
        .stream = stream,
        .spec = &spec_smtp,
        .client = {{4, {10, 0, 1, 10}}, 43516},
        .server = {{4, {10, 0, 1, 1}}, 25},
        .server_name = (char *)"mail.ksit.example",
        .frames = {1, 35},
        .first_time_ns = STORY_TIME_NS,
        .last_time_ns = STORY_TIME_NS + 1200000000,
        .packets = 33,
        .octets = {900, 700},
        .opened = NOTE_OPENED_SEEN,
        .closed = NOTE_CLOSED_FIN,
        .final_state = SMTP_STATE_CLOSED,
    };
    if (sink->opened != NULL)
        sink->opened(user, &self->conversation);
}

static inline NoteCommand *story_command_new(Story *self, int command, NoteText verb,
                                             NoteText argument, int state) {
    guint n = self->conversation.commands++;
    guint64 offset = self->command.span.offset + self->command.span.length;
    self->frame += 2;
    self->command = (NoteCommand){
        .n = n,
        .command = command,
        .verb = verb,
        .argument = argument,
        .frames = {self->frame, self->frame},
        .time_ns = STORY_TIME_NS + (gint64)self->frame * 1000000,
        .span = {DIRECTION_CLIENT, offset, verb.length + 1 + argument.length + 2},
        .state = state,
        .segments = 1,
        .is_written = TRUE,
    };
    return &self->command;
}

static inline void story_command(Story *self) {
    self->sink->command(self->user, &self->conversation, &self->command);
}

/* The reply to the last command; `to` is the state it leads to, -1 if no row matches. */
static inline NoteReply *story_reply(Story *self, const char *status, const NoteText *lines,
                                     guint n_lines, int to) {
    guint64 offset = self->reply.span.offset + self->reply.span.length;
    guint64 length = 0;
    for (guint i = 0; i < n_lines; i++)
        length += 4 + lines[i].length + 2;
    self->reply = (NoteReply){
        .n = self->conversation.replies++,
        .command = &self->command,
        .status = status,
        .lines = lines,
        .n_lines = n_lines,
        .frames = {self->frame + 1, self->frame + 1},
        .time_ns = STORY_TIME_NS + (gint64)(self->frame + 1) * 1000000,
        .span = {DIRECTION_SERVER, offset, length},
        .latency_ns = 812000,
        .remarks = self->reply.remarks,
        .n_remarks = self->reply.n_remarks,
    };
    self->sink->reply(self->user, &self->conversation, &self->reply);
    self->reply.remarks = NULL;
    self->reply.n_remarks = 0;
    if (to < 0)
        return &self->reply;
    SpecMachine machine = {.spec = self->conversation.spec, .state = self->command.state};
    NoteTransition transition = {.frame = self->frame + 1, .time_ns = self->reply.time_ns};
    if (spec_machine_reply(&machine, self->command.command, status, &transition.step))
        self->sink->transition(self->user, &self->conversation, &transition);
    return &self->reply;
}

static inline void story_finding(Story *self, const char *code, int command_n, const char *text) {
    const FindingKind *kind = finding_find(code);
    g_assert(kind != NULL);
    NoteFinding note = {.kind = kind,
                        .frames = {self->frame, self->frame},
                        .text = text == NULL ? kind->sentence : text,
                        .command_n = command_n};
    self->conversation.findings++;
    self->conversation.findings_by_severity[kind->severity]++;
    self->sink->finding(self->user, &self->conversation, &note);
}

static inline void story_end(Story *self) {
    self->sink->conversation(self->user, &self->conversation);
}

/* A message of two leaves. */
static inline void story_message(Story *self) {
    static const NoteText to[] = {STORY_TEXT("dummy@ksit.local"),
                                  STORY_TEXT("dummyuser@ksit.local")};
    static const NotePart parts[] = {
        {.path = "", .type = "multipart/mixed", .depth = 0, .is_last_child = TRUE},
        {.path = "1",
         .type = "text/plain",
         .charset = "utf-8",
         .encoding = "quoted-printable",
         .octets = 39,
         .encoded_octets = 45,
         .depth = 1,
         .is_leaf = TRUE,
         .has_sha256 = TRUE},
        {.path = "2",
         .type = "image/png",
         .encoding = "base64",
         .disposition = "attachment",
         .filename = "gradient one.png",
         .octets = 8791,
         .encoded_octets = 12034,
         .depth = 1,
         .is_leaf = TRUE,
         .is_last_child = TRUE,
         .has_sha256 = TRUE},
    };
    NoteMessage note = {
        .n = self->conversation.messages++,
        .carried_by = "DATA",
        .command = &self->command,
        .reply = &self->reply,
        .has_envelope = TRUE,
        .from = STORY_TEXT("rprustagi@ksit.edu.in"),
        .to = to,
        .n_to = G_N_ELEMENTS(to),
        .verdict = NOTE_ACCEPTED,
        .integrity = NOTE_COMPLETE,
        .octets = 12602,
        .stuffed_dots = 2,
        .has_sha256 = TRUE,
        .frames = {24, 29},
        .segments = 9,
        .subject = "Ein Bild für Dich",
        .from_header = "R. Rustagi <rprustagi@ksit.edu.in>",
        .message_id = "<a1@ksit.example>",
        .parts = parts,
        .n_parts = G_N_ELEMENTS(parts),
    };
    self->conversation.messages_accepted++;
    self->sink->message(self->user, &self->conversation, &note);
}

static inline void story_exchange(Story *self, int command, NoteText verb, NoteText argument,
                                  int state, const char *status, NoteText line, int to) {
    story_command_new(self, command, verb, argument, state);
    story_command(self);
    story_reply(self, status, &line, 1, to);
}

static inline void story_greet(Story *self) {
    static const NoteText greeting[] = {STORY_TEXT("mail.ksit.example ESMTP Postfix")};
    static const NoteText ehlo[] = {STORY_TEXT("mail.ksit.example"), STORY_TEXT("PIPELINING"),
                                    STORY_TEXT("SIZE 10240000"), STORY_TEXT("8BITMIME")};
    static const NoteRemark remarks[] = {
        {"ehlo-keyword:PIPELINING", "Commands may be sent in a row without waiting for replies.",
         "RFC 2920 §3"},
        {"ehlo-keyword:SIZE", "The largest message that the server takes, in octets.",
         "RFC 1870 §4"},
        {"ehlo-keyword:8BITMIME", "Message text may hold octets over 127.", "RFC 6152 §2"},
    };
    story_command_new(self, SMTP_CONNECT, STORY_TEXT("<connect>"), (NoteText){0}, SMTP_STATE_START);
    self->command.span.length = 0;
    story_command(self);
    story_reply(self, "220", greeting, 1, SMTP_STATE_GREETED);
    story_command_new(self, SMTP_EHLO, STORY_TEXT("EHLO"), STORY_TEXT("ksit.edu.in"),
                      SMTP_STATE_GREETED);
    story_command(self);
    self->reply.remarks = remarks;
    self->reply.n_remarks = G_N_ELEMENTS(remarks);
    story_reply(self, "250", ehlo, G_N_ELEMENTS(ehlo), SMTP_STATE_READY);
}

/* The whole conversation: one mail to two recipients, a third is refused. */
static inline void story_tell(Story *self) {
    story_greet(self);
    story_exchange(self, SMTP_MAIL, STORY_TEXT("MAIL"), STORY_TEXT("FROM: rprustagi@ksit.edu.in"),
                   SMTP_STATE_READY, "250", STORY_TEXT("2.1.0 Ok"), SMTP_STATE_MAIL);
    story_finding(self, "smtp.no-brackets", 2, NULL);
    story_exchange(self, SMTP_RCPT, STORY_TEXT("RCPT"), STORY_TEXT("TO:<dummy@ksit.local>"),
                   SMTP_STATE_MAIL, "250", STORY_TEXT("2.1.5 Ok"), SMTP_STATE_RCPT);
    story_command_new(self, SMTP_RCPT, STORY_TEXT("RCPT"), STORY_TEXT("TO:<dummyuser@ksit.local>"),
                      SMTP_STATE_RCPT);
    self->command.pipelined = TRUE;
    self->command.segments = 2;
    story_command(self);
    static const NoteText ok[] = {STORY_TEXT("2.1.5 Ok")};
    story_reply(self, "250", ok, 1, SMTP_STATE_RCPT);
    story_exchange(
        self, SMTP_RCPT, STORY_TEXT("RCPT"), STORY_TEXT("TO:<nobody@ksit.local>"), SMTP_STATE_RCPT,
        "550", STORY_TEXT("5.1.1 <nobody@ksit.local>: Recipient address rejected: User unknown"),
        -1);
    story_exchange(self, SMTP_DATA, STORY_TEXT("DATA"), (NoteText){0}, SMTP_STATE_RCPT, "354",
                   STORY_TEXT("End data with <CR><LF>.<CR><LF>"), SMTP_STATE_DATA);
    story_command_new(self, SMTP_END_OF_DATA, STORY_TEXT("<end-of-data>"), (NoteText){0},
                      SMTP_STATE_DATA);
    self->command.frames.last += 5;
    self->command.segments = 9;
    self->command.span.length = 12607;
    self->frame += 5;
    story_command(self);
    static const NoteText queued[] = {STORY_TEXT("2.0.0 Ok: queued as 89715362D67")};
    story_reply(self, "250", queued, 1, SMTP_STATE_READY);
    story_message(self);
    story_exchange(self, SMTP_QUIT, STORY_TEXT("QUIT"), (NoteText){0}, SMTP_STATE_READY, "221",
                   STORY_TEXT("2.0.0 Bye"), SMTP_STATE_CLOSED);
}
