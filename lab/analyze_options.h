/* SPDX-License-Identifier: MIT */
/* What the command line of `maillab analyze` asks for. */
#pragma once

#include "dissect/decoder.h"
#include "lab.h"

typedef struct {
    GPtrArray *captures;            /* of char *, lent from argv */
    gboolean json, mermaid, pcapng; /* none: text */
    const char *output, *filter, *extract;
    DecoderOptions decoder;
    GArray *decode_as;     /* of DecodeAs */
    GArray *secrets;       /* of Secret; their users are owned */
    TlsKeylog *tls_keylog; /* NULL: none was named */
    GString *keylog_text;  /* the same, as it was read */
    gboolean follow;       /* decoder.only_stream is shown line by line */
    gboolean quiet, verbose, no_pager;
    gboolean octets;  /* -x; decoder.labels may be on for other reasons too */
    gboolean filters; /* each row with its display filter for Wireshark */
    TerminalColor color;
    gboolean help, version;
} AnalyzeOptions;

/* FALSE with a sentence. */
gboolean analyze_options_read(AnalyzeOptions *self, int argc, char **argv, GError **error);
void analyze_options_clear(AnalyzeOptions *self);
/* What --help prints; free with g_free(). */
char *analyze_options_help(guint width);
