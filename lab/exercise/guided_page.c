/* SPDX-License-Identifier: MIT */
/* What the desk writes -> the page of the guided session: its head with the progress, its lines,
 * and the keys in its foot. It judges nothing. */
#include "exercise/guided_part.h"

#include "exercise/verbs.h"

#include <string.h>
#include <unistd.h>

#define BAR_COLUMNS 20u
#define BAR_FROM 76u /* columns; a narrower screen shows the numbers alone */
#define COMPLAINTS_MAX 4000u

/* ---- head and foot -------------------------------------------------------------------------- */

static void append_bar(const Guided *self, GString *head, guint done) {
    guint of = self->exercises->len, filled = of > 0 ? done * BAR_COLUMNS / of : 0;
    g_string_append(head, "maillab exercises  [");
    for (guint i = 0; i < BAR_COLUMNS; i++)
        g_string_append_c(head, i < filled ? '#' : '.');
    g_string_append(head, "] ");
}

static char *head_of(const Guided *self) {
    const ExerciseProgress *progress = self->desk->progress;
    guint done = exercise_progress_count_done(progress);
    GString *head = g_string_new(NULL);
    if (guided_screen_columns(self->screen) >= BAR_FROM)
        append_bar(self, head, done);
    g_string_append_printf(head, "%u of %u done", done, self->exercises->len);
    if (self->place == PLACE_EXERCISE)
        g_string_append_printf(head, " - exercise %u%s", self->open->number,
                               exercise_progress_is_done(progress, self->open->number) ? " (done)"
                                                                                       : "");
    return g_string_free(head, FALSE);
}

/* The keys that do something here; free with g_free(). */
static char *foot_of(const Guided *self) {
    if (self->place == PLACE_LIST)
        return g_strdup("up/down choose  Enter open  n next open one  q leave");
    if (self->place == PLACE_END)
        return g_strdup("l list  q leave");
    return g_strconcat(self->open->predictions->len > 0 ? "p predict  " : "",
                       exercise_has_acts(self->open) ? "s start  " : "",
                       self->open->capture != NULL ? "t trace  " : "",
                       exercise_has_questions(self->open) ? "a answer  " : "",
                       "c check  h hint  e text  n next  l list  q leave", NULL);
}

guint guided_rows(const Guided *self) {
    g_autofree char *foot = foot_of(self);
    return guided_screen_rows(self->screen, foot);
}

/* ---- drawing -------------------------------------------------------------------------------- */

static GuidedPage page_of(const Guided *self, const char *head, const char *foot) {
    return (GuidedPage){.head = head,
                        .foot = foot,
                        .lines = self->lines,
                        .top = self->top,
                        .marked = self->place == PLACE_LIST ? (gint)self->chosen : -1};
}

void guided_draw(Guided *self) {
    g_autofree char *head = head_of(self), *foot = foot_of(self);
    guint rows = guided_screen_rows(self->screen, foot);
    self->top = MIN(self->top, self->lines->len > rows ? self->lines->len - rows : 0);
    GuidedPage page = page_of(self, head, foot);
    guided_screen_draw(self->screen, &page);
}

char *guided_ask(Guided *self, const char *prompt) {
    guided_take_page(self, guided_show_open);
    g_autofree char *head = head_of(self);
    GuidedPage page = page_of(self, head, "Enter done  Esc back");
    return guided_screen_ask(self->screen, &page, prompt);
}

/* ---- what stands on it ---------------------------------------------------------------------- */

/* What was complained of since the last time goes to the page. */
static void take_complaints(Guided *self) {
    char text[COMPLAINTS_MAX + 1];
    fflush(stderr);
    rewind(self->complaints);
    size_t length = fread(text, 1, COMPLAINTS_MAX, self->complaints);
    text[length] = '\0';
    rewind(self->complaints);
    if (length == 0 || ftruncate(fileno(self->complaints), 0) != 0)
        return;
    text_page_blank(&self->desk->page);
    desk_say(self->desk, 0, NULL, STYLE_WARNING, "%s", g_strchomp(text));
}

void guided_take_page(Guided *self, GuidedAction again) {
    take_complaints(self);
    g_ptr_array_set_size(self->lines, 0);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(self->desk->page.out->str), "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        g_ptr_array_add(self->lines, g_strdup(lines[i]));
    g_string_truncate(self->desk->page.out, 0);
    self->top = 0;
    self->again = again;
}

static char *list_line(const Guided *self, const Exercise *exercise) {
    const ExerciseProgress *progress = self->desk->progress;
    const char *mark = exercise_progress_is_done(progress, exercise->number)    ? "done "
                       : exercise_progress_is_begun(progress, exercise->number) ? "begun"
                                                                                : "     ";
    g_autofree char *title = terminal_escape(&self->desk->terminal, exercise->title, -1);
    return g_strdup_printf(" %2u  %s  %-6s  %2u min  %s", exercise->number, mark,
                           exercise_kind_name(exercise->kind), exercise->minutes, title);
}

void guided_keep_chosen_in_view(Guided *self) {
    guint rows = guided_rows(self);
    if (self->chosen < self->top)
        self->top = self->chosen;
    if (self->chosen >= self->top + rows)
        self->top = self->chosen - rows + 1;
}

void guided_show_list(Guided *self) {
    self->place = PLACE_LIST;
    self->again = guided_show_list;
    g_ptr_array_set_size(self->lines, 0);
    for (guint i = 0; i < self->exercises->len; i++)
        g_ptr_array_add(self->lines, list_line(self, self->exercises->pdata[i]));
    guided_keep_chosen_in_view(self);
}

void guided_show_open(Guided *self) {
    self->open = self->exercises->pdata[self->chosen];
    self->place = PLACE_EXERCISE;
    const char *trace = self->open->capture != NULL ? "t shows the trace, and q brings you back"
                                                    : "the other keys stand below";
    desk_say(self->desk, 0, NULL, STYLE_DIM,
             "(Where the text says maillab exercise predict, check or start, press p, a or s here; "
             "%s.)",
             trace);
    text_page_blank(&self->desk->page);
    show_exercise(self->desk, self->open);
    guided_take_page(self, guided_show_open);
}

static void show_end(Guided *self) {
    self->place = PLACE_END;
    say_all_done(self->desk, self->exercises->len);
    guided_take_page(self, show_end);
}

void guided_show_next(Guided *self) {
    guint after = self->place == PLACE_EXERCISE ? self->open->number : 0;
    guint number = next_open(self->desk, after);
    for (guint i = 0; i < self->exercises->len; i++) {
        const Exercise *exercise = self->exercises->pdata[i];
        if (exercise->number != number)
            continue;
        self->chosen = i;
        guided_show_open(self);
        return;
    }
    show_end(self);
}
