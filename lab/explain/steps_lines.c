/* SPDX-License-Identifier: MIT */
/* How the receiver knows where a text ends: `maillab explain dot-stuffing TEXT` (SMTP, POP3) and
 * `maillab explain literal TEXT` (IMAP). */
#include "steps.h"

#include "options.h"

#include <string.h>

#define LINES_SHOWN 20u

/* The lines of a text, without their ends; a last line without an end counts too. */
static char **split_lines(const GString *text) {
    g_autoptr(GString) plain = g_string_new_len(text->str, (gssize)text->len);
    g_string_replace(plain, "\r\n", "\n", 0);
    if (plain->len > 0 && plain->str[plain->len - 1] == '\n')
        g_string_truncate(plain, plain->len - 1);
    return g_strsplit(plain->str, "\n", -1);
}

static void tell_all(ExplainPage *page, const char *introduction, const GPtrArray *rows) {
    explain_page_paragraph(page, "%s", introduction);
    steps_tell_rows(page, rows, LINES_SHOWN);
}

/* RFC 5321 §4.5.2 */
static void stuff(ExplainPage *page, char **lines) {
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    guint n_dots = 0;
    gsize before = 0;
    for (guint i = 0; lines[i] != NULL; i++) {
        gboolean has_dot = lines[i][0] == '.';
        g_autoptr(GString) line = g_string_new(lines[i]);
        g_autofree char *shown = steps_show(line, 40);
        g_ptr_array_add(rows, g_strdup_printf("%s%s%s", has_dot ? "." : "", shown,
                                              has_dot ? "      <- a dot was put before it" : ""));
        n_dots += has_dot ? 1 : 0;
        before += line->len + 2;
    }
    g_ptr_array_add(rows, g_strdup(".      <- the end, not part of the text"));
    tell_all(page,
             "A line with nothing but a dot ends the text. So that no line of the text can be "
             "mistaken for it, each line that begins with a dot gets another one. On the wire, "
             "every line ended by CRLF:",
             rows);
    explain_page_paragraph(page,
                           "%u dot%s had to be added. The receiver takes the first dot off every "
                           "line that begins with one, and sees the text as it was.",
                           n_dots, n_dots == 1 ? "" : "s");
    steps_tell_cost(page, "with the lone dot", before, before + n_dots + 3);
}

static void unstuff(ExplainPage *page, char **lines) {
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    guint i = 0;
    for (; lines[i] != NULL && strcmp(lines[i], ".") != 0; i++) {
        gboolean has_dot = lines[i][0] == '.';
        g_autoptr(GString) line = g_string_new(lines[i] + (has_dot ? 1 : 0));
        g_autofree char *shown = steps_show(line, 40);
        g_ptr_array_add(
            rows,
            g_strdup_printf("%s%s", shown, has_dot ? "      <- its first dot was taken off" : ""));
    }
    tell_all(page, "The text as the receiver keeps it:", rows);
    if (lines[i] == NULL) {
        explain_page_paragraph(page, "No line is a lone dot: the text has not ended, and the "
                                     "receiver goes on waiting.");
        return;
    }
    guint n_behind = g_strv_length(lines + i + 1);
    if (n_behind == 0)
        explain_page_paragraph(page, "The lone dot ends it.");
    else
        explain_page_paragraph(page,
                               "The lone dot ends it. %u line%s follow%s: they are no text any "
                               "more, but commands.",
                               n_behind, n_behind == 1 ? "" : "s", n_behind == 1 ? "s" : "");
}

gboolean steps_dot_stuffing(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *text = steps_argument(input, 0);
    g_auto(GStrv) lines = split_lines(text);
    g_autofree char *shown = steps_show(text, 30);
    if (text->len == 0)
        return options_refuse(error,
                              "Give some text: maillab explain -e dot-stuffing \"one\\n.\\ntwo\".");
    explain_page_title(page, "dot-stuffing", "\"%s\" %s, step by step.", shown,
                       input->decode ? "as it is received" : "as it is sent");
    if (input->decode)
        unstuff(page, lines);
    else
        stuff(page, lines);
    explain_page_source(page, "RFC 5321 §4.5.2");
    return TRUE;
}

/* RFC 9051 §4.3 */
gboolean steps_literal(ExplainPage *page, const StepsInput *input, GError **error) {
    const GString *text = steps_argument(input, 0);
    g_autofree char *shown = steps_show(text, 200);
    if (input->decode || text->len == 0)
        return options_refuse(error, "Give some text: maillab explain literal \"Grüße\". There is "
                                     "no way back: the octets stand in it as they are.");
    explain_page_title(page, "literal", "a string of IMAP that is counted, step by step.");
    explain_page_item(page,
                      "Count octets, not letters: %ld letters in UTF-8 are %" G_GSIZE_FORMAT
                      " octets here.",
                      g_utf8_strlen(text->str, (gssize)text->len), text->len);
    explain_page_item(page,
                      "Write the number in braces at the end of the line, then CRLF, then just "
                      "so many octets. Nothing in them has to be escaped, and nothing in them "
                      "can be mistaken for the end.");
    explain_page_item(page,
                      "With {%" G_GSIZE_FORMAT "} the client has to wait for the server's "
                      "permission, a line that begins with +; with {%" G_GSIZE_FORMAT
                      "+} it need not, if the server offers LITERAL+ or LITERAL-.",
                      text->len, text->len);
    explain_page_paragraph(page, "For example, as the text of a search:");
    g_autofree char *first =
        g_strdup_printf("C: a1 SEARCH CHARSET UTF-8 TEXT {%" G_GSIZE_FORMAT "}", text->len);
    g_autofree char *third = g_strdup_printf("C: %s", shown);
    explain_page_quote(page, first);
    explain_page_quote(page, "S: + OK");
    explain_page_quote(page, third);
    explain_page_source(page, "RFC 9051 §4.3");
    return TRUE;
}
