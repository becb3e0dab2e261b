/* SPDX-License-Identifier: MIT */
/* Looks RFCs and sections up in the tables that are built into the program. It knows no RFC itself.
 */
#include "explain_rfc.h"

#include <gio/gio.h>
#include <string.h>

/* A table: lines of fields, separated by tabs. */
static GBytes *load_table(const char *name) {
    g_autofree char *path = g_strdup_printf("/maillab/rfc/%s", name);
    GBytes *table = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert(table != NULL); /* it is linked into the program */
    return table;
}

/* The rest of the line that begins with `prefix`, or NULL. */
static char *find_line(const char *table_name, const char *prefix) {
    g_autoptr(GBytes) table = load_table(table_name);
    gsize length = 0;
    const char *text = g_bytes_get_data(table, &length);
    g_autofree char *wanted = g_strdup_printf("\n%s\t", prefix);
    const char *found = g_strstr_len(text, (gssize)length, wanted);
    if (found == NULL)
        return NULL;
    const char *begin = found + strlen(wanted);
    const char *end = memchr(begin, '\n', length - (gsize)(begin - text));
    return g_strndup(begin, end != NULL ? (gsize)(end - begin) : strlen(begin));
}

char *explain_rfc_titled(const char *rfc) {
    if (!g_str_has_prefix(rfc, "RFC "))
        return g_strdup("no RFC describes it, only those who make the software");
    g_auto(GStrv) parts = g_strsplit(rfc + strlen("RFC "), " §", 2);
    gboolean has_section = parts[1] != NULL;
    g_autofree char *prefix =
        has_section ? g_strdup_printf("%s\t%s", parts[0], parts[1]) : g_strdup(parts[0]);
    g_autofree char *line = find_line(has_section ? "sections.tsv" : "index.tsv", prefix);
    if (line == NULL)
        return g_strdup(rfc);
    return g_strdup_printf("%s \"%.*s\"", rfc, (int)strcspn(line, "\t"), line);
}

gboolean explain_rfc_at(guint index, ExplainRfc *rfc) {
    g_autoptr(GBytes) table = load_table("index.tsv");
    gsize length = 0;
    const char *line = g_bytes_get_data(table, &length);
    const char *end = line + length;
    guint row = 0;
    while (line < end) {
        const char *next = memchr(line, '\n', (gsize)(end - line));
        gsize line_length = (gsize)((next != NULL ? next : end) - line);
        if (*line != '#' && row++ == index) {
            g_autofree char *text = g_strndup(line, line_length);
            g_auto(GStrv) fields = g_strsplit(text, "\t", 4);
            g_assert(g_strv_length(fields) == 4);
            *rfc = (ExplainRfc){g_strdup(fields[0]), g_strdup(fields[1]), g_strdup(fields[2]),
                                g_strdup(fields[3])};
            return TRUE;
        }
        line += line_length + 1;
    }
    return FALSE;
}

void explain_rfc_clear(ExplainRfc *rfc) {
    g_clear_pointer(&rfc->number, g_free);
    g_clear_pointer(&rfc->title, g_free);
    g_clear_pointer(&rfc->status, g_free);
    g_clear_pointer(&rfc->obsoleted_by, g_free);
}
