/* SPDX-License-Identifier: MIT */
/* The numbers of a mailbox, also for LIST RETURN (STATUS …). */
#pragma once

#include "imap/imap_core.h"

/* Are all words STATUS items that are offered? */
gboolean status_items_are_known(const ImapCore *self, char **words);
/* "* STATUS name (…)", the items in the order asked. */
StoreResult status_tell(ImapCore *self, const char *mailbox, char **words);
