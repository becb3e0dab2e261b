/* SPDX-License-Identifier: MIT */
/* Markdown -> lines, block by block. It reads what exercises are written in, and shows the rest as
 * it stands. */
#include "exercise/markdown.h"

#include <string.h>

#define INDENT 2u
#define CODE_INDENT 4u

typedef struct {
    TextPage *page;
    GString *paragraph; /* joined lines */
    guint hang;         /* of a list item */
    gboolean is_code;
} Writer;

void markdown_plain(GString *out, const char *text, SafeCharset charset) {
    g_auto(GStrv) pieces = g_strsplit(text, "\\", -1);
    for (guint i = 0; pieces[i] != NULL; i++) {
        if (i > 0)
            g_string_append_c(out, '\\');
        safe_sentence_append(out, pieces[i], charset);
    }
}

/* Is this the * before a word, or the one behind it, of *a few words*? */
static gboolean is_emphasis(const char *text, const char *at, gboolean is_emphatic) {
    if (*at != '*')
        return FALSE;
    if (is_emphatic)
        return !g_ascii_isspace(at[-1]);
    gboolean is_before_word = at[1] != '\0' && at[1] != '*' && !g_ascii_isspace(at[1]);
    gboolean is_behind_word = at > text && g_ascii_isalnum(at[-1]);
    return is_before_word && !is_behind_word && strchr(at + 1, '*') != NULL;
}

/* `code` and *emphasis* stand out by their style, or where there is none by their marks; ** goes
 * away. */
static char *inline_marks(const Writer *self, const char *text) {
    g_autoptr(GString) safe = g_string_new(NULL);
    markdown_plain(safe, text, self->page->charset);
    GString *out = g_string_new(NULL);
    gboolean is_open = FALSE, is_emphatic = FALSE, has_color = self->page->options.color;
    for (const char *at = safe->str; *at != '\0'; at++) {
        if (at[0] == '*' && at[1] == '*' && !is_open) {
            at++;
        } else if (*at == '`' && has_color) {
            g_string_append(out, is_open ? TEXT_OFF : TEXT_ON STYLE_CLIENT);
            is_open = !is_open;
        } else if (has_color && !is_open && is_emphasis(safe->str, at, is_emphatic)) {
            g_string_append(out, is_emphatic ? TEXT_OFF : TEXT_ON STYLE_HEADING);
            is_emphatic = !is_emphatic;
        } else {
            is_open = *at == '`' ? !is_open : is_open;
            g_string_append_c(out, *at);
        }
    }
    if ((is_open || is_emphatic) && has_color)
        g_string_append(out, TEXT_OFF);
    return g_string_free(out, FALSE);
}

static void end_paragraph(Writer *self) {
    if (self->paragraph->len == 0)
        return;
    g_autofree char *marked = inline_marks(self, self->paragraph->str);
    text_page_write(self->page, marked, INDENT, self->hang);
    g_string_truncate(self->paragraph, 0);
    self->hang = 0;
}

static void write_code(Writer *self, const char *line) {
    g_autoptr(GString) safe = g_string_new(NULL);
    markdown_plain(safe, line, self->page->charset);
    g_string_append_printf(self->page->out, "%*s%s\n", (int)CODE_INDENT, "", safe->str);
}

static void write_heading(Writer *self, const char *title) {
    g_autoptr(GString) safe = g_string_new(NULL);
    g_autoptr(GString) marked = g_string_new(NULL);
    markdown_plain(safe, title, self->page->charset);
    text_styled(marked, STYLE_HEADING, safe->str);
    if (self->page->out->len > 0 && !g_str_has_suffix(self->page->out->str, "\n\n"))
        text_page_blank(self->page);
    text_page_write(self->page, marked->str, 0, 0);
}

/* The octets of "- ", "* " or "12. " at the beginning of a line; 0: it is no list item. */
static guint bullet_length(const char *line) {
    guint digits = 0;
    if ((line[0] == '-' || line[0] == '*') && line[1] == ' ')
        return 2;
    while (digits < 3 && g_ascii_isdigit(line[digits]))
        digits++;
    return digits > 0 && line[digits] == '.' && line[digits + 1] == ' ' ? digits + 2 : 0;
}

static void write_text(Writer *self, const char *line) {
    guint bullet = bullet_length(line);
    if (bullet > 0) {
        end_paragraph(self);
        self->hang = bullet;
    }
    if (self->paragraph->len > 0)
        g_string_append_c(self->paragraph, ' ');
    g_string_append(self->paragraph, g_strchug((char *)line));
}

static void write_line(Writer *self, char *line) {
    gboolean is_fence = g_str_has_prefix(line, "```");
    gboolean is_indented = g_str_has_prefix(line, "    ") && self->paragraph->len == 0;
    if (is_fence || self->is_code || is_indented || line[0] == '|') {
        end_paragraph(self);
        if (!is_fence)
            write_code(self, is_indented && !self->is_code ? line + 4 : line);
        self->is_code = is_fence != self->is_code;
    } else if (line[0] == '#') {
        end_paragraph(self);
        write_heading(self, g_strstrip(line + strspn(line, "#")));
    } else if (g_strstrip(line)[0] == '\0') {
        end_paragraph(self);
        if (self->page->out->len > 0 && !g_str_has_suffix(self->page->out->str, "\n\n"))
            text_page_blank(self->page);
    } else {
        write_text(self, line);
    }
}

void markdown_write(TextPage *page, const char *markdown) {
    Writer self = {.page = page, .paragraph = g_string_new(NULL)};
    g_auto(GStrv) lines = g_strsplit(markdown, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        write_line(&self, lines[i]);
    end_paragraph(&self);
    g_string_free(self.paragraph, TRUE);
    while (g_str_has_suffix(page->out->str, "\n\n"))
        g_string_truncate(page->out, page->out->len - 1);
}

void markdown_write_section(TextPage *page, const char *markdown, const char *heading) {
    g_autofree char *line = g_strdup_printf("## %s\n", heading);
    const char *from = strstr(markdown, line);
    if (from == NULL)
        return;
    const char *to = strstr(from + strlen(line), "\n## ");
    g_autofree char *section = to != NULL ? g_strndup(from, (gsize)(to - from)) : g_strdup(from);
    g_autofree char *body = g_strstrip(g_strdup(section + strlen(line)));
    if (body[0] != '\0')
        markdown_write(page, section);
}
