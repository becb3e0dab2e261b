/* SPDX-License-Identifier: MIT */
/* Rows of the tables -> the files of a Wireshark profile, in the spelling of Wireshark 4.0, and a
 * page that says why. */
#include "wireshark/profile_files.h"

#include "wireshark/profile.h"

/* "Name" filter */
static char *write_filters(void) {
    guint n_rows;
    const ProfileFilter *rows = profile_filters(&n_rows);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < n_rows; i++)
        g_string_append_printf(text, "\"%s\" %s\n", rows[i].name, rows[i].filter);
    return g_string_free(text, FALSE);
}

/* A field of a table in Wireshark's files: in quotes, with quotes and backslashes as \xHH. */
static void append_field(GString *text, const char *value, const char *end) {
    g_string_append_c(text, '"');
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\')
            g_string_append_printf(text, "\\x%02x", (guint8)*value);
        else
            g_string_append_c(text, *value);
    }
    g_string_append_printf(text, "\"%s", end);
}

/* "TRUE","label","filter","comment" */
static char *write_buttons(void) {
    guint n_rows;
    const ProfileFilter *rows = profile_filters(&n_rows);
    GString *text =
        g_string_new("# Buttons beside the filter field; hold the mouse over one to read why.\n");
    for (guint i = 0; i < n_rows; i++) {
        if (rows[i].button == NULL)
            continue;
        append_field(text, "TRUE", ",");
        append_field(text, rows[i].button, ",");
        append_field(text, rows[i].filter, ",");
        append_field(text, rows[i].why, "\n");
    }
    return g_string_free(text, FALSE);
}

/* @name@filter@[background][foreground] */
static char *write_colours(void) {
    guint n_rows;
    const ProfileColour *rows = profile_colours(&n_rows);
    GString *text = g_string_new("# The first rule that a packet meets counts.\n");
    for (guint i = 0; i < n_rows; i++)
        g_string_append_printf(text, "# %s\n@%s@%s@[%s][%s]\n", rows[i].why, rows[i].name,
                               rows[i].filter, rows[i].background, rows[i].foreground);
    return g_string_free(text, FALSE);
}

static void append_columns(GString *text) {
    guint n_rows;
    const ProfileColumn *rows = profile_columns(&n_rows);
    for (guint i = 0; i < n_rows; i++)
        g_string_append_printf(text, "# Column %s: %s\n", rows[i].title, rows[i].why);
    g_string_append(text, "gui.column.format:\n");
    for (guint i = 0; i < n_rows; i++)
        g_string_append_printf(text, "\t\"%s\", \"%s\"%s\n", rows[i].title, rows[i].format,
                               i + 1 < n_rows ? "," : "");
}

static char *write_preferences(void) {
    guint n_rows;
    const ProfilePreference *rows = profile_preferences(&n_rows);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < n_rows; i++)
        g_string_append_printf(text, "# %s\n%s: %s\n\n", rows[i].why, rows[i].name, rows[i].value);
    append_columns(text);
    return g_string_free(text, FALSE);
}

static char *write_ports(void) {
    guint n_rows;
    const ProfilePort *rows = profile_ports(&n_rows);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < n_rows; i++)
        g_string_append_printf(text, "# %s\ndecode_as_entry: tcp.port,%u,(none),%s\n", rows[i].why,
                               rows[i].port, rows[i].protocol);
    return g_string_free(text, FALSE);
}

/* clang-format off */
static const ProfileFile files[] = {
    { "filters",     "dfilters",          "display filters",                  write_filters },
    { "buttons",     "dfilter_buttons",   "filter buttons",                   write_buttons },
    { "colours",     "colorfilters",      "colouring rules",                  write_colours },
    { "preferences", "preferences",       "preferences and columns",          write_preferences },
    { "ports",       "decode_as_entries", "ports that Wireshark does not know", write_ports },
};
/* clang-format on */

const ProfileFile *profile_files(guint *n_files) {
    *n_files = G_N_ELEMENTS(files);
    return files;
}

static void explain_filters(ExplainPage *page) {
    guint n_rows;
    const ProfileFilter *filters = profile_filters(&n_rows);
    explain_page_title(page, "Display filters", "what to look at.");
    for (guint i = 0; i < n_rows; i++) {
        explain_page_item(page, "\"%s\": %s", filters[i].name, filters[i].why);
        explain_page_quote(page, filters[i].filter);
    }
}

static void explain_colours(ExplainPage *page) {
    guint n_rows;
    const ProfileColour *colours = profile_colours(&n_rows);
    explain_page_title(page, "Colouring rules", "the first that a packet meets counts.");
    for (guint i = 0; i < n_rows; i++) {
        explain_page_item(page, "\"%s\": %s", colours[i].name, colours[i].why);
        explain_page_quote(page, colours[i].filter);
    }
}

static void explain_preferences(ExplainPage *page) {
    guint n_rows;
    const ProfilePreference *rows = profile_preferences(&n_rows);
    explain_page_title(page, "Preferences", "what is set so that it does not mislead.");
    for (guint i = 0; i < n_rows; i++)
        explain_page_item(page, "%s: %s. %s", rows[i].name, rows[i].value, rows[i].why);
}

static void explain_rest(ExplainPage *page) {
    guint n_rows;
    const ProfileColumn *columns = profile_columns(&n_rows);
    explain_page_title(page, "Columns", "what stands in each line of the list.");
    for (guint i = 0; i < n_rows; i++)
        explain_page_entry(page, columns[i].title, columns[i].why);
    const ProfilePort *ports = profile_ports(&n_rows);
    explain_page_title(page, "Ports", "mail where Wireshark does not look for it.");
    for (guint i = 0; i < n_rows; i++) {
        g_autofree char *port = g_strdup_printf("%u as %s", ports[i].port, ports[i].protocol);
        explain_page_entry(page, port, ports[i].why);
    }
}

void profile_explain(ExplainPage *page) {
    explain_filters(page);
    explain_colours(page);
    explain_preferences(page);
    explain_rest(page);
}
