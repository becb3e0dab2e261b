/* SPDX-License-Identifier: MIT */
/* For tests of dissectors: the same notes and labels must come out however a dialogue is cut. */
#pragma once

#include "dissect/dialogue.h"

/* The notes are these in every cut: by flights, lines, octets, and with each flight split at every
 * point. */
void dialogue_check_notes(const char *name, const Dialogue *dialogue, const char *expected);

/* The labels of both directions tile what was sent, the same in every cut; none is "unknown" unless
 * `may_be_unknown`. */
void dialogue_check_labels(const char *name, const Dialogue *dialogue, gboolean may_be_unknown);
