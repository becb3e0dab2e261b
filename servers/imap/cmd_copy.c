/* SPDX-License-Identifier: MIT */
/* COPY and UID COPY (RFC 9051 §6.4.7): all of the messages or none. */
#include "imap/cmd_copy.h"

#include "imap/commands.h"
#include "imap/uidplus.h"

gboolean copy_messages(ImapCore *self, const ImapCall *call, const GArray *indexes, char **code) {
    g_autofree char *name =
        imap_core_mailbox_name(self, imap_argument(&call->line->arguments, IMAP_ROLE_NEW_MAILBOX));
    g_autoptr(GArray) uids = NULL;
    guint32 uid_validity = 0;
    StoreResult result = name == NULL ? STORE_INVALID : STORE_OK;
    *code = NULL;
    if (session_fault(self->session, FAULT_MAILBOX_FULL))
        result = STORE_FULL;
    if (result == STORE_OK && indexes->len > 0)
        result = imap_store(self)->copy(self->box, &g_array_index(indexes, guint, 0), indexes->len,
                                        name, &uid_validity, &uids);
    if (result == STORE_NO_SUCH) {
        imap_no(self, "TRYCREATE", "There is no such mailbox, but CREATE can make it");
        return FALSE;
    }
    if (result != STORE_OK) {
        imap_answer(self, result, "");
        return FALSE;
    }
    *code = uidplus_copy_code(self, indexes, uid_validity, uids);
    return TRUE;
}

void cmd_copy(ImapCore *self, const ImapCall *call) {
    g_autoptr(GArray) indexes = imap_named_messages(self, call);
    g_autofree char *code = NULL;
    if (indexes != NULL && copy_messages(self, call, indexes, &code))
        imap_ok(self, code, "Copied");
}
