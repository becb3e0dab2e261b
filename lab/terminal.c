/* SPDX-License-Identifier: MIT */
/* File descriptor and environment -> what the device there can show. The only place that asks for
 * colours, width and character set. */
#include "lab.h"

#include "render/safe_text.h"
#include "render/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80u

/* LC_ALL goes before LC_CTYPE before LANG; an empty one counts as unset. */
static gboolean speaks_utf8(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *value = g_getenv(variables[i]);
        if (value == NULL || value[0] == '\0')
            continue;
        g_autofree char *lower = g_ascii_strdown(value, -1);
        return strstr(lower, "utf-8") != NULL || strstr(lower, "utf8") != NULL;
    }
    return FALSE;
}

static guint width_of(int fd) {
    struct winsize size = {0};
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char *columns = g_getenv("COLUMNS");
    guint64 number;
    if (columns != NULL && g_ascii_string_to_unsigned(columns, 10, 1, 10000, &number, NULL))
        return (guint)number;
    return WIDTH_UNKNOWN;
}

static gboolean wants_color(gboolean is_terminal, TerminalColor choice) {
    const char *no_color = g_getenv("NO_COLOR");
    const char *term = g_getenv("TERM");
    if (choice != TERMINAL_COLOR_AUTO)
        return choice == TERMINAL_COLOR_ALWAYS;
    if (no_color != NULL && no_color[0] != '\0')
        return FALSE;
    return is_terminal && term != NULL && strcmp(term, "dumb") != 0;
}

Terminal terminal_inspect(int fd, TerminalColor choice) {
    gboolean is_terminal = isatty(fd) == 1;
    return (Terminal){.is_terminal = is_terminal,
                      .has_color = wants_color(is_terminal, choice),
                      .has_utf8 = speaks_utf8(),
                      .width = CLAMP(width_of(fd), TEXT_WIDTH_MIN, TEXT_WIDTH_MAX)};
}

gboolean terminal_parse_color(const char *word, TerminalColor *choice) {
    static const char *const words[] = {[TERMINAL_COLOR_AUTO] = "auto",
                                        [TERMINAL_COLOR_ALWAYS] = "always",
                                        [TERMINAL_COLOR_NEVER] = "never"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(word, words[i]) == 0) {
            *choice = (TerminalColor)i;
            return TRUE;
        }
    }
    return FALSE;
}

char *terminal_escape(const Terminal *self, const char *text, gssize length) {
    return safe_text(text, length, self->has_utf8 ? SAFE_UTF8 : SAFE_ASCII);
}
