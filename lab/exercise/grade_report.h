/* SPDX-License-Identifier: MIT */
/* Marks, one after another -> what a teacher reads: a table, CSV (RFC 4180), or the results that
 * Gradescope takes. */
#pragma once

#include "exercise/mark.h"
#include "lab.h"

#include "render/output.h"

typedef struct {
    guint right, partly, nothing; /* submissions: all points, some, none */
} GradeTotals;

typedef struct {
    const char *exercise; /* "06 · Order matters" */
    const char
        *directory; /* for Gradescope: a file NAME.json for each student; NULL: to `output` */
    guint of;       /* points, and steps */
    guint n_submissions;
    const Terminal *terminal; /* for the table */
    RenderOutput output;
    GradeTotals totals;
    GError *trouble; /* the first file that could not be written; the caller frees it */
} GradeReport;

typedef struct {
    const char *name; /* of -T */
    void (*begin)(GradeReport *self);
    void (*mark)(GradeReport *self, const Mark *mark);
    void (*end)(GradeReport *self);
} GradeFormat;

/* NULL: there is no such format. */
const GradeFormat *grade_format_find(const char *name);
/* "text, csv or gradescope" */
const char *grade_format_names(void);

/* Counts it in the totals; every format's `mark` has it done by its caller. */
void grade_report_count(GradeReport *self, const Mark *mark);

/* One mark as Gradescope's results.json. Free with g_free(). */
char *grade_gradescope(const Mark *mark);
