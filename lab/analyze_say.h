/* SPDX-License-Identifier: MIT */
/* Sentences about captures, for `maillab analyze`. */
#pragma once

#include "analyze_options.h"

/* The error, and what to do about it. */
void analyze_complain_of_capture(const GError *error);

/* Says so if there is nothing to tell of the capture. */
void analyze_say_if_no_mail(const AnalyzeOptions *options, const char *name, const NoteEnd *end);
