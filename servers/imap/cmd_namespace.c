/* SPDX-License-Identifier: MIT */
/* NAMESPACE (RFC 2342, RFC 9051 §6.3.10): one's own mailboxes have no prefix, and there are no
 * others. */
#include "imap/commands.h"

void cmd_namespace(ImapCore *self, const ImapCall *call) {
    session_untagged(self->session, "NAMESPACE", "((\"\" \"/\")) NIL NIL");
    imap_ok(self, NULL, "Your mailboxes have no prefix");
}
