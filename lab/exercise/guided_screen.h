/* SPDX-License-Identifier: MIT */
/* A terminal as a page: a head, lines that can be scrolled, and a foot with the keys. It knows
 * nothing of exercises. Everything it is given must be safe to print. */
#pragma once

#include <glib.h>

typedef enum {
    GUIDED_KEY_NONE,
    /* Other keys are their character. */
    GUIDED_KEY_UP = 0x110000,
    GUIDED_KEY_DOWN,
    GUIDED_KEY_PAGE_UP,
    GUIDED_KEY_PAGE_DOWN,
    GUIDED_KEY_HOME,
    GUIDED_KEY_END,
    GUIDED_KEY_ENTER,
    GUIDED_KEY_BACKSPACE,
    GUIDED_KEY_ESCAPE,
    GUIDED_KEY_RESIZE, /* the terminal has another size now */
    GUIDED_KEY_QUIT,   /* Ctrl-C, Ctrl-D, a signal, or nobody is there any more */
} GuidedKey;

typedef struct GuidedScreen GuidedScreen;

/* What stands on the page. */
typedef struct {
    const char *head, *foot; /* the foot's pieces are parted by two spaces; it may take more rows */
    GPtrArray *lines;        /* of char *; what is wider than the screen is cut, with a sign */
    guint top;               /* the first line shown */
    gint marked;             /* shown reversed; -1: none */
} GuidedPage;

/* Takes over the terminal on standard input and output; NULL with a sentence: there is none. */
GuidedScreen *guided_screen_open(gboolean has_color, GError **error);
/* Gives it back as it was. */
void guided_screen_close(GuidedScreen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GuidedScreen, guided_screen_close)
/* The same for a while, so that others can print; then back again. */
void guided_screen_leave(GuidedScreen *self);
void guided_screen_enter(GuidedScreen *self);

guint guided_screen_columns(const GuidedScreen *self);
/* Lines of the body, above this foot. */
guint guided_screen_rows(const GuidedScreen *self, const char *foot);

void guided_screen_draw(GuidedScreen *self, const GuidedPage *page);
/* Waits for a key. */
guint guided_screen_key(GuidedScreen *self);
/* How many lines down a key moves, where a page has so many; 0: it does not move. */
gint guided_screen_key_lines(guint key, guint page);
/* Asks for a line below the page, which can be scrolled meanwhile; NULL: the student thought better
 * of it. Free with g_free(). */
char *guided_screen_ask(GuidedScreen *self, const GuidedPage *page, const char *prompt);
