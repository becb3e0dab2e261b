/* SPDX-License-Identifier: MIT */
/* Pieces of a text -> as few calls of its reader as possible. It does not look at the octets. */
#include "dissect/text_join.h"

#include <string.h>

#define JOINED_MAX                                                                                 \
    ((gsize)16 * 1024) /* octets that go on in one, if they were more than one piece */

void text_join_clear(TextJoin *self) {
    g_free(self->room);
    *self = (TextJoin){0};
}

static TextJoin *join_of(const MessageReader *reader) {
    return reader->conversation->workshop->join;
}

void text_join_flush(MessageReader *reader) {
    TextJoin *self = join_of(reader);
    gsize length = self->length;
    const guint8 *octets = self->lent != NULL ? self->lent : self->room;
    self->lent = NULL;
    self->length = 0;
    if (length > 0) {
        message_reader_push(reader, octets, length);
    }
}

/* The piece that was lent is no longer alone. */
static void keep_lent(TextJoin *self) {
    if (self->room == NULL) {
        self->room = g_malloc(JOINED_MAX);
    }
    if (self->lent != NULL) {
        memcpy(self->room, self->lent, self->length);
    }
    self->lent = NULL;
}

void text_join_push(MessageReader *reader, const guint8 *octets, gsize length) {
    TextJoin *self = join_of(reader);
    if (self->length + length > JOINED_MAX) {
        text_join_flush(reader);
    }
    if (self->length == 0) {
        self->lent = octets;
        self->length = length;
        return;
    }
    keep_lent(self);
    memcpy(self->room + self->length, octets, length);
    self->length += length;
}

/* Where octets are labelled, the reader must know how many of them stand before the dot. */
void text_join_dot(MessageReader *reader) {
    if (reader->dots != NULL) {
        text_join_flush(reader);
    }
    message_reader_dot(reader);
}
