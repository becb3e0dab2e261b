/* SPDX-License-Identifier: MIT */
/* The pages of a state and of a whole protocol: what is legal where, and where it leads. All of it
 * comes out of the rows of the protocols. */
#include "explain_rows.h"
#include "explain_source.h"

#include <string.h>

gboolean explain_state_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    const SpecProtocol *spec = explain_family(self->which)->protocols[0];
    if (index >= spec->n_states)
        return FALSE;
    *entry = (ExplainEntry){spec->states[index].name, spec->states[index].meaning};
    return TRUE;
}

static gboolean starts_in(const SpecTransition *row, gconstpointer user) {
    return (row->from & SPEC_STATE(*(const int *)user)) != 0 && row->to != SPEC_SAME;
}

static gboolean leads_to(const SpecTransition *row, gconstpointer user) {
    int state = *(const int *)user;
    return row->to == state && row->from != SPEC_STATE(state);
}

/* "VRFY, EXPN, HELP and NOOP change nothing here." */
static void tell_idle_commands(ExplainPage *page, const SpecProtocol *spec, int state) {
    g_autoptr(GString) names = g_string_new(NULL);
    guint n_names = 0;
    for (guint i = 0; i < spec->n_transitions; i++) {
        const SpecTransition *row = &spec->transitions[i];
        if (row->to == SPEC_SAME && (row->from & SPEC_STATE(state)) != 0)
            g_string_append_printf(names, "%s%s", n_names++ > 0 ? ", " : "",
                                   spec->commands[row->command].name);
    }
    if (n_names > 0)
        explain_page_item(page,
                          "These may be sent too and, when they succeed, leave the state as "
                          "it is: %s.",
                          names->str);
}

static void tell_exit(ExplainPage *page, const SpecProtocol *spec, const ExplainRow *found) {
    const SpecTransition *row = found->row;
    g_autofree char *prefix = explain_row_prefix(found);
    g_autofree char *answered = explain_answered(row->reply);
    explain_page_item(page, "%s%s, %s, leads to %s: %s (%s).", prefix,
                      spec->commands[row->command].name, answered, spec->states[row->to].name,
                      row->why, row->rfc);
}

static void tell_entrance(ExplainPage *page, const SpecProtocol *spec, const ExplainRow *found) {
    const SpecTransition *row = found->row;
    g_autofree char *prefix = explain_row_prefix(found);
    g_autofree char *answered = explain_answered(row->reply);
    g_autofree char *from = explain_state_set(spec, row->from, "or");
    explain_page_item(page, "%s%s, %s, leads here from %s.", prefix,
                      spec->commands[row->command].name, answered, from);
}

static void tell_observer(ExplainPage *page) {
    explain_page_paragraph(page, "No server is ever in this state: it belongs to whoever watches, "
                                 "and says what cannot be seen from there.");
}

static void tell_ways(ExplainPage *page, const ExplainFamily *family, int state) {
    const SpecProtocol *spec = family->protocols[0];
    g_autoptr(GArray) entrances = explain_rows(family, leads_to, &state);
    g_autoptr(GArray) exits = explain_rows(family, starts_in, &state);
    if (state == spec->initial)
        explain_page_paragraph(page, "Every session begins here.");
    if (entrances->len > 0)
        explain_page_paragraph(page, "How a session gets here:");
    for (guint i = 0; i < entrances->len; i++)
        tell_entrance(page, spec, &g_array_index(entrances, ExplainRow, i));
    if (exits->len == 0) {
        explain_page_paragraph(page, "Nothing leads on from here.");
        return;
    }
    explain_page_paragraph(page, "What is legal here, and where it leads:");
    for (guint i = 0; i < exits->len; i++)
        tell_exit(page, spec, &g_array_index(exits, ExplainRow, i));
    tell_idle_commands(page, spec, state);
}

guint explain_state(const ExplainSource *self, ExplainPage *page, const char *term) {
    const ExplainFamily *family = explain_family(self->which);
    const SpecProtocol *spec = family->protocols[0];
    int number = spec_find_state(spec, term);
    if (number < 0)
        return 0;
    const SpecState *state = &spec->states[number];
    explain_page_title(page, state->name, "a state of %s.", family->name);
    explain_page_paragraph(page, "%s", state->meaning);
    if (state->is_observer)
        tell_observer(page);
    else
        tell_ways(page, family, number);
    explain_page_source(page, state->rfc);
    explain_family_example(page, family, self->list, state->name);
    return 1;
}

/* The protocols themselves. */
static const struct {
    ExplainEntry entry;
    const char *rfc;
} protocol_entries[] = {
    {{"smtp", "The Simple Mail Transfer Protocol hands mail from a mail program to a server, and "
              "from server to server."},
     "RFC 5321 §4.1.4"},
    {{"lmtp", "The Local Mail Transfer Protocol hands mail to the program that puts it into "
              "mailboxes; it is SMTP with LHLO, and with one reply per recipient after the text."},
     "RFC 2033 §4"},
    {{"pop3", "The Post Office Protocol fetches mail from a server: it lists what is there, hands "
              "it over message by message, and deletes what was marked when the client leaves."},
     "RFC 1939 §3"},
    {{"imap", "The Internet Message Access Protocol reads mail where it lies: folders, flags and "
              "parts of messages stay on the server, and several clients see the same."},
     "RFC 9051 §3"},
};

gboolean explain_protocol_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    if (index >= G_N_ELEMENTS(protocol_entries))
        return FALSE;
    *entry = protocol_entries[index].entry;
    return TRUE;
}

/* "EHLO, answered 250, leads to READY: the client has introduced itself (RFC 5321 §4.1.4)." */
static void tell_state_of(ExplainPage *page, const SpecProtocol *spec, int state) {
    explain_page_title(page, spec->states[state].name, "%s", spec->states[state].meaning);
    for (guint i = 0; i < spec->n_transitions; i++) {
        ExplainRow row = {&spec->transitions[i], NULL};
        if (starts_in(row.row, &state))
            tell_exit(page, spec, &row);
    }
    tell_idle_commands(page, spec, state);
}

static void tell_protocol(ExplainPage *page, const SpecProtocol *spec, const ExplainEntry *entry,
                          const char *rfc) {
    g_autofree char *name = explain_protocol_name(spec);
    explain_page_title(page, name, "a protocol, seen as states and what moves them.");
    explain_page_paragraph(page, "%s", entry->meaning);
    explain_page_paragraph(page,
                           "A session begins in %s. The client sends commands; it is the server's "
                           "reply that moves the state. A command that is not named under a state "
                           "is out of order there.",
                           spec->states[spec->initial].name);
    explain_page_source(page, rfc);
    for (guint i = 0; i < spec->n_states; i++) {
        if (!spec->states[i].is_observer)
            tell_state_of(page, spec, (int)i);
    }
    explain_page_blank_line(page);
    for (guint i = 0; i < spec->n_interrupts; i++)
        explain_page_paragraph(page, "%s may come at any time and leads to %s: %s (%s).",
                               spec->interrupts[i].reply, spec->states[spec->interrupts[i].to].name,
                               spec->interrupts[i].why, spec->interrupts[i].rfc);
}

static const SpecProtocol *find_protocol(const char *term) {
    for (int number = 0; number < EXPLAIN_N_FAMILIES; number++) {
        const ExplainFamily *family = explain_family(number);
        for (guint i = 0; i < family->n_protocols; i++) {
            if (g_ascii_strcasecmp(family->protocols[i]->name, term) == 0)
                return family->protocols[i];
        }
    }
    return NULL;
}

guint explain_protocol(const ExplainSource *self, ExplainPage *page, const char *term) {
    const SpecProtocol *spec = find_protocol(term);
    for (guint k = 0; spec != NULL && k < G_N_ELEMENTS(protocol_entries); k++) {
        if (strcmp(protocol_entries[k].entry.name, spec->name) == 0)
            tell_protocol(page, spec, &protocol_entries[k].entry, protocol_entries[k].rfc);
    }
    return spec != NULL ? 1 : 0;
}
