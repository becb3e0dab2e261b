/* SPDX-License-Identifier: MIT */
/* Sets of frame numbers: those that a display filter should select, and those that it does. */
#pragma once

#include <glib.h>

#define FRAMES_MAX 100000u

/* Numbers in ascending order, each once; of guint. */
typedef GArray Frames;

Frames *frames_new(void);
void frames_free(Frames *self);
void frames_add(Frames *self, guint frame);
gboolean frames_are_equal(const Frames *self, const Frames *other);
/* What a student is told who selected `selected` where `wanted` was asked for. Free with g_free().
 */
char *frames_difference(const Frames *selected, const Frames *wanted);
/* "3, 5, 9"; free with g_free(). */
char *frames_text(const Frames *self);
