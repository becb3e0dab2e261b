/* SPDX-License-Identifier: MIT */
/* Text that stuffing dots cut apart -> few large pieces for who reads the message: what a packet
 * holds of it goes on in one, however many dots stand in it. */
#pragma once

#include "dissect/message_reader.h"

/* Pieces on their way to one reader. All zero is none. A workshop needs only one of it: it is empty
 * between packets. */
typedef struct TextJoin {
    const guint8 *lent; /* the only piece so far; NULL once there were more */
    gsize length;       /* of the lent piece, or of what `room` holds */
    guint8 *room;
} TextJoin;

void text_join_clear(TextJoin *self);

/* The next octets of the text, lent until text_join_flush(). */
void text_join_push(MessageReader *reader, const guint8 *octets, gsize length);
/* A stuffing dot: message_reader_dot(). */
void text_join_dot(MessageReader *reader);
/* The reader gets all that has come so far. To be called before it is told of anything else, and
 * before the octets go away. */
void text_join_flush(MessageReader *reader);
