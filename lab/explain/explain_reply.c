/* SPDX-License-Identifier: MIT */
/* The page of a reply code: what its digits say, what it means, and which states it moves. */
#include "explain_rows.h"
#include "explain_source.h"

#include <string.h>

/* RFC 5321 §4.2.1 */
static const ExplainEntry first_digits[] = {
    {"2xx", "The first digit 2 means success: the command was carried out."},
    {"3xx", "The first digit 3 means half way: the server waits for more from the client."},
    {"4xx", "The first digit 4 means a failure for now: the same command may work later."},
    {"5xx", "The first digit 5 means a failure for good: the same command will fail again."},
};
static const ExplainEntry second_digits[] = {
    {"x0x", "The second digit 0 means that it is about the syntax or the commands."},
    {"x1x", "The second digit 1 means that it answers a question."},
    {"x2x", "The second digit 2 means that it is about the connection."},
    {"x3x", "The second digit 3 has no meaning in the standard; logins use it."},
    {"x5x", "The second digit 5 means that it is about the mail and the mailboxes."},
};

gboolean explain_reply_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    const SpecProtocol *spec = explain_family(self->which)->protocols[0];
    if (index < spec->n_replies) {
        *entry = (ExplainEntry){spec->replies[index].code, spec->replies[index].meaning};
        return TRUE;
    }
    if (self->which != EXPLAIN_SMTP || index - spec->n_replies >= G_N_ELEMENTS(first_digits))
        return FALSE;
    *entry = first_digits[index - spec->n_replies];
    return TRUE;
}

static gboolean row_has_reply(const SpecTransition *row, gconstpointer user) {
    return spec_reply_matches(row->reply, user);
}

static void tell_row(ExplainPage *page, const SpecProtocol *spec, const ExplainRow *found) {
    const SpecTransition *row = found->row;
    g_autofree char *prefix = explain_row_prefix(found);
    g_autofree char *from = explain_state_set(spec, row->from, "or");
    explain_page_item(page, "%sTo %s it leads from %s to %s: %s (%s).", prefix,
                      spec->commands[row->command].name, from, spec->states[row->to].name, row->why,
                      row->rfc);
}

/* "To VRFY, EXPN, HELP, NOOP it leaves the state as it is." */
static void tell_idle_rows(ExplainPage *page, const SpecProtocol *spec, const GArray *rows) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++) {
        const SpecTransition *row = g_array_index(rows, ExplainRow, i).row;
        g_autofree char *from = explain_state_set(spec, row->from, "or");
        if (row->to != SPEC_SAME)
            continue;
        g_string_append_printf(names, "%s%s (in %s)", names->len > 0 ? ", to " : "",
                               spec->commands[row->command].name, from);
    }
    if (names->len > 0)
        explain_page_item(page, "It leaves the state as it is as an answer to %s.", names->str);
}

/* The first entry that the code fits. */
static void tell_digit(ExplainPage *page, const ExplainEntry *entries, guint n, const char *code) {
    for (guint i = 0; i < n; i++) {
        if (spec_reply_matches(entries[i].name, code))
            explain_page_paragraph(page, "%s", entries[i].meaning);
    }
}

/* Is the code one that may come at any time? Then that is all it does. */
static gboolean tell_interrupt(ExplainPage *page, const SpecProtocol *spec, const char *code) {
    for (guint i = 0; i < spec->n_interrupts; i++) {
        const SpecInterrupt *interrupt = &spec->interrupts[i];
        if (!spec_reply_matches(interrupt->reply, code))
            continue;
        explain_page_paragraph(page, "From any state it leads to %s: %s (%s).",
                               spec->states[interrupt->to].name, interrupt->why, interrupt->rfc);
        return TRUE;
    }
    return FALSE;
}

static void tell_moves(ExplainPage *page, const ExplainFamily *family, const char *code) {
    const SpecProtocol *spec = family->protocols[0];
    if (tell_interrupt(page, spec, code))
        return;
    g_autoptr(GArray) rows = explain_rows(family, row_has_reply, code);
    if (rows->len == 0)
        explain_page_paragraph(page, "It moves no state: the command it answers had no effect.");
    else
        explain_page_paragraph(page, "Which command it answers decides what it does:");
    for (guint i = 0; i < rows->len; i++) {
        const ExplainRow *found = &g_array_index(rows, ExplainRow, i);
        if (found->row->to != SPEC_SAME)
            tell_row(page, spec, found);
    }
    tell_idle_rows(page, spec, rows);
}

static guint tell_reply(ExplainPage *page, const ExplainFamily *family, const SpecReply *reply) {
    explain_page_title(page, reply->code, "a reply of %s, from the server.", family->name);
    explain_page_paragraph(page, "%s", reply->meaning);
    tell_digit(page, first_digits, G_N_ELEMENTS(first_digits), reply->code);
    tell_digit(page, second_digits, G_N_ELEMENTS(second_digits), reply->code);
    tell_moves(page, family, reply->code);
    explain_page_paragraph(page, "What then? %s", reply->next);
    explain_page_source(page, reply->rfc);
    if (!explain_family_example(page, family, "replies", reply->code) &&
        g_ascii_isdigit(reply->code[0])) {
        g_autofree char *line = g_strdup_printf("S: %s (a text for people)", reply->code);
        explain_page_paragraph(page, "It looks like this:");
        explain_page_quote(page, line);
    }
    return 1;
}

/* "5xx", also written "5yz" as in the RFC, and codes that no RFC lists. */
static guint tell_class(ExplainPage *page, const char *term) {
    gboolean is_code = spec_reply_matches("xxx", term);
    gboolean is_class =
        strlen(term) == 3 && g_ascii_isdigit(term[0]) &&
        (g_ascii_strcasecmp(term + 1, "xx") == 0 || g_ascii_strcasecmp(term + 1, "yz") == 0);
    gboolean is_port = spec_find_word(SPEC_WORD_PORT, term, strlen(term)) != NULL;
    if ((!is_code && !is_class) || term[0] < '2' || term[0] > '5' || is_port)
        return 0;
    char code[] = {term[0], '9', '9', '\0'};
    if (is_code)
        code[1] = term[1];
    explain_page_title(page, term,
                       is_class ? "a class of replies of SMTP and LMTP."
                                : "a reply that no RFC known here lists.");
    tell_digit(page, first_digits, G_N_ELEMENTS(first_digits), code);
    if (is_code)
        tell_digit(page, second_digits, G_N_ELEMENTS(second_digits), code);
    explain_page_paragraph(page, "A client that does not know a code goes by its first digit "
                                 "(RFC 5321 §4.2).");
    explain_page_source(page, "RFC 5321 §4.2.1");
    return 1;
}

/* "x5z": what the second digit says. */
static guint tell_second_digit(ExplainPage *page, const char *term) {
    if (strlen(term) != 3 || g_ascii_tolower(term[0]) != 'x' || !g_ascii_isdigit(term[1]) ||
        (term[2] != 'x' && term[2] != 'z'))
        return 0;
    char code[] = {'9', term[1], '9', '\0'};
    explain_page_title(page, term, "what replies of SMTP and LMTP with this digit are about.");
    tell_digit(page, second_digits, G_N_ELEMENTS(second_digits), code);
    explain_page_source(page, "RFC 5321 §4.2.1");
    return 1;
}

guint explain_reply(const ExplainSource *self, ExplainPage *page, const char *term) {
    const ExplainFamily *family = explain_family(self->which);
    const SpecReply *reply = spec_find_reply(family->protocols[0], term);
    if (reply != NULL)
        return tell_reply(page, family, reply);
    if (self->which != EXPLAIN_SMTP)
        return 0;
    return tell_class(page, term) + tell_second_digit(page, term);
}
