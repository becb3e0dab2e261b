/* SPDX-License-Identifier: MIT */
/* The files and folders that a teacher names -> who handed in what. It opens none of them. */
#pragma once

#include <glib.h>

#define SUBMISSIONS_MAX 100000u
#define SUBMISSION_FILES_MAX 100u /* of one student */

typedef struct {
    char *student;       /* of the file's or folder's name */
    GPtrArray *captures; /* paths */
    char *answers;       /* path of a progress.ini; or NULL */
    char *seed;          /* that the teacher knows of; or NULL: what the answers say */
    char *remark;        /* what was left out, and why; or NULL */
} Submission;

void submission_free(Submission *self);

/* One for each file; alice.pcap and alice.ini are one. Of a folder: each file and each folder in
 * it (links are left out, with a remark: a student may have made them). In the order of the
 * names within a folder. NULL with a sentence: a path cannot be read. */
GPtrArray *submissions_find(char *const *paths, guint n_paths, GError **error);

/* Gives each its seed from lines "student,seed" (a first line "student,seed" is a title). FALSE
 * with a sentence: the file cannot be read, or names nobody. */
gboolean submissions_read_seeds(GPtrArray *submissions, const char *path, GError **error);
/* The student's name is the seed. */
void submissions_name_seeds(GPtrArray *submissions);
