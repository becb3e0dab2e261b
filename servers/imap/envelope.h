/* SPDX-License-Identifier: MIT */
/* A message's header as ENVELOPE: RFC 9051 §7.5.2. */
#pragma once

#include "imap/message_tree.h"

/* envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
 * env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")" */
void envelope_append(GString *out, const MessagePart *message);
