/* SPDX-License-Identifier: MIT */
/* What the text output says of IMAP alone: tags, data, texts in literals, the tree of parts that a
 * server describes. */
#pragma once

#include "render/text_page.h"

/* "a1 FETCH 2 BODY[]": tag, verb and argument; line ends of literals as spaces. */
void text_imap_command(GString *out, const NoteCommand *note, SafeCharset charset);

/* What stands before the words of a reply: "a1 OK", "* 3 EXISTS", "+"; nothing for other protocols.
 */
void text_imap_lead(GString *out, const NoteReply *note, SafeCharset charset);

/* Is the message one that a literal of IMAP carried? */
gboolean text_imap_has_literal(const NoteMessage *note);

/* "message 2 of INBOX, UID 3, section 1.2, octets from 0 on, up to 1 024". */
void text_imap_place(GString *out, const NoteMessage *note);

/* "message 0: section 1.2 of message 2, 485 octets in 1 packet". */
void text_imap_literal(GString *out, const NoteMessage *note);

/* One line of a tree: "│  ├─ 1.2 text/html · 485 octets as sent". */
void text_imap_part(GString *out, const TextPage *page, const TextDrawnPart *drawn);
