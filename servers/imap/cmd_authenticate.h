/* SPDX-License-Identifier: MIT */
/* The lines between AUTHENTICATE and its tagged answer. */
#pragma once

#include "imap/imap_core.h"

/* While self->login is there, each line answers a challenge; `octets` on the wire. */
void authenticate_line(ImapCore *self, const char *line, gsize length, guint64 octets);
