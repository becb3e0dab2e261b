/* SPDX-License-Identifier: MIT */
/* Dates as they stand in header and trace fields. */
#pragma once

#include <glib.h>

/* "Mon, 23 Nov 2026 12:36:23 +0000" (RFC 5322 §3.3), always UTC. Free with g_free(). */
char *mail_date(gint64 seconds);
