/* SPDX-License-Identifier: MIT */
/* A comparison for programs: one record per difference, one per capture, one at the end. */
#include "compare/report.h"

#include "render/json_writer.h"

struct Report {
    ReportOptions options;
    JsonWriter writer;
    char *file;
    guint64 (*tallies)[N_DIFFERENCE_KINDS + 1]; /* per row of the table of fields */
};

static Report *begin(const ReportOptions *options) {
    Report *self = g_new0(Report, 1);
    self->options = *options;
    guint n_rows;
    json_writer_init(&self->writer, &options->output);
    fields_rows(&n_rows);
    self->tallies = g_malloc0_n(n_rows, sizeof *self->tallies);
    return self;
}

static void capture(Report *self, const char *file) {
    g_free(self->file);
    self->file = g_strdup(file);
}

static void counted(Report *self, const FieldRow *row, DifferenceKind kind) {
    guint n_rows;
    self->tallies[row - fields_rows(&n_rows)][kind]++;
}

static void write_value(JsonWriter *out, const char *name, const char *octets, gsize length,
                        gboolean is_secret) {
    if (octets != NULL && is_secret)
        json_key_word(out, name, "(redacted)");
    else
        json_key_text(out, name, octets, length);
}

/* Our value: octets or a number. */
static void write_ours(JsonWriter *out, const Difference *found, gboolean is_secret) {
    gsize length;
    const char *octets = difference_ours(found, &length);
    if (found->ours != NULL && octets == NULL)
        json_key_u64(out, "maillab", found->ours->number);
    else
        write_value(out, "maillab", octets, length, is_secret);
}

static void write_text(JsonWriter *out, const char *name, const char *text) {
    json_key_text(out, name, text, text == NULL ? 0 : strlen(text));
}

static void write_cause(JsonWriter *out, const Cause *cause) {
    json_key_word(out, "cause", cause == NULL ? NULL : cause->id);
    write_text(out, "name", cause == NULL ? NULL : cause->name);
    json_key_word(out, "right", cause == NULL ? NULL : cause_right_name(cause->right));
    write_text(out, "why", cause == NULL ? NULL : cause->sentence);
    write_text(out, "rfc", cause == NULL ? NULL : cause->rfc);
}

static void difference(Report *self, const Difference *found, const Cause *cause) {
    JsonWriter *out = &self->writer;
    gboolean is_secret = report_is_secret(&self->options, found);
    gsize length;
    const char *theirs = difference_theirs(found, &length);
    g_autofree char *filter = report_filter(&self->options, found);
    if (self->options.quiet)
        return;
    json_literal(out, "{\"type\":\"difference\"");
    write_text(out, "file", self->file);
    json_key(out, "stream");
    if (found->talk != NULL)
        json_u64(out, found->talk->stream);
    else
        json_literal(out, "null");
    json_key_u64(out, "frame", found->frame);
    json_key_word(out, "field", found->row->name);
    json_key_word(out, "kind", report_kind_name(found->kind));
    write_ours(out, found, is_secret);
    write_value(out, "wireshark", theirs, length, is_secret);
    write_cause(out, cause);
    write_text(out, "filter", filter);
    json_literal(out, "}\n");
}

static void write_count(JsonWriter *out, const CompareCount *count) {
    json_key_u64(out, "compared", count->agreed + count->kinds[DIFFERENCE_VALUE]);
    json_key_u64(out, "agreed", count->agreed);
    json_key_u64(out, "differing", count->kinds[DIFFERENCE_VALUE]);
    json_key_u64(out, "only_maillab", count->kinds[DIFFERENCE_ONLY_OURS]);
    json_key_u64(out, "only_wireshark", count->kinds[DIFFERENCE_ONLY_THEIRS]);
    json_key_u64(out, "explained", count->explained);
    json_key_u64(out, "unexplained", count->unexplained);
    json_key_u64(out, "unanswered", count->unanswered);
}

/* The sums of each field that occurs; then they begin anew. */
static void write_fields(Report *self) {
    JsonWriter *out = &self->writer;
    guint n_rows;
    const FieldRow *rows = fields_rows(&n_rows);
    for (guint i = 0; i < n_rows; i++) {
        guint64 *tally = self->tallies[i];
        if (tally[0] + tally[1] + tally[2] + tally[3] == 0)
            continue;
        json_literal(out, "{\"type\":\"field\"");
        write_text(out, "file", self->file);
        json_key_word(out, "field", rows[i].name);
        json_key_u64(out, "agreed", tally[N_DIFFERENCE_KINDS]);
        json_key_u64(out, "differing", tally[DIFFERENCE_VALUE]);
        json_key_u64(out, "only_maillab", tally[DIFFERENCE_ONLY_OURS]);
        json_key_u64(out, "only_wireshark", tally[DIFFERENCE_ONLY_THEIRS]);
        json_literal(out, "}\n");
        memset(tally, 0, sizeof *self->tallies);
    }
}

static void capture_end(Report *self, const CompareCount *count) {
    JsonWriter *out = &self->writer;
    write_fields(self);
    json_literal(out, "{\"type\":\"comparison\"");
    write_text(out, "file", self->file);
    write_text(out, "tshark", self->options.tshark);
    write_count(out, count);
    json_literal(out, "}\n");
}

static void end(Report *self, const CompareCount *total, guint n_captures) {
    JsonWriter *out = &self->writer;
    json_literal(out, "{\"type\":\"end\"");
    json_key_u64(out, "captures", n_captures);
    write_count(out, total);
    json_literal(out, "}\n");
    json_writer_clear(out);
    g_free(self->tallies);
    g_free(self->file);
    g_free(self);
}

const ReportKind report_json = {
    .begin = begin,
    .capture = capture,
    .counted = counted,
    .difference = difference,
    .capture_end = capture_end,
    .end = end,
};
