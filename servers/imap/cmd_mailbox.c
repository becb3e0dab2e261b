/* SPDX-License-Identifier: MIT */
/* CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE (RFC 9051 §6.3.4 to §6.3.8). Which names there can
 * be is the store's to say. */
#include "imap/commands.h"
#include "imap/mailbox_pattern.h"
#include "syntax/imap_words.h"

#include <string.h>

static char *name_of(ImapCore *self, const ImapCall *call, ImapRole role) {
    return imap_core_mailbox_name(self, imap_argument(&call->line->arguments, role));
}

/* Is the name written as modified UTF-7 asks (RFC 3501 §5.1.3)? New names must be. */
static gboolean is_well_written(const ImapCore *self, const ImapCall *call, ImapRole role) {
    const ImapValue *value = imap_argument(&call->line->arguments, role);
    g_autofree char *octets = value != NULL ? imap_value_dup(value) : NULL;
    gboolean is_valid = octets != NULL;
    if (octets != NULL && !self->is_rev2)
        g_free(imap_mailbox_to_utf8(octets, strlen(octets), &is_valid));
    return is_valid;
}

/* RFC 6154 §3: CREATE name (USE (\Sent)). *use is NULL without; FALSE if it cannot be read. */
static gboolean read_use(const ImapCore *self, const ImapCall *call, char **use) {
    const ImapValue *options = imap_argument(&call->line->arguments, IMAP_ROLE_OPTIONS);
    static const char *const known[] = {"\\Archive", "\\Drafts", "\\Flagged",
                                        "\\Junk",    "\\Sent",   "\\Trash"};
    *use = NULL;
    if (options == NULL)
        return TRUE;
    g_auto(GStrv) words = imap_words(call->text, options);
    if (!session_has(self->session, "SPECIAL-USE") || g_strv_length(words) != 2 ||
        strcmp(words[0], "USE") != 0)
        return FALSE;
    g_autofree char *inside = g_strdup(words[1]);
    g_strdelimit(inside, "()", ' ');
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        if (g_ascii_strcasecmp(g_strstrip(inside), known[i]) == 0)
            *use = g_strdup(known[i]);
    }
    return *use != NULL;
}

/* A separator at the end says that there will be mailboxes below: RFC 9051 §6.3.4. */
static void drop_last_separator(char *name) {
    gsize length = strlen(name);
    if (length > 1 && name[length - 1] == MAILBOX_SEPARATOR)
        name[length - 1] = '\0';
}

void cmd_create(ImapCore *self, const ImapCall *call) {
    g_autofree char *name = name_of(self, call, IMAP_ROLE_MAILBOX);
    g_autofree char *use = NULL;
    if (!read_use(self, call, &use)) {
        imap_no(self, "USEATTR", "That special use is not known here: RFC 6154 §3");
        return;
    }
    if (name == NULL || !is_well_written(self, call, IMAP_ROLE_MAILBOX)) {
        imap_no(self, "CANNOT", "A new name must be modified UTF-7: RFC 3501 §5.1.3");
        return;
    }
    drop_last_separator(name);
    imap_answer(
        self, imap_store(self)->create(self->setup->store, session_user(self->session), name, use),
        "The mailbox is there");
}

void cmd_delete(ImapCore *self, const ImapCall *call) {
    g_autofree char *name = name_of(self, call, IMAP_ROLE_MAILBOX);
    StoreResult result = name == NULL ? STORE_NO_SUCH
                                      : imap_store(self)->remove(self->setup->store,
                                                                 session_user(self->session), name);
    imap_answer(self, result, "The mailbox is gone, with all that was in it");
}

void cmd_rename(ImapCore *self, const ImapCall *call) {
    g_autofree char *from = name_of(self, call, IMAP_ROLE_MAILBOX);
    g_autofree char *to = name_of(self, call, IMAP_ROLE_NEW_MAILBOX);
    if (from == NULL || to == NULL || !is_well_written(self, call, IMAP_ROLE_NEW_MAILBOX)) {
        imap_no(self, "CANNOT", "A new name must be modified UTF-7: RFC 3501 §5.1.3");
        return;
    }
    drop_last_separator(to);
    imap_answer(self,
                imap_store(self)->rename(self->setup->store, session_user(self->session), from, to),
                "The mailbox has its new name");
}

static void set_subscription(ImapCore *self, const ImapCall *call, gboolean is_on,
                             const char *done) {
    g_autofree char *name = name_of(self, call, IMAP_ROLE_MAILBOX);
    StoreResult result =
        name == NULL ? STORE_NO_SUCH
                     : imap_store(self)->subscribe(self->setup->store, session_user(self->session),
                                                   name, is_on);
    imap_answer(self, result, done);
}

void cmd_subscribe(ImapCore *self, const ImapCall *call) {
    set_subscription(self, call, TRUE, "Subscribed");
}

void cmd_unsubscribe(ImapCore *self, const ImapCall *call) {
    set_subscription(self, call, FALSE, "No longer subscribed");
}
