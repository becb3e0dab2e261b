/* SPDX-License-Identifier: MIT */
/* Many submissions -> their marks, each marked by a process of its own that a hostile capture may
 * break or stall without harm to the others. */
#pragma once

#include "exercise/mark.h"

typedef struct {
    const char *exercise_directory;
    guint of;      /* points that are to be had, for those that cannot be marked */
    guint jobs;    /* processes at the same time, at least 1 */
    guint seconds; /* that one of them may take */
    /* A mark, in the order of the submissions; lent. */
    void (*tell)(gpointer user, const Mark *mark);
    /* How many are done so far, whenever one is; or NULL. */
    void (*progress)(gpointer user, guint done);
    gpointer user;
} GradePool;

/* FALSE with a sentence: no process could be started. */
gboolean grade_pool_run(const GradePool *self, const GPtrArray *submissions, GError **error);
