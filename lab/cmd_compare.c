/* SPDX-License-Identifier: MIT */
/* `maillab compare`: captures -> what maillab and Wireshark say of them, side by side. It owns the
 * order of things and the exit status. */
#include "compare/run.h"
#include "compare/tshark.h"
#include "result_file.h"

#include "version.h"

#include <stdio.h>
#include <unistd.h>

static void add_count(CompareCount *total, const CompareCount *count) {
    total->agreed += count->agreed;
    total->explained += count->explained;
    total->unexplained += count->unexplained;
    total->unanswered += count->unanswered;
    for (guint k = 0; k < N_DIFFERENCE_KINDS; k++)
        total->kinds[k] += count->kinds[k];
}

/* The exit status so far. */
static int compare_all(const CompareOptions *options, const ResultFile *result, Report *report) {
    CompareCount total = {0};
    int status = LAB_DONE;
    guint n = 0;
    for (guint i = 0; i < options->captures->len && !result_file_is_done(result); i++) {
        g_autoptr(GError) error = NULL;
        CompareCount count = {0};
        const char *path = options->captures->pdata[i];
        options->report->capture(report, path);
        if (!compare_run(options, path, report, &count, &error)) {
            lab_complain("%s", error->message);
            status = LAB_USAGE;
        }
        options->report->capture_end(report, &count);
        add_count(&total, &count);
        n++;
    }
    options->report->end(report, &total, n);
    return status == LAB_DONE && total.unexplained > 0 ? LAB_FAILED : status;
}

static int run(const CompareOptions *options) {
    g_autoptr(GError) error = NULL;
    ResultFile result;
    g_autofree char *version = tshark_version(&error);
    if (version == NULL) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    if (!result_file_open(&result, options->output, &error)) {
        lab_complain("%s", error->message);
        result_file_close(&result);
        return LAB_USAGE;
    }
    Terminal terminal = terminal_inspect(result.fd, options->color);
    ReportOptions report = {.output = result_file_output(&result),
                            .tshark = version,
                            .reveal = options->reveal,
                            .quiet = options->quiet,
                            .is_single = options->captures->len == 1,
                            .charset = terminal.has_utf8 ? SAFE_UTF8 : SAFE_ASCII};
    gboolean pages = terminal.is_terminal && options->report == &report_text;
    if (pages)
        lab_pager_begin();
    int status = compare_all(options, &result, options->report->begin(&report));
    if (pages)
        lab_pager_end();
    if (result.failure != 0) {
        lab_complain("%s cannot be written: %s. What is there is not complete.",
                     result.name == NULL ? "Standard output" : result.name,
                     g_strerror(result.failure));
        status = LAB_USAGE;
    }
    result_file_close(&result);
    return status;
}

int cmd_compare(int argc, char **argv) {
    CompareOptions options;
    g_autoptr(GError) error = NULL;
    int status = LAB_DONE;
    if (!compare_options_read(&options, argc, argv, &error)) {
        lab_complain("%s", error->message);
        status = LAB_USAGE;
    } else if (options.help) {
        Terminal terminal = terminal_inspect(STDOUT_FILENO, options.color);
        g_autofree char *help = compare_options_help(terminal.width);
        fputs(help, stdout);
    } else if (options.version) {
        puts("maillab " MAILLAB_VERSION);
    } else {
        status = run(&options);
    }
    compare_options_clear(&options);
    return status;
}
