/* SPDX-License-Identifier: MIT */
/* What a message note says of the text alone, whatever protocol carried it. */
#pragma once

#include "dissect/message_reader.h"

/* Marks the text if differing copies of its octets crossed the network. */
void message_check_conflicts(MessageReader *reader);

/* Fills in integrity, sizes, digest, header and parts of a message that was read to its end; all is
 * lent from the reader. Digests of what is not whole are left out. */
void message_fill_text(MessageReader *reader, NoteMessage *note);
