/* SPDX-License-Identifier: MIT */
/* Labelled leaves of one conversation -> what was said, in wire order, line by line.
 *
 * "C: " and "S: " begin a line that the client or the server ended with CR LF; "C~ " and "S~ "
 * what goes on after it without one. What cannot be shown is escaped as by safe_text_append(), so
 * the octets can be had back. "-- " begins a mark of ours: a gap, a conflict, a stuffed dot.
 * Secrets are shown as they were sent. */
#pragma once

#include "notes/notes.h"
#include "render/output.h"

typedef struct FollowRenderer FollowRenderer;

FollowRenderer *follow_renderer_new(const RenderOutput *output);
void follow_renderer_free(FollowRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FollowRenderer, follow_renderer_free)

/* `user` is the FollowRenderer. It shows every conversation that it is told, one after the other;
 * leaves of inner layers (what TLS or DEFLATE hid) are passed over, they are not on the wire. */
extern const NoteSink follow_sink;
