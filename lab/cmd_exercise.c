/* SPDX-License-Identifier: MIT */
/* `maillab exercise`: its options and the table of its verbs. What the verbs do stands in
 * lab/exercise/. */
#include "exercise/guided.h"
#include "exercise/verbs.h"
#include "options.h"

#include "version.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TIMEOUT_MAX 86400u

enum {
    OPT_SEED,
    OPT_STEP,
    OPT_CAPTURE,
    OPT_INTERFACE,
    OPT_TIMEOUT,
    OPT_DIRECTORY,
    OPT_STATE,
    OPT_DIALOGUE,
    OPT_QUIET,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
};

/* clang-format off */
static const Option options[] = {
    [OPT_SEED]      = { 0, "seed", "NUMBER", "your student number: names, passwords, mails and ports become your own; it is kept with your progress" },
    [OPT_STEP]      = { 0, "step", "N", "what is answered or predicted is this one, not the next" },
    [OPT_CAPTURE]   = { 0, "capture", "FILE", "check: mark the session in this capture (of your own server or client) instead of what `start` saw" },
    [OPT_INTERFACE] = { 0, "interface", "IFACE", "start: mark what passes this interface, with your own servers, instead of running ours" },
    [OPT_TIMEOUT]   = { 0, "timeout", "SECONDS", "start: end after so long" },
    [OPT_DIRECTORY] = { 0, "directory", "DIR", "the exercises are here (or in $MAILLAB_EXERCISES)" },
    [OPT_STATE]     = { 0, "state-directory", "DIR", "keep progress.ini here instead of in $XDG_STATE_HOME/maillab/exercises" },
    [OPT_DIALOGUE]  = { 0, "dialogue", NULL, "prove: print the dialogue that solves a live exercise, with your names in it" },
    [OPT_QUIET]     = { 'q', NULL, NULL, "list: one line for each exercise, parted by tabs" },
    [OPT_COLOR]     = { 0, "color", "WHEN", "auto, always or never; auto heeds NO_COLOR and TERM=dumb" },
    [OPT_HELP]      = { 'h', "help", NULL, "this help" },
    [OPT_VERSION]   = { 'V', "version", NULL, "the version" },
};

static const struct {
    const char *name, *operands, *summary;
    int (*run)(Desk *desk, GPtrArray *operands);
} verbs[] = {
    { "list",    "",             "all exercises: number, claim, RFC, slide, done", verb_list },
    { "show",    "N",            "read one", verb_show },
    { "start",   "N",            "run the servers of a live exercise and watch the steps being done", verb_start },
    { "predict", "N TEXT",       "say what you expect before you see it", verb_predict },
    { "check",   "N [ANSWER…]",  "is it right? one answer for each question", verb_check },
    { "hint",    "N [1-4]",      "where to look, the rule, something like it, the solution", verb_hint },
    { "next",    "",             "read the first that is not done", verb_next },
    { "reset",   "[N]",          "begin one, or all, again", verb_reset },
    { "prove",   "N|all",        "for teachers: does the exercise work? its solution, mistakes and hints", verb_prove },
    { "new",     "CAPTURE [DIR]", "for teachers: blanks to fill in, of your own capture", verb_new },
};
/* clang-format on */

static const char help_before[] =
    "Exercises that check themselves: predict, do, observe, explain.\n"
    "\n"
    "Examples:\n"
    "  maillab exercise               a guided session on the terminal\n"
    "  maillab exercise list\n"
    "  maillab exercise show 1 --seed 4711\n"
    "  maillab exercise predict 1 250\n"
    "  maillab exercise check 1 3 \"MAIL FROM\" 221\n"
    "  maillab exercise start 6       (then type in another terminal what it says)\n"
    "  maillab exercise check 6 --capture mine.pcap\n"
    "  maillab exercise hint 6\n"
    "\n"
    "Usage: maillab exercise VERB [OPTIONS]\n"
    "\n"
    "Verbs:\n";

static gboolean take_timeout(gpointer user, const char *value, GError **error) {
    ExerciseOptions *self = user;
    guint64 seconds = 0;
    if (!g_ascii_string_to_unsigned(value, 10, 1, TIMEOUT_MAX, &seconds, NULL))
        return options_refuse(error, "\"%s\" is no time; --timeout takes seconds from 1 on.",
                              value);
    self->timeout_s = (guint)seconds;
    return TRUE;
}

static gboolean take_step(gpointer user, const char *value, GError **error) {
    ExerciseOptions *self = user;
    guint64 number = 0;
    self->step = value;
    if (g_ascii_string_to_unsigned(value, 10, 1, EXERCISE_STEPS_MAX, &number, NULL))
        return TRUE;
    return options_refuse(error, "\"%s\" is no number of a step.", value);
}

static gboolean take_seed(gpointer user, const char *value, GError **error) {
    ExerciseOptions *self = user;
    self->seed = value;
    if (strlen(value) <= 64 && g_utf8_validate(value, -1, NULL))
        return TRUE;
    return options_refuse(error, "A seed has at most 64 letters or digits.");
}

/* clang-format off */
static const OptionEffect effects[] = {
    [OPT_SEED]      = OPTION_CALL(take_seed),
    [OPT_STEP]      = OPTION_CALL(take_step),
    [OPT_CAPTURE]   = OPTION_TEXT(ExerciseOptions, capture),
    [OPT_INTERFACE] = OPTION_TEXT(ExerciseOptions, interface),
    [OPT_TIMEOUT]   = OPTION_CALL(take_timeout),
    [OPT_DIRECTORY] = OPTION_TEXT(ExerciseOptions, directory),
    [OPT_STATE]     = OPTION_TEXT(ExerciseOptions, state_directory),
    [OPT_DIALOGUE]  = OPTION_FLAG(ExerciseOptions, dialogue),
    [OPT_QUIET]     = OPTION_FLAG(ExerciseOptions, quiet),
    [OPT_COLOR]     = OPTION_COLOR(ExerciseOptions, color),
    [OPT_HELP]      = OPTION_FLAG(ExerciseOptions, help),
    [OPT_VERSION]   = OPTION_FLAG(ExerciseOptions, version),
};
/* clang-format on */

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

static void print_help(void) {
    Terminal terminal = terminal_inspect(STDOUT_FILENO, TERMINAL_COLOR_NEVER);
    g_autoptr(GString) text = g_string_new(help_before);
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_string_append_printf(text, "  %-7s %-13s %s\n", verbs[i].name, verbs[i].operands,
                               verbs[i].summary);
    g_string_append(text, "\nOptions:\n");
    options_help(text, options, G_N_ELEMENTS(options), terminal.width);
    g_string_append(text, "\nExit status: 0 done, or all right; 1 something is not right yet; 2 "
                          "usage error, or a file\nthat cannot be read.\n");
    fputs(text->str, stdout);
}

static int run_at_desk(const ExerciseOptions *given, GPtrArray *operands,
                       int (*run)(Desk *desk, GPtrArray *operands)) {
    g_autoptr(GError) error = NULL;
    Desk desk;
    gboolean is_open = desk_open(&desk, given, &error);
    if (!is_open)
        lab_complain("%s", error->message);
    int status = is_open ? run(&desk, operands) : LAB_USAGE;
    desk_close(&desk);
    return status;
}

static int run_verb(const ExerciseOptions *given, GPtrArray *operands) {
    const char *names[G_N_ELEMENTS(verbs) + 1] = {NULL};
    const char *word = operands->pdata[0];
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        names[i] = verbs[i].name;
        if (strcmp(word, verbs[i].name) != 0)
            continue;
        g_ptr_array_remove_index(operands, 0);
        return run_at_desk(given, operands, verbs[i].run);
    }
    const char *near = lab_near_miss(word, names);
    lab_complain("There is no verb \"%s\"; %s%s%s", word, near != NULL ? "did you mean `" : "",
                 near != NULL ? near : "`maillab exercise --help` lists them all.",
                 near != NULL ? "`?" : "");
    return LAB_USAGE;
}

int cmd_exercise(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    ExerciseOptions given = {.seed = NULL};
    if (!options_read(options, G_N_ELEMENTS(options), argc, argv, take, &given, operands, &error)) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    if (given.version) {
        puts("maillab " MAILLAB_VERSION);
        return LAB_DONE;
    }
    if (given.help) {
        print_help();
        return LAB_DONE;
    }
    if (operands->len == 0 && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return run_at_desk(&given, operands, guided_run);
    if (operands->len == 0) {
        lab_complain("Name a verb, for example: maillab exercise list. `maillab exercise --help` "
                     "lists them.");
        return LAB_USAGE;
    }
    return run_verb(&given, operands);
}
