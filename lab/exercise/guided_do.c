/* SPDX-License-Identifier: MIT */
/* The keys of an exercise -> what the verbs of `maillab exercise` do, on a page. It judges nothing
 * itself. */
#include "exercise/guided_part.h"

#include "exercise/verbs.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- on the page ---------------------------------------------------------------------------- */

static void report(Guided *self, Checker *checker) {
    check_report(self->desk, self->open, checker);
    desk_save(self->desk);
    guided_take_page(self, guided_check);
}

void guided_check(Guided *self) {
    g_autoptr(Checker) checker = check_open(self->desk, self->open);
    if (checker == NULL)
        guided_take_page(self, guided_show_open);
    else
        report(self, checker);
}

static void show_hint_again(Guided *self) {
    show_hint(self->desk, self->open, self->hint);
    if (self->hint + 1 < HINT_N)
        desk_say(self->desk, 2, NULL, STYLE_DIM, "(The next hint says more: h again.)");
    desk_save(self->desk);
    guided_take_page(self, show_hint_again);
}

void guided_hint(Guided *self) {
    guint seen = exercise_progress_hints(self->desk->progress, self->open->number);
    self->hint = (HintGrade)MIN(seen, HINT_N - 1);
    show_hint_again(self);
}

static gboolean is_right(Checker *checker, const ExerciseStep *step) {
    CheckResult *result = checker_result(checker, step);
    gboolean right = result->state == CHECK_RIGHT;
    check_result_free(result);
    return right;
}

/* Every question that is not right yet, until one is answered wrong. FALSE: the student went back
 * before the first answer. */
static gboolean ask_all(Guided *self, Checker *checker) {
    const GPtrArray *steps = self->open->steps;
    gboolean has_answered = FALSE, was_asked = FALSE;
    for (guint i = 0; i < steps->len; i++) {
        const ExerciseStep *step = steps->pdata[i];
        if (!exercise_step_is_question(step) || is_right(checker, step))
            continue;
        show_question(self->desk, checker, step);
        was_asked = TRUE;
        g_autofree char *given = guided_ask(self, "your answer: ");
        if (given == NULL)
            break;
        has_answered = TRUE;
        exercise_progress_add_attempt(self->desk->progress, self->open->number);
        if (!check_answer(self->desk, self->open, checker, step, given) || !is_right(checker, step))
            break;
    }
    return has_answered || !was_asked;
}

void guided_answer(Guided *self) {
    g_autoptr(Checker) checker = check_open(self->desk, self->open);
    if (checker == NULL)
        guided_take_page(self, guided_show_open);
    else if (ask_all(self, checker))
        report(self, checker);
    else
        guided_show_open(self);
}

void guided_predict(Guided *self) {
    g_autoptr(Checker) checker = checker_new(self->open);
    g_autoptr(GString) kept = g_string_new(NULL);
    const GPtrArray *predictions = self->open->predictions;
    for (guint i = 0; i < predictions->len; i++) {
        show_question(self->desk, checker, predictions->pdata[i]);
        g_autofree char *given = guided_ask(self, "you expect: ");
        if (given == NULL)
            break;
        keep_prediction(self->desk, self->open, predictions->pdata[i], given);
        g_string_append(kept, self->desk->page.out->str);
        g_string_truncate(self->desk->page.out, 0);
    }
    desk_save(self->desk);
    if (kept->len == 0) {
        guided_show_open(self);
        return;
    }
    g_string_append(self->desk->page.out, kept->str);
    desk_say(self->desk, 0, NULL, STYLE_DIM, "Now do it, and see. (e shows the text again.)");
    guided_take_page(self, guided_show_open);
}

/* ---- beside the page ------------------------------------------------------------------------ */

static void take_interrupt(void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigaction(SIGINT, &action, NULL);
}

/* Lets others print below each other, and waits for the student to have read it. Ctrl-C may end
 * what runs there, but not this. */
static void outside(Guided *self, GuidedAction run) {
    guided_screen_leave(self->screen);
    dup2(self->stderr_before, STDERR_FILENO);
    take_interrupt(SIG_IGN);
    run(self);
    take_interrupt(SIG_IGN);
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

/* In a process of its own: a pager takes its standard output along, and Ctrl-C ends it alone. */
static void analyze_outside(char *path) {
    char *words[] = {(char *)"analyze", path, NULL};
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        take_interrupt(SIG_DFL);
        int status = cmd_analyze(2, words);
        fflush(NULL);
        _exit(status);
    }
    if (child < 0 || waitpid(child, NULL, 0) < 0)
        lab_complain("The trace cannot be shown from here; in another terminal: maillab analyze %s",
                     path);
}

static void trace_outside(Guided *self) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = exercise_trace_path(self->open, &error);
    if (path == NULL)
        lab_complain("%s", error->message);
    else
        analyze_outside(path);
}

void guided_start(Guided *self) {
    if (!exercise_has_acts(self->open))
        return;
    outside(self, start_outside);
    guided_check(self);
}

void guided_trace(Guided *self) {
    if (self->open->capture == NULL)
        return;
    outside(self, trace_outside);
    guided_show_open(self);
}
