/* SPDX-License-Identifier: MIT */
/* Keys -> what the verbs of `maillab exercise` do, on one page. It judges nothing itself. */
#include "exercise/guided.h"

#include "exercise/guided_screen.h"
#include "exercise/markdown.h"
#include "exercise/verbs.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR_COLUMNS 20u
#define COMPLAINTS_MAX 4000u

typedef struct {
    Desk *desk;
    GuidedScreen *screen;
    GPtrArray *exercises; /* of Exercise, in order */
    guint chosen;         /* in the list */
    Exercise *open;       /* lent from `exercises`; NULL: the list is shown */
    GPtrArray *lines;     /* of the page */
    guint top;
    FILE *complaints; /* what is said on standard error, to be shown on the page */
    int stderr_before;
    gboolean is_over;
} Guided;

/* ---- the page ------------------------------------------------------------------------------- */

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

/* The desk's page becomes the lines that are shown. */
static void take_page(Guided *self) {
    take_complaints(self);
    g_ptr_array_set_size(self->lines, 0);
    g_auto(GStrv) lines = g_strsplit(self->desk->page.out->str, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        g_ptr_array_add(self->lines, g_strdup(lines[i]));
    g_string_truncate(self->desk->page.out, 0);
    self->top = 0;
}

static char *head_of(const Guided *self) {
    guint done = exercise_progress_count_done(self->desk->progress), of = self->exercises->len;
    guint filled = of > 0 ? done * BAR_COLUMNS / of : 0;
    GString *head = g_string_new("maillab exercises  [");
    for (guint i = 0; i < BAR_COLUMNS; i++)
        g_string_append_c(head, i < filled ? '#' : '.');
    g_string_append_printf(head, "] %u of %u done", done, of);
    if (self->open != NULL)
        g_string_append_printf(
            head, "  -  exercise %u%s", self->open->number,
            exercise_progress_is_done(self->desk->progress, self->open->number) ? " (done)" : "");
    return g_string_free(head, FALSE);
}

static char *foot_of(const Guided *self) {
    if (self->open == NULL)
        return g_strdup("up/down choose  Enter open  n next open one  q leave");
    gboolean has_questions = FALSE, has_acts = exercise_has_acts(self->open);
    for (guint i = 0; i < self->open->steps->len; i++)
        has_questions |= exercise_step_is_question(self->open->steps->pdata[i]);
    return g_strconcat(self->open->predictions->len > 0 ? "p predict  " : "",
                       has_acts ? "s start  " : "", self->open->capture != NULL ? "t trace  " : "",
                       has_questions ? "a answer  " : "",
                       "c check  h hint  n next  l list  q leave", NULL);
}

static void draw(Guided *self) {
    g_autofree char *head = head_of(self), *foot = foot_of(self);
    guint rows = guided_screen_rows(self->screen);
    guint last = self->lines->len > rows ? self->lines->len - rows : 0;
    self->top = MIN(self->top, last);
    g_autofree char *more = self->top < last ? g_strdup_printf("%s  (down: more)", foot) : NULL;
    GuidedPage page = {.head = head,
                       .foot = more != NULL ? more : foot,
                       .lines = self->lines,
                       .top = self->top,
                       .marked = self->open == NULL ? (gint)self->chosen : -1};
    guided_screen_draw(self->screen, &page);
}

/* ---- what is shown -------------------------------------------------------------------------- */

static char *list_line(const Guided *self, const Exercise *exercise) {
    const ExerciseProgress *progress = self->desk->progress;
    const char *mark = exercise_progress_is_done(progress, exercise->number)    ? "done "
                       : exercise_progress_is_begun(progress, exercise->number) ? "begun"
                                                                                : "     ";
    g_autofree char *title = terminal_escape(&self->desk->terminal, exercise->title, -1);
    return g_strdup_printf(" %2u  %s  %-6s  %2u min  %s", exercise->number, mark,
                           exercise_kind_name(exercise->kind), exercise->minutes, title);
}

static void show_list(Guided *self) {
    self->open = NULL;
    g_ptr_array_set_size(self->lines, 0);
    for (guint i = 0; i < self->exercises->len; i++)
        g_ptr_array_add(self->lines, list_line(self, self->exercises->pdata[i]));
    self->top = 0;
}

static void keep_chosen_in_view(Guided *self) {
    guint rows = guided_screen_rows(self->screen);
    if (self->chosen < self->top)
        self->top = self->chosen;
    if (self->chosen >= self->top + rows)
        self->top = self->chosen - rows + 1;
}

static void show_open(Guided *self) {
    self->open = self->exercises->pdata[self->chosen];
    show_exercise(self->desk, self->open);
    take_page(self);
}

static void show_next(Guided *self) {
    guint number = next_open(self->desk, self->open != NULL ? self->open->number : 0);
    for (guint i = 0; i < self->exercises->len; i++) {
        const Exercise *exercise = self->exercises->pdata[i];
        if (exercise->number != number)
            continue;
        self->chosen = i;
        show_open(self);
        return;
    }
    say_all_done(self->desk, self->exercises->len);
    take_page(self);
}

/* ---- doing ---------------------------------------------------------------------------------- */

static void report(Guided *self, Checker *checker) {
    check_report(self->desk, self->open, checker);
    desk_save(self->desk);
    take_page(self);
}

static void check(Guided *self) {
    g_autoptr(Checker) checker = check_open(self->desk, self->open);
    if (checker == NULL)
        take_page(self);
    else
        report(self, checker);
}

static void hint(Guided *self) {
    guint seen = exercise_progress_hints(self->desk->progress, self->open->number);
    show_hint(self->desk, self->open, (HintGrade)MIN(seen, HINT_N - 1));
    desk_save(self->desk);
    take_page(self);
}

static gboolean is_right(Checker *checker, const ExerciseStep *step) {
    CheckResult *result = checker_result(checker, step);
    gboolean right = result->state == CHECK_RIGHT;
    check_result_free(result);
    return right;
}

/* NULL: the student thought better of it. */
static char *ask(Guided *self, Checker *checker, const ExerciseStep *step, const char *prompt) {
    show_question(self->desk, checker, step);
    take_page(self);
    draw(self);
    return guided_screen_ask(self->screen, prompt);
}

/* Every question that is not right yet, until one is answered wrong. */
static void answer(Guided *self) {
    g_autoptr(Checker) checker = check_open(self->desk, self->open);
    for (guint i = 0; checker != NULL && i < self->open->steps->len; i++) {
        const ExerciseStep *step = self->open->steps->pdata[i];
        if (!exercise_step_is_question(step) || is_right(checker, step))
            continue;
        g_autofree char *given = ask(self, checker, step, "your answer: ");
        if (given == NULL)
            break;
        exercise_progress_add_attempt(self->desk->progress, self->open->number);
        if (!check_answer(self->desk, self->open, checker, step, given) || !is_right(checker, step))
            break;
    }
    if (checker != NULL)
        report(self, checker);
    else
        take_page(self);
}

static void predict(Guided *self) {
    g_autoptr(Checker) checker = checker_new(self->open);
    g_autoptr(GString) kept = g_string_new(NULL);
    for (guint i = 0; i < self->open->predictions->len; i++) {
        const ExerciseStep *prediction = self->open->predictions->pdata[i];
        g_autofree char *given = ask(self, checker, prediction, "you expect: ");
        if (given == NULL)
            break;
        keep_prediction(self->desk, self->open, prediction, given);
        g_string_append(kept, self->desk->page.out->str);
        g_string_truncate(self->desk->page.out, 0);
    }
    desk_save(self->desk);
    g_string_append(self->desk->page.out, kept->str);
    desk_say(self->desk, 0, NULL, STYLE_DIM, "Now do it, and see.");
    take_page(self);
}

/* Lets others print below each other, and waits for the student to have read it. */
static void outside(Guided *self, void (*run)(Guided *self)) {
    guided_screen_leave(self->screen);
    dup2(self->stderr_before, STDERR_FILENO);
    run(self);
    fputs("\nPress Enter to go back to the exercise. ", stdout);
    fflush(stdout);
    gint octet = getchar();
    while (octet != '\n' && octet != EOF)
        octet = getchar();
    self->is_over = octet == EOF;
    dup2(fileno(self->complaints), STDERR_FILENO);
    guided_screen_enter(self->screen);
}

static void start_outside(Guided *self) {
    g_autofree char *word = g_strdup_printf("%u", self->open->number);
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    g_ptr_array_add(operands, word);
    verb_start(self->desk, operands);
}

static void trace_outside(Guided *self) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = exercise_trace_path(self->open, &error);
    char *words[] = {(char *)"analyze", path, NULL};
    if (path == NULL)
        lab_complain("%s", error->message);
    else
        cmd_analyze(2, words);
}

static void start(Guided *self) {
    if (!exercise_has_acts(self->open))
        return;
    outside(self, start_outside);
    check(self);
}

static void trace(Guided *self) {
    if (self->open->capture != NULL)
        outside(self, trace_outside);
    show_open(self);
}

static void take_size(Guided *self) {
    self->desk->page.options.width = MIN(guided_screen_columns(self->screen), 100u);
    if (self->open == NULL)
        keep_chosen_in_view(self);
}

static void leave(Guided *self) {
    self->is_over = TRUE;
}

/* ---- keys ----------------------------------------------------------------------------------- */

static const struct {
    guint key;
    void (*run)(Guided *self);
    gboolean in_list, in_exercise;
} keys[] = {
    {'q', leave, TRUE, TRUE},      {GUIDED_KEY_QUIT, leave, TRUE, TRUE},
    {'n', show_next, TRUE, TRUE},  {GUIDED_KEY_ENTER, show_open, TRUE, FALSE},
    {'l', show_list, FALSE, TRUE}, {GUIDED_KEY_BACK, show_list, FALSE, TRUE},
    {'e', show_open, FALSE, TRUE}, {'a', answer, FALSE, TRUE},
    {'p', predict, FALSE, TRUE},   {'c', check, FALSE, TRUE},
    {'h', hint, FALSE, TRUE},      {'s', start, FALSE, TRUE},
    {'t', trace, FALSE, TRUE},     {GUIDED_KEY_RESIZE, take_size, TRUE, TRUE},
};

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

static void move(Guided *self, gint by) {
    if (self->open != NULL) {
        self->top = (guint)CLAMP((gint)self->top + by, 0, (gint)self->lines->len);
        return;
    }
    self->chosen = (guint)CLAMP((gint)self->chosen + by, 0, (gint)self->exercises->len - 1);
    keep_chosen_in_view(self);
}

static void take_key(Guided *self, guint key) {
    for (guint i = 0; i < G_N_ELEMENTS(moves); i++)
        if (moves[i].key == key)
            move(self, moves[i].is_page ? moves[i].by * (gint)guided_screen_rows(self->screen)
                                        : moves[i].by);
    gboolean in_list = self->open == NULL;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].key == key && (in_list ? keys[i].in_list : keys[i].in_exercise)) {
            keys[i].run(self);
            return;
        }
}

/* ---- the session ---------------------------------------------------------------------------- */

static void go_on_until_left(Guided *self) {
    guint first = next_open(self->desk, 0);
    show_list(self);
    for (guint i = 0; i < self->exercises->len; i++)
        if (((const Exercise *)self->exercises->pdata[i])->number == first)
            self->chosen = i;
    keep_chosen_in_view(self);
    while (!self->is_over) {
        draw(self);
        take_key(self, guided_screen_key(self->screen));
        if (self->open == NULL && self->lines->len == 0)
            show_list(self);
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
    g_clear_pointer(&self->screen, guided_screen_close);
    dup2(self->stderr_before, STDERR_FILENO);
    close(self->stderr_before);
    fclose(self->complaints);
    return LAB_DONE;
}

int guided_run(Desk *desk) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) exercises = desk_load_all(desk);
    if (exercises == NULL)
        return LAB_USAGE;
    if (exercises->len == 0) {
        lab_complain("There are no exercises in %s.", desk->directory);
        return LAB_USAGE;
    }
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GuidedScreen) screen = guided_screen_open(desk->terminal.has_color, &error);
    if (screen == NULL) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    Guided self = {.desk = desk, .exercises = exercises, .lines = lines};
    self.screen = g_steal_pointer(&screen);
    int status = run_quietly(&self);
    g_clear_pointer(&self.screen, guided_screen_close);
    return status;
}
