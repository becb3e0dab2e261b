/* SPDX-License-Identifier: MIT */
/* What the parts of the guided session share: guided.c (keys), guided_page.c (what is shown) and
 * guided_do.c (what the keys of an exercise do). */
#pragma once

#include "exercise/desk.h"
#include "exercise/guided_screen.h"

#include <stdio.h>

/* Where the student is; bits, so that a key can belong to several. */
typedef enum { PLACE_LIST = 1, PLACE_EXERCISE = 2, PLACE_END = 4 } GuidedPlace;

typedef struct Guided Guided;
typedef void (*GuidedAction)(Guided *self);

struct Guided {
    Desk *desk;
    GuidedScreen *screen;
    GPtrArray *exercises; /* of Exercise, in order */
    GuidedPlace place;
    guint chosen;     /* in the list */
    Exercise *open;   /* lent from `exercises`; the one that was opened last, or NULL */
    GPtrArray *lines; /* of the page */
    guint top;
    GuidedAction again; /* makes the page anew, for another width */
    HintGrade hint;     /* shown last */
    FILE *complaints;   /* what is said on standard error, to be shown on the page */
    int stderr_before;
    gboolean is_over;
};

/* ---- guided_page.c -------------------------------------------------------------------------- */

/* Lines of the body. */
guint guided_rows(const Guided *self);
void guided_draw(Guided *self);
/* Draws what the desk has written, and asks for a line below it; NULL: thought better of it. Free
 * with g_free(). */
char *guided_ask(Guided *self, const char *prompt);

void guided_show_list(Guided *self);
void guided_show_open(Guided *self);
/* The first that is not done, from here on; or that all are. */
void guided_show_next(Guided *self);
/* What the desk has written becomes the page; `again` writes it once more. */
void guided_take_page(Guided *self, GuidedAction again);
void guided_keep_chosen_in_view(Guided *self);

/* ---- guided_do.c ---------------------------------------------------------------------------- */

void guided_check(Guided *self);
void guided_hint(Guided *self);
void guided_answer(Guided *self);
void guided_predict(Guided *self);
void guided_start(Guided *self);
void guided_trace(Guided *self);
