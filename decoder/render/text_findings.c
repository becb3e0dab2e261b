/* SPDX-License-Identifier: MIT */
/* Findings of a conversation -> a list, worst first, each kind explained once. */
#include "render/text_page.h"

#include <string.h>

/* Of one kind so many are told one by one; the rest is counted, unless -v. */
#define TOLD_OF_ONE_KIND 6u

static const TextFinding *finding_at(const TextConversation *self, guint i) {
    return &g_array_index(self->findings, TextFinding, i);
}

static guint end_of_kind(const TextConversation *self, guint from) {
    guint end = from;
    while (end < self->findings->len && finding_at(self, end)->kind == finding_at(self, from)->kind)
        end++;
    return end;
}

static void write_title(TextPage *page, const FindingKind *kind, guint n_findings) {
    g_autoptr(GString) text = g_string_new(TEXT_ON);
    g_string_append_printf(text, "%s%s %s" TEXT_OFF " %s", text_severity_style(kind->severity),
                           page->signs->severity[kind->severity],
                           finding_severity_name(kind->severity), kind->code);
    if (n_findings > 1)
        g_string_append_printf(text, ", %u times", n_findings);
    text_citation(text, kind->rfc, page->charset);
    text_page_write(page, text->str, 0, 2);
}

/* How many from `from` on say the same of different rows. */
static guint end_of_same_text(const TextConversation *self, guint from, guint to) {
    guint end = from + 1;
    while (end < to && strcmp(finding_at(self, end)->text, finding_at(self, from)->text) == 0)
        end++;
    return end;
}

static void append_rows(GString *text, const TextConversation *self, guint from, guint to) {
    if (finding_at(self, from)->row < 0)
        return;
    g_string_append(text, to - from == 1 ? "row" : "rows");
    for (guint i = from; i < to; i++)
        g_string_append_printf(text, "%s%u", i == from ? TEXT_HARD_SPACE : ", ",
                               (guint)finding_at(self, i)->row + 1);
    g_string_append(text, ", ");
}

static void append_packets(GString *text, const TextPage *page, const TextConversation *self,
                           guint from, guint to) {
    NoteFrames first = finding_at(self, from)->frames;
    g_string_append(text, to - from == 1 && first.first == first.last ? "packet" : "packets");
    for (guint i = from; i < to; i++) {
        g_string_append(text, i == from ? TEXT_HARD_SPACE : ", ");
        text_frames(text, finding_at(self, i)->frames, page->signs);
    }
}

/* "rows 7, 9, packets 15, 18: <text>" */
static void write_same(TextPage *page, const TextConversation *self, guint from, guint to) {
    g_autoptr(GString) text = g_string_new(TEXT_ON STYLE_DIM);
    append_rows(text, self, from, to);
    append_packets(text, page, self, from, to);
    g_string_append(text, ":" TEXT_OFF " ");
    text_sentence(text, finding_at(self, from)->text, page->charset);
    text_page_write(page, text->str, 2, 2);
}

static void write_each(TextPage *page, const TextConversation *self, guint from, guint to) {
    while (from < to) {
        guint end = end_of_same_text(self, from, to);
        write_same(page, self, from, end);
        from = end;
    }
}

static gboolean is_said_already(const TextConversation *self, guint from, guint to,
                                const char *sentence) {
    for (guint i = from; i < to; i++) {
        if (g_str_has_prefix(finding_at(self, i)->text, sentence))
            return TRUE;
    }
    return FALSE;
}

/* The kind's own sentence and what to do, once in a run. */
static void write_explanation(TextPage *page, const TextConversation *self, guint from, guint to) {
    const FindingKind *kind = finding_at(self, from)->kind;
    g_autoptr(GString) text = g_string_new(NULL);
    if (!text_page_explains(page, "finding", kind->code))
        return;
    if (kind->sentence != NULL && !is_said_already(self, from, to, kind->sentence)) {
        text_sentence(text, kind->sentence, page->charset);
        text_page_write(page, text->str, 2, 0);
    }
    if (kind->advice == NULL || kind->advice[0] == '\0')
        return;
    g_string_printf(text, "%s ", page->signs->to);
    text_sentence(text, kind->advice, page->charset);
    text_page_write(page, text->str, 2, (guint)text_columns(page->signs->to) + 1);
}

static void write_rest(TextPage *page, const TextConversation *self, guint from, guint to) {
    if (from >= to)
        return;
    g_autoptr(GString) text = g_string_new("and ");
    text_number(text, to - from);
    g_string_append(text, " more, up to packet ");
    text_number(text, finding_at(self, to - 1)->frames.last);
    g_string_append(text, " (-v tells them all).");
    text_page_write(page, text->str, 2, 2);
}

static void write_kind(TextPage *page, const TextConversation *self, guint from, guint to) {
    guint told_to = page->options.verbose ? to : MIN(to, from + TOLD_OF_ONE_KIND);
    write_title(page, finding_at(self, from)->kind, to - from);
    write_each(page, self, from, told_to);
    write_rest(page, self, told_to, to);
    write_explanation(page, self, from, told_to);
}

void text_write_findings(TextPage *page, const TextConversation *self) {
    if (self->findings->len == 0)
        return;
    text_page_write(page, TEXT_ON STYLE_HEADING "findings" TEXT_OFF, 0, 0);
    for (guint from = 0; from < self->findings->len;) {
        guint to = end_of_kind(self, from);
        write_kind(page, self, from, to);
        from = to;
    }
    text_page_blank(page);
}
