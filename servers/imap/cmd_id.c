/* SPDX-License-Identifier: MIT */
/* ID (RFC 2971): both sides say which software they are. What the client says is in the log only.
 */
#include "imap/commands.h"

void cmd_id(ImapCore *self, const ImapCall *call) {
    session_untagged(self->session, "ID", "(\"name\" \"maillab\")");
    imap_ok(self, NULL, "Pleased to meet you");
}
