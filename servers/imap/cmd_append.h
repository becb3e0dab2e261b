/* SPDX-License-Identifier: MIT */
/* A message that comes in as APPEND's literal. */
#pragma once

#include "imap/imap_core.h"

/* Its literal begins. Why it is refused stands in self->refusal then; its octets are passed on all
 * the same if they come (a literal that does not wait). */
void append_begin(ImapCore *self, const ImapCall *call, const ImapFramerLiteral *literal);
void append_octets(ImapCore *self, const guint8 *octets, gsize length);
/* All octets came. */
void append_end(ImapCore *self);
/* Reports the message if it came, after the reply that decided. */
void append_report(ImapCore *self, gboolean is_accepted);
void append_free(ImapCore *self);
