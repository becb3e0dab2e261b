/* SPDX-License-Identifier: MIT */
/* `exercise prove`: claims about exercises as lines of the Test Anything Protocol, for teachers and
 * for the tests. */
#include "exercise/verbs.h"

#include "exercise/prove.h"
#include "exercise/records.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *name; /* of the exercise */
    guint n, n_failed;
} Report;

static void on_claim(gpointer user, ProveVerdict verdict, const char *claim, const char *why) {
    Report *self = user;
    self->n++;
    self->n_failed += verdict == PROVE_FAILED ? 1 : 0;
    printf("%s %u - %s: %s", verdict == PROVE_FAILED ? "not ok" : "ok", self->n, self->name, claim);
    if (verdict == PROVE_SKIPPED)
        printf(" # SKIP %s", why);
    putchar('\n');
    g_auto(GStrv) lines = g_strsplit(verdict == PROVE_FAILED && why != NULL ? why : "", "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        printf("#   %s\n", lines[i]);
    fflush(stdout);
}

static void prove_one(Desk *desk, Report *report, const char *directory) {
    g_autofree char *name = g_path_get_basename(directory);
    report->name = name;
    prove_exercise(directory, exercise_progress_seed(desk->progress), on_claim, report);
}

/* Of blanks and orders that the seed makes, what a checker knows. Free with g_free(). */
static char *answer_to(const Exercise *exercise, Checker *checker, const ExerciseStep *step) {
    g_autofree char *key =
        g_strdup_printf("%s %u", step->is_prediction ? "predict" : "step", step->number);
    const char *answer = g_hash_table_lookup(exercise->solution, key);
    gboolean is_made = step->kind == EXERCISE_BLANK || step->kind == EXERCISE_ORDER;
    return answer == NULL && is_made ? checker_fact(checker, step) : g_strdup(answer);
}

/* "# step 4=2": what is answered beside the dialogue. */
static void print_answers(const Exercise *exercise, const GPtrArray *steps) {
    g_autoptr(Checker) checker = checker_new(exercise);
    g_autofree char *trace = exercise->capture != NULL ? exercise_trace_path(exercise, NULL) : NULL;
    if (trace != NULL)
        (void)records_of_capture(trace, checker_push, checker, NULL);
    for (guint i = 0; i < steps->len; i++) {
        const ExerciseStep *step = steps->pdata[i];
        g_autofree char *answer = answer_to(exercise, checker, step);
        if (answer != NULL)
            printf("# %s %u=%s\n", step->is_prediction ? "predict" : "step", step->number, answer);
    }
}

static int print_dialogue(const Exercise *exercise) {
    g_autoptr(GError) error = NULL;
    g_autofree char *how = prove_solution(exercise);
    g_autofree char *text = how != NULL ? prove_dialogue(exercise, how, &error) : NULL;
    if (text != NULL) {
        print_answers(exercise, exercise->predictions);
        print_answers(exercise, exercise->steps);
        fputs(text, stdout);
    } else {
        lab_complain("Exercise %u has no dialogue that solves it%s%s", exercise->number,
                     error != NULL ? ": " : ".", error != NULL ? error->message : "");
    }
    return text != NULL ? LAB_DONE : LAB_USAGE;
}

int verb_prove(Desk *desk, GPtrArray *operands) {
    const char *word = verb_operand(operands, 0, "prove N, or: maillab exercise prove all");
    g_autoptr(GError) error = NULL;
    Report report = {0};
    if (word == NULL)
        return LAB_USAGE;
    if (desk->options->dialogue) {
        g_autoptr(Exercise) exercise = desk_load(desk, word);
        return exercise != NULL ? print_dialogue(exercise) : LAB_USAGE;
    }
    gboolean is_all = strcmp(word, "all") == 0;
    g_autoptr(GPtrArray) paths = is_all ? exercises_find(desk->directory, &error) : NULL;
    g_autofree char *one = is_all ? NULL : exercises_find_one(desk->directory, word, &error);
    if (paths == NULL && one == NULL) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    for (guint i = 0; paths != NULL && i < paths->len; i++)
        prove_one(desk, &report, paths->pdata[i]);
    if (one != NULL)
        prove_one(desk, &report, one);
    printf("1..%u\n", report.n);
    return report.n_failed > 0 || report.n == 0 ? LAB_FAILED : LAB_DONE;
}
