/* SPDX-License-Identifier: MIT */
/* The stores behind session/store.h. */
#pragma once

#include "session/setup.h"

/* Folders of Maildirs under `directory` (made if it is not there), one per user of `users`, for
 * mail to user@domain. NULL with a sentence if it cannot be used. `users` is lent. */
Store *maildir_store_new(const char *directory, const char *domain, const Users *users,
                         GError **error);
/* The same in memory, for tests and --ephemeral. */
Store *memory_store_new(const char *domain, const Users *users);
/* Puts the sample mails into the mailbox of each user who has no INBOX yet. */
StoreResult mailbox_add_samples(Store *store, const Users *users, const char *domain, gint64 now_s);
