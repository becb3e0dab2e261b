/* SPDX-License-Identifier: MIT */
/* UNSELECT (RFC 3691, RFC 9051 §6.4.2): CLOSE that removes nothing. */
#include "imap/commands.h"

void cmd_unselect(ImapCore *self, const ImapCall *call) {
    imap_close_box(self);
    imap_ok(self, NULL, "The mailbox is closed, and nothing was removed");
}
