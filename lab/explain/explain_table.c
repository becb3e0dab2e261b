/* SPDX-License-Identifier: MIT */
/* A table that is linked into the program -> lines and fields. It does not know what they say. */
#include "explain_table.h"

#include <gio/gio.h>
#include <string.h>

GPtrArray *explain_table_load(const char *name) {
    g_autofree char *path = g_strdup_printf("/maillab/explain/%s", name);
    g_autoptr(GBytes) table = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert(table != NULL); /* it is linked into the program */
    gsize length = 0;
    const char *octets = g_bytes_get_data(table, &length);
    g_autofree char *text = g_strndup(octets, length);
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) all = g_strsplit(text, "\n", -1);
    for (guint i = 0; all[i] != NULL; i++) {
        if (all[i][0] != '#' && all[i][0] != '\0')
            g_ptr_array_add(lines, g_strdup(all[i]));
    }
    return lines;
}

char **explain_table_next(const GPtrArray *lines, guint *index, const char *first, guint n_fields) {
    while (*index < lines->len) {
        g_auto(GStrv) fields = g_strsplit(lines->pdata[(*index)++], "\t", -1);
        if (g_strv_length(fields) >= n_fields &&
            (first == NULL || g_ascii_strcasecmp(fields[0], first) == 0))
            return g_steal_pointer(&fields);
    }
    return NULL;
}
