/* SPDX-License-Identifier: MIT */
/* The titles of RFCs and of their sections, out of the tables in decoder/spec/rfc. */
#pragma once

#include <glib.h>

/* "RFC 5321 §4.1.1.4" with the section's title in quotes (a whole RFC: with its own); "vendor" as
 * words. Free with g_free(). */
char *explain_rfc_titled(const char *rfc);

typedef struct {
    char *number, *title, *status, *obsoleted_by; /* "" where there is none */
} ExplainRfc;

/* The RFC at this place of the index, FALSE after the last. Clear it with explain_rfc_clear(). */
gboolean explain_rfc_at(guint index, ExplainRfc *rfc);
void explain_rfc_clear(ExplainRfc *rfc);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExplainRfc, explain_rfc_clear)
