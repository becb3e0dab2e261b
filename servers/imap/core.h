/* SPDX-License-Identifier: MIT */
/* What a command that is still coming in asks of the core. */
#pragma once

#include "imap/imap_core.h"

/* The literal that begins is not taken: this will be the answer. The first reason counts. `code`
 * may be NULL. */
void core_refuse(ImapCore *self, const char *status, const char *code, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
