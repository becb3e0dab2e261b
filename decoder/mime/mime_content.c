/* SPDX-License-Identifier: MIT */
/* Turns many small pieces of content into few large ones. It does not know how they were made. */
#include "mime/mime_content.h"

#include <string.h>

static void hand_out(MimeContent *self, const guint8 *octets, gsize length) {
    if (length > 0 && self->sink->content != NULL) {
        self->sink->content(self->user, octets, length);
    }
    self->octets += length;
}

static void flush_run(MimeContent *self) {
    gsize length = self->run_length;
    self->run_length = 0;
    hand_out(self, self->run, length);
}

static void flush_room(MimeContent *self) {
    gsize length = self->room_used;
    self->room_used = 0;
    hand_out(self, self->room, length);
}

void mime_content_begin(MimeContent *self) {
    mime_content_flush(self);
    self->octets = 0;
}

void mime_content_lend(MimeContent *self, const guint8 *octets, gsize length) {
    if (self->run_length > 0 && self->run + self->run_length == octets) {
        self->run_length += length;
        return;
    }
    mime_content_flush(self);
    self->run = octets;
    self->run_length = length;
}

guint8 *mime_content_reserve(MimeContent *self, gsize length) {
    g_assert(length <= MIME_CONTENT_ROOM);
    flush_run(self);
    if (MIME_CONTENT_ROOM - self->room_used < length) {
        flush_room(self);
    }
    return self->room + self->room_used;
}

void mime_content_commit(MimeContent *self, gsize length) {
    self->room_used += length;
}

void mime_content_copy(MimeContent *self, const guint8 *octets, gsize length) {
    memcpy(mime_content_reserve(self, length), octets, length);
    mime_content_commit(self, length);
}

void mime_content_flush(MimeContent *self) {
    flush_run(self);
    flush_room(self);
}
