/* SPDX-License-Identifier: MIT */
/* The page of a command: who sends it, where it is legal, what its replies do. All of it comes out
 * of the rows of the protocols. */
#include "explain_rows.h"
#include "explain_source.h"

#include <string.h>

gboolean explain_command_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    const SpecProtocol *spec = explain_family(self->which)->protocols[0];
    if (index >= spec->n_commands)
        return FALSE;
    const SpecCommand *command = &spec->commands[index];
    *entry = (ExplainEntry){command->name, command->meaning};
    return TRUE;
}

static gboolean row_has_command(const SpecTransition *row, gconstpointer user) {
    return row->command == *(const int *)user;
}

static void tell_legality(ExplainPage *page, const ExplainFamily *family, int command,
                          gboolean is_event) {
    SpecStateSet states = 0;
    for (guint i = 0; i < family->n_protocols; i++)
        states |= spec_legal_states(family->protocols[i], command);
    g_autofree char *names = explain_state_set(family->protocols[0], states, "or");
    gboolean is_one = (states & (states - 1)) == 0;
    explain_page_paragraph(page, "It is legal in the state%s %s.%s%s%s", is_one ? "" : "s", names,
                           is_event ? "" : " Anywhere else the proper answer is ",
                           is_event ? "" : family->refusal, is_event ? "" : ".");
}

/* "Answered 354, it leads from RCPT to DATA: what follows is text, not commands." */
static void tell_row(ExplainPage *page, const SpecProtocol *spec, const ExplainRow *found) {
    const SpecTransition *row = found->row;
    g_autofree char *prefix = explain_row_prefix(found);
    g_autofree char *answered = explain_answered(row->reply);
    if (prefix[0] == '\0')
        answered[0] = g_ascii_toupper(answered[0]);
    g_autofree char *from = explain_state_set(spec, row->from, "or");
    if (row->to == SPEC_SAME)
        explain_page_item(page, "%s%s, it leaves the state as it is (%s): %s (%s).", prefix,
                          answered, from, row->why, row->rfc);
    else
        explain_page_item(page, "%s%s, it leads from %s to %s: %s (%s).", prefix, answered, from,
                          spec->states[row->to].name, row->why, row->rfc);
}

static void tell_rows(ExplainPage *page, const ExplainFamily *family, int command) {
    const SpecProtocol *spec = family->protocols[0];
    g_autoptr(GArray) rows = explain_rows(family, row_has_command, &command);
    gboolean covers_all = FALSE;
    for (guint i = 0; i < rows->len; i++) {
        const ExplainRow *row = &g_array_index(rows, ExplainRow, i);
        covers_all |= strcmp(row->row->reply, "xxx") == 0;
        tell_row(page, spec, row);
    }
    if (!covers_all)
        explain_page_item(page, "Any other answer leaves the state as it is.");
    for (guint i = 0; i < spec->n_interrupts; i++) {
        const SpecInterrupt *interrupt = &spec->interrupts[i];
        explain_page_item(page, "%s leads to %s from anywhere: %s (%s).", interrupt->reply,
                          spec->states[interrupt->to].name, interrupt->why, interrupt->rfc);
    }
}

static void tell_turns(ExplainPage *page, guint turns) {
    if ((turns & SPEC_TURN_FRAMING_WAITS) != 0)
        explain_page_paragraph(page, "After it the client must wait: only the reply tells whether "
                                     "what it sends next is a command.");
    if ((turns & SPEC_TURN_LAST_IN_PIPELINE) != 0)
        explain_page_paragraph(page, "If commands are sent in a group without waiting, it must be "
                                     "the last of the group (RFC 2920 §3.1).");
}

/* POP3: the reply itself does not say how long it is. */
static void tell_shape(ExplainPage *page, SpecReplyShape shape) {
    static const char *const sentences[] = {
        [SPEC_REPLY_ONE_LINE] = NULL,
        [SPEC_REPLY_MULTI_LINE] = "After +OK more lines follow, up to a lone dot (RFC 1939 §3).",
        [SPEC_REPLY_MULTI_LINE_WITHOUT_ARGUMENT] =
            "Without an argument more lines follow +OK, up to a lone dot; with one the answer is "
            "one line (RFC 1939 §3).",
    };
    if (sentences[shape] != NULL)
        explain_page_paragraph(page, "%s", sentences[shape]);
}

static void tell_command(ExplainPage *page, const ExplainFamily *family, const SpecCommand *command,
                         int number) {
    gboolean is_event = command->name[0] == '<';
    g_autofree char *protocols = explain_command_protocols(family, number);
    explain_page_title(page, command->name, "%s of %s, from the client.",
                       is_event ? "an event, answered like a command," : "a command", protocols);
    explain_page_paragraph(page, "It %s.", command->meaning);
    explain_page_paragraph(page, "%s: %s", is_event ? "On the wire" : "Typed as", command->syntax);
    tell_legality(page, family, number, is_event);
    tell_shape(page, command->reply_shape);
    tell_rows(page, family, number);
    tell_turns(page, command->turns);
    explain_page_paragraph(page, "What then? %s", command->next);
    explain_page_source(page, command->rfc);
    explain_family_example(page, family, "commands", command->name);
}

/* "MAIL FROM" is known as MAIL, "<connect>" also without its brackets. */
static gboolean is_name_of(const SpecCommand *command, const char *term) {
    g_autofree char *verb = g_strndup(term, strcspn(term, " :"));
    gboolean has_keyword =
        g_ascii_strcasecmp(term, "MAIL FROM") == 0 || g_ascii_strcasecmp(term, "RCPT TO") == 0;
    gsize length = strlen(command->name);
    gboolean is_bare_event = command->name[0] == '<' && strlen(term) == length - 2 &&
                             g_ascii_strncasecmp(command->name + 1, term, length - 2) == 0;
    return g_ascii_strcasecmp(command->name, has_keyword ? verb : term) == 0 || is_bare_event;
}

guint explain_command(const ExplainSource *self, ExplainPage *page, const char *term) {
    const ExplainFamily *family = explain_family(self->which);
    const SpecProtocol *spec = family->protocols[0];
    guint n_found = 0;
    for (guint i = 0; i < spec->n_commands; i++) {
        const SpecCommand *command = &spec->commands[i];
        if (is_name_of(command, term)) {
            tell_command(page, family, command, (int)i);
            n_found++;
        }
    }
    return n_found;
}
