/* SPDX-License-Identifier: MIT */
/* What the octets of a message on the wire are called. Private to message_*.c. */
#pragma once

#include "dissect/message_reader.h"

/* A leaf of the scanner: for MimeSink; `user` is the reader. */
void message_label_leaf(gpointer user, guint64 offset, guint64 length, const char *label);
/* What has no leaf up to here is unknown. */
void message_label_to(MessageReader *self, guint64 offset);
/* Octets of a section, and its end: its lines are labelled as such. */
void message_label_section(MessageReader *self, const guint8 *octets, gsize length);
void message_label_section_end(MessageReader *self);
