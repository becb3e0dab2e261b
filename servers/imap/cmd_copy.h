/* SPDX-License-Identifier: MIT */
/* What COPY and MOVE share. */
#pragma once

#include "imap/imap_core.h"

/* Copies the messages to the mailbox that the command names. *code is COPYUID, or NULL; free it
 * with g_free(). FALSE: NO was said. */
gboolean copy_messages(ImapCore *self, const ImapCall *call, const GArray *indexes, char **code);
