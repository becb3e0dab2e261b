/* SPDX-License-Identifier: MIT */
/* An exercise and what a student handed in -> a mark: one point for each step, and a reason for
 * each that is missing. */
#pragma once

#include "exercise/exercise.h"
#include "exercise/submission.h"

#define MARK_TEXT_MAX (256u * 1024u) /* octets of a mark as text */

typedef struct {
    guint number;
    gboolean is_right;
    char *ask;
    char *reason; /* what the student is told */
} MarkStep;

typedef struct {
    char *student;
    char *seed;       /* or NULL */
    guint points, of; /* one for each step */
    GPtrArray *steps; /* of MarkStep; empty if nothing could be marked */
    char *remark;     /* what else the teacher should know; or NULL */
} Mark;

void mark_free(Mark *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mark, mark_free)

/* Marks it in this process. Never NULL: what cannot be read gets no points and a remark. */
Mark *mark_submission(const char *exercise_directory, const Submission *submission);
/* Of a submission that could not be marked at all; `of`: the points that were to be had;
 * `remark`: why, or NULL. */
Mark *mark_nothing(const Submission *submission, guint of, const char *remark);

/* As text, for another process, and back; NULL: that is none. Free with g_free(). */
char *mark_write(const Mark *self);
Mark *mark_read(const char *text, gsize length);
