/* SPDX-License-Identifier: MIT */
/* The octets of a file, of standard input or of memory, unpacked if they are gzipped. Never seeks.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef struct ByteSource ByteSource;

/* "-" is standard input. NULL with a whole sentence in `error` if there is nothing to read from. */
ByteSource *byte_source_open(const char *path, GError **error);

/* Reads a copy of the octets. */
ByteSource *byte_source_new_memory(gconstpointer octets, gsize length);
void byte_source_free(ByteSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ByteSource, byte_source_free)

/* The next `length` octets, without taking them; NULL if fewer are left. Lent until the next call.
 * What it holds grows with what was really read, so `length` may be a number off the wire. */
const guint8 *byte_source_peek(ByteSource *self, gsize length);
/* The same, and takes them. */
const guint8 *byte_source_take(ByteSource *self, gsize length);

/* How many octets can be looked at: at most `wanted`, fewer only at the end. */
gsize byte_source_left(ByteSource *self, gsize wanted);

/* Puts other octets in the place of those that come next, which were looked at before. */
void byte_source_replace(ByteSource *self, gsize at, gconstpointer octets, gsize length);

/* How many octets were taken, of the unpacked content. */
guint64 byte_source_offset(const ByteSource *self);

/* Everything not yet taken, as a stream with a large buffer for a library that wants one. The
 * source must live longer; from now on it is read through the stream only. NULL without memory. */
FILE *byte_source_stream(ByteSource *self);

/* Why reading ended before the content did, as a clause to follow the file's name ("is damaged:
 * …"); NULL if it did not. */
const char *byte_source_failure(const ByteSource *self);

/* 0…1, or -1 where the size is unknown. */
double byte_source_progress(const ByteSource *self);
