/* SPDX-License-Identifier: MIT */
/* The mailbox that most fields of addresses hold, read without a list of tokens. */
#pragma once

#include <glib.h>

#define PLAIN_MAILBOX_MAX 256u

/* TRUE: the text is one mailbox of printable ASCII with nothing wrong or unusual about it, and
 * `address` its bare address. FALSE says nothing: ask the MimeAddressReader. RFC 5322 §3.4 */
gboolean plain_mailbox_read(const char *text, gsize length, char address[PLAIN_MAILBOX_MAX]);
