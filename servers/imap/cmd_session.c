/* SPDX-License-Identifier: MIT */
/* The commands that are legal in every state: CAPABILITY, NOOP, LOGOUT (RFC 9051 §6.1). */
#include "imap/capability.h"
#include "imap/commands.h"

void cmd_capability(ImapCore *self, const ImapCall *call) {
    g_autofree char *list = capability_list(self);
    session_untagged(self->session, "CAPABILITY", "%s", list);
    imap_ok(self, NULL, "That is what this server can do");
}

/* The news of the mailbox come with every OK. */
void cmd_noop(ImapCore *self, const ImapCall *call) {
    imap_ok(self, NULL, "Nothing done, as asked");
}

void cmd_logout(ImapCore *self, const ImapCall *call) {
    imap_close_box(self);
    session_reply(self->session,
                  &(SessionReply){.status = "BYE", .text = "Goodbye", .is_untagged = TRUE});
    imap_ok(self, NULL, "The session is over");
    session_close(self->session);
}
