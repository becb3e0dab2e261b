/* SPDX-License-Identifier: MIT */
/* STORE and UID STORE (RFC 9051 §6.4.6): replaces, adds or removes flags. */
#include "imap/commands.h"
#include "imap/flags.h"
#include "imap/news.h"
#include "syntax/imap_words.h"

typedef struct {
    ImapStoreMode mode;
    gboolean is_silent, is_uid;
    ImapFlags flags;
} StoreRequest;

static void change(const StoreRequest *request, guint *flags, guint32 *keywords) {
    static const guint kept = STORE_RECENT;
    if (request->mode == IMAP_STORE_REPLACE) {
        *flags = request->flags.system | (*flags & kept);
        *keywords = request->flags.keywords;
    } else if (request->mode == IMAP_STORE_ADD) {
        *flags |= request->flags.system;
        *keywords |= request->flags.keywords;
    } else {
        *flags &= ~request->flags.system;
        *keywords &= ~request->flags.keywords;
    }
}

static void tell(ImapCore *self, const StoreRequest *request, guint index) {
    const StoreMessage *message = imap_message(self, index);
    g_autoptr(GString) text = g_string_new("(");
    if (request->is_uid)
        g_string_append_printf(text, "UID %u ", message->uid);
    g_string_append(text, "FLAGS ");
    news_append_flags(self, text, message);
    g_string_append_c(text, ')');
    session_reply(self->session, &(SessionReply){.status = "*",
                                                 .data = "FETCH",
                                                 .has_number = TRUE,
                                                 .number = index + 1,
                                                 .text = text->str});
}

/* Changes one message after the other; STORE_NO_SUCH: some are gone. */
static StoreResult change_all(ImapCore *self, const StoreRequest *request, const GArray *indexes) {
    StoreResult worst = STORE_OK;
    for (guint i = 0; i < indexes->len; i++) {
        guint index = g_array_index(indexes, guint, i);
        guint flags = imap_message(self, index)->flags;
        guint32 keywords = imap_message(self, index)->keywords;
        change(request, &flags, &keywords);
        StoreResult result = imap_store(self)->set_flags(self->box, index, flags, keywords);
        if (result != STORE_OK)
            worst = result;
        else if (!request->is_silent)
            tell(self, request, index);
    }
    return worst;
}

static void run(ImapCore *self, const ImapCall *call, StoreRequest *request) {
    g_autoptr(GArray) indexes = imap_named_messages(self, call);
    if (indexes == NULL)
        return;
    guint n_keywords = self->box->keywords->len;
    gboolean has_room = flags_find_keywords(self, &request->flags);
    if (self->box->keywords->len > n_keywords)
        news_tell(self, TRUE, FALSE); /* FLAGS, before a FETCH names the new keyword */
    StoreResult result = change_all(self, request, indexes);
    if (result == STORE_NO_SUCH)
        imap_no(self, "EXPUNGEISSUED", "Some of the messages are gone: RFC 2180 §4.2");
    else if (result == STORE_OK && !has_room)
        imap_no(self, "LIMIT", "The mailbox has no room for more keywords");
    else
        imap_answer(self, result, "The flags are changed");
}

/* store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag))) */
void cmd_store(ImapCore *self, const ImapCall *call) {
    const ImapArguments *arguments = &call->line->arguments;
    const ImapValue *action = imap_argument(arguments, IMAP_ROLE_ACTION);
    const ImapValue *list = imap_argument(arguments, IMAP_ROLE_FLAGS);
    StoreRequest request = {.is_uid = call->is_uid};
    if (self->box->is_read_only) {
        imap_no(self, NULL, "The mailbox is open for reading only: RFC 9051 §6.3.3");
        return;
    }
    if (imap_argument(arguments, IMAP_ROLE_OPTIONS) != NULL || action == NULL || list == NULL ||
        !imap_parse_store_action(action->octets, &request.mode, &request.is_silent) ||
        !flags_read(call->text, list, &request.flags)) {
        imap_bad(self, "STORE takes numbers, FLAGS, +FLAGS or -FLAGS, perhaps with .SILENT, and "
                       "flags: RFC 9051 §6.4.6");
        return;
    }
    run(self, call, &request);
    flags_clear(&request.flags);
}
