/* SPDX-License-Identifier: MIT */
/* The pages of single words: keywords, parameters, enhanced codes, mechanisms, header fields,
 * encodings, ports, findings, RFCs. */
#include "explain_kind.h"
#include "explain_rfc.h"
#include "explain_source.h"

#include "notes/finding.h"
#include "spec/spec.h"

#include <string.h>

/* A recorded example, or else a made-up one. */
static void tell_example(const ExplainSource *self, ExplainPage *page, const char *word) {
    if (!explain_example(page, self->list, word) && !explain_form(page, self->list, word))
        explain_kind_example(page, explain_kind((SpecWordKind)self->which), word);
}

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

/* "S: 550 5.1.1 …"; a code with the class left open is shown with class 5. */
static void tell_code_line(ExplainPage *page, const char *term) {
    char class = g_ascii_isdigit(term[0]) ? term[0] : '5';
    g_autofree char *line =
        g_strdup_printf("S: %c50 %c%s (a text for people)", class, class, term + 1);
    explain_page_paragraph(page, "It looks like this:");
    explain_page_quote(page, line);
}

/* "5.1.1": class 5, subject 1, detail 1. RFC 3463 §2 */
static guint tell_enhanced_code(ExplainPage *page, const char *term) {
    const ExplainKind *kind = explain_kind(SPEC_WORD_ENHANCED_CODE);
    g_auto(GStrv) numbers = g_strsplit(term, ".", -1);
    if (g_strv_length(numbers) != 3)
        return 0;
    const SpecWord *word = spec_find_word(SPEC_WORD_ENHANCED_CODE, term, strlen(term));
    g_autofree char *class = g_strdup_printf("%s.x.x", numbers[0]);
    g_autofree char *subject = g_strdup_printf("x.%s.x", numbers[1]);
    gboolean is_class_known = spec_find_word(SPEC_WORD_ENHANCED_CODE, class, strlen(class)) != NULL;
    if (word == NULL && !is_class_known)
        return 0;

    explain_page_title(page, term, "%s", kind->what);
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
    explain_page_paragraph(page, "When? %s", kind->when);
    explain_page_paragraph(page, "What then? %s",
                           word != NULL && word->next != NULL ? word->next : kind->next);
    explain_page_source(page, word != NULL ? word->rfc : "RFC 3463 §2");
    if (!explain_example(page, "enhanced", term))
        tell_code_line(page, term);
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
    const ExplainKind *kind = explain_kind((SpecWordKind)self->which);
    explain_page_title(page, word->word, "%s", kind->what);
    explain_page_paragraph(page, "%s", word->meaning);
    explain_page_paragraph(page, "When? %s", kind->when);
    explain_page_paragraph(page, "What then? %s", word->next != NULL ? word->next : kind->next);
    explain_page_source(page, word->rfc);
    tell_example(self, page, word->word);
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
