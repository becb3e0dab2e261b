/* SPDX-License-Identifier: MIT */
/* A teacher's own capture -> a fill-the-blank exercise of it: a directory with exercise.ini,
 * text.md and a copy of the capture, to be used as it is or to be written on. */
#pragma once

#include <glib.h>

/* Makes DIRECTORY/NN-name, NN being the next free number there; `directory` is made if it is not
 * there. Returns its path (free with g_free()); NULL with a sentence. */
char *exercise_new(const char *capture, const char *directory, GError **error);

/* "…/07-name" -> 7; 0: the name has no number. */
guint exercise_number_of(const char *path);
