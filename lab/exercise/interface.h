/* SPDX-License-Identifier: MIT */
/* An interface of this machine -> records, as packets come: for a student's own servers. */
#pragma once

#include "exercise/records.h"

typedef struct Interface Interface;

/* Listens, and gives up root's rights. Records are told from the main loop. NULL with a sentence.
 */
Interface *interface_open(const char *name, RecordFunction tell, gpointer user, GError **error);
/* What is open is told, then it ends. */
void interface_close(Interface *self);
