/* SPDX-License-Identifier: MIT */
/* LOGIN (RFC 9051 §6.2.3): name and password in clear. */
#include "imap/capability.h"
#include "imap/commands.h"

void cmd_login(ImapCore *self, const ImapCall *call) {
    const ImapValue *name = imap_argument(&call->line->arguments, IMAP_ROLE_USER);
    const ImapValue *secret = imap_argument(&call->line->arguments, IMAP_ROLE_PASSWORD);
    g_autofree char *user = name != NULL ? imap_value_dup(name) : NULL;
    g_autofree char *password = secret != NULL ? imap_value_dup(secret) : NULL;
    if (session_fault(self->session, FAULT_AUTH_DOWN)) {
        imap_no(self, "UNAVAILABLE", "Nobody can log in now: RFC 5530 §3");
        return;
    }
    if (user == NULL || password == NULL) {
        imap_bad(self, "LOGIN takes a name and a password: RFC 9051 §6.2.3");
        return;
    }
    if (!login_check_password(self->session, user, password)) {
        imap_no(self, "AUTHENTICATIONFAILED", "Name or password is wrong");
        return;
    }
    g_autofree char *code = capability_code(self);
    imap_ok(self, code, "Logged in");
}
