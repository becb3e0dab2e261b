/* SPDX-License-Identifier: MIT */
/* The table of what can be explained, and the examples. What each page says stands in the files
 * that the rows name. */
#include "explain_source.h"
#include "explain_rows.h"
#include "explain_steps.h"
#include "explain_table.h"

#include "spec/spec.h"

static gboolean nothing_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    return FALSE;
}

/* clang-format off */
static const ExplainSource sources[] = {
    { "protocols",  "protocols, as states and what moves them",       explain_protocol_at, explain_protocol, 0 },
    { "commands",   "commands of SMTP and LMTP",                      explain_command_at,  explain_command,  EXPLAIN_SMTP },
    { "commands",   "commands of POP3",                               explain_command_at,  explain_command,  EXPLAIN_POP3 },
    { "commands",   "commands of IMAP",                               explain_command_at,  explain_command,  EXPLAIN_IMAP },
    { "states",     "states of a session in SMTP and LMTP",           explain_state_at,    explain_state,    EXPLAIN_SMTP },
    { "states",     "states of a session in POP3",                    explain_state_at,    explain_state,    EXPLAIN_POP3 },
    { "states",     "states of a session in IMAP",                    explain_state_at,    explain_state,    EXPLAIN_IMAP },
    { "replies",    "reply codes of SMTP and LMTP",                   explain_reply_at,    explain_reply,    EXPLAIN_SMTP },
    { "replies",    "replies of POP3",                                explain_reply_at,    explain_reply,    EXPLAIN_POP3 },
    { "replies",    "replies of IMAP",                                explain_reply_at,    explain_reply,    EXPLAIN_IMAP },
    { "enhanced",   "enhanced status codes (x is any class)",         explain_word_at,     explain_word,     SPEC_WORD_ENHANCED_CODE },
    { "keywords",   "keywords in the reply to EHLO",                  explain_word_at,     explain_word,     SPEC_WORD_EHLO_KEYWORD },
    { "parameters", "parameters of MAIL",                             explain_word_at,     explain_word,     SPEC_WORD_MAIL_PARAMETER },
    { "parameters", "parameters of RCPT",                             explain_word_at,     explain_word,     SPEC_WORD_RCPT_PARAMETER },
    { "mechanisms", "ways to log in (SASL mechanisms)",               explain_word_at,     explain_word,     SPEC_WORD_SASL_MECHANISM },
    { "headers",    "header fields of a message",                     explain_word_at,     explain_word,     SPEC_WORD_HEADER },
    { "encodings",  "content transfer encodings",                     explain_word_at,     explain_word,     SPEC_WORD_ENCODING },
    { "ports",      "TCP ports",                                      explain_word_at,     explain_word,     SPEC_WORD_PORT },
    { "capabilities", "capabilities in a POP3 server's answer to CAPA", explain_word_at,   explain_word,     SPEC_WORD_POP3_CAPABILITY },
    { "capabilities", "capabilities of an IMAP server",               explain_word_at,     explain_word,     SPEC_WORD_IMAP_CAPABILITY },
    { "codes",      "codes in brackets in refusals of POP3",          explain_word_at,     explain_word,     SPEC_WORD_POP3_RESPONSE_CODE },
    { "codes",      "codes in brackets in replies of IMAP",           explain_word_at,     explain_word,     SPEC_WORD_IMAP_RESPONSE_CODE },
    { "responses",  "news that an IMAP server tells in lines with a star", explain_word_at,     explain_word,     SPEC_WORD_IMAP_DATA },
    { "fetch-items", "items that FETCH asks for",                            explain_word_at,     explain_word,     SPEC_WORD_FETCH_ITEM },
    { "search-keys", "keys that SEARCH looks for",                          explain_word_at,     explain_word,     SPEC_WORD_SEARCH_KEY },
    { "mail-flags", "flags of messages and marks of mailboxes",       explain_word_at,     explain_word,     SPEC_WORD_IMAP_FLAG },
    { "calculations", "things that can be worked out step by step",   explain_calculation_at, explain_calculation, 0 },
    { "fields",     "fields of Wireshark around mail, for filters",   explain_field_at,    explain_field,    0 },
    { "slides",     "pages of the lecture",                           explain_sheet_at,    explain_sheet,    EXPLAIN_SLIDES },
    { "roles",      "parts that programs and people play in mail",    explain_sheet_at,    explain_sheet,    EXPLAIN_ROLES },
    { "findings",   "findings that analyze reports",                  explain_finding_at,  explain_finding,  0 },
    { NULL,         NULL,                                             nothing_at,          explain_rfc,      0 },
};
/* clang-format on */

const ExplainSource *explain_sources(guint *n_sources) {
    *n_sources = G_N_ELEMENTS(sources);
    return sources;
}

/* The fields behind the name, of the line with this list and name; NULL if there is none. */
static char **find_lines(const char *table, const char *list, const char *name) {
    g_autoptr(GPtrArray) lines = explain_table_load(table);
    guint line = 0;
    for (;;) {
        g_auto(GStrv) fields = explain_table_next(lines, &line, list, 3);
        if (fields == NULL)
            return NULL;
        if (g_ascii_strcasecmp(fields[1], name) == 0)
            return g_strdupv(fields + 2);
    }
}

/* A line of the table: list, name, trace, lines as "C: …" or "S: …". */
gboolean explain_example(ExplainPage *page, const char *list, const char *name) {
    g_auto(GStrv) lines = find_lines("examples.tsv", list, name);
    if (lines == NULL)
        return FALSE;
    explain_page_paragraph(page, "For example, in %s:", lines[0]);
    for (guint i = 1; lines[i] != NULL; i++)
        explain_page_quote(page, lines[i]);
    return TRUE;
}

/* A line of the table: list, name, lines. */
gboolean explain_form(ExplainPage *page, const char *list, const char *name) {
    g_auto(GStrv) lines = find_lines("forms.tsv", list, name);
    if (lines == NULL)
        return FALSE;
    explain_page_paragraph(page, "It looks like this:");
    for (guint i = 0; lines[i] != NULL; i++)
        explain_page_quote(page, lines[i]);
    return TRUE;
}
