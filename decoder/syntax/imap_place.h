/* SPDX-License-Identifier: MIT */
/* Where in a unit a literal stands; for imap_unit.c. */
#pragma once

#include "syntax/imap_unit.h"

/* Looks on at the text up to `target`, where a literal begins. */
void imap_place_walk(ImapPlaceWalk *self, const ImapText *text, gsize target, gboolean is_server);
/* What stands there. */
ImapPlace imap_place_of(const ImapPlaceWalk *self, const ImapText *text, gboolean is_server);
