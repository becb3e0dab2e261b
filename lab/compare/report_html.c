/* SPDX-License-Identifier: MIT */
/* A comparison as one page for the browser: no script, nothing loaded from elsewhere, and whatever
 * came off the wire is escaped twice, for the eye and for HTML. */
#include "compare/report.h"

#include <string.h>

#define BODY_MAX (64u << 20) /* octets of differences that the page lists */

static const char style[] =
    "body{font:16px/1.45 sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;"
    "background:#fff}table{border-collapse:collapse;width:100%;margin:.6rem 0 "
    "2rem}th,td{border:1px "
    "solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#eee}td.n{"
    "text-align:right}code{font:.92em monospace;overflow-wrap:anywhere;white-space:pre-wrap}"
    ".unknown{background:#fde3e3}summary{cursor:pointer;font-weight:bold}";

struct Report {
    ReportOptions options;
    char *file;
    GString *sums; /* rows of the table of captures */
    GString *body;
    GString *rows; /* of this capture */
    guint64 left_out;
};

static Report *begin(const ReportOptions *options) {
    Report *self = g_new0(Report, 1);
    self->options = *options;
    self->options.charset = SAFE_UTF8;
    self->sums = g_string_new(NULL);
    self->body = g_string_new(NULL);
    self->rows = g_string_new(NULL);
    return self;
}

static void capture(Report *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
    self->left_out = 0;
    g_string_truncate(self->rows, 0);
}

static void append_escaped(GString *out, const char *text) {
    g_autofree char *safe = safe_text(text, -1, SAFE_UTF8);
    g_autofree char *escaped = g_markup_escape_text(safe, -1);
    g_string_append(out, escaped);
}

/* `value` has been made safe. */
static void append_value(GString *out, const char *value) {
    g_autofree char *escaped = g_markup_escape_text(value == NULL ? "" : value, -1);
    g_string_append_printf(out, value == NULL ? "<td>—%s</td>" : "<td><code>%s</code></td>",
                           escaped);
}

static void append_cause(GString *out, const Cause *cause) {
    if (cause == NULL) {
        g_string_append(out, "<td>no known cause</td>");
        return;
    }
    g_string_append_printf(out, "<td title=\"%s\"><b>%s</b> %s: ", cause_right_name(cause->right),
                           cause->right == CAUSE_BOTH      ? "both are right"
                           : cause->right == CAUSE_MAILLAB ? "maillab is right"
                                                           : "Wireshark is right",
                           cause->id);
    append_escaped(out, cause->sentence);
    if (cause->rfc != NULL)
        g_string_append_printf(out, " (%s)", cause->rfc);
    g_string_append(out, "</td>");
}

static void difference(Report *self, const Difference *found, const Cause *cause) {
    GString *out = self->rows;
    if (self->options.quiet || self->body->len + out->len > BODY_MAX) {
        self->left_out++;
        return;
    }
    g_autofree char *ours = report_ours(&self->options, found);
    g_autofree char *theirs = report_theirs(&self->options, found);
    g_autofree char *filter = report_filter(&self->options, found);
    g_string_append_printf(out, "<tr%s><td class=\"n\">%" G_GUINT64_FORMAT "</td><td>%s</td>",
                           cause == NULL ? " class=\"unknown\"" : "", found->frame,
                           found->row->name);
    append_value(out, ours);
    append_value(out, theirs);
    append_cause(out, cause);
    append_value(out, filter);
    g_string_append(out, "</tr>\n");
}

static void append_counts(GString *out, const CompareCount *count) {
    const guint64 counts[] = {count->agreed + count->kinds[DIFFERENCE_VALUE],
                              count->agreed,
                              count->kinds[DIFFERENCE_VALUE],
                              count->kinds[DIFFERENCE_ONLY_OURS],
                              count->kinds[DIFFERENCE_ONLY_THEIRS],
                              count->unexplained};
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
        g_string_append_printf(out, "<td class=\"n\">%" G_GUINT64_FORMAT "</td>", counts[i]);
    g_string_append(out, "</tr>\n");
}

static void capture_end(Report *self, const CompareCount *count) {
    g_string_append(self->sums, "<tr><td>");
    append_escaped(self->sums, self->file);
    g_string_append(self->sums, "</td>");
    append_counts(self->sums, count);
    if (self->rows->len == 0)
        return;
    g_string_append(self->body, self->options.is_single ? "<details open>" : "<details>");
    g_string_append(self->body, "<summary>");
    append_escaped(self->body, self->file);
    g_string_append(self->body,
                    "</summary>\n<table><tr><th>packet</th><th>field</th><th>maillab</th><th>"
                    "Wireshark</th><th>who is right, and why</th><th>see it there</th></tr>\n");
    g_string_append_len(self->body, self->rows->str, (gssize)self->rows->len);
    g_string_append(self->body, "</table>\n");
    if (self->left_out > 0)
        g_string_append_printf(self->body,
                               "<p>%" G_GUINT64_FORMAT " further differences are counted above and "
                               "not listed.</p>\n",
                               self->left_out);
    g_string_append(self->body, "</details>\n");
}

/* The digest by which the page allows its own style and no other. */
static char *style_digest(void) {
    guint8 digest[32];
    gsize length = sizeof digest;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(checksum, (const guchar *)style, (gssize)strlen(style));
    g_checksum_get_digest(checksum, digest, &length);
    return g_base64_encode(digest, length);
}

static void end(Report *self, const CompareCount *total, guint n_captures) {
    g_autofree char *digest = style_digest();
    g_autofree char *sums = report_sums(total);
    g_autoptr(GString) page = g_string_new(NULL);
    g_string_append_printf(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'sha256-%s'; base-uri 'none'; form-action 'none'\">\n<title>maillab beside "
        "Wireshark</title>\n<style>%s</style></head>\n<body><h1>maillab beside Wireshark</h1>\n"
        "<p>%u capture%s, tshark %s. %s</p>\n"
        "<table><tr><th>capture</th><th>fields compared</th><th>agree</th><th>differ</th><th>only "
        "maillab</th><th>only Wireshark</th><th>without a known cause</th></tr>\n",
        digest, style, n_captures, n_captures == 1 ? "" : "s", self->options.tshark, sums);
    g_string_append_len(page, self->sums->str, (gssize)self->sums->len);
    g_string_append(page, "</table>\n");
    g_string_append_len(page, self->body->str, (gssize)self->body->len);
    g_string_append(page, "</body></html>\n");
    self->options.output.write(self->options.output.user, page->str, page->len);
    g_string_free(self->sums, TRUE);
    g_string_free(self->body, TRUE);
    g_string_free(self->rows, TRUE);
    g_free(self->file);
    g_free(self);
}

const ReportKind report_html = {
    .begin = begin,
    .capture = capture,
    .difference = difference,
    .capture_end = capture_end,
    .end = end,
};
