/* SPDX-License-Identifier: MIT */
/* `maillab grade EXERCISE FILE…`: what students handed in -> a table of marks with reasons. It
 * knows options and files; marking is exercise/'s. */
#include "exercise/grade_pool.h"
#include "exercise/grade_report.h"
#include "options.h"
#include "progress.h"
#include "result_file.h"

#include "version.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define JOBS_MAX 256u
#define SECONDS_MAX 3600u

typedef struct {
    const GradeFormat *format;
    const char *output, *exercises, *seeds;
    gboolean seed_is_name, quiet, help, version;
    guint jobs, seconds;
    TerminalColor color;
} GradeOptions;

enum {
    OPT_FORMAT,
    OPT_OUTPUT,
    OPT_JOBS,
    OPT_SEEDS,
    OPT_SEED_IS_NAME,
    OPT_TIME_LIMIT,
    OPT_DIRECTORY,
    OPT_QUIET,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
};

/* clang-format off */
static const Option rows[] = {
    [OPT_FORMAT]       = { 'T', NULL, "text|csv|gradescope", "a table for people (the default), lines for a spreadsheet, or Gradescope's results.json" },
    [OPT_OUTPUT]       = { 'o', NULL, "FILE", "write there; with -T gradescope a folder that gets STUDENT.json for each" },
    [OPT_JOBS]         = { 'j', NULL, "N", "mark N submissions at the same time (as many as there are processors)" },
    [OPT_SEEDS]        = { 0, "seeds", "FILE", "lines \"student,seed\": whom you gave which seed" },
    [OPT_SEED_IS_NAME] = { 0, "seed-is-name", NULL, "the name of the file or folder is the seed (a student number)" },
    [OPT_TIME_LIMIT]   = { 0, "time-limit", "SECONDS", "what one submission may take of the processor (60)" },
    [OPT_DIRECTORY]    = { 0, "directory", "DIR", "where the exercises are" },
    [OPT_QUIET]        = { 'q', NULL, NULL, "no progress bar" },
    [OPT_COLOR]        = { 0, "color", "WHEN", "auto, always or never" },
    [OPT_HELP]         = { 'h', "help", NULL, "this help" },
    [OPT_VERSION]      = { 'V', "version", NULL, "the version" },
};
/* clang-format on */

static gboolean take_number(guint *number, const char *value, guint limit, const char *what,
                            GError **error) {
    guint64 parsed = 0;
    if (!g_ascii_string_to_unsigned(value, 10, 1, limit, &parsed, NULL))
        return options_refuse(error, "\"%s\" is no number of %s; 1 to %u can be named.", value,
                              what, limit);
    *number = (guint)parsed;
    return TRUE;
}

static gboolean take_jobs(gpointer user, const char *value, GError **error) {
    GradeOptions *self = user;
    return take_number(&self->jobs, value, JOBS_MAX, "processes", error);
}

static gboolean take_seconds(gpointer user, const char *value, GError **error) {
    GradeOptions *self = user;
    return take_number(&self->seconds, value, SECONDS_MAX, "seconds", error);
}

static gboolean take_format(gpointer user, const char *value, GError **error) {
    GradeOptions *self = user;
    self->format = grade_format_find(value);
    if (self->format != NULL)
        return TRUE;
    return options_refuse(error, "There is no format \"%s\" here; -T takes %s.", value,
                          grade_format_names());
}

/* clang-format off */
static const OptionEffect effects[] = {
    [OPT_FORMAT]       = OPTION_CALL(take_format),
    [OPT_OUTPUT]       = OPTION_TEXT(GradeOptions, output),
    [OPT_JOBS]         = OPTION_CALL(take_jobs),
    [OPT_SEEDS]        = OPTION_TEXT(GradeOptions, seeds),
    [OPT_SEED_IS_NAME] = OPTION_FLAG(GradeOptions, seed_is_name),
    [OPT_TIME_LIMIT]   = OPTION_CALL(take_seconds),
    [OPT_DIRECTORY]    = OPTION_TEXT(GradeOptions, exercises),
    [OPT_QUIET]        = OPTION_FLAG(GradeOptions, quiet),
    [OPT_COLOR]        = OPTION_COLOR(GradeOptions, color),
    [OPT_HELP]         = OPTION_FLAG(GradeOptions, help),
    [OPT_VERSION]      = OPTION_FLAG(GradeOptions, version),
};
/* clang-format on */

static gboolean take(gpointer user, guint option, const char *value, GError **error) {
    return option_effect(&effects[option], user, value, error);
}

static int print_help(void) {
    g_autoptr(GString) out = g_string_new(
        "Marks what students hand in for an exercise: one point for each step, and a reason for "
        "each\nthat is missing.\n"
        "\n"
        "Examples:\n"
        "  maillab grade 6 handed-in/                 a folder: one file or folder per student\n"
        "  maillab grade 6 alice.pcap bob.pcap        captures of what they did\n"
        "  maillab grade 4 alice.ini                  answers: the progress.ini that\n"
        "                                             `maillab exercise` keeps for a student\n"
        "  maillab grade 6 -T csv -o marks.csv handed-in/ -j 4\n"
        "  maillab grade 6 -T gradescope -o results/ handed-in/\n"
        "\n"
        "Usage: maillab grade EXERCISE FILE… [OPTIONS]\n"
        "Answers are judged anew; what a file says was right is not believed. Each submission is\n"
        "marked by a process of its own: one that breaks or stalls it harms no other.\n"
        "\n"
        "Options:\n");
    options_help(out, rows, G_N_ELEMENTS(rows), terminal_inspect(STDOUT_FILENO, 0).width);
    g_string_append(out, "\nExit status: 0 all submissions have all points; 1 some have not; "
                         "2 usage error,\nor something could not be read or written.\n");
    fputs(out->str, stdout);
    return LAB_DONE;
}

/* ---- a run ---------------------------------------------------------------------------------- */

typedef struct {
    const GradeOptions *options;
    GradeReport report;
    ResultFile result;
    Progress bar;
    guint done;
} Run;

static void tell_mark(gpointer user, const Mark *mark) {
    Run *self = user;
    progress_hide(&self->bar);
    grade_report_count(&self->report, mark);
    self->options->format->mark(&self->report, mark);
}

static void tell_progress(gpointer user, guint done) {
    Run *self = user;
    self->done = done;
    if (self->bar.is_wanted)
        progress_show(&self->bar, "marking", (double)done / self->report.n_submissions, done);
}

/* Gradescope's results go to a folder when there are several. */
static gboolean open_output(Run *self, GError **error) {
    const GradeOptions *options = self->options;
    gboolean is_folder =
        strcmp(options->format->name, "gradescope") == 0 && options->output != NULL;
    if (is_folder && g_mkdir_with_parents(options->output, 0777) != 0)
        return options_refuse(error, "%s cannot be made; name another folder with -o.",
                              options->output);
    if (is_folder)
        self->report.directory = options->output;
    else if (strcmp(options->format->name, "gradescope") == 0 && self->report.n_submissions > 1)
        return options_refuse(error,
                              "Gradescope takes a file for each student: name a folder for "
                              "the %u of them with -o.",
                              self->report.n_submissions);
    return result_file_open(&self->result, is_folder ? NULL : options->output, error);
}

static int finish(Run *self) {
    self->options->format->end(&self->report);
    gboolean is_written = self->result.failure == 0 && self->report.trouble == NULL;
    if (self->report.trouble != NULL)
        lab_complain("%s", self->report.trouble->message);
    if (self->result.failure != 0)
        lab_complain("The marks could not be written: %s.", g_strerror(self->result.failure));
    g_clear_error(&self->report.trouble);
    if (!is_written)
        return LAB_USAGE;
    return self->report.totals.right == self->report.n_submissions ? LAB_DONE : LAB_FAILED;
}

static int run_pool(Run *self, const char *directory, const GPtrArray *submissions) {
    g_autoptr(GError) error = NULL;
    const GradeOptions *options = self->options;
    GradePool pool = {
        .exercise_directory = directory,
        .of = self->report.of,
        .jobs = options->jobs,
        .seconds = options->seconds,
        .tell = tell_mark,
        .progress = tell_progress,
        .user = self,
    };
    progress_begin(&self->bar, !options->quiet && !isatty(STDOUT_FILENO));
    options->format->begin(&self->report);
    gboolean is_well = grade_pool_run(&pool, submissions, &error);
    progress_hide(&self->bar);
    if (is_well)
        return finish(self);
    lab_complain("%s", error->message);
    return LAB_USAGE;
}

static gboolean give_seeds(const GradeOptions *options, GPtrArray *submissions, GError **error) {
    if (options->seeds != NULL && options->seed_is_name)
        return options_refuse(error,
                              "--seeds and --seed-is-name contradict each other; choose one.");
    if (options->seed_is_name)
        submissions_name_seeds(submissions);
    return options->seeds == NULL || submissions_read_seeds(submissions, options->seeds, error);
}

static int grade(const GradeOptions *options, const GPtrArray *operands, GError **error) {
    g_autofree char *exercises = exercises_directory(options->exercises, error);
    g_autofree char *directory =
        exercises != NULL ? exercises_find_one(exercises, operands->pdata[0], error) : NULL;
    g_autoptr(Exercise) exercise =
        directory != NULL ? exercise_load(directory, NULL, NULL, error) : NULL;
    if (exercise == NULL)
        return LAB_USAGE;
    g_autoptr(GPtrArray) submissions =
        submissions_find((char *const *)operands->pdata + 1, operands->len - 1, error);
    if (submissions == NULL || !give_seeds(options, submissions, error))
        return LAB_USAGE;
    Terminal terminal = terminal_inspect(STDOUT_FILENO, options->color);
    g_autofree char *title =
        g_strdup_printf("Exercise %02u, %s", exercise->number, exercise->title);
    Run self = {.options = options};
    self.report = (GradeReport){.exercise = title,
                                .of = exercise->steps->len,
                                .n_submissions = submissions->len,
                                .terminal = &terminal};
    if (submissions->len == 0) {
        options_refuse(error, "%s holds nothing that was handed in.",
                       (const char *)operands->pdata[1]);
        return LAB_USAGE;
    }
    if (!open_output(&self, error))
        return LAB_USAGE;
    self.report.output = result_file_output(&self.result);
    int status = run_pool(&self, directory, submissions);
    result_file_close(&self.result);
    return status;
}

int cmd_grade(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    GradeOptions self = {
        .format = grade_format_find("text"), .jobs = g_get_num_processors(), .seconds = 60};
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    gboolean is_read =
        options_read(rows, G_N_ELEMENTS(rows), argc, argv, take, &self, operands, &error);
    if (is_read && self.help)
        return print_help();
    if (is_read && self.version) {
        puts("maillab " MAILLAB_VERSION);
        return LAB_DONE;
    }
    if (is_read && operands->len < 2)
        is_read =
            options_refuse(&error, "Name an exercise and what was handed in: maillab grade 6 "
                                   "handed-in/. `maillab exercise list` lists the exercises.");
    int status = is_read ? grade(&self, operands, &error) : LAB_USAGE;
    if (error != NULL)
        lab_complain("%s", error->message);
    return status;
}
