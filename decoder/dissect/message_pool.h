/* SPDX-License-Identifier: MIT */
/* Message readers that are not in use: asking for memory and for digests anew with every mail is
 * what short sessions would spend their time on. */
#pragma once

#include "dissect/message_reader.h"

/* One that is empty but for its containers and digests. */
MessageReader *message_pool_take(Workshop *workshop);
/* The message is over; scanner, dots and defects are gone. */
void message_pool_give(MessageReader *self);
void message_pool_clear(Workshop *workshop);
