/* SPDX-License-Identifier: MIT */
/* STATUS (RFC 9051 §6.3.11): numbers of a mailbox that need not be open. */
#include "imap/cmd_status.h"

#include "imap/commands.h"
#include "imap/wire_text.h"

#include <string.h>

typedef struct {
    const char *name;
    guint64 (*value)(const ImapCore *self, const StoreStatus *status);
    const char *extension; /* NULL: base protocol */
} StatusItem;

/* clang-format off */
static guint64 messages(const ImapCore *self, const StoreStatus *status) { return status->messages; }
static guint64 recent(const ImapCore *self, const StoreStatus *status) { return status->recent; }
static guint64 uid_next(const ImapCore *self, const StoreStatus *status) { return status->uid_next; }
static guint64 uid_validity(const ImapCore *self, const StoreStatus *status) { return status->uid_validity; }
static guint64 unseen(const ImapCore *self, const StoreStatus *status) { return status->unseen; }
static guint64 deleted(const ImapCore *self, const StoreStatus *status) { return status->deleted; }
static guint64 size(const ImapCore *self, const StoreStatus *status) { return status->octets; }
static guint64 append_limit(const ImapCore *self, const StoreStatus *status) { return self->setup->size_limit; }

static const StatusItem items[] = {
    { "MESSAGES", messages }, { "RECENT", recent }, { "UIDNEXT", uid_next }, { "UIDVALIDITY", uid_validity },
    { "UNSEEN", unseen }, { "DELETED", deleted, "IMAP4rev2" }, { "SIZE", size, "STATUS=SIZE" },
    { "APPENDLIMIT", append_limit, "APPENDLIMIT" },
};
/* clang-format on */

static const StatusItem *find(const ImapCore *self, const char *word) {
    for (guint i = 0; i < G_N_ELEMENTS(items); i++) {
        gboolean is_on =
            items[i].extension == NULL || session_has(self->session, items[i].extension);
        if (is_on && strcmp(items[i].name, word) == 0)
            return &items[i];
    }
    return NULL;
}

gboolean status_items_are_known(const ImapCore *self, char **words) {
    for (guint i = 0; words[i] != NULL; i++) {
        if (find(self, words[i]) == NULL)
            return FALSE;
    }
    return words[0] != NULL;
}

StoreResult status_tell(ImapCore *self, const char *mailbox, char **words) {
    StoreStatus status = {0};
    StoreResult result =
        imap_store(self)->status(self->setup->store, session_user(self->session), mailbox, &status);
    if (result != STORE_OK)
        return result;
    g_autoptr(GString) text = g_string_new(NULL);
    wire_text_mailbox(text, mailbox, self->is_rev2);
    g_string_append(text, " (");
    for (guint i = 0; words[i] != NULL; i++)
        g_string_append_printf(text, "%s%s %" G_GUINT64_FORMAT, i > 0 ? " " : "", words[i],
                               find(self, words[i])->value(self, &status));
    session_untagged(self->session, "STATUS", "%s)", text->str);
    return STORE_OK;
}

void cmd_status(ImapCore *self, const ImapCall *call) {
    const ImapArguments *arguments = &call->line->arguments;
    g_autofree char *name =
        imap_core_mailbox_name(self, imap_argument(arguments, IMAP_ROLE_MAILBOX));
    g_auto(GStrv) words = imap_words(call->text, imap_argument(arguments, IMAP_ROLE_STATUS));
    if (!status_items_are_known(self, words)) {
        imap_bad(self, "STATUS takes items in parentheses, such as (MESSAGES UIDNEXT UNSEEN): "
                       "RFC 9051 §6.3.11");
        return;
    }
    imap_answer(self, name == NULL ? STORE_NO_SUCH : status_tell(self, name, words),
                "Those are its numbers");
}
