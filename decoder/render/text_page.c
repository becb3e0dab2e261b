/* SPDX-License-Identifier: MIT */
/* Marked text -> lines on the page. It knows the page's width, and nothing of what stands on it. */
#include "render/text_page.h"

#include <string.h>

gboolean text_page_explains(TextPage *self, const char *kind, const char *name) {
    if (self->options.verbose)
        return TRUE;
    return g_hash_table_add(self->explained, g_strconcat(kind, ":", name, NULL));
}

void text_page_write(TextPage *self, const char *marked, guint indent, guint hang) {
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    text_wrap(lines, marked, self->options.width - indent, hang);
    for (guint i = 0; i < lines->len; i++) {
        g_string_append_printf(self->out, "%*s", (int)indent, "");
        text_emit(self->out, lines->pdata[i], self->options.color);
        g_string_append_c(self->out, '\n');
    }
}

void text_page_blank(TextPage *self) {
    g_string_append_c(self->out, '\n');
}

const char *text_severity_style(FindingSeverity severity) {
    static const char *const styles[] = {[FINDING_NOTE] = STYLE_NOTE,
                                         [FINDING_WARNING] = STYLE_WARNING,
                                         [FINDING_DANGER] = STYLE_DANGER};
    return styles[severity];
}

const char *text_mail_done(const SpecProtocol *spec) {
    if (strcmp(spec->name, "imap") == 0)
        return "fetched or stored"; /* by FETCH, by APPEND */
    return spec == &spec_smtp || spec == &spec_lmtp ? "accepted" : "fetched";
}

void text_mails(GString *out, guint messages, guint accepted, const char *done) {
    if (messages == 0) {
        g_string_append(out, "no mail");
        return;
    }
    text_count(out, messages, "mail", "mails");
    if (accepted == messages)
        g_string_append_printf(out, " %s", done);
    else
        g_string_append_printf(out, ", %u %s", accepted, done);
}

void text_findings_count(GString *out, const guint counts[FINDING_N_SEVERITIES],
                         const TextSigns *signs) {
    static const char *const one[] = {"note", "warning", "danger"};
    static const char *const many[] = {"notes", "warnings", "dangers"};
    for (guint severity = FINDING_N_SEVERITIES; severity-- > 0;) {
        if (counts[severity] == 0)
            continue;
        text_next_fact(out, signs);
        g_string_append(out, TEXT_ON);
        g_string_append(out, text_severity_style(severity));
        text_count(out, counts[severity], one[severity], many[severity]);
        g_string_append(out, TEXT_OFF);
    }
}
