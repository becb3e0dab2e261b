/* SPDX-License-Identifier: MIT */
/* The patterns of LIST: "*" stands for any octets, "%" for any but "/" (RFC 9051 §6.3.9). */
#pragma once

#include <glib.h>

#define MAILBOX_SEPARATOR '/'

/* Does the name fit? Both are UTF-8; INBOX fits in any case. At most pattern × name steps. */
gboolean mailbox_pattern_fits(const char *pattern, const char *name);
