/* SPDX-License-Identifier: MIT */
/* One capture: read by maillab, read by tshark, compared. */
#pragma once

#include "compare/compare_options.h"

/* FALSE with a sentence if one of the two could not read it to its end; what could be read is
 * compared all the same. */
gboolean compare_run(const CompareOptions *options, const char *path, Report *report,
                     CompareCount *count, GError **error);
