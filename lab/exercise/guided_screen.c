/* SPDX-License-Identifier: MIT */
/* Lines -> a terminal, by the few control sequences that every terminal of today knows (ECMA-48).
 * It restores what it found, whatever ends it. */
#include "exercise/guided_screen_part.h"

#include "lab.h"

#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define FRAME_ROWS 3u /* head and two rules; the foot comes in addition */
#define BODY_ROWS_MIN 2u
#define MORE_BELOW " more below: down, or the space bar "

void guided_screen_say(const char *text, gsize length) {
    lab_write_all(STDOUT_FILENO, text, length);
}

static void say_text(const char *text) {
    guided_screen_say(text, strlen(text));
}

/* ---- taking over ---------------------------------------------------------------------------- */

void guided_screen_measure(GuidedScreen *self) {
    struct winsize size = {0};
    gboolean is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    self->columns = is_known ? MAX(size.ws_col, 20) : 80;
    self->rows = is_known ? MAX(size.ws_row, FRAME_ROWS + BODY_ROWS_MIN + 1) : 24;
}

void guided_screen_enter(GuidedScreen *self) {
    struct termios raw = self->before;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    guided_keys_heed_signals(self);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    say_text("\033[?1049h\033[?25l"); /* the other screen; no cursor */
    guided_screen_measure(self);
}

void guided_screen_leave(GuidedScreen *self) {
    say_text("\033[?25h\033[?1049l");
    tcsetattr(STDIN_FILENO, TCSADRAIN, &self->before);
    guided_keys_leave_signals(self);
}

GuidedScreen *guided_screen_open(gboolean has_color, GError **error) {
    struct termios before;
    if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "The guided session needs a terminal; in a pipe `maillab exercise list` and "
                    "the other verbs do the same.");
        return NULL;
    }
    GuidedScreen *self = g_new0(GuidedScreen, 1);
    self->before = before;
    self->has_color = has_color;
    guided_screen_enter(self);
    return self;
}

void guided_screen_close(GuidedScreen *self) {
    if (self == NULL)
        return;
    guided_screen_leave(self);
    g_free(self);
}

guint guided_screen_columns(const GuidedScreen *self) {
    return self->columns;
}

/* ---- drawing -------------------------------------------------------------------------------- */

/* Behind a style ("\033[1m") that begins here; else the same place. */
static const char *skip_style(const char *at) {
    if (at[0] != '\033' || at[1] != '[')
        return at;
    for (at += 2; *at != '\0' && *at != 'm'; at++)
        continue;
    return *at == 'm' ? at + 1 : at;
}

/* Columns that a terminal gives a character. */
static guint columns_of(gunichar character) {
    return g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
}

guint guided_screen_columns_of(const char *text) {
    guint columns = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        columns += columns_of(g_utf8_get_char(at));
    return columns;
}

/* Cut at the last column, with a sign that there is more; styles take no room. */
static void append_cut(const GuidedScreen *self, GString *out, const char *text) {
    const char *cut = text;
    guint column = 0;
    for (const char *at = text; *at != '\0';) {
        const char *next = skip_style(at);
        if (next == at) {
            column += columns_of(g_utf8_get_char(at));
            next = g_utf8_next_char(at);
        }
        at = next;
        if (column < self->columns)
            cut = at;
        if (column > self->columns) {
            g_string_append_len(out, text, cut - text);
            g_string_append(out, ">\033[0m");
            return;
        }
    }
    g_string_append(out, text);
}

static void append_row(const GuidedScreen *self, GString *out, guint row, const char *style,
                       const char *text) {
    g_string_append_printf(out, "\033[%u;1H\033[2K%s", row, style);
    append_cut(self, out, text);
    if (style[0] != '\0')
        g_string_append(out, "\033[0m");
}

/* A line across, with a text in it if there is room. */
static void append_rule(const GuidedScreen *self, GString *out, guint row, const char *text) {
    guint length = (guint)strlen(text), before = 2;
    if (before + length > self->columns)
        length = 0;
    g_string_append_printf(out, "\033[%u;1H\033[2K", row);
    for (guint i = 0; i < self->columns; i++) {
        gboolean is_text = i >= before && i < before + length;
        g_string_append_c(out, is_text ? text[i - before] : '-');
    }
}

/* The foot, filled into as many rows as it needs: pieces stay whole. Of char *. */
static GPtrArray *foot_rows(const GuidedScreen *self, const char *foot) {
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) row = g_string_new(NULL);
    g_auto(GStrv) pieces = g_strsplit(foot, "  ", -1);
    for (guint i = 0; pieces[i] != NULL; i++) {
        guint need = guided_screen_columns_of(row->str) + 2 + guided_screen_columns_of(pieces[i]);
        if (row->len > 0 && need > self->columns) {
            g_ptr_array_add(rows, g_strdup(row->str));
            g_string_truncate(row, 0);
        }
        g_string_append_printf(row, "%s%s", row->len > 0 ? "  " : "", pieces[i]);
    }
    g_ptr_array_add(rows, g_strdup(row->str));
    guint most = self->rows - FRAME_ROWS - BODY_ROWS_MIN;
    if (rows->len > most)
        g_ptr_array_set_size(rows, (gint)most);
    return rows;
}

guint guided_screen_rows(const GuidedScreen *self, const char *foot) {
    g_autoptr(GPtrArray) rows = foot_rows(self, foot);
    return self->rows - FRAME_ROWS - rows->len;
}

void guided_screen_draw(GuidedScreen *self, const GuidedPage *page) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) foot = foot_rows(self, page->foot);
    const char *bold = self->has_color ? "\033[1m" : "";
    guint rows = self->rows - FRAME_ROWS - foot->len;
    append_row(self, out, 1, bold, page->head);
    append_rule(self, out, 2, "");
    for (guint i = 0; i < rows; i++) {
        guint line = page->top + i;
        gboolean is_marked = page->marked >= 0 && line == (guint)page->marked;
        const char *text = line < page->lines->len ? page->lines->pdata[line] : "";
        append_row(self, out, 3 + i, is_marked ? "\033[7m" : "", text);
    }
    append_rule(self, out, 3 + rows, page->top + rows < page->lines->len ? MORE_BELOW : "");
    for (guint i = 0; i < foot->len; i++)
        append_row(self, out, 4 + rows + i, bold, foot->pdata[i]);
    guided_screen_say(out->str, out->len);
}
