/* SPDX-License-Identifier: MIT */
/* Notes of many sessions at once -> the ladder as it grows, line by line: who and when in front,
 * one colour per session. */
#pragma once

#include "notes/notes.h"
#include "render/output.h"

typedef enum { LADDER_BRIEF, LADDER_NORMAL, LADDER_FULL } LadderDetail;

typedef struct {
    guint width;
    guint who_width; /* columns for who it is; 0: enough for one system */
    gboolean color, utf8;
    LadderDetail detail;
} LadderOptions;

typedef struct ServeLadder ServeLadder;

ServeLadder *serve_ladder_new(const LadderOptions *options, const RenderOutput *output);
void serve_ladder_free(ServeLadder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ServeLadder, serve_ladder_free)

/* A session begins; `service` is "smtp", "submission", …: then the sink may be used. */
void serve_ladder_open(ServeLadder *self, NoteConversation *conversation, const char *service);
/* Who it is has become known, or unknown again (NULL). */
void serve_ladder_set_user(ServeLadder *self, NoteConversation *conversation, const char *user);
/* A sentence about no session. */
void serve_ladder_notice(ServeLadder *self, const char *sentence, gint64 time_ns);

/* `user` is the ServeLadder. */
extern const NoteSink serve_ladder_sink;
