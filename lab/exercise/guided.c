/* SPDX-License-Identifier: MIT */
/* Keys -> the actions of the guided session, until the student leaves. What is shown stands in
 * guided_page.c, what the keys of an exercise do in guided_do.c. */
#include "exercise/guided.h"

#include "exercise/guided_part.h"
#include "exercise/verbs.h"

#include <string.h>
#include <unistd.h>

/* ---- keys ----------------------------------------------------------------------------------- */

static void leave(Guided *self) {
    self->is_over = TRUE;
}

#define ANYWHERE (PLACE_LIST | PLACE_EXERCISE | PLACE_END)

static const struct {
    guint key, places; /* places: of GuidedPlace */
    GuidedAction run;
} keys[] = {
    {'q', ANYWHERE, leave},
    {GUIDED_KEY_QUIT, ANYWHERE, leave},
    {'n', ANYWHERE, guided_show_next},
    {GUIDED_KEY_ENTER, PLACE_LIST, guided_show_open},
    {'l', PLACE_EXERCISE | PLACE_END, guided_show_list},
    {GUIDED_KEY_ESCAPE, PLACE_EXERCISE | PLACE_END, guided_show_list},
    {GUIDED_KEY_BACKSPACE, PLACE_EXERCISE | PLACE_END, guided_show_list},
    {'e', PLACE_EXERCISE, guided_show_open},
    {'a', PLACE_EXERCISE, guided_answer},
    {'p', PLACE_EXERCISE, guided_predict},
    {'c', PLACE_EXERCISE, guided_check},
    {'h', PLACE_EXERCISE, guided_hint},
    {'s', PLACE_EXERCISE, guided_start},
    {'t', PLACE_EXERCISE, guided_trace},
};

static void move(Guided *self, gint by) {
    if (self->place != PLACE_LIST) {
        self->top = (guint)CLAMP((gint)self->top + by, 0, (gint)self->lines->len);
        return;
    }
    self->chosen = (guint)CLAMP((gint)self->chosen + by, 0, (gint)self->exercises->len - 1);
    guided_keep_chosen_in_view(self);
}

static void take_key(Guided *self, guint key) {
    move(self, guided_screen_key_lines(key, guided_rows(self)));
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (keys[i].key == key && (keys[i].places & self->place) != 0) {
            keys[i].run(self);
            return;
        }
    }
}

/* ---- the session ---------------------------------------------------------------------------- */

/* The page is written for the screen's width, whatever that is by now. */
static void fit(Guided *self) {
    guint width = MIN(guided_screen_columns(self->screen), 100u), top = self->top;
    if (self->desk->page.options.width == width)
        return;
    self->desk->page.options.width = width;
    self->again(self);
    self->top = top;
    if (self->place == PLACE_LIST)
        guided_keep_chosen_in_view(self);
}

static void go_on_until_left(Guided *self) {
    guint first = next_open(self->desk, 0);
    for (guint i = 0; i < self->exercises->len; i++) {
        if (((const Exercise *)self->exercises->pdata[i])->number == first)
            self->chosen = i;
    }
    guided_show_list(self);
    while (!self->is_over) {
        fit(self);
        guided_draw(self);
        take_key(self, guided_screen_key(self->screen));
        if (self->place == PLACE_LIST)
            guided_keep_chosen_in_view(self);
    }
}

/* Standard error is a file meanwhile: what is said there would tear the page. */
static int run_quietly(Guided *self) {
    self->complaints = tmpfile();
    self->stderr_before = dup(STDERR_FILENO);
    if (self->complaints == NULL || self->stderr_before < 0 ||
        dup2(fileno(self->complaints), STDERR_FILENO) < 0) {
        lab_complain("There is no room for a temporary file; the verbs of `maillab exercise` do "
                     "without one.");
        return LAB_USAGE;
    }
    go_on_until_left(self);
    guided_screen_close(self->screen);
    self->screen = NULL;
    dup2(self->stderr_before, STDERR_FILENO);
    close(self->stderr_before);
    fclose(self->complaints);
    return LAB_DONE;
}

static int run_on_screen(Desk *desk, GPtrArray *exercises) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    Guided self = {.desk = desk, .exercises = exercises, .lines = lines};
    self.screen = guided_screen_open(desk->terminal.has_color, &error);
    if (self.screen == NULL) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    desk->is_guided = TRUE;
    int status = run_quietly(&self);
    guided_screen_close(self.screen);
    return status;
}

/* Can the terminal move its cursor? One that cannot gets the list, and the verbs do the rest. */
static gboolean has_screen(void) {
    const char *term = g_getenv("TERM");
    return term != NULL && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

int guided_run(Desk *desk, GPtrArray *operands) {
    if (!has_screen())
        return verb_list(desk, operands);
    g_autoptr(GPtrArray) exercises = desk_load_all(desk);
    if (exercises == NULL)
        return LAB_USAGE;
    if (exercises->len > 0)
        return run_on_screen(desk, exercises);
    lab_complain("There are no exercises in %s.", desk->directory);
    return LAB_USAGE;
}
