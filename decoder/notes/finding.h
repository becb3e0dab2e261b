/* SPDX-License-Identifier: MIT */
/* The one table of findings: what a student should notice. */
#pragma once

#include <glib.h>

typedef enum {
    FINDING_NOTE,
    FINDING_WARNING,
    FINDING_DANGER,
    FINDING_N_SEVERITIES,
} FindingSeverity;

typedef struct {
    const char *code; /* "smtp.bare-lf" */
    FindingSeverity severity;
    const char *rfc;
    const char *sentence; /* what it means, to a student */
    const char *advice;   /* what to do about it */
} FindingKind;

/* "note", "warning", "danger" */
const char *finding_severity_name(FindingSeverity severity);

/* The row with this code; NULL if there is none. */
const FindingKind *finding_find(const char *code);

/* All rows, sorted by code. */
const FindingKind *finding_table(guint *n_kinds);
