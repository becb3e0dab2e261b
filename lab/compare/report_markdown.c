/* SPDX-License-Identifier: MIT */
/* A comparison as the page "maillab and Wireshark" of the guide: tables by capture, by cause and by
 * field over all captures. */
#include "compare/report.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    guint64 agreed, kinds[N_DIFFERENCE_KINDS];
} Tally;

/* A cause, how often it was found, and where it was found first. */
typedef struct {
    const Cause *cause;
    guint64 n;
    char *file, *field, *filter;
} Found;

struct Report {
    ReportOptions options;
    char *file;
    GString *captures; /* rows of their table */
    Tally *tallies;    /* per row of the table of fields */
    GArray *found;     /* of Found */
    GPtrArray *here;   /* ids of the causes in this capture */
};

static void found_clear(gpointer data) {
    Found *self = data;
    g_free(self->file);
    g_free(self->field);
    g_free(self->filter);
}

static Report *begin(const ReportOptions *options) {
    guint n_rows;
    Report *self = g_new0(Report, 1);
    fields_rows(&n_rows);
    self->options = *options;
    self->options.charset = SAFE_UTF8;
    self->captures = g_string_new(NULL);
    self->tallies = g_new0(Tally, n_rows);
    self->found = g_array_new(FALSE, TRUE, sizeof(Found));
    g_array_set_clear_func(self->found, found_clear);
    self->here = g_ptr_array_new();
    return self;
}

static void capture(Report *self, const char *file) {
    g_free(self->file);
    self->file = g_path_get_basename(file);
    g_ptr_array_set_size(self->here, 0);
}

static void counted(Report *self, const FieldRow *row, DifferenceKind kind) {
    guint n_rows;
    Tally *tally = &self->tallies[row - fields_rows(&n_rows)];
    if (kind == N_DIFFERENCE_KINDS)
        tally->agreed++;
    else
        tally->kinds[kind]++;
}

static Found *find(Report *self, const Cause *cause) {
    for (guint i = 0; i < self->found->len; i++) {
        Found *found = &g_array_index(self->found, Found, i);
        if (found->cause == cause)
            return found;
    }
    return NULL;
}

/* In a table a bar would end the cell. */
static char *cell(const char *text) {
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);
    return g_strjoinv("\\|", parts);
}

static void difference(Report *self, const Difference *differing, const Cause *cause) {
    if (cause == NULL)
        return;
    Found *found = find(self, cause);
    if (!g_ptr_array_find(self->here, cause->id, NULL))
        g_ptr_array_add(self->here, (gpointer)cause->id);
    if (found != NULL) {
        found->n++;
        return;
    }
    Found first = {.cause = cause,
                   .n = 1,
                   .file = g_strdup(self->file),
                   .field = g_strdup(differing->row->name),
                   .filter = report_filter(&self->options, differing)};
    g_array_append_val(self->found, first);
}

static gint by_id(gconstpointer a, gconstpointer b) {
    const char *one = *(const char *const *)a, *other = *(const char *const *)b;
    gint kind = one[0] - other[0];
    return kind != 0 ? kind : atoi(one + 1) - atoi(other + 1);
}

static void capture_end(Report *self, const CompareCount *count) {
    g_autoptr(GString) causes = g_string_new(NULL);
    g_ptr_array_sort(self->here, by_id);
    for (guint i = 0; i < self->here->len; i++)
        g_string_append_printf(causes, "%s%s", i == 0 ? "" : ", ", (char *)self->here->pdata[i]);
    g_string_append_printf(
        self->captures,
        "| %s | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT
        " | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT " | %s |\n",
        self->file, count->agreed + count->kinds[DIFFERENCE_VALUE], count->agreed,
        count->kinds[DIFFERENCE_VALUE], count->kinds[DIFFERENCE_ONLY_OURS],
        count->kinds[DIFFERENCE_ONLY_THEIRS], causes->str);
}

static gint found_by_id(gconstpointer a, gconstpointer b) {
    const Found *one = a, *other = b;
    gint order = by_id(&one->cause->id, &other->cause->id);
    return order != 0 ? order : strcmp(one->cause->name, other->cause->name);
}

static void append_causes(Report *self, GString *out) {
    g_array_sort(self->found, found_by_id);
    g_string_append(out, "\n## Why they differ\n\n"
                         "| cause | found | right | why | one of them |\n|---|---|---|---|---|\n");
    for (guint i = 0; i < self->found->len; i++) {
        const Found *found = &g_array_index(self->found, Found, i);
        g_autofree char *filter = cell(found->filter);
        g_string_append_printf(
            out, "| %s, %s | %" G_GUINT64_FORMAT " | %s | %s%s%s%s | %s: `%s` |\n",
            found->cause->id, found->cause->name, found->n, cause_right_name(found->cause->right),
            found->cause->sentence, found->cause->rfc == NULL ? "" : " (",
            found->cause->rfc == NULL ? "" : found->cause->rfc,
            found->cause->rfc == NULL ? "" : ")", found->file, filter);
    }
}

static gboolean is_found(const Report *self, const Cause *cause) {
    for (guint i = 0; i < self->found->len; i++) {
        if (g_array_index(self->found, Found, i).cause == cause)
            return TRUE;
    }
    return FALSE;
}

/* Causes that the rules know and these captures do not have, and what no field of Wireshark shows.
 */
static void append_other_causes(const Report *self, GString *out) {
    guint n;
    const Cause *causes = causes_rows(&n);
    g_string_append(
        out, "\n## Other causes that maillab knows\n\nThey do not occur in these captures.\n\n"
             "| cause | right | why |\n|---|---|---|\n");
    for (guint i = 0; i < n; i++) {
        if (is_found(self, &causes[i]))
            continue;
        g_string_append_printf(out, "| %s, %s | %s | %s (%s) |\n", causes[i].id, causes[i].name,
                               cause_right_name(causes[i].right), causes[i].sentence,
                               causes[i].rfc == NULL ? "no RFC" : causes[i].rfc);
    }
    g_string_append(out,
                    "\nThree situations in which tools give different mails show in no field of "
                    "Wireshark, so that\n"
                    "`compare` cannot tell them:\n\n"
                    "- D6, a retransmission with other octets: Wireshark takes the first copy too, "
                    "and no field\n"
                    "  says that the other differs; `maillab analyze` does.\n"
                    "- D14, control octets in headers: the octets of the fields are equal; only "
                    "what is printed\n"
                    "  differs.\n"
                    "- D16, encoded words, base64, quoted-printable: Wireshark shows header fields "
                    "and parts as\n"
                    "  they are sent, decodes none of them and has no field for what they say.\n");
}

static gboolean is_seen(const Tally *self) {
    return self->agreed + self->kinds[DIFFERENCE_VALUE] + self->kinds[DIFFERENCE_ONLY_OURS] +
               self->kinds[DIFFERENCE_ONLY_THEIRS] >
           0;
}

static void append_fields(const Report *self, GString *out) {
    guint n_rows;
    const FieldRow *rows = fields_rows(&n_rows);
    g_string_append(out, "\n## Field by field\n\nFields that occur in these captures.\n\n"
                         "| field | means | agree | differ | only maillab | only Wireshark |\n"
                         "|---|---|---:|---:|---:|---:|\n");
    for (guint i = 0; i < n_rows; i++) {
        const Tally *tally = &self->tallies[i];
        if (!is_seen(tally))
            continue;
        g_string_append_printf(out,
                               "| `%s` | %s | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT
                               " | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT " |\n",
                               rows[i].name, rows[i].meaning, tally->agreed,
                               tally->kinds[DIFFERENCE_VALUE], tally->kinds[DIFFERENCE_ONLY_OURS],
                               tally->kinds[DIFFERENCE_ONLY_THEIRS]);
    }
    g_string_append(out, "\n## Fields that nothing of ours answers\n\n| field | means | why |\n"
                         "|---|---|---|\n");
    for (guint i = 0; i < n_rows; i++) {
        if (rows[i].unanswered != NULL)
            g_string_append_printf(out, "| `%s` | %s | %s |\n", rows[i].name, rows[i].meaning,
                                   rows[i].unanswered);
    }
}

static const char heading[] =
    "# maillab and Wireshark\n\n"
    "Wireshark shows packets and what its dissectors take them for; maillab shows the dialogue. "
    "On\n"
    "the same capture both should say the same, and mostly they do. This page holds every field "
    "of\n"
    "Wireshark's SMTP, POP3, IMAP, message and multipart dissectors against what maillab knows, "
    "over\n"
    "all captures of `traces/`. It is written by the tool itself:\n\n"
    "    maillab compare -T markdown traces/*.pcap*\n\n"
    "Wireshark is asked as it comes: with the preferences of a new installation, in two passes as "
    "in\n"
    "its window. A field that is split over several packets stands in the last of them, for both.\n"
    "Try a filter of this page in Wireshark, and the difference is before your eyes.\n";

static void end(Report *self, const CompareCount *total, guint n_captures) {
    g_autofree char *sums = report_sums(total);
    g_autoptr(GString) out = g_string_new(heading);
    g_string_append_printf(out,
                           "\nWith tshark %s, over %u captures: %s\n\n## Capture by capture\n\n",
                           self->options.tshark, n_captures, sums);
    g_string_append(out, "| capture | compared | agree | differ | only maillab | only Wireshark | "
                         "causes |\n|---|---:|---:|---:|---:|---:|---|\n");
    g_string_append_len(out, self->captures->str, (gssize)self->captures->len);
    append_causes(self, out);
    append_other_causes(self, out);
    append_fields(self, out);
    self->options.output.write(self->options.output.user, out->str, out->len);
    g_string_free(self->captures, TRUE);
    g_array_unref(self->found);
    g_ptr_array_unref(self->here);
    g_free(self->tallies);
    g_free(self->file);
    g_free(self);
}

const ReportKind report_markdown = {
    .begin = begin,
    .capture = capture,
    .counted = counted,
    .difference = difference,
    .capture_end = capture_end,
    .end = end,
};
