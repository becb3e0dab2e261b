/* SPDX-License-Identifier: MIT */
/* Turns rows of the protocols into parts of sentences. It knows no single state or command. */
#include "explain_rows.h"

#include "explain_source.h"
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <string.h>

/* clang-format off */
static const ExplainFamily families[EXPLAIN_N_FAMILIES] = {
    [EXPLAIN_SMTP] = { "SMTP and LMTP", "503, and the state stays (RFC 5321 §4.1.4)", "",      { &spec_smtp, &spec_lmtp }, 2 },
    [EXPLAIN_POP3] = { "POP3",          "-ERR, and the state stays (RFC 1939 §3)",    "pop3-", { &spec_pop3 }, 1 },
    [EXPLAIN_IMAP] = { "IMAP",          "BAD, and the state stays (RFC 9051 §3)",     "imap-", { &spec_imap }, 1 },
};
/* clang-format on */

const ExplainFamily *explain_family(int number) {
    return &families[number];
}

gboolean explain_family_example(ExplainPage *page, const ExplainFamily *family, const char *list,
                                const char *name) {
    g_autofree char *full = g_strconcat(family->examples, list, NULL);
    return explain_example(page, full, name) || explain_form(page, full, name);
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

char *explain_command_protocols(const ExplainFamily *family, int command) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < family->n_protocols; i++) {
        if (spec_legal_states(family->protocols[i], command) != 0)
            g_ptr_array_add(names, explain_protocol_name(family->protocols[i]));
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
static gboolean is_shared(const ExplainFamily *family, const SpecTransition *row) {
    for (guint i = 0; i < family->n_protocols; i++) {
        if (spec_legal_states(family->protocols[i], row->command) != 0 &&
            !has_row(family->protocols[i], row))
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

GArray *explain_rows(const ExplainFamily *family,
                     gboolean (*accept)(const SpecTransition *row, gconstpointer user),
                     gconstpointer user) {
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(ExplainRow));
    for (guint i = 0; i < family->n_protocols; i++) {
        for (guint k = 0; k < family->protocols[i]->n_transitions; k++) {
            const SpecTransition *row = &family->protocols[i]->transitions[k];
            ExplainRow found = {row, is_shared(family, row) ? NULL : family->protocols[i]};
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
