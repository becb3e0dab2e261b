/* SPDX-License-Identifier: MIT */
/* What all reports say alike: values, filters, sums. */
#include "compare/report.h"

const char *report_kind_words(DifferenceKind kind) {
    static const char *const words[N_DIFFERENCE_KINDS] = {
        [DIFFERENCE_VALUE] = "different values",
        [DIFFERENCE_ONLY_OURS] = "only maillab has it",
        [DIFFERENCE_ONLY_THEIRS] = "only Wireshark has it",
    };
    return words[kind];
}

const char *report_kind_name(DifferenceKind kind) {
    static const char *const names[N_DIFFERENCE_KINDS] = {
        [DIFFERENCE_VALUE] = "differs",
        [DIFFERENCE_ONLY_OURS] = "only-maillab",
        [DIFFERENCE_ONLY_THEIRS] = "only-wireshark",
    };
    return names[kind];
}

/* What Wireshark shows of a line with a secret may hold that secret in any of its fields. */
gboolean report_is_secret(const ReportOptions *options, const Difference *difference) {
    guint n;
    if (options->reveal)
        return FALSE;
    const Fact *facts = fact_store_frame(difference->store, difference->frame, &n);
    if (difference->ours != NULL && difference->ours->is_secret)
        return TRUE;
    for (guint i = 0; difference->theirs != NULL && i < n; i++) {
        if (facts[i].is_secret)
            return difference->row->compare == FIELD_TEXT ||
                   difference->row->compare == FIELD_SHOWN ||
                   difference->row->compare == FIELD_WORD;
    }
    return FALSE;
}

static char *quote(const ReportOptions *options, const char *octets, gsize length, gsize whole) {
    GString *out = g_string_new(NULL);
    gsize shown = MIN(length, REPORT_VALUE_MAX);
    safe_text_append(out, octets, shown, options->charset);
    if (whole > shown)
        g_string_append_printf(out, " …(+%" G_GSIZE_FORMAT " octets)", whole - shown);
    return g_string_free(out, FALSE);
}

/* Nanoseconds, frame numbers and counts as people read them. */
static char *number(const Difference *difference) {
    guint64 value = difference->ours->number;
    switch (difference->row->compare) {
    case FIELD_DURATION:
        return g_strdup_printf("%" G_GUINT64_FORMAT ".%09" G_GUINT64_FORMAT " s",
                               value / 1000000000, value % 1000000000);
    case FIELD_PLACE:
        return g_strdup_printf("packet %" G_GUINT64_FORMAT, value);
    case FIELD_PRESENCE:
        return g_strdup("yes");
    default:
        return g_strdup_printf("%" G_GUINT64_FORMAT, value);
    }
}

char *report_ours(const ReportOptions *options, const Difference *difference) {
    gsize length;
    const char *octets = difference_ours(difference, &length);
    if (difference->ours == NULL)
        return NULL;
    if (report_is_secret(options, difference))
        return g_strdup("(redacted)");
    if (octets == NULL)
        return number(difference);
    if (length == 0 && difference->row->compare == FIELD_PRESENCE)
        return g_strdup("yes");
    return quote(options, octets, length, difference->ours->length);
}

char *report_theirs(const ReportOptions *options, const Difference *difference) {
    gsize length;
    const char *octets = difference_theirs(difference, &length);
    if (octets == NULL)
        return NULL;
    if (report_is_secret(options, difference))
        return g_strdup("(redacted)");
    if (difference->row->compare == FIELD_PRESENCE)
        return g_strdup("yes");
    return quote(options, octets, length, MAX(length, difference->theirs->length));
}

char *report_filter(const ReportOptions *options, const Difference *difference) {
    gsize length;
    const char *octets = difference_theirs(difference, &length);
    if (octets == NULL)
        return g_strdup_printf("frame.number == %" G_GUINT64_FORMAT, difference->frame);
    if (report_is_secret(options, difference))
        octets = NULL;
    g_autofree char *filter = fields_filter(difference->row, octets, length);
    return g_strdup_printf("%s && frame.number == %" G_GUINT64_FORMAT, filter, difference->frame);
}

char *report_sums(const CompareCount *count) {
    guint64 differing = count->kinds[DIFFERENCE_VALUE];
    GString *out = g_string_new(NULL);
    g_string_append_printf(
        out,
        "%" G_GUINT64_FORMAT " fields compared: %" G_GUINT64_FORMAT " agree, %" G_GUINT64_FORMAT
        " differ; %" G_GUINT64_FORMAT " only maillab has, %" G_GUINT64_FORMAT " only Wireshark. ",
        count->agreed + differing, count->agreed, differing, count->kinds[DIFFERENCE_ONLY_OURS],
        count->kinds[DIFFERENCE_ONLY_THEIRS]);
    if (count->explained + count->unexplained == 0)
        g_string_append(out, "No difference.");
    else if (count->unexplained == 0)
        g_string_append(out, "All differences are explained.");
    else
        g_string_append_printf(out, "%" G_GUINT64_FORMAT " of the differences have no known cause.",
                               count->unexplained);
    return g_string_free(out, FALSE);
}
