/* SPDX-License-Identifier: MIT */
/* A comparison for people at a terminal: first the sums, then each difference; what a cause means
 * is said once per capture. */
#include "compare/report.h"

#include <string.h>

#define DETAILS_MAX                                                                                \
    (32u << 20) /* octets about one capture that are kept until its sums are known */

struct Report {
    ReportOptions options;
    char *file;
    GString *details;
    GHashTable *told; /* of Cause */
    guint64 left_out;
};

static Report *begin(const ReportOptions *options) {
    Report *self = g_new0(Report, 1);
    self->options = *options;
    self->details = g_string_new(NULL);
    self->told = g_hash_table_new(NULL, NULL);
    return self;
}

static void capture(Report *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
    self->left_out = 0;
    g_string_truncate(self->details, 0);
    g_hash_table_remove_all(self->told);
}

static void append_value(GString *out, const char *who, const char *value) {
    if (value != NULL)
        g_string_append_printf(out, "    %-10s %s\n", who, value);
}

static void append_cause(Report *self, const Cause *cause) {
    GString *out = self->details;
    if (cause == NULL) {
        g_string_append(out, "    no known cause\n");
        return;
    }
    const char *right = cause->right == CAUSE_BOTH      ? "both are right"
                        : cause->right == CAUSE_MAILLAB ? "maillab is right"
                                                        : "Wireshark is right";
    g_string_append_printf(out, "    %s: %s, %s.", right, cause->id, cause->name);
    if (g_hash_table_add(self->told, (gpointer)cause)) {
        g_string_append_printf(out, " %s", cause->sentence);
        if (cause->rfc != NULL)
            g_string_append_printf(out, " (%s)", cause->rfc);
    }
    g_string_append_c(out, '\n');
}

static void difference(Report *self, const Difference *found, const Cause *cause) {
    if (self->options.quiet || self->details->len > DETAILS_MAX) {
        self->left_out++;
        return;
    }
    g_autofree char *ours = report_ours(&self->options, found);
    g_autofree char *theirs = report_theirs(&self->options, found);
    g_autofree char *filter = report_filter(&self->options, found);
    g_string_append_printf(self->details, "  packet %" G_GUINT64_FORMAT "  %s  %s\n", found->frame,
                           found->row->name, report_kind_words(found->kind));
    append_value(self->details, "maillab", ours);
    append_value(self->details, "Wireshark", theirs);
    append_cause(self, cause);
    append_value(self->details, "filter", filter);
}

static void write_text(Report *self, const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *line = text; *line != '\0';) {
        const char *end = strchrnul(line, '\n');
        g_autofree char *one = g_strndup(line, (gsize)(end - line));
        safe_sentence_append(out, one, self->options.charset);
        if (*end == '\n')
            g_string_append_c(out, '\n');
        line = *end == '\n' ? end + 1 : end;
    }
    self->options.output.write(self->options.output.user, out->str, out->len);
}

static void capture_end(Report *self, const CompareCount *count) {
    g_autofree char *sums = report_sums(count);
    g_autofree char *name = safe_text(self->file, -1, self->options.charset);
    g_autofree char *head =
        g_strdup_printf("%s beside tshark %s\n  %s\n", name, self->options.tshark, sums);
    write_text(self, head);
    self->options.output.write(self->options.output.user, self->details->str, self->details->len);
    if (self->left_out > 0 && !self->options.quiet) {
        g_autofree char *more = g_strdup_printf("  %" G_GUINT64_FORMAT " further differences are "
                                                "counted above and not listed.\n",
                                                self->left_out);
        write_text(self, more);
    }
}

static void end(Report *self, const CompareCount *total, guint n_captures) {
    if (n_captures > 1) {
        g_autofree char *sums = report_sums(total);
        g_autofree char *line = g_strdup_printf("%u captures\n  %s\n", n_captures, sums);
        write_text(self, line);
    }
    g_free(self->file);
    g_string_free(self->details, TRUE);
    g_hash_table_unref(self->told);
    g_free(self);
}

const ReportKind report_text = {
    .begin = begin,
    .capture = capture,
    .difference = difference,
    .capture_end = capture_end,
    .end = end,
};
