/* SPDX-License-Identifier: MIT */
/* APPEND (RFC 9051 §6.3.12): the message goes into a draft of the store as it comes, so it is never
 * held here, and is published when the command is whole. */
#include "imap/cmd_append.h"

#include "imap/commands.h"
#include "imap/core.h"
#include "imap/flags.h"
#include "imap/uidplus.h"
#include "syntax/imap_words.h"

struct ImapAppend {
    StoreDraft *draft; /* or NULL: the message is refused */
    StoreResult result;
    gboolean is_whole; /* its octets came */
    char *mailbox;
    ImapFlags flags;
    gint64 received_s;
    guint32 uid; /* that it got */
};

/* date-time: INTERNALDATE of the message, now if there is none. */
static gboolean read_date(const ImapValue *value, gint64 *seconds) {
    int zone = 0;
    return value == NULL || imap_parse_date_time(value->octets, seconds, &zone);
}

/* append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal */
static gboolean read_arguments(ImapCore *self, const ImapCall *call, ImapAppend *append) {
    const ImapArguments *arguments = &call->line->arguments;
    const ImapValue *flags = imap_argument(arguments, IMAP_ROLE_FLAGS);
    return append->mailbox != NULL &&
           (flags == NULL || flags_read(call->text, flags, &append->flags)) &&
           read_date(imap_argument(arguments, IMAP_ROLE_DATE), &append->received_s);
}

static void refuse_size(ImapCore *self, guint64 size) {
    if (size == 0)
        core_refuse(self, "NO", NULL, "A message cannot be empty");
    else if (session_has(self->session, "APPENDLIMIT"))
        core_refuse(self, "NO", "TOOBIG",
                    "A message may have %" G_GUINT64_FORMAT " octets: RFC 7889 §4",
                    self->setup->size_limit);
    else
        core_refuse(self, "NO", "TOOBIG", "The message is too big");
}

static void open_draft(ImapCore *self, ImapAppend *append) {
    StoreResult result = imap_store(self)->draft_new(
        self->setup->store, session_user(self->session), append->mailbox, &append->draft);
    if (session_fault(self->session, FAULT_MAILBOX_FULL) || result == STORE_FULL)
        core_refuse(self, "NO", "OVERQUOTA", "There is no room for it");
    else if (result == STORE_NO_SUCH)
        core_refuse(self, "NO", "TRYCREATE", "There is no such mailbox, but CREATE can make it");
    else if (result != STORE_OK)
        core_refuse(self, "NO", "UNAVAILABLE", "The message cannot be stored now");
}

void append_begin(ImapCore *self, const ImapCall *call, const ImapFramerLiteral *literal) {
    if (self->append != NULL) {
        core_refuse(self, "BAD", NULL, "One message at a time: MULTIAPPEND (RFC 3502) is not here");
        return;
    }
    self->append = g_new0(ImapAppend, 1);
    self->append->mailbox =
        imap_core_mailbox_name(self, imap_argument(&call->line->arguments, IMAP_ROLE_MAILBOX));
    if (self->refusal != NULL)
        return;
    if (!read_arguments(self, call, self->append))
        core_refuse(self, "BAD", NULL,
                    "APPEND takes a mailbox, perhaps flags and a date, and a message: RFC 9051 "
                    "§6.3.12");
    else if (literal->size == 0 || literal->size > self->setup->size_limit)
        refuse_size(self, literal->size);
    else
        open_draft(self, self->append);
}

void append_octets(ImapCore *self, const guint8 *octets, gsize length) {
    session_message_octets(self->session, octets, length);
    if (self->append->draft != NULL && self->refusal == NULL && self->append->result == STORE_OK)
        self->append->result = imap_store(self)->draft_write(self->append->draft, octets, length);
}

void append_end(ImapCore *self) {
    self->append->is_whole = TRUE;
    session_message_end(self->session);
}

/* Answered only when the message is on disk. */
static StoreResult publish(ImapCore *self, guint32 *uid_validity, guint32 *uid) {
    ImapAppend *append = self->append;
    const char *keywords[STORE_KEYWORDS_MAX + 1] = {NULL};
    StoreMarks marks = {
        .flags = append->flags.system, .keywords = keywords, .received_s = append->received_s};
    for (guint i = 0; append->flags.names != NULL && i < append->flags.names->len; i++)
        keywords[i] = g_ptr_array_index(append->flags.names, i);
    StoreResult result = append->result;
    if (result == STORE_OK)
        result = imap_store(self)->draft_sync(append->draft, &marks);
    if (result == STORE_OK)
        result = imap_store(self)->draft_publish(append->draft, uid_validity, uid);
    return result;
}

void cmd_append(ImapCore *self, const ImapCall *call) {
    guint32 uid_validity = 0, uid = 0;
    if (self->append == NULL || self->append->draft == NULL || !self->append->is_whole) {
        imap_bad(self, "APPEND takes a message as literal, {octets}: RFC 9051 §6.3.12");
        return;
    }
    StoreResult result = publish(self, &uid_validity, &uid);
    g_autofree char *code =
        result == STORE_OK ? uidplus_append_code(self, uid_validity, uid) : NULL;
    if (result == STORE_OK)
        imap_ok(self, code, "The message is stored");
    else
        imap_answer(self, result, "");
    self->append->uid = uid;
    append_report(self, result == STORE_OK);
}

void append_report(ImapCore *self, gboolean is_accepted) {
    if (!self->append->is_whole)
        return;
    session_message(self->session,
                    &(SessionMessage){.carried_by = "APPEND",
                                      .verdict = is_accepted ? SESSION_ACCEPTED : SESSION_REFUSED,
                                      .mailbox = self->append->mailbox,
                                      .uid = self->append->uid});
    append_free(self);
}

void append_free(ImapCore *self) {
    ImapAppend *append = g_steal_pointer(&self->append);
    if (append == NULL)
        return;
    if (append->draft != NULL)
        imap_store(self)->draft_free(append->draft);
    flags_clear(&append->flags);
    g_free(append->mailbox);
    g_free(append);
}
