/* SPDX-License-Identifier: MIT */
/* A capture, an interface's packets, or the log of our own servers -> records, one at a time and in
 * this process: through the JSON renderer that -T json and --log-json use. */
#pragma once

#include "exercise/record.h"

#include "render/json.h"

typedef void (*RecordFunction)(gpointer user, const Record *record);

/* Octets of NDJSON -> records. Replies get the `verb`, `argument` and `state` of their command. */
typedef struct RecordSource RecordSource;
RecordSource *record_source_new(RecordFunction tell, gpointer user);
void record_source_free(RecordSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RecordSource, record_source_free)
/* Where a JsonRenderer writes to. */
RenderOutput record_source_output(RecordSource *self);

/* All records of a capture. FALSE with a sentence: it cannot be read (to its end; what could be
 * read was told). */
gboolean records_of_capture(const char *path, RecordFunction tell, gpointer user, GError **error);
