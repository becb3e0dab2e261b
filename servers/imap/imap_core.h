/* SPDX-License-Identifier: MIT */
/* What one IMAP connection is made of, and how its commands answer; inside servers/imap only. */
#pragma once

#include "auth/login.h"
#include "imap/message_set.h"
#include "session/session.h"
#include "spec/imap_spec.h"
#include "syntax/imap_syntax.h"
#include "syntax/imap_unit.h"

#define IMAP_BAD_MAX 10u /* commands in a row answered with BAD; then the server says BYE */

typedef struct ImapAppend ImapAppend;
typedef struct FetchJob FetchJob;

typedef struct {
    Session *session;
    const SessionSetup *setup;
    ImapFramer framer;
    ImapUnit unit;      /* the command that is coming in */
    ImapAppend *append; /* APPEND whose message is coming in, or NULL */
    char *refusal;      /* why the literal that is coming in is not taken, or NULL */
    const char *refusal_status, *refusal_code;
    Login *login;    /* AUTHENTICATE, or NULL */
    FetchJob *fetch; /* a FETCH that is being answered, or NULL */
    gboolean is_idling;
    gboolean is_rev2;        /* the client said ENABLE IMAP4rev2: UTF-8 names, ESEARCH, no RECENT */
    gboolean keeps_expunged; /* the command must not be answered with EXPUNGE */
    guint n_bad;
    StoreBox *box;     /* the mailbox that is selected, or NULL */
    char *mailbox;     /* its name, UTF-8 */
    MessageSet *saved; /* "$": RFC 9051 §6.4.4.1, or NULL */
} ImapCore;

/* One command: its text, taken apart. */
typedef struct {
    const ImapText *text;
    const ImapCommandLine *line;
    gboolean is_uid; /* UID FETCH, …: numbers are UIDs */
} ImapCall;

static inline const StoreClass *imap_store(const ImapCore *self) {
    return self->setup->store->klass;
}

static inline StoreMessage *imap_message(const ImapCore *self, guint index) {
    return &g_array_index(self->box->messages, StoreMessage, index);
}

/* ---- answers: the tagged one, after the news of the mailbox ---- */
void imap_ok(ImapCore *self, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
void imap_no(ImapCore *self, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
void imap_bad(ImapCore *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* OK, or NO with the response code that fits (RFC 5530 §3). */
void imap_answer(ImapCore *self, StoreResult result, const char *done);
/* "* OK [code] text". */
void imap_untagged_ok(ImapCore *self, const char *code, const char *text);

/* ---- arguments ---- */
/* The mailbox that an argument names: UTF-8, INBOX in capitals. NULL if it names none. Free with
 * g_free(). */
char *imap_core_mailbox_name(const ImapCore *self, const ImapValue *value);
/* Indexes (of guint) of the messages that the command names. NULL: the set cannot be read or names
 * a sequence number that no message has, and BAD was said. Free with g_array_unref(). */
GArray *imap_named_messages(ImapCore *self, const ImapCall *call);
/* The words of a list argument, in upper case; free with g_strfreev(). NULL value: none. */
char **imap_words(const ImapText *text, const ImapValue *value);

/* ---- the mailbox that is selected ---- */
void imap_close_box(ImapCore *self);
/* Removes these messages and tells so, unless it is silent. */
StoreResult imap_expunge(ImapCore *self, const GArray *indexes, gboolean is_silent);
