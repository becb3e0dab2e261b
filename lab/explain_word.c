/* SPDX-License-Identifier: MIT */
/* The pages of single words: keywords, parameters, enhanced codes, mechanisms, header fields,
 * encodings, ports, findings, RFCs. */
#include "explain_rfc.h"
#include "explain_source.h"

#include "notes/finding.h"
#include "spec/spec.h"

#include <string.h>

/* What a word of each kind is. */
static const char *const kinds[SPEC_N_WORD_KINDS] = {
    [SPEC_WORD_EHLO_KEYWORD] =
        "a keyword with which the server, in its reply to EHLO, says what it "
        "offers.",
    [SPEC_WORD_MAIL_PARAMETER] = "a parameter of MAIL, from the client.",
    [SPEC_WORD_RCPT_PARAMETER] = "a parameter of RCPT, from the client.",
    [SPEC_WORD_ENHANCED_CODE] = "an enhanced status code, from the server, after the reply code.",
    [SPEC_WORD_SASL_MECHANISM] = "a way to log in (SASL mechanism), chosen by the client.",
    [SPEC_WORD_HEADER] = "a header field of the message.",
    [SPEC_WORD_ENCODING] = "a value of Content-Transfer-Encoding, in the header of a message or "
                           "part.",
    [SPEC_WORD_PORT] = "a TCP port.",
    [SPEC_WORD_POP3_CAPABILITY] = "a capability that a POP3 server lists in its answer to CAPA.",
    [SPEC_WORD_POP3_RESPONSE_CODE] = "a code in brackets, at the beginning of a refusal of POP3.",
    [SPEC_WORD_IMAP_CAPABILITY] = "a capability of an IMAP server.",
    [SPEC_WORD_IMAP_RESPONSE_CODE] = "a code in brackets, at the beginning of a reply of IMAP.",
    [SPEC_WORD_IMAP_DATA] = "what an IMAP server tells in a line that begins with a star.",
    [SPEC_WORD_FETCH_ITEM] = "an item that the client asks for with FETCH in IMAP.",
    [SPEC_WORD_SEARCH_KEY] = "a key that the client looks for with SEARCH in IMAP.",
    [SPEC_WORD_IMAP_FLAG] = "a flag of a message, or a mark of a mailbox, in IMAP.",
};

gboolean explain_word_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    guint n_words;
    const SpecWord *words = spec_words((SpecWordKind)self->which, &n_words);
    if (index >= n_words)
        return FALSE;
    *entry = (ExplainEntry){words[index].word, words[index].meaning};
    return TRUE;
}

static void tell_part(ExplainPage *page, const char *part, const char *what) {
    const SpecWord *word = spec_find_word(SPEC_WORD_ENHANCED_CODE, part, strlen(part));
    if (word != NULL)
        explain_page_paragraph(page, "%s: %s%s%s", what, word->meaning,
                               word->next != NULL ? " " : "", word->next != NULL ? word->next : "");
}

/* "5.1.1": class 5, subject 1, detail 1. RFC 3463 §2 */
static guint tell_enhanced_code(ExplainPage *page, const char *term) {
    g_auto(GStrv) numbers = g_strsplit(term, ".", -1);
    if (g_strv_length(numbers) != 3)
        return 0;
    const SpecWord *word = spec_find_word(SPEC_WORD_ENHANCED_CODE, term, strlen(term));
    g_autofree char *class = g_strdup_printf("%s.x.x", numbers[0]);
    g_autofree char *subject = g_strdup_printf("x.%s.x", numbers[1]);
    gboolean is_class_known = spec_find_word(SPEC_WORD_ENHANCED_CODE, class, strlen(class)) != NULL;
    if (word == NULL && !is_class_known)
        return 0;

    explain_page_title(page, term, "%s", kinds[SPEC_WORD_ENHANCED_CODE]);
    if (word != NULL)
        explain_page_paragraph(page, "%s", word->meaning);
    else
        explain_page_paragraph(page, "No RFC known here lists it; its parts say this much:");
    if (is_class_known && (word == NULL || strcmp(word->word, class) != 0)) {
        g_autofree char *what = g_strdup_printf("The class, %s", numbers[0]);
        tell_part(page, class, what);
    }
    if (word == NULL || strcmp(word->word, subject) != 0) {
        g_autofree char *what = g_strdup_printf("The subject, %s", numbers[1]);
        tell_part(page, subject, what);
    }
    if (word != NULL && word->next != NULL)
        explain_page_paragraph(page, "What then? %s", word->next);
    explain_page_source(page, word != NULL ? word->rfc : "RFC 3463 §2");
    explain_example(page, "enhanced", term);
    return 1;
}

static guint tell_word(const ExplainSource *self, ExplainPage *page, const char *term) {
    gsize length = strlen(term);
    const SpecWord *word = spec_find_word((SpecWordKind)self->which, term, length);
    /* As copied off the wire: "Subject:", "SIZE=". */
    if (word == NULL && length > 1 && (term[length - 1] == ':' || term[length - 1] == '='))
        word = spec_find_word((SpecWordKind)self->which, term, length - 1);
    if (word == NULL)
        return 0;
    explain_page_title(page, word->word, "%s", kinds[self->which]);
    explain_page_paragraph(page, "%s", word->meaning);
    if (word->next != NULL)
        explain_page_paragraph(page, "What then? %s", word->next);
    explain_page_source(page, word->rfc);
    explain_example(page, self->list, word->word);
    return 1;
}

guint explain_word(const ExplainSource *self, ExplainPage *page, const char *term) {
    return self->which == SPEC_WORD_ENHANCED_CODE ? tell_enhanced_code(page, term)
                                                  : tell_word(self, page, term);
}

gboolean explain_finding_at(const ExplainSource *self, guint index, ExplainEntry *entry) {
    guint n_kinds;
    const FindingKind *rows = finding_table(&n_kinds);
    if (index >= n_kinds)
        return FALSE;
    *entry = (ExplainEntry){rows[index].code, rows[index].sentence};
    return TRUE;
}

guint explain_finding(const ExplainSource *self, ExplainPage *page, const char *term) {
    g_autofree char *code = g_ascii_strdown(term, -1);
    const FindingKind *kind = finding_find(code);
    if (kind == NULL)
        return 0;
    explain_page_title(page, kind->code, "a finding of maillab, of the kind \"%s\".",
                       finding_severity_name(kind->severity));
    explain_page_paragraph(page, "%s", kind->sentence);
    explain_page_paragraph(page, "What then? %s", kind->advice);
    explain_page_source(page, kind->rfc);
    return 1;
}

static void tell_rfc(ExplainPage *page, const ExplainRfc *rfc, const char *section) {
    g_autofree char *name = g_strdup_printf("RFC %s", rfc->number);
    g_autofree char *status =
        rfc->status[0] != '\0' ? g_strdup_printf(" Its status: %s.", rfc->status) : g_strdup("");
    explain_page_title(page, name, "\"%s\".%s", rfc->title, status);
    if (rfc->obsoleted_by[0] != '\0')
        explain_page_paragraph(page, "It is obsolete: read RFC %s instead.", rfc->obsoleted_by);
    if (section != NULL) {
        g_autofree char *cited = g_strdup_printf("%s §%s", name, section);
        g_autofree char *titled = explain_rfc_titled(cited);
        explain_page_paragraph(
            page, "%s.",
            strcmp(titled, cited) == 0 ? "No section of that number is known here" : titled);
    }
}

/* "RFC 5321", "rfc5321", "RFC 5321 §3.3" */
guint explain_rfc(const ExplainSource *self, ExplainPage *page, const char *term) {
    if (g_ascii_strncasecmp(term, "RFC", 3) != 0)
        return 0;
    const char *number = term + 3 + strspn(term + 3, " -");
    g_auto(GStrv) parts = g_strsplit_set(number, " ", 2);
    if (parts[0] == NULL)
        return 0;
    const char *section = parts[1] == NULL                  ? NULL
                          : g_str_has_prefix(parts[1], "§") ? parts[1] + strlen("§")
                                                            : parts[1];
    for (guint i = 0;; i++) {
        g_auto(ExplainRfc) rfc = {NULL, NULL, NULL, NULL};
        if (!explain_rfc_at(i, &rfc))
            return 0;
        if (strcmp(rfc.number, parts[0]) == 0) {
            tell_rfc(page, &rfc, section);
            return 1;
        }
    }
}
