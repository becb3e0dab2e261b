/* SPDX-License-Identifier: MIT */
/* --extract: messages and their decoded parts as files in a directory of their own. */
#pragma once

#include "notes/notes.h"

typedef struct Extract Extract;

/* Makes `path`, or takes it if it is an empty directory. `several_files`: names begin with the
 * number of the capture. NULL with a sentence. */
Extract *extract_open(const char *path, gboolean several_files, GError **error);

/* Of the next capture. */
void extract_set_file(Extract *self, const char *file);

void extract_message_begin(Extract *self, guint64 key);
void extract_message_octets(Extract *self, guint64 key, const guint8 *octets, gsize length);
void extract_part_begin(Extract *self, guint64 key, const char *path);
void extract_part_octets(Extract *self, guint64 key, const guint8 *octets, gsize length);
void extract_part_end(Extract *self, guint64 key);
void extract_message_done(Extract *self, guint64 key, const NoteConversation *conversation,
                          const NoteMessage *note);

typedef struct {
    guint messages, parts;
} ExtractCount;

/* Writes what remains (manifest.json, SHA256SUMS) and frees. FALSE with a sentence if anything
 * could not be written. */
gboolean extract_close(Extract *self, ExtractCount *count, GError **error);
