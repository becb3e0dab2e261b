/* SPDX-License-Identifier: MIT */
/* Plays a dialogue to servers on this machine, over real sockets: the scripted client of
 * `exercise prove`. It waits, so it runs in a thread of its own. */
#pragma once

#include "exercise/dialogue.h"

#define PLAYER_PATIENCE_S 20u /* for one line */

/* `ports`: service -> port, as text; `first` is the service of the first connection. FALSE
 * with a sentence: what was expected did not come. All connections are closed. */
gboolean player_run(const GPtrArray *dialogue, GHashTable *ports, const char *first,
                    GError **error);

/* player_answer.c: what a client answers to the line that the server sent last, or to its greeting:
 * "cram-md5 alice wonderland". NULL with a sentence. Free with g_free(). */
char *player_answer(const char *call, const char *greeting, const char *last, GError **error);
