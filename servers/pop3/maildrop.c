/* SPDX-License-Identifier: MIT */
/* STAT, LIST, UIDL, DELE, RSET, NOOP and QUIT: the maildrop as it was when it was opened. Numbers
 * never shift, and what DELE marks goes only when QUIT is taken. RFC 1939 §5, §6. */
#include "pop3/pop3_core.h"

static const StoreClass *store_of(const Pop3Core *self) {
    return session_setup(self->session)->store->klass;
}

/* ---- open and closed ---- */

StoreResult pop3_maildrop_open(Pop3Core *self) {
    Store *store = session_setup(self->session)->store;
    const char *user = session_user(self->session);
    StoreResult result = store->klass->lock_maildrop(store, user);
    if (result != STORE_OK)
        return result;
    self->locked = g_strdup(user);
    result = store->klass->open(store, user, "INBOX", FALSE, &self->box);
    if (result != STORE_OK) {
        pop3_maildrop_close(self);
        return result;
    }
    g_byte_array_set_size(self->marks, self->box->messages->len);
    for (guint i = 0; i < self->marks->len; i++)
        self->marks->data[i] = 0;
    return STORE_OK;
}

void pop3_maildrop_close(Pop3Core *self) {
    Store *store = session_setup(self->session)->store;
    if (self->box != NULL)
        store->klass->close(self->box);
    if (self->locked != NULL)
        store->klass->unlock_maildrop(store, self->locked);
    self->box = NULL;
    g_clear_pointer(&self->locked, g_free);
}

/* ---- messages by number ---- */

const StoreMessage *pop3_maildrop_message(const Pop3Core *self, guint32 number) {
    return &g_array_index(self->box->messages, StoreMessage, number - 1);
}

gboolean pop3_maildrop_is_marked(const Pop3Core *self, guint32 number) {
    return self->marks->data[number - 1] != 0;
}

gboolean pop3_maildrop_number(Pop3Core *self, SyntaxSlice *argument, guint32 *number) {
    SyntaxSlice word = pop3_next_word(argument);
    if (!pop3_parse_message_number(word, number)) {
        pop3_core_err(self, NULL, "which message? They are numbered from 1");
        return FALSE;
    }
    if (*number > self->marks->len) {
        pop3_core_err(self, NULL, "there is no message %u, only %u are here", *number,
                      self->marks->len);
        return FALSE;
    }
    if (!pop3_maildrop_is_marked(self, *number))
        return TRUE;
    pop3_core_err(self, NULL, "message %u is marked for deletion; RSET takes the marks back",
                  *number);
    return FALSE;
}

guint pop3_maildrop_count(const Pop3Core *self) {
    guint n = 0;
    for (guint32 number = 1; number <= self->marks->len; number++)
        n += pop3_maildrop_is_marked(self, number) ? 0 : 1;
    return n;
}

static guint64 count_octets(const Pop3Core *self) {
    guint64 octets = 0;
    for (guint32 number = 1; number <= self->marks->len; number++) {
        if (!pop3_maildrop_is_marked(self, number))
            octets += pop3_maildrop_message(self, number)->octets;
    }
    return octets;
}

/* ---- the commands ---- */

static void run_stat(Pop3Core *self, SyntaxSlice argument) {
    pop3_core_ok(self, "%u %" G_GUINT64_FORMAT, pop3_maildrop_count(self), count_octets(self));
}

/* What stands behind the number in a line of LIST or UIDL. */
typedef void (*Describe)(GString *line, const StoreMessage *message);

static void describe_size(GString *line, const StoreMessage *message) {
    g_string_append_printf(line, "%" G_GUINT64_FORMAT, message->octets);
}

static void describe_unique_id(GString *line, const StoreMessage *message) {
    g_string_append(line, message->unique_id);
}

static void list_one(Pop3Core *self, SyntaxSlice argument, Describe describe) {
    guint32 number;
    if (!pop3_maildrop_number(self, &argument, &number))
        return;
    g_autoptr(GString) line = g_string_new(NULL);
    describe(line, pop3_maildrop_message(self, number));
    pop3_core_ok(self, "%u %s", number, line->str);
}

static void list_all(Pop3Core *self, Describe describe) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, "%u messages (%" G_GUINT64_FORMAT " octets)", pop3_maildrop_count(self),
                    count_octets(self));
    for (guint32 number = 1; number <= self->marks->len; number++) {
        if (pop3_maildrop_is_marked(self, number))
            continue;
        g_string_append_printf(text, "\n%u ", number);
        describe(text, pop3_maildrop_message(self, number));
    }
    session_reply(self->session,
                  &(SessionReply){.status = "+OK", .text = text->str, .is_multi_line = TRUE});
}

static void run_list(Pop3Core *self, SyntaxSlice argument) {
    if (argument.length > 0)
        list_one(self, argument, describe_size);
    else
        list_all(self, describe_size);
}

static void run_uidl(Pop3Core *self, SyntaxSlice argument) {
    if (argument.length > 0)
        list_one(self, argument, describe_unique_id);
    else
        list_all(self, describe_unique_id);
}

static void run_dele(Pop3Core *self, SyntaxSlice argument) {
    guint32 number;
    if (!pop3_maildrop_number(self, &argument, &number))
        return;
    self->marks->data[number - 1] = 1;
    pop3_core_ok(self, "message %u is marked; it goes when QUIT is taken", number);
}

static void run_rset(Pop3Core *self, SyntaxSlice argument) {
    for (guint i = 0; i < self->marks->len; i++)
        self->marks->data[i] = 0;
    pop3_core_ok(self, "no message is marked any more: %u are here", self->marks->len);
}

static void run_noop(Pop3Core *self, SyntaxSlice argument) {
    pop3_core_ok(self, "nothing was asked, nothing was done");
}

/* The UPDATE state: RFC 1939 §6. */
static StoreResult remove_marked(Pop3Core *self) {
    g_autoptr(GArray) indexes = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < self->marks->len; i++) {
        if (self->marks->data[i] != 0)
            g_array_append_val(indexes, i);
    }
    return store_of(self)->expunge(self->box, (const guint *)(gpointer)indexes->data, indexes->len);
}

static void run_quit(Pop3Core *self, SyntaxSlice argument) {
    if (self->box == NULL) {
        pop3_core_ok(self, "goodbye; without a login there was nothing to update");
    } else {
        guint n_marked = self->marks->len - pop3_maildrop_count(self);
        StoreResult result = remove_marked(self);
        pop3_maildrop_close(self);
        if (result == STORE_OK)
            pop3_core_ok(self, "goodbye; %u removed", n_marked);
        else
            pop3_core_err(self, "SYS/TEMP", "not every marked message could be removed");
    }
    session_close(self->session);
}

const Pop3Verb pop3_maildrop_verbs[] = {
    {POP3_STAT, NULL, run_stat},   {POP3_LIST, NULL, run_list},
    {POP3_UIDL, "UIDL", run_uidl}, {POP3_DELE, NULL, run_dele},
    {POP3_RSET, NULL, run_rset},   {POP3_NOOP, NULL, run_noop},
    {POP3_QUIT, NULL, run_quit},   {0, NULL, NULL},
};
