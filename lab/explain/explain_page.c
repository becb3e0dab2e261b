/* SPDX-License-Identifier: MIT */
/* Turns sentences into lines of the terminal's width. It does not know what they say. Signs beyond
 * ASCII have a spelling for terminals without UTF-8. */
#include "explain_page.h"

#include "explain_rfc.h"

#include <stdarg.h>
#include <string.h>

#define INDENT 2u
#define NAME_COLUMN 22u
#define LONGEST_AROUND 12u  /* columns around a command: indent, quotes, signs close to it */
#define NO_BREAK "\302\240" /* a space at which no line ends */

static const struct {
    const char *sign, *spelling;
} spellings[] = {{"§", "section" NO_BREAK}, {"→", "->"}, {"–", "-"}, {"…", "..."}};

static char *spell(const ExplainPage *self, const char *text) {
    GString *spelt = g_string_new(text);
    if (!self->terminal.has_utf8) {
        for (guint i = 0; i < G_N_ELEMENTS(spellings); i++)
            g_string_replace(spelt, spellings[i].sign, spellings[i].spelling, 0);
    }
    return g_string_free(spelt, FALSE);
}

/* Controls and the like are escaped; a backslash, which \Seen begins with, stays as it is. */
static char *make_safe(const ExplainPage *self, const char *text) {
    g_autofree char *escaped = terminal_escape(&self->terminal, text, -1);
    GString *safe = g_string_new(escaped);
    g_string_replace(safe, "\\\\", "\\", 0);
    return g_string_free(safe, FALSE);
}

static void pad(ExplainPage *self, guint columns) {
    for (guint i = 0; i < columns; i++)
        g_string_append_c(self->text, ' ');
}

/* Commands between backquotes, if they are short enough for a line: they are there to be copied. */
static void keep_commands_whole(const ExplainPage *self, GString *text) {
    g_auto(GStrv) pieces = g_strsplit(text->str, "`", -1);
    g_string_truncate(text, 0);
    for (guint i = 0; pieces[i] != NULL; i++) {
        g_autoptr(GString) piece = g_string_new(pieces[i]);
        if (i % 2 == 1 && piece->len + LONGEST_AROUND < self->terminal.width)
            g_string_replace(piece, " ", NO_BREAK, 0);
        g_string_append_printf(text, "%s%s", i > 0 ? "`" : "", piece->str);
    }
}

/* The words of a text, of which "RFC 5321 §3.3" is one. */
static char **split_words(const ExplainPage *self, const char *text) {
    g_autoptr(GString) kept = g_string_new(text);
    keep_commands_whole(self, kept);
    g_string_replace(kept, "RFC ", "RFC" NO_BREAK, 0);
    g_string_replace(kept, " §", NO_BREAK "§", 0);
    g_autofree char *spelt = spell(self, kept->str);
    char **words = g_strsplit(spelt, " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        g_autoptr(GString) word = g_string_new(words[i]);
        g_string_replace(word, NO_BREAK, " ", 0);
        g_free(words[i]);
        words[i] = make_safe(self, word->str);
    }
    return words;
}

/* Words, from column `at` on; further lines begin at column `indent`. */
static void append_wrapped(ExplainPage *self, const char *text, guint at, guint indent) {
    g_auto(GStrv) words = split_words(self, text);
    gboolean is_line_begin = TRUE;
    for (guint i = 0; words[i] != NULL; i++) {
        guint columns = (guint)g_utf8_strlen(words[i], -1);
        if (!is_line_begin && at + 1 + columns > self->terminal.width) {
            g_string_append_c(self->text, '\n');
            pad(self, indent);
            at = indent;
            is_line_begin = TRUE;
        }
        if (!is_line_begin)
            g_string_append_c(self->text, ' ');
        g_string_append(self->text, words[i]);
        at += columns + (is_line_begin ? 0 : 1);
        is_line_begin = FALSE;
    }
    g_string_append_c(self->text, '\n');
}

static void append_name(ExplainPage *self, const char *name) {
    gboolean has_color = self->terminal.has_color;
    g_autofree char *safe = make_safe(self, name);
    g_string_append_printf(self->text, "%s%s%s", has_color ? "\033[1m" : "", safe,
                           has_color ? "\033[0m" : "");
}

void explain_page_title(ExplainPage *self, const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *rest = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (self->text->len > 0)
        g_string_append_c(self->text, '\n');
    append_name(self, name);
    g_string_append(self->text, ": ");
    append_wrapped(self, rest, (guint)g_utf8_strlen(name, -1) + 2, INDENT);
}

void explain_page_paragraph(ExplainPage *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    pad(self, INDENT);
    append_wrapped(self, text, INDENT, INDENT);
}

void explain_page_item(ExplainPage *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    pad(self, INDENT);
    g_string_append(self->text, "- ");
    append_wrapped(self, text, INDENT + 2, INDENT + 2);
}

void explain_page_quote(ExplainPage *self, const char *line) {
    pad(self, 2 * INDENT);
    append_wrapped(self, line, 2 * INDENT, 2 * INDENT + 3);
}

void explain_page_row(ExplainPage *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *row = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *safe = make_safe(self, row);
    pad(self, 2 * INDENT);
    g_string_append_printf(self->text, "%s\n", safe);
}

void explain_page_entry(ExplainPage *self, const char *name, const char *meaning) {
    guint end = INDENT + (guint)g_utf8_strlen(name, -1);
    pad(self, INDENT);
    append_name(self, name);
    if (end + 1 > NAME_COLUMN) {
        g_string_append_c(self->text, '\n');
        end = 0;
    }
    pad(self, NAME_COLUMN - end);
    append_wrapped(self, meaning, NAME_COLUMN, NAME_COLUMN);
}

void explain_page_blank_line(ExplainPage *self) {
    g_string_append_c(self->text, '\n');
}

void explain_page_source(ExplainPage *self, const char *rfc) {
    g_autofree char *source = explain_rfc_titled(rfc);
    explain_page_paragraph(self, "Read more: %s.", source);
}
