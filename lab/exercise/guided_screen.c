/* SPDX-License-Identifier: MIT */
/* Lines and keys <-> a terminal, by the few control sequences that every terminal of today knows
 * (ECMA-48). It restores what it found, whatever ends it. */
#include "exercise/guided_screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define ESCAPE_WAIT_MS 50 /* longer than a key's sequence takes, shorter than a person */
#define ANSWER_OCTETS_MAX 4000u
#define FRAME_ROWS 4u /* head, two rules, foot */

struct GuidedScreen {
    struct termios before;
    gboolean has_color;
    guint columns, rows;
};

/* Signals have no other place to tell of themselves. */
static volatile sig_atomic_t has_new_size, must_end;

static void on_resize(int signal_number) {
    has_new_size = 1;
}

static void on_end(int signal_number) {
    must_end = 1;
}

static void say(const char *text, gsize length) {
    while (length > 0) {
        gssize written = write(STDOUT_FILENO, text, length);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            text += written;
            length -= (gsize)written;
        }
    }
}

static void say_text(const char *text) {
    say(text, strlen(text));
}

/* ---- taking over ---------------------------------------------------------------------------- */

static void measure(GuidedScreen *self) {
    struct winsize size = {0};
    gboolean is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    self->columns = is_known ? MAX(size.ws_col, 20) : 80;
    self->rows = is_known ? MAX(size.ws_row, FRAME_ROWS + 2) : 24;
}

static void heed(int signal_number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL); /* no SA_RESTART: a key that is waited for is not */
}

void guided_screen_enter(GuidedScreen *self) {
    struct termios raw = self->before;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
    heed(SIGWINCH, on_resize);
    heed(SIGTERM, on_end);
    heed(SIGHUP, on_end);
    say_text("\033[?1049h\033[?25l"); /* the other screen; no cursor */
    measure(self);
}

void guided_screen_leave(GuidedScreen *self) {
    say_text("\033[?25h\033[?1049l");
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &self->before);
    heed(SIGWINCH, SIG_DFL);
    heed(SIGTERM, SIG_DFL);
    heed(SIGHUP, SIG_DFL);
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

guint guided_screen_rows(const GuidedScreen *self) {
    return self->rows - FRAME_ROWS;
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

/* Cut at the last column, with a sign that there is more; styles take no room. */
static void append_cut(const GuidedScreen *self, GString *out, const char *text) {
    const char *at = text, *cut = NULL;
    guint column = 0;
    while (*at != '\0' && column <= self->columns) {
        const char *next = skip_style(at);
        if (next == at) {
            cut = ++column == self->columns ? at : cut;
            next = g_utf8_next_char(at);
        }
        at = column <= self->columns ? next : at;
    }
    g_string_append_len(out, text, *at == '\0' ? at - text : cut - text);
    g_string_append(out, *at == '\0' ? "" : ">\033[0m");
}

static void append_row(const GuidedScreen *self, GString *out, guint row, const char *style,
                       const char *text) {
    g_string_append_printf(out, "\033[%u;1H\033[2K%s", row, style);
    append_cut(self, out, text);
    if (style[0] != '\0')
        g_string_append(out, "\033[0m");
}

static void append_rule(const GuidedScreen *self, GString *out, guint row) {
    g_string_append_printf(out, "\033[%u;1H\033[2K", row);
    for (guint i = 0; i < self->columns; i++)
        g_string_append_c(out, '-');
}

void guided_screen_draw(GuidedScreen *self, const GuidedPage *page) {
    g_autoptr(GString) out = g_string_new(NULL);
    guint rows = guided_screen_rows(self);
    append_row(self, out, 1, self->has_color ? "\033[1m" : "", page->head);
    append_rule(self, out, 2);
    for (guint i = 0; i < rows; i++) {
        guint line = page->top + i;
        gboolean is_marked = page->marked >= 0 && line == (guint)page->marked;
        const char *text = line < page->lines->len ? page->lines->pdata[line] : "";
        append_row(self, out, 3 + i, is_marked ? "\033[7m" : "", text);
    }
    append_rule(self, out, self->rows - 1);
    append_row(self, out, self->rows, self->has_color ? "\033[1m" : "", page->foot);
    say(out->str, out->len);
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* The next octet; -1: nobody is there, or a signal says to end; -2: another size. */
static gint read_octet(void) {
    guint8 octet;
    for (;;) {
        if (must_end)
            return -1;
        if (has_new_size)
            return -2;
        gssize length = read(STDIN_FILENO, &octet, 1);
        if (length == 1)
            return octet;
        if (length == 0 || errno != EINTR)
            return -1;
    }
}

static gboolean more_comes(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, ESCAPE_WAIT_MS) == 1;
}

/* What stands behind ESC [ or ESC O. */
static const struct {
    const char *sequence;
    GuidedKey key;
} sequences[] = {
    {"A", GUIDED_KEY_UP},         {"B", GUIDED_KEY_DOWN}, {"5~", GUIDED_KEY_PAGE_UP},
    {"6~", GUIDED_KEY_PAGE_DOWN}, {"H", GUIDED_KEY_HOME}, {"F", GUIDED_KEY_END},
    {"1~", GUIDED_KEY_HOME},      {"4~", GUIDED_KEY_END},
};

static guint read_sequence(void) {
    char text[8] = "";
    gsize length = 0;
    gint first = read_octet();
    if (first != '[' && first != 'O')
        return GUIDED_KEY_BACK;
    while (length + 1 < sizeof text && more_comes()) {
        gint octet = read_octet();
        if (octet < 0)
            break;
        text[length++] = (char)octet;
        if (octet >= 0x40 && octet <= 0x7e) /* ECMA-48: the last of a sequence */
            break;
    }
    for (guint i = 0; i < G_N_ELEMENTS(sequences); i++)
        if (strcmp(text, sequences[i].sequence) == 0)
            return sequences[i].key;
    return GUIDED_KEY_NONE;
}

/* The rest of a character of several octets. */
static guint read_character(gint first) {
    char text[5] = {(char)first};
    gsize n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    for (gsize i = 1; i < n; i++) {
        gint octet = read_octet();
        if (octet < 0)
            return GUIDED_KEY_NONE;
        text[i] = (char)octet;
    }
    gunichar character = g_utf8_get_char_validated(text, (gssize)n);
    return character < 0x110000 ? character : GUIDED_KEY_NONE;
}

guint guided_screen_key(GuidedScreen *self) {
    gint octet = read_octet();
    if (octet == -2) {
        has_new_size = 0;
        measure(self);
        return GUIDED_KEY_RESIZE;
    }
    if (octet < 0 || octet == 3 || octet == 4)
        return GUIDED_KEY_QUIT;
    if (octet == '\r' || octet == '\n')
        return GUIDED_KEY_ENTER;
    if (octet == 27)
        return more_comes() ? read_sequence() : GUIDED_KEY_BACK;
    if (octet == 127 || octet == 8)
        return GUIDED_KEY_BACK;
    if (octet >= 0x80)
        return octet >= 0xc2 && octet <= 0xf4 ? read_character(octet) : GUIDED_KEY_NONE;
    return octet >= 0x20 ? (guint)octet : GUIDED_KEY_NONE;
}

/* ---- a line of text ------------------------------------------------------------------------- */

static void draw_line(const GuidedScreen *self, const char *prompt, const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    glong room = (glong)self->columns - g_utf8_strlen(prompt, -1) - 2;
    glong length = g_utf8_strlen(text, -1);
    const char *from =
        length > room && room > 0 ? g_utf8_offset_to_pointer(text, length - room) : text;
    g_string_append_printf(out, "\033[%u;1H\033[2K%s%s\033[?25h", self->rows, prompt, from);
    say(out->str, out->len);
}

static void take_back(GString *text) {
    if (text->len == 0)
        return;
    const char *last = g_utf8_find_prev_char(text->str, text->str + text->len);
    g_string_truncate(text, last != NULL ? (gsize)(last - text->str) : 0);
}

char *guided_screen_ask(GuidedScreen *self, const char *prompt) {
    GString *text = g_string_new(NULL);
    guint key = GUIDED_KEY_NONE;
    while (key != GUIDED_KEY_ENTER && key != GUIDED_KEY_QUIT) {
        draw_line(self, prompt, text->str);
        key = guided_screen_key(self);
        if (key == GUIDED_KEY_BACK && text->len == 0)
            key = GUIDED_KEY_QUIT;
        else if (key == GUIDED_KEY_BACK)
            take_back(text);
        else if (key >= 0x20 && key < 0x110000 && text->len < ANSWER_OCTETS_MAX)
            g_string_append_unichar(text, key);
    }
    say_text("\033[?25l");
    if (key == GUIDED_KEY_ENTER && text->len > 0)
        return g_string_free(text, FALSE);
    g_string_free(text, TRUE);
    return NULL;
}
