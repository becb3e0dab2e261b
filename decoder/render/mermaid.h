/* SPDX-License-Identifier: MIT */
/* Notes -> sequence diagrams in the language of mermaid, for slides: one for each conversation. */
#pragma once

#include "notes/notes.h"
#include "render/output.h"

#define MERMAID_STATEMENTS_MAX 400u /* of one diagram: more does not fit on any slide */
#define MERMAID_TEXT_MAX 96u        /* characters of one arrow or note before it is cut */

typedef struct MermaidRenderer MermaidRenderer;

MermaidRenderer *mermaid_renderer_new(const RenderOutput *output);
void mermaid_renderer_free(MermaidRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MermaidRenderer, mermaid_renderer_free)

/* The capture that the next notes come from. */
void mermaid_renderer_set_file(MermaidRenderer *self, const char *file);

/* Appends text as it may stand in a statement: on one line, safe to read, cut to
 * MERMAID_TEXT_MAX characters, and everything that mermaid, Markdown or HTML would take for a sign
 * of theirs as an entity code (";" is "#59;"). Never empty. */
void mermaid_text_append(GString *out, const char *octets, gsize length);

/* `user` is the MermaidRenderer. All is written at the `end`: a lone diagram as it is, several as
 * fenced code blocks of Markdown, by stream. */
extern const NoteSink mermaid_sink;
