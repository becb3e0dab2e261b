/* SPDX-License-Identifier: MIT */
/* IDLE (RFC 2177, RFC 9051 §6.3.13): news are told as they come, until the client says DONE. */
#include "imap/cmd_idle.h"

#include "imap/commands.h"
#include "imap/news.h"

#include <string.h>

void cmd_idle(ImapCore *self, const ImapCall *call) {
    session_say(self->session, "+", NULL, "idling: news come as they happen, end it with DONE");
    self->is_idling = TRUE;
    news_tell(self, FALSE, TRUE);
}

void idle_line(ImapCore *self, const char *line, gsize length, guint64 octets) {
    gboolean is_done = length == strlen("DONE") && g_ascii_strncasecmp(line, "DONE", length) == 0;
    session_command(self->session, &(SessionCommand){.command = IMAP_IDLE_DONE,
                                                     .argument = line,
                                                     .argument_length = length,
                                                     .octets = octets});
    self->is_idling = FALSE;
    self->keeps_expunged = FALSE;
    if (is_done)
        imap_ok(self, NULL, "No longer idling");
    else
        imap_bad(self, "IDLE ends with DONE and nothing else: RFC 9051 §6.3.13");
}
