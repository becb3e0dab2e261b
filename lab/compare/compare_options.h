/* SPDX-License-Identifier: MIT */
/* What the command line of `maillab compare` asks for. */
#pragma once

#include "analyze_options.h"
#include "compare/report.h"

typedef struct {
    GPtrArray *captures;  /* of char *, lent from argv */
    GPtrArray *keylogs;   /* the same */
    GPtrArray *passed;    /* what `analyze` is to be told, of char *, lent */
    GPtrArray *decode_as; /* for tshark, of char *, owned; NULL-terminated once read */
    const ReportKind *report;
    const char *output;
    TerminalColor color;
    gboolean reveal, quiet, help, version;
    AnalyzeOptions analyze; /* how our side is read */
} CompareOptions;

/* FALSE with a sentence. */
gboolean compare_options_read(CompareOptions *self, int argc, char **argv, GError **error);
void compare_options_clear(CompareOptions *self);
/* What --help prints; free with g_free(). */
char *compare_options_help(guint width);
