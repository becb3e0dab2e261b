/* SPDX-License-Identifier: MIT */
/* The pages that are written by hand: slides of the lecture, and roles. The words stand in tables;
 * here is only how each kind of sentence is introduced. */
#include "explain_source.h"
#include "explain_table.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *table, *before, *after; /* around the title */
} sheets[] = {
    [EXPLAIN_SLIDES] = { "slides.tsv", "a page of the lecture, \"", "\"." },
    [EXPLAIN_ROLES]  = { "roles.tsv",  "a role in mail: ",          "" },
};
/* clang-format on */

/* A line: word, part, text; some have a further text. */
enum { WORD, PART, TEXT, MORE, N_FIELDS };

static void tell_says(ExplainPage *page, char **fields) {
    explain_page_paragraph(page, "%s", fields[TEXT]);
}

static void tell_who(ExplainPage *page, char **fields) {
    explain_page_paragraph(page, "Who? %s", fields[TEXT]);
}

static void tell_when(ExplainPage *page, char **fields) {
    explain_page_paragraph(page, "When? %s", fields[TEXT]);
}

static void tell_next(ExplainPage *page, char **fields) {
    explain_page_paragraph(page, "What then? %s", fields[TEXT]);
}

static void tell_line(ExplainPage *page, char **fields) {
    explain_page_quote(page, fields[TEXT]);
}

static void tell_command(ExplainPage *page, char **fields) {
    explain_page_item(page, "See it: `%s`: %s.", fields[TEXT], fields[MORE]);
}

static void tell_difference(ExplainPage *page, char **fields) {
    explain_page_item(page, "The RFC says otherwise (%s). %s", fields[TEXT], fields[MORE]);
}

static void tell_addition(ExplainPage *page, char **fields) {
    explain_page_item(page, "The RFC says more (%s). %s", fields[TEXT], fields[MORE]);
}

static void tell_source(ExplainPage *page, char **fields) {
    explain_page_source(page, fields[TEXT]);
}

/* clang-format off */
static const struct {
    const char *name;
    guint n_fields;
    void (*tell)(ExplainPage *page, char **fields);
} parts[] = {
    { "says",    MORE,     tell_says },
    { "who",     MORE,     tell_who },
    { "when",    MORE,     tell_when },
    { "line",    MORE,     tell_line },
    { "show",    N_FIELDS, tell_command },
    { "differs", N_FIELDS, tell_difference },
    { "more",    N_FIELDS, tell_addition },
    { "next",    MORE,     tell_next },
    { "read",    MORE,     tell_source },
};
/* clang-format on */

static void tell_part(ExplainPage *page, char **fields) {
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (strcmp(parts[i].name, fields[PART]) == 0 && g_strv_length(fields) >= parts[i].n_fields)
            parts[i].tell(page, fields);
    }
}

gboolean explain_sheet_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    g_autoptr(GPtrArray) lines = explain_table_load(sheets[self->which].table);
    guint line = 0, n_titles = 0;
    for (;;) {
        g_auto(GStrv) fields = explain_table_next(lines, &line, NULL, MORE);
        if (fields == NULL)
            return FALSE;
        if (strcmp(fields[PART], "title") != 0 || n_titles++ < index)
            continue;
        *entry = (ExplainEntry){g_intern_string(fields[WORD]), g_intern_string(fields[TEXT])};
        return TRUE;
    }
}

guint explain_sheet(const ExplainSource *self, ExplainPage *page, const char *term) {
    g_autoptr(GPtrArray) lines = explain_table_load(sheets[self->which].table);
    guint line = 0, n_found = 0;
    for (;;) {
        g_auto(GStrv) fields = explain_table_next(lines, &line, term, MORE);
        if (fields == NULL)
            return n_found;
        if (strcmp(fields[PART], "title") != 0) {
            tell_part(page, fields);
            continue;
        }
        explain_page_title(page, fields[WORD], "%s%s%s", sheets[self->which].before, fields[TEXT],
                           sheets[self->which].after);
        n_found = 1;
    }
}
