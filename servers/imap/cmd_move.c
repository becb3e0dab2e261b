/* SPDX-License-Identifier: MIT */
/* MOVE and UID MOVE (RFC 6851, RFC 9051 §6.4.8): COPY and EXPUNGE in one step. */
#include "imap/cmd_copy.h"
#include "imap/commands.h"

/* COPYUID stands in an untagged OK before the EXPUNGE lines: RFC 6851 §4.3. */
void cmd_move(ImapCore *self, const ImapCall *call) {
    g_autofree char *code = NULL;
    if (self->box->is_read_only) {
        imap_no(self, NULL, "The mailbox is open for reading only: RFC 9051 §6.3.3");
        return;
    }
    g_autoptr(GArray) indexes = imap_named_messages(self, call);
    if (indexes == NULL || !copy_messages(self, call, indexes, &code))
        return;
    if (code != NULL)
        imap_untagged_ok(self, code, "Copied");
    imap_answer(self, imap_expunge(self, indexes, FALSE), "Moved");
}
