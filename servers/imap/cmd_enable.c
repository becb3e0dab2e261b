/* SPDX-License-Identifier: MIT */
/* ENABLE (RFC 5161, RFC 9051 §6.3.1): switches on what would surprise an IMAP4rev1 client. */
#include "imap/commands.h"

#include <string.h>

void cmd_enable(ImapCore *self, const ImapCall *call) {
    const ImapValue *value = imap_argument(&call->line->arguments, IMAP_ROLE_CAPABILITY);
    g_auto(GStrv) words = imap_words(call->text, value);
    gboolean has_rev2 = session_has(self->session, "IMAP4rev2") &&
                        g_strv_contains((const char *const *)words, "IMAP4REV2");
    session_untagged(self->session, "ENABLED", "%s", has_rev2 ? "IMAP4rev2" : "");
    self->is_rev2 |= has_rev2;
    imap_ok(self, NULL, "What the ENABLED line names is on, the rest is not known here");
}
