/* SPDX-License-Identifier: MIT */
/* Notes -> for each frame what there is to say about it, as Wireshark shows it in a packet comment.
 */
#pragma once

#include "notes/notes.h"

/* Beyond these, notes are counted and left out. */
#define ANNOTATION_FRAME_MAX 32768u                    /* octets, on one frame */
#define ANNOTATION_TOTAL_MAX ((gsize)64 * 1024 * 1024) /* octets, in all */

typedef struct Annotations Annotations;

Annotations *annotations_new(void);
void annotations_free(Annotations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Annotations, annotations_free)

/* The notes on a unit that ended in this frame, one per line, as valid UTF-8 without controls but
 * the line ends; NULL if there are none. Lent. */
const char *annotations_get(const Annotations *self, guint64 frame);
/* How many notes did not fit. */
guint64 annotations_left_out(const Annotations *self);

/* `user` is the Annotations. */
extern const NoteSink annotation_sink;
