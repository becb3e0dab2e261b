/* SPDX-License-Identifier: MIT */
/* What happens between IDLE and DONE. */
#pragma once

#include "imap/imap_core.h"

/* The line that ends IDLE; `octets` on the wire. */
void idle_line(ImapCore *self, const char *line, gsize length, guint64 octets);
