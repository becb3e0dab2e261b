/* SPDX-License-Identifier: MIT */
/* The mailbox that is open, as far as the server's words tell: which UID stands behind which
 * sequence number. Numbers shift with every EXPUNGE (RFC 9051 §7.5.1), UIDs never do (§2.3.1.1). */
#pragma once

#include "syntax/imap_words.h"

#define IMAP_MAILBOX_RUNS_MAX 32768u   /* more are forgotten: it is not known then who is who */
#define IMAP_VANISHED_RANGES_MAX 1000u /* in one response; the same */

typedef struct {
    char *name;    /* UTF-8, a g_ref_string; NULL: none is open, or it is not known which */
    GArray *runs;  /* of ImapRun, private: in order they make up all numbers */
    guint64 count; /* of messages, as far as is known */
    guint cursor;  /* private: a run, and the number before its first */
    guint64 cursor_base;
    guint expunged; /* messages that went since it was opened */
} ImapMailbox;

void imap_mailbox_init(ImapMailbox *self);
void imap_mailbox_clear(ImapMailbox *self);

/* Another one is opened; `name` NULL: it is left. */
void imap_mailbox_open(ImapMailbox *self, const char *name);

/* "* 12 EXISTS". */
void imap_mailbox_exists(ImapMailbox *self, guint64 count);
/* A FETCH told both. */
void imap_mailbox_learn(ImapMailbox *self, guint64 number, guint64 uid);
/* "* 2 EXPUNGE": returns the UID that went, 0 if it is not known. */
guint64 imap_mailbox_expunge(ImapMailbox *self, guint64 number);
/* "* VANISHED 5:7". */
void imap_mailbox_vanish(ImapMailbox *self, SyntaxSlice uids);
/* 0 if it is not known. */
guint64 imap_mailbox_uid(ImapMailbox *self, guint64 number);
