/* SPDX-License-Identifier: MIT */
/* -T pcapng: the capture once more, with what maillab has to say as packet comments. */
#pragma once

#include "analyze_options.h"
#include "render/annotation.h"
#include "result_file.h"

/* Can this be done? A capture is read twice, so it has to be a file, and another one than the
 * result. FALSE with a sentence. */
gboolean annotate_check(const AnalyzeOptions *options, GError **error);

/* Copies every packet of the capture with its own comments, then ours. FALSE with a sentence if the
 * capture can no longer be read to where it could be read before; `result` knows of failed writes.
 * How many packets got a comment is in `n_comments`. */
gboolean annotate_copy(const AnalyzeOptions *options, const Annotations *annotations,
                       ResultFile *result, guint64 *n_comments, GError **error);
