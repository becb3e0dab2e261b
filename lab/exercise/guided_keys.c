/* SPDX-License-Identifier: MIT */
/* Octets and signals -> keys, and keys -> a line of text. */
#include "exercise/guided_screen_part.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#define ESCAPE_WAIT_MS 50 /* longer than a key's sequence takes, shorter than a person */
#define ANSWER_OCTETS_MAX 4000u

/* ---- signals -------------------------------------------------------------------------------- */

/* Signals have no other place to tell of themselves. */
static volatile sig_atomic_t has_new_size, must_end;

static void on_resize(int signal_number) {
    has_new_size = 1;
}

static void on_end(int signal_number) {
    must_end = 1;
}

static const struct {
    int number;
    void (*handler)(int signal_number);
} signals[] = {{SIGWINCH, on_resize}, {SIGINT, on_end}, {SIGTERM, on_end}, {SIGHUP, on_end}};

/* They come through only while a key is waited for, so that none is missed before it. */
void guided_keys_heed_signals(GuidedScreen *self) {
    sigset_t ours;
    sigemptyset(&ours);
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++) {
        struct sigaction action = {.sa_handler = signals[i].handler};
        sigemptyset(&action.sa_mask);
        sigaction(signals[i].number, &action, NULL);
        sigaddset(&ours, signals[i].number);
    }
    sigprocmask(SIG_BLOCK, &ours, &self->mask_before);
}

void guided_keys_leave_signals(const GuidedScreen *self) {
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigaction(signals[i].number, &action, NULL);
    }
    sigprocmask(SIG_SETMASK, &self->mask_before, NULL);
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* A signal that has come. */
static gboolean is_interrupted(void) {
    return must_end || has_new_size;
}

/* Waits for an octet, and meanwhile for signals. FALSE: one came. */
static gboolean wait_for_input(const GuidedScreen *self) {
    fd_set input;
    int ready = -1;
    while (ready < 0 && !is_interrupted()) {
        FD_ZERO(&input);
        FD_SET(STDIN_FILENO, &input);
        ready = pselect(STDIN_FILENO + 1, &input, NULL, NULL, NULL, &self->mask_before);
        if (ready < 0 && errno != EINTR)
            return TRUE; /* read() will say what is wrong */
    }
    return ready > 0;
}

/* The next octet; -1: nobody is there, or a signal says to end; -2: another size. */
static gint read_octet(const GuidedScreen *self) {
    guint8 octet;
    if (!wait_for_input(self))
        return must_end ? -1 : -2;
    return read(STDIN_FILENO, &octet, 1) == 1 ? octet : -1;
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

static guint read_sequence(const GuidedScreen *self) {
    char text[8] = "";
    gsize length = 0;
    gint first = read_octet(self);
    if (first != '[' && first != 'O')
        return GUIDED_KEY_ESCAPE;
    while (length + 1 < sizeof text && more_comes()) {
        gint octet = read_octet(self);
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
static guint read_character(const GuidedScreen *self, gint first) {
    char text[5] = {(char)first};
    gsize n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    for (gsize i = 1; i < n; i++) {
        gint octet = read_octet(self);
        if (octet < 0)
            return GUIDED_KEY_NONE;
        text[i] = (char)octet;
    }
    gunichar character = g_utf8_get_char_validated(text, (gssize)n);
    return character < 0x110000 ? character : GUIDED_KEY_NONE;
}

guint guided_screen_key(GuidedScreen *self) {
    gint octet = read_octet(self);
    if (octet == -2) {
        has_new_size = 0;
        guided_screen_measure(self);
        return GUIDED_KEY_RESIZE;
    }
    if (octet < 0 || octet == 3 || octet == 4)
        return GUIDED_KEY_QUIT;
    if (octet == '\r' || octet == '\n')
        return GUIDED_KEY_ENTER;
    if (octet == 27)
        return more_comes() ? read_sequence(self) : GUIDED_KEY_ESCAPE;
    if (octet == 127 || octet == 8)
        return GUIDED_KEY_BACKSPACE;
    if (octet >= 0x80)
        return octet >= 0xc2 && octet <= 0xf4 ? read_character(self, octet) : GUIDED_KEY_NONE;
    return octet >= 0x20 ? (guint)octet : GUIDED_KEY_NONE;
}

/* How far each moves; in pages where `is_page`. */
static const struct {
    guint key;
    gint by;
    gboolean is_page;
} moves[] = {
    {GUIDED_KEY_UP, -1, FALSE},
    {GUIDED_KEY_DOWN, 1, FALSE},
    {'k', -1, FALSE},
    {'j', 1, FALSE},
    {GUIDED_KEY_PAGE_UP, -1, TRUE},
    {' ', 1, TRUE},
    {GUIDED_KEY_PAGE_DOWN, 1, TRUE},
    {GUIDED_KEY_HOME, -10000, TRUE},
    {GUIDED_KEY_END, 10000, TRUE},
};

gint guided_screen_key_lines(guint key, guint page) {
    for (guint i = 0; i < G_N_ELEMENTS(moves); i++) {
        if (moves[i].key == key)
            return moves[i].is_page ? moves[i].by * (gint)page : moves[i].by;
    }
    return 0;
}

/* ---- a line of text ------------------------------------------------------------------------- */

/* The line below the page: its end, if it is longer than the screen is wide. */
static void draw_line(const GuidedScreen *self, const char *prompt, const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    guint room = self->columns - MIN(guided_screen_columns_of(prompt) + 1, self->columns);
    while (guided_screen_columns_of(text) > room)
        text = g_utf8_next_char(text);
    g_string_append_printf(out, "\033[%u;1H\033[2K%s%s\033[?25h", self->rows, prompt, text);
    guided_screen_say(out->str, out->len);
}

static void take_back(GString *text) {
    if (text->len == 0)
        return;
    const char *last = g_utf8_find_prev_char(text->str, text->str + text->len);
    g_string_truncate(text, last != NULL ? (gsize)(last - text->str) : 0);
}

/* What a person can see. Controls and marks that turn the line around would reach the terminal. */
static gboolean is_text(guint key) {
    return key >= 0x20 && key < 0x110000 && g_unichar_isprint(key);
}

/* Letters, Home and End belong to the line. */
static gboolean scrolls(guint key) {
    return key >= GUIDED_KEY_UP && key <= GUIDED_KEY_PAGE_DOWN;
}

static void scroll(const GuidedScreen *self, GuidedPage *page, guint key) {
    gint rows = (gint)guided_screen_rows(self, page->foot) - 1, at = (gint)page->top;
    if (scrolls(key))
        at += guided_screen_key_lines(key, (guint)rows);
    page->top = (guint)CLAMP(at, 0, MAX((gint)page->lines->len - rows, 0));
}

/* The page with a free row below its foot, for the line. */
static void draw_above_line(GuidedScreen *self, const GuidedPage *page) {
    self->rows--;
    guided_screen_draw(self, page);
    self->rows++;
}

static gboolean ends_line(guint key) {
    return key == GUIDED_KEY_ENTER || key == GUIDED_KEY_ESCAPE || key == GUIDED_KEY_QUIT;
}

char *guided_screen_ask(GuidedScreen *self, const GuidedPage *asked, const char *prompt) {
    GString *text = g_string_new(NULL);
    GuidedPage page = *asked;
    guint key = GUIDED_KEY_RESIZE;
    while (!ends_line(key)) {
        if (key >= GUIDED_KEY_UP)
            draw_above_line(self, &page);
        draw_line(self, prompt, text->str);
        key = guided_screen_key(self);
        scroll(self, &page, key);
        if (key == GUIDED_KEY_BACKSPACE)
            take_back(text);
        else if (is_text(key) && text->len < ANSWER_OCTETS_MAX)
            g_string_append_unichar(text, key);
    }
    guided_screen_say("\033[?25l", strlen("\033[?25l"));
    if (key == GUIDED_KEY_ENTER && text->len > 0)
        return g_string_free(text, FALSE);
    g_string_free(text, TRUE);
    return NULL;
}
