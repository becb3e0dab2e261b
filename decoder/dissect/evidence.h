/* SPDX-License-Identifier: MIT */
/* What every protocol asks of the first octets before it says whether they are its own. */
#pragma once

#include "dissect/dissector.h"

/* The line at `*at`, without its end, and moves `*at` behind it; FALSE if no line end is there. */
gboolean evidence_next_line(const NoteText *text, gsize *at, NoteText *line);

/* Does a direction begin with octets that no line of a mail protocol holds? */
gboolean evidence_is_binary(const DetectEvidence *evidence);

/* Does the line hold this word, in any case? */
gboolean evidence_has_word(const NoteText *line, const char *word);

DetectVerdict evidence_answer(gboolean is_yes);
