/* SPDX-License-Identifier: MIT */
/* What the server can do, as CAPABILITY lists it. */
#pragma once

#include "imap/imap_core.h"

/* "IMAP4rev1 LITERAL+ …": what holds in this state. Free with g_free(). */
char *capability_list(const ImapCore *self);
/* The same as a response code: mbsync reads it there and never asks. Free with g_free(). */
char *capability_code(const ImapCore *self);
