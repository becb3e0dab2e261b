/* SPDX-License-Identifier: MIT */
/* The name under which a server says that it keeps a mail, read from its reply. */
#pragma once

#include "notes/notes.h"

/* The queue identifier in a positive reply to the end of a text, as Postfix, Exim, Sendmail,
 * Dovecot and a few others write it; NULL where none of the known forms fits: nothing is guessed.
 * The caller frees it. */
char *queue_id_read(const NoteReply *reply);
