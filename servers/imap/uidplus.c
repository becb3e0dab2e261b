/* SPDX-License-Identifier: MIT */
/* Turns the UIDs of copies into response codes, and UID EXPUNGE into an expunge of some messages.
 */
#include "imap/uidplus.h"

#include "imap/commands.h"

/* resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set ; both in the same order */
char *uidplus_copy_code(const ImapCore *self, const GArray *indexes, guint32 uid_validity,
                        const GArray *uids) {
    if (indexes->len == 0 || uids == NULL || !session_has(self->session, "UIDPLUS"))
        return NULL;
    g_autoptr(MessageSet) from = message_set_new(TRUE);
    g_autoptr(MessageSet) to = message_set_new(TRUE);
    for (guint i = 0; i < indexes->len; i++)
        message_set_append(from, imap_message(self, g_array_index(indexes, guint, i))->uid);
    for (guint i = 0; i < uids->len; i++)
        message_set_append(to, g_array_index(uids, guint32, i));
    g_autofree char *sources = message_set_print(from);
    g_autofree char *copies = message_set_print(to);
    return g_strdup_printf("COPYUID %u %s %s", uid_validity, sources, copies);
}

char *uidplus_append_code(const ImapCore *self, guint32 uid_validity, guint32 uid) {
    if (!session_has(self->session, "UIDPLUS"))
        return NULL;
    return g_strdup_printf("APPENDUID %u %u", uid_validity, uid);
}

/* uid-expunge = "UID" SP "EXPUNGE" SP sequence-set */
void cmd_uid_expunge(ImapCore *self, const ImapCall *call) {
    if (self->box->is_read_only) {
        imap_no(self, NULL, "The mailbox is open for reading only: RFC 9051 §6.3.3");
        return;
    }
    g_autoptr(GArray) named = imap_named_messages(self, call);
    if (named == NULL)
        return;
    g_autoptr(GArray) deleted = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < named->len; i++) {
        guint index = g_array_index(named, guint, i);
        if ((imap_message(self, index)->flags & STORE_DELETED) != 0)
            g_array_append_val(deleted, index);
    }
    imap_answer(self, imap_expunge(self, deleted, FALSE),
                "Those of them that were marked \\Deleted are gone");
}
