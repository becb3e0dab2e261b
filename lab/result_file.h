/* SPDX-License-Identifier: MIT */
/* Where results go: standard output or the file of -o. */
#pragma once

#include "render/output.h"

typedef struct {
    int fd;
    char *name;                    /* for sentences; NULL for standard output */
    gboolean is_closed;            /* the reader has left: the end comes quietly */
    int failure;                   /* errno of a write that failed otherwise, or 0 */
    void (*before)(gpointer user); /* called before every write, or NULL */
    gpointer before_user;
} ResultFile;

/* `path` NULL: standard output. FALSE with a sentence. */
gboolean result_file_open(ResultFile *self, const char *path, GError **error);
/* Writes to it; lent `self`. */
RenderOutput result_file_output(ResultFile *self);
/* TRUE: nothing more can be written, and there is no point in going on. */
gboolean result_file_is_done(const ResultFile *self);
void result_file_close(ResultFile *self);
