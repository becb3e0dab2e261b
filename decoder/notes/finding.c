/* SPDX-License-Identifier: MIT */
/* Turns a finding's code into its row: severity, source, sentence, advice. The rows are data; who
 * finds what, and where, is not known here. */
#include "notes/finding.h"

#include "notes/finding_rows.h"

#include <stdlib.h>
#include <string.h>

const char *finding_severity_name(FindingSeverity severity) {
    static const char *const names[FINDING_N_SEVERITIES] = {
        [FINDING_NOTE] = "note",
        [FINDING_WARNING] = "warning",
        [FINDING_DANGER] = "danger",
    };
    return names[severity];
}

static int compare_code(gconstpointer code, gconstpointer row) {
    return strcmp(code, ((const FindingKind *)row)->code);
}

const FindingKind *finding_find(const char *code) {
    return bsearch(code, finding_rows, finding_n_rows, sizeof finding_rows[0], compare_code);
}

const FindingKind *finding_table(guint *n_kinds) {
    *n_kinds = finding_n_rows;
    return finding_rows;
}
