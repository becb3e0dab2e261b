/* SPDX-License-Identifier: MIT */
/* What others changed in the mailbox that is selected: EXPUNGE, EXISTS, FETCH of flags
 * (RFC 9051 §5.2, §7.4, §7.5). */
#pragma once

#include "imap/imap_core.h"

/* Tells it. With `keeps_expunged` messages that are gone stay numbered (RFC 9051 §7.5.1).
 * `is_unsolicited`: in IDLE, where no command is being answered. Nothing without a mailbox. */
void news_tell(ImapCore *self, gboolean keeps_expunged, gboolean is_unsolicited);

/* "* FLAGS (…)" and "* OK [PERMANENTFLAGS (…)]". */
void news_tell_flags(ImapCore *self);
/* "(\Seen $Junk)" */
void news_append_flags(const ImapCore *self, GString *out, const StoreMessage *message);
