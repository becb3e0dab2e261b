/* SPDX-License-Identifier: MIT */
/* Strings as IMAP writes them: NIL, quoted, literal, mailbox names (RFC 9051 §4.3, §5.1, §9). */
#pragma once

#include <glib.h>

/* string = quoted / literal: quoted if every octet may be, else a literal. */
void wire_text_string(GString *out, const char *octets, gsize length);
/* nstring = string / nil: NULL is NIL. */
void wire_text_nstring(GString *out, const char *text);
/* literal = "{" number64 "}" CRLF *CHAR8, here up to the CRLF. literal8 = "~{" number64 "}" CRLF.
 */
void wire_text_literal_header(GString *out, gsize length, gboolean is_binary);
/* mailbox = "INBOX" / astring. `name` is UTF-8: quoted as it is if the client understands that, in
 * modified UTF-7 if not (RFC 3501 §5.1.3). */
void wire_text_mailbox(GString *out, const char *name, gboolean is_utf8);
