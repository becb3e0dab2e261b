/* SPDX-License-Identifier: MIT */
/* Marks -> a table for people, or lines of CSV. Names and answers are the students': they are
 * escaped for a terminal, and a spreadsheet must not take one for a formula. */
#include "exercise/grade_report.h"

#include "render/text_layout.h"

#include <string.h>

#define NAME_WIDTH 24
#define REASON_HANG 8u

static void put(GradeReport *self, const char *text) {
    self->output.write(self->output.user, text, strlen(text));
}

void grade_report_count(GradeReport *self, const Mark *mark) {
    if (mark->of > 0 && mark->points == mark->of)
        self->totals.right++;
    else if (mark->points > 0)
        self->totals.partly++;
    else
        self->totals.nothing++;
}

/* ---- a table -------------------------------------------------------------------------------- */

static void table_begin(GradeReport *self) {
    g_autofree char *head =
        g_strdup_printf("%s: %u step%s, a point for each; %u submission%s\n\n%-*s  points\n",
                        self->exercise, self->of, self->of == 1 ? "" : "s", self->n_submissions,
                        self->n_submissions == 1 ? "" : "s", NAME_WIDTH, "student");
    put(self, head);
}

/* "    step 2: …", wrapped at the terminal's width. */
static void put_reason(GradeReport *self, const char *what, const char *reason) {
    g_autofree char *safe = terminal_escape(self->terminal, reason, -1);
    g_autofree char *text = g_strdup_printf("    %s: %s", what, safe);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    text_wrap(lines, text, self->terminal->width, REASON_HANG);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++) {
        text_emit(out, lines->pdata[i], FALSE);
        g_string_append_c(out, '\n');
    }
    put(self, out->str);
}

static void table_mark(GradeReport *self, const Mark *mark) {
    g_autofree char *student = terminal_escape(self->terminal, mark->student, -1);
    glong length = g_utf8_strlen(student, -1);
    int pad = length < NAME_WIDTH ? (int)(NAME_WIDTH - length) : 0;
    g_autofree char *row =
        g_strdup_printf("%s%*s  %u of %u\n", student, pad, "", mark->points, mark->of);
    put(self, row);
    for (guint i = 0; i < mark->steps->len; i++) {
        const MarkStep *step = mark->steps->pdata[i];
        g_autofree char *what = g_strdup_printf("step %u", step->number);
        if (!step->is_right && step->reason != NULL)
            put_reason(self, what, step->reason);
    }
    if (mark->remark != NULL)
        put_reason(self, "note", mark->remark);
}

static void table_end(GradeReport *self) {
    g_autofree char *totals =
        g_strdup_printf("\n%u with all points, %u with some, %u with none\n", self->totals.right,
                        self->totals.partly, self->totals.nothing);
    put(self, totals);
}

/* ---- CSV ------------------------------------------------------------------------------------ */

/* RFC 4180 §2: in quotes, with quotes doubled. What a spreadsheet would compute gets an apostrophe
 * before it. */
static void append_field(GString *out, const char *text) {
    g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "", -1);
    if (out->len > 0)
        g_string_append_c(out, ',');
    g_string_append_c(out, '"');
    if (valid[0] != '\0' && strchr("=+-@\t\r", valid[0]) != NULL)
        g_string_append_c(out, '\'');
    for (const char *at = valid; *at != '\0'; at++) {
        if (*at == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, (guchar)*at < 0x20 || *at == 0x7f ? ' ' : *at);
    }
    g_string_append_c(out, '"');
}

static void append_number(GString *out, guint number) {
    g_string_append_printf(out, ",%u", number);
}

static void csv_begin(GradeReport *self) {
    GString *out = g_string_new("\"student\",\"seed\",\"points\",\"of\"");
    for (guint i = 1; i <= self->of; i++)
        g_string_append_printf(out, ",\"step %u\"", i);
    g_string_append(out, ",\"reasons\"\r\n");
    put(self, out->str);
    g_string_free(out, TRUE);
}

static char *reasons_of(const Mark *mark) {
    GString *reasons = g_string_new(NULL);
    for (guint i = 0; i < mark->steps->len; i++) {
        const MarkStep *step = mark->steps->pdata[i];
        if (!step->is_right && step->reason != NULL)
            g_string_append_printf(reasons, "%sstep %u: %s", reasons->len > 0 ? " / " : "",
                                   step->number, step->reason);
    }
    if (mark->remark != NULL)
        g_string_append_printf(reasons, "%snote: %s", reasons->len > 0 ? " / " : "", mark->remark);
    return g_string_free(reasons, FALSE);
}

static void csv_mark(GradeReport *self, const Mark *mark) {
    GString *out = g_string_new(NULL);
    append_field(out, mark->student);
    append_field(out, mark->seed);
    append_number(out, mark->points);
    append_number(out, mark->of);
    for (guint i = 0; i < self->of; i++) {
        const MarkStep *step = i < mark->steps->len ? mark->steps->pdata[i] : NULL;
        append_number(out, step != NULL && step->is_right ? 1 : 0);
    }
    g_autofree char *reasons = reasons_of(mark);
    append_field(out, reasons);
    g_string_append(out, "\r\n");
    put(self, out->str);
    g_string_free(out, TRUE);
}

/* ---- Gradescope ----------------------------------------------------------------------------- */

static void nothing(GradeReport *self) {
}

/* A student's name as the name of a file. */
static char *file_of(const GradeReport *self, const char *student) {
    g_autofree char *name = g_strdup(student);
    g_strdelimit(name, "/\\", '_');
    g_autofree char *file = g_strconcat(name[0] == '.' ? "_" : "", name, ".json", NULL);
    return g_build_filename(self->directory, file, NULL);
}

static void gradescope_mark(GradeReport *self, const Mark *mark) {
    g_autofree char *json = grade_gradescope(mark);
    if (self->directory == NULL) {
        put(self, json);
        put(self, "\n");
        return;
    }
    g_autofree char *path = file_of(self, mark->student);
    g_autoptr(GError) error = NULL;
    if (!g_file_set_contents(path, json, -1, &error) && self->trouble == NULL)
        self->trouble = g_steal_pointer(&error);
}

/* clang-format off */
static const GradeFormat formats[] = {
    { "text",       table_begin, table_mark,      table_end },
    { "csv",        csv_begin,   csv_mark,        nothing   },
    { "gradescope", nothing,     gradescope_mark, nothing   },
};
/* clang-format on */

const GradeFormat *grade_format_find(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const char *grade_format_names(void) {
    return "text, csv or gradescope";
}
