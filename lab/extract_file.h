/* SPDX-License-Identifier: MIT */
/* A file that is created, filled and digested, and never replaces another or follows a link. */
#pragma once

#include "notes/notes.h"

typedef struct {
    int fd; /* -1: not open, or failed */
    guint64 octets;
    GByteArray *waiting;
    gpointer digest; /* gnutls_hash_hd_t */
    int failure;     /* errno, or 0 */
} ExtractFile;

/* Creates `name` in the directory `directory_fd`. */
void extract_file_create(ExtractFile *self, int directory_fd, const char *name);
void extract_file_write(ExtractFile *self, const guint8 *octets, gsize length);
/* Closes; `sha256` is that of everything written. FALSE if anything failed (see `failure`). */
gboolean extract_file_close(ExtractFile *self, guint8 sha256[NOTE_SHA256_SIZE]);
