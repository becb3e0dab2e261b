/* SPDX-License-Identifier: MIT */
/* The table of commands: one row each, and one function. */
#pragma once

#include "imap/imap_core.h"

/* The fields stand in the order in which a row reads well. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
typedef struct {
    int command; /* of spec_imap.commands */
    void (*run)(ImapCore *self, const ImapCall *call);
    const char *extension;   /* the word of --without that switches it off; NULL: base protocol */
    gboolean keeps_expunged; /* its answers must not hold EXPUNGE: RFC 9051 §7.5.1 */
} ImapCommandRow;

/* NULL: the server does not have it. */
const ImapCommandRow *commands_find(int command);

/* clang-format off */
void cmd_capability(ImapCore *self, const ImapCall *call);
void cmd_noop(ImapCore *self, const ImapCall *call);
void cmd_logout(ImapCore *self, const ImapCall *call);
void cmd_id(ImapCore *self, const ImapCall *call);
void cmd_starttls(ImapCore *self, const ImapCall *call);
void cmd_authenticate(ImapCore *self, const ImapCall *call);
void cmd_login(ImapCore *self, const ImapCall *call);
void cmd_enable(ImapCore *self, const ImapCall *call);
void cmd_select(ImapCore *self, const ImapCall *call);
void cmd_examine(ImapCore *self, const ImapCall *call);
void cmd_create(ImapCore *self, const ImapCall *call);
void cmd_delete(ImapCore *self, const ImapCall *call);
void cmd_rename(ImapCore *self, const ImapCall *call);
void cmd_subscribe(ImapCore *self, const ImapCall *call);
void cmd_unsubscribe(ImapCore *self, const ImapCall *call);
void cmd_list(ImapCore *self, const ImapCall *call);
void cmd_lsub(ImapCore *self, const ImapCall *call);
void cmd_namespace(ImapCore *self, const ImapCall *call);
void cmd_status(ImapCore *self, const ImapCall *call);
void cmd_append(ImapCore *self, const ImapCall *call);
void cmd_idle(ImapCore *self, const ImapCall *call);
void cmd_check(ImapCore *self, const ImapCall *call);
void cmd_close(ImapCore *self, const ImapCall *call);
void cmd_unselect(ImapCore *self, const ImapCall *call);
void cmd_expunge(ImapCore *self, const ImapCall *call);
void cmd_uid_expunge(ImapCore *self, const ImapCall *call);
void cmd_search(ImapCore *self, const ImapCall *call);
void cmd_fetch(ImapCore *self, const ImapCall *call);
void cmd_store(ImapCore *self, const ImapCall *call);
void cmd_copy(ImapCore *self, const ImapCall *call);
void cmd_move(ImapCore *self, const ImapCall *call);
/* clang-format on */
