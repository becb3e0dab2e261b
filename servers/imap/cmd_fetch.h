/* SPDX-License-Identifier: MIT */
/* A FETCH that is being answered: message after message, item after item, so that a long answer
 * waits for its reader. */
#pragma once

#include "imap/imap_core.h"

/* One step of self->fetch. TRUE: it is answered and gone. */
gboolean fetch_step(ImapCore *self);
/* Has a literal been announced that is not all sent? Nothing else can be said until it is. */
gboolean fetch_is_in_literal(const ImapCore *self);
void fetch_free(ImapCore *self);
