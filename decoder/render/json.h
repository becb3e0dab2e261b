/* SPDX-License-Identifier: MIT */
/* Notes -> newline-delimited JSON records, to the letter of the contract. */
#pragma once

#include "notes/notes.h"
#include "render/output.h"

typedef struct JsonRenderer JsonRenderer;

/* `several_files`: every record names its file. */
JsonRenderer *json_renderer_new(const RenderOutput *output, gboolean several_files);
/* The log of a server: `session` in place of `stream`, and no frames. For json_log_sink. */
JsonRenderer *json_renderer_new_log(const RenderOutput *output);
/* What is still buffered is written first. */
void json_renderer_free(JsonRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonRenderer, json_renderer_free)

/* The capture that the next notes come from; NULL before the `end` of all. */
void json_renderer_set_file(JsonRenderer *self, const char *file);
void json_renderer_flush(JsonRenderer *self);

/* `user` is the JsonRenderer. The record "octets" is written for every leaf that the decoder tells.
 */
extern const NoteSink json_sink;

/* The same for a log: `opened` writes the session, `conversation` its end. Notes have frames {0,
 * 0}, commands no segments. */
extern const NoteSink json_log_sink;
