/* SPDX-License-Identifier: MIT */
/* The tables of `maillab explain` that are built into the program: lines of fields, separated by
 * tabs; lines that begin with # are remarks. */
#pragma once

#include <glib.h>

/* The lines of /maillab/explain/NAME, without the remarks. Free with g_ptr_array_unref(). */
GPtrArray *explain_table_load(const char *name);

/* The fields of the next line at or behind *index that has at least `n_fields` of them, and whose
 * first is `first` (in any case; NULL: any); *index moves behind it. NULL after the last. Free with
 * g_strfreev(). */
char **explain_table_next(const GPtrArray *lines, guint *index, const char *first, guint n_fields);
