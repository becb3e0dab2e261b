/* SPDX-License-Identifier: MIT */
#include "compare/fields.h"

#include <criterion/criterion.h>
#include <string.h>

Test(fields, every_row_is_whole) {
    guint n;
    const FieldRow *rows = fields_rows(&n);
    cr_assert_gt(n, 100);
    for (guint i = 0; i < n; i++) {
        gboolean is_unanswered = rows[i].compare == FIELD_UNANSWERED;
        cr_expect_not_null(rows[i].meaning, "%s", rows[i].name);
        cr_expect_gt(strlen(rows[i].meaning), 8, "%s", rows[i].name);
        cr_expect_eq(rows[i].unanswered != NULL, is_unanswered, "%s", rows[i].name);
        cr_expect_eq(rows[i].fact == FACT_NONE, is_unanswered, "%s", rows[i].name);
        cr_expect_lt(rows[i].fact, N_FACT_KINDS, "%s", rows[i].name);
    }
}

Test(fields, each_name_is_found_once) {
    guint n;
    const FieldRow *rows = fields_rows(&n);
    for (guint i = 0; i < n; i++)
        cr_expect_eq(fields_find(rows[i].name), &rows[i], "%s", rows[i].name);
    cr_expect_null(fields_find("smtp"));
    cr_expect_null(fields_find("smtp.req.command "));
    cr_expect_null(fields_find(""));
}

/* clang-format off */
static const struct { const char *field, *value; gsize length; const char *filter; } filters[] = {
    { "smtp.req.command", "MAIL", 4, "smtp.req.command == \"MAIL\"" },
    { "smtp.req.command", NULL, 0, "smtp.req.command" },
    { "smtp.response.code", "250", 3, "smtp.response.code == 250" },
    { "smtp.command_line", "QUIT\r\n", 6, "smtp.command_line == \"QUIT\\r\\n\"" },
    { "smtp.req.parameter", "a\"b\\c", 5, "smtp.req.parameter == \"a\\\"b\\\\c\"" },
    { "smtp.req.parameter", "\x1b[2J", 4, "smtp.req.parameter == \"\\x1b[2J\"" },
    { "imf.subject", "na\xc3\xafve", 6, "imf.subject contains \"na\"" },
    { "imf.subject", "\xc3\xaf", 2, "imf.subject" },
    { "imf.subject", "a\0b", 3, "imf.subject contains \"a\"" },
    { "smtp.eom", "", 0, "smtp.eom" },
    { "imap.time", "0.1", 3, "imap.time" },
    { "pop.response", "+OK\r\n", 5, "pop.response" },
    { "imap.response_to", "12", 2, "imap.response_to == 12" },
};
/* clang-format on */

Test(fields, filters) {
    for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
        const FieldRow *row = fields_find(filters[i].field);
        cr_assert_not_null(row, "%s", filters[i].field);
        g_autofree char *filter = fields_filter(row, filters[i].value, filters[i].length);
        cr_expect_str_eq(filter, filters[i].filter);
    }
}

Test(fields, long_values_are_asked_for_by_their_front) {
    g_autofree char *value = g_strnfill(5000, 'x');
    g_autofree char *filter = fields_filter(fields_find("imf.subject"), value, 5000);
    cr_expect(g_str_has_prefix(filter, "imf.subject contains \"xxx"));
    cr_expect_lt(strlen(filter), 200);
}
