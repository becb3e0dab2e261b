/* SPDX-License-Identifier: MIT */
/* Names of Wireshark's fields -> rows of the table, and values -> display filters. */
#include "compare/fields.h"

#include "compare/fields_rows.h"

#include <string.h>

#define FILTER_VALUE_MAX 100u /* octets of a value that a filter spells out */

const FieldRow *fields_rows(guint *n_rows) {
    *n_rows = field_n_rows;
    return field_rows;
}

const FieldRow *fields_find(const char *name) {
    for (guint i = 0; i < field_n_rows; i++) {
        if (strcmp(field_rows[i].name, name) == 0)
            return &field_rows[i];
    }
    return NULL;
}

/* The front of the value that a filter can hold: ASCII without NUL. */
static gsize spellable(const char *octets, gsize length) {
    gsize n = 0;
    while (n < length && n < FILTER_VALUE_MAX && octets[n] > 0)
        n++;
    return n;
}

static void append_escaped(GString *out, const char *octets, gsize length) {
    for (gsize i = 0; i < length; i++) {
        char octet = octets[i];
        if (octet == '"' || octet == '\\')
            g_string_append_printf(out, "\\%c", octet);
        else if (octet == '\r')
            g_string_append(out, "\\r");
        else if (octet == '\n')
            g_string_append(out, "\\n");
        else if (g_ascii_isprint(octet))
            g_string_append_c(out, octet);
        else
            g_string_append_printf(out, "\\x%02x", (guint)(guchar)octet);
    }
}

static gboolean is_number(const FieldRow *row) {
    return row->compare == FIELD_NUMBER || row->compare == FIELD_PLACE;
}

char *fields_filter(const FieldRow *row, const char *octets, gsize length) {
    GString *out = g_string_new(row->name);
    gsize front = octets == NULL ? 0 : spellable(octets, length);
    if (octets == NULL || row->compare == FIELD_PRESENCE || row->compare == FIELD_DURATION ||
        row->is_mute || (front == 0 && length > 0))
        return g_string_free(out, FALSE);
    if (is_number(row)) {
        g_string_append(out, " == ");
        g_string_append_len(out, octets, (gssize)front);
        return g_string_free(out, FALSE);
    }
    g_string_append(out, front == length ? " == \"" : " contains \"");
    append_escaped(out, octets, front);
    g_string_append_c(out, '"');
    return g_string_free(out, FALSE);
}
