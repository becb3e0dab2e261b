/* SPDX-License-Identifier: MIT */
/* The decoded content of the open leaf on its way out, gathered into large pieces. */
#pragma once

#include "mime/mime.h"

#define MIME_CONTENT_ROOM 12288u

typedef struct {
    const MimeSink *sink;
    gpointer user;
    guint8 *room; /* MIME_CONTENT_ROOM octets of the caller's, while something is pushed */
    gsize room_used;
    const guint8 *run; /* lent octets not handed out yet */
    gsize run_length;
    guint64 octets; /* of the leaf, since mime_content_begin() */
} MimeContent;

/* A new leaf. */
void mime_content_begin(MimeContent *self);
/* Octets that stay where they are until the next flush: not copied. */
void mime_content_lend(MimeContent *self, const guint8 *octets, gsize length);
/* Octets that do not. */
void mime_content_copy(MimeContent *self, const guint8 *octets, gsize length);
/* Room for `length` octets (at most MIME_CONTENT_ROOM) to be written; commit says how many were. */
guint8 *mime_content_reserve(MimeContent *self, gsize length);
void mime_content_commit(MimeContent *self, gsize length);
/* Hands out all that is gathered. */
void mime_content_flush(MimeContent *self);
