/* SPDX-License-Identifier: MIT */
/* Turns rows of the protocols into parts of sentences. It knows no single state or command. */
#include "explain_rows.h"

#include <string.h>

static const SpecProtocol *const protocols[] = {&spec_smtp, &spec_lmtp};

const SpecProtocol *const *explain_protocols(guint *n_protocols) {
    *n_protocols = G_N_ELEMENTS(protocols);
    return protocols;
}

char *explain_protocol_name(const SpecProtocol *spec) {
    return g_ascii_strup(spec->name, -1);
}

/* "a, b or c" */
static char *join(const GPtrArray *words, const char *last) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        if (i > 0 && i + 1 == words->len)
            g_string_append_printf(text, " %s ", last);
        else if (i > 0)
            g_string_append(text, ", ");
        g_string_append(text, g_ptr_array_index(words, i));
    }
    return g_string_free(text, FALSE);
}

char *explain_command_protocols(int command) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(protocols); i++) {
        if (spec_legal_states(protocols[i], command) != 0)
            g_ptr_array_add(names, explain_protocol_name(protocols[i]));
    }
    return join(names, "and");
}

char *explain_state_set(const SpecProtocol *spec, SpecStateSet states, const char *last) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint state = 0; state < spec->n_states; state++) {
        if ((states & SPEC_STATE(state)) != 0)
            g_ptr_array_add(names, (gpointer)spec->states[state].name);
    }
    return join(names, last);
}

char *explain_answered(const char *pattern) {
    if (strcmp(pattern, "xxx") == 0)
        return g_strdup("whatever the answer");
    return g_strdup_printf(strchr(pattern, 'x') != NULL ? "answered by any %s" : "answered %s",
                           pattern);
}

static gboolean has_row(const SpecProtocol *spec, const SpecTransition *row) {
    return row >= spec->transitions && row < spec->transitions + spec->n_transitions;
}

/* Do all protocols that know the row's command share the row? */
static gboolean is_shared(const SpecTransition *row) {
    for (guint i = 0; i < G_N_ELEMENTS(protocols); i++) {
        if (spec_legal_states(protocols[i], row->command) != 0 && !has_row(protocols[i], row))
            return FALSE;
    }
    return TRUE;
}

static gboolean is_listed(const GArray *rows, const SpecTransition *row) {
    for (guint i = 0; i < rows->len; i++) {
        if (g_array_index(rows, ExplainRow, i).row == row)
            return TRUE;
    }
    return FALSE;
}

GArray *explain_rows(gboolean (*accept)(const SpecTransition *row, gconstpointer user),
                     gconstpointer user) {
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(ExplainRow));
    for (guint i = 0; i < G_N_ELEMENTS(protocols); i++) {
        for (guint k = 0; k < protocols[i]->n_transitions; k++) {
            const SpecTransition *row = &protocols[i]->transitions[k];
            ExplainRow found = {row, is_shared(row) ? NULL : protocols[i]};
            if (accept(row, user) && !is_listed(rows, row))
                g_array_append_val(rows, found);
        }
    }
    return rows;
}

char *explain_row_prefix(const ExplainRow *row) {
    if (row->spec == NULL)
        return g_strdup("");
    g_autofree char *name = explain_protocol_name(row->spec);
    return g_strdup_printf("In %s: ", name);
}
