/* SPDX-License-Identifier: MIT */
/* What BODY[…] and BINARY[…] name: RFC 9051 §6.4.5.1, RFC 3516 §4.2. */
#pragma once

#include "imap/message_tree.h"
#include "syntax/imap_fetch.h"

/* The octets of a section, before <offset.count> is applied. NULL: the message has no such section
 * (NIL). Free with g_bytes_unref(). `text` is the command that the item stands in. */
GBytes *section_octets(const MessageTree *tree, const ImapText *text, const ImapItem *item);

/* Content without its transfer encoding; NULL with *is_unknown_encoding: [UNKNOWN-CTE], or without:
 * there is no such part. */
GBytes *section_content(const MessageTree *tree, const ImapItem *item,
                        gboolean *is_unknown_encoding);

/* The octets of `whole` that a partial item asks for: none if it begins behind the end (never
 * NIL, RFC 9051 §6.4.5). Takes a reference, or returns `whole` itself with one. */
GBytes *section_cut(GBytes *whole, const ImapItem *item);
