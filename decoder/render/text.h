/* SPDX-License-Identifier: MIT */
/* Notes -> what a person reads: the ladder, messages, findings, a closing summary. */
#pragma once

#include "notes/notes.h"
#include "render/output.h"

#define TEXT_WIDTH_MIN 60u
#define TEXT_WIDTH_MAX 200u

typedef struct {
    guint width; /* columns; kept within TEXT_WIDTH_MIN…TEXT_WIDTH_MAX */
    gboolean color, utf8;
    gboolean quiet;         /* one line per conversation */
    gboolean verbose;       /* explanations every time, TCP events, digests of parts */
    gboolean several_files; /* conversations name their file */
    gboolean filtered;      /* the run was told to leave conversations out: the summary says so */
} TextOptions;

typedef struct TextRenderer TextRenderer;

TextRenderer *text_renderer_new(const TextOptions *options, const RenderOutput *output);
void text_renderer_free(TextRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextRenderer, text_renderer_free)

/* The capture that the next notes come from. */
void text_renderer_set_file(TextRenderer *self, const char *file);

/* `user` is the TextRenderer. A conversation is written once it is over and all mail conversations
 * with a lower stream number that are known are over too. */
extern const NoteSink text_sink;
