/* SPDX-License-Identifier: MIT */
/* SELECT and EXAMINE open a mailbox, CLOSE and CHECK belong to it (RFC 9051 §6.3.2, §6.3.3, §6.4.1,
 * RFC 3501 §6.4.1). */
#include "imap/commands.h"
#include "imap/news.h"
#include "imap/wire_text.h"

static guint first_unseen(const ImapCore *self) {
    for (guint i = 0; i < self->box->messages->len; i++) {
        if ((imap_message(self, i)->flags & STORE_SEEN) == 0)
            return i + 1;
    }
    return 0;
}

static guint count_recent(const ImapCore *self) {
    guint n = 0;
    for (guint i = 0; i < self->box->messages->len; i++)
        n += (imap_message(self, i)->flags & STORE_RECENT) != 0 ? 1 : 0;
    return n;
}

/* What IMAP4rev1 tells and IMAP4rev2 has dropped, and the other way round. */
static void tell_by_revision(ImapCore *self) {
    if (self->is_rev2) {
        g_autoptr(GString) name = g_string_new(NULL);
        wire_text_mailbox(name, self->mailbox, TRUE);
        session_untagged(self->session, "LIST", "() \"/\" %s", name->str);
        return;
    }
    session_untagged_number(self->session, count_recent(self), "RECENT");
    guint unseen = first_unseen(self);
    if (unseen > 0) {
        g_autofree char *code = g_strdup_printf("UNSEEN %u", unseen);
        imap_untagged_ok(self, code, "The first message without \\Seen");
    }
}

static void tell_mailbox(ImapCore *self) {
    news_tell_flags(self);
    session_untagged_number(self->session, self->box->messages->len, "EXISTS");
    tell_by_revision(self);
    g_autofree char *validity = g_strdup_printf("UIDVALIDITY %u", self->box->uid_validity);
    imap_untagged_ok(self, validity, "As long as this is the same, UIDs are");
    g_autofree char *next = g_strdup_printf("UIDNEXT %u", self->box->uid_next);
    imap_untagged_ok(self, next, "The next message gets this UID or a larger one");
}

/* A mailbox that was open is closed, whatever becomes of the new one: RFC 9051 §6.3.2. */
static void open_box(ImapCore *self, const ImapCall *call, gboolean is_read_only) {
    g_autofree char *name =
        imap_core_mailbox_name(self, imap_argument(&call->line->arguments, IMAP_ROLE_MAILBOX));
    if (imap_argument(&call->line->arguments, IMAP_ROLE_OPTIONS) != NULL) {
        imap_bad(self, "SELECT has no options here: CONDSTORE and QRESYNC are not offered");
        return;
    }
    gboolean had_box = self->box != NULL;
    imap_close_box(self);
    if (had_box && self->is_rev2)
        imap_untagged_ok(self, "CLOSED", "What follows is of the next mailbox");
    StoreResult result =
        name == NULL ? STORE_NO_SUCH
                     : imap_store(self)->open(self->setup->store, session_user(self->session), name,
                                              is_read_only, &self->box);
    if (result != STORE_OK) {
        self->box = NULL;
        imap_answer(self, result, "");
        return;
    }
    self->mailbox = g_steal_pointer(&name);
    tell_mailbox(self);
    imap_ok(self, is_read_only ? "READ-ONLY" : "READ-WRITE", "The mailbox is open");
}

void cmd_select(ImapCore *self, const ImapCall *call) {
    open_box(self, call, FALSE);
}

void cmd_examine(ImapCore *self, const ImapCall *call) {
    open_box(self, call, TRUE);
}

static GArray *deleted_messages(const ImapCore *self) {
    GArray *indexes = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < self->box->messages->len; i++) {
        if ((imap_message(self, i)->flags & STORE_DELETED) != 0)
            g_array_append_val(indexes, i);
    }
    return indexes;
}

void cmd_close(ImapCore *self, const ImapCall *call) {
    if (!self->box->is_read_only) {
        g_autoptr(GArray) deleted = deleted_messages(self);
        imap_expunge(self, deleted, TRUE);
    }
    imap_close_box(self);
    imap_ok(self, NULL, "The mailbox is closed, and what was marked \\Deleted is gone");
}

/* Everything is on disk already when a command is answered. */
void cmd_check(ImapCore *self, const ImapCall *call) {
    imap_ok(self, NULL, "Everything is written down already");
}

void cmd_expunge(ImapCore *self, const ImapCall *call) {
    if (self->box->is_read_only) {
        imap_no(self, NULL, "The mailbox is open for reading only: RFC 9051 §6.3.3");
        return;
    }
    g_autoptr(GArray) deleted = deleted_messages(self);
    imap_answer(self, imap_expunge(self, deleted, FALSE), "What was marked \\Deleted is gone");
}
