/* SPDX-License-Identifier: MIT */
/* A display filter that a student wrote, tried out for a step. */
#pragma once

#include "exercise/checker.h"

/* Answers the step with the filter, and hands the checker what it selects in `capture` (NULL: the
 * exercise's). FALSE with a sentence: tshark is not installed, or does not understand the filter.
 */
gboolean filter_try(const Exercise *exercise, const char *capture, Checker *checker,
                    const ExerciseStep *step, const char *filter, GError **error);
