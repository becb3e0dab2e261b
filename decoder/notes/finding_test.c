/* SPDX-License-Identifier: MIT */
#include "notes/finding.h"

#include <criterion/criterion.h>
#include <string.h>

Test(finding, rows_are_sorted_and_found) {
    guint n = 0;
    const FindingKind *rows = finding_table(&n);
    cr_assert_gt(n, 60);
    for (guint i = 0; i < n; i++) {
        cr_assert_eq(finding_find(rows[i].code), &rows[i], "%s", rows[i].code);
        if (i > 0) {
            cr_assert_lt(strcmp(rows[i - 1].code, rows[i].code), 0, "%s after %s", rows[i].code,
                         rows[i - 1].code);
        }
    }
}

Test(finding, rows_are_whole) {
    guint n = 0;
    const FindingKind *rows = finding_table(&n);
    for (guint i = 0; i < n; i++) {
        const FindingKind *row = &rows[i];
        cr_assert_not_null(strchr(row->code, '.'), "%s", row->code);
        cr_assert_lt(row->severity, FINDING_N_SEVERITIES);
        cr_assert(g_str_has_prefix(row->rfc, "RFC "), "%s", row->code);
        cr_assert_gt(strlen(row->sentence), 20, "%s", row->code);
        cr_assert(g_str_has_suffix(row->sentence, "."), "%s", row->code);
        cr_assert_gt(strlen(row->advice), 10, "%s", row->code);
        cr_assert(g_str_has_suffix(row->advice, "."), "%s", row->code);
    }
}

Test(finding, unknown_codes_are_not_found) {
    cr_assert_null(finding_find(""));
    cr_assert_null(finding_find("smtp"));
    cr_assert_null(finding_find("smtp.bare-lf "));
    cr_assert_null(finding_find("zzz.zzz"));
}

Test(finding, severities_have_names) {
    cr_assert_str_eq(finding_severity_name(FINDING_NOTE), "note");
    cr_assert_str_eq(finding_severity_name(FINDING_WARNING), "warning");
    cr_assert_str_eq(finding_severity_name(FINDING_DANGER), "danger");
}
