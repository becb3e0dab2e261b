/* SPDX-License-Identifier: MIT */
/* What the command line of `maillab watch` asks for. */
#pragma once

#include "lab.h"

typedef struct {
    const char *interface, *filter, *save, *tls_keylog; /* lent from argv; NULL: not given */
    gboolean json, reveal, quiet, verbose;
    TerminalColor color;
    gboolean help, version;
} WatchOptions;

/* FALSE with a sentence. Without an interface too, unless help or the version is asked for. */
gboolean watch_options_read(WatchOptions *self, int argc, char **argv, GError **error);
/* What --help prints; free with g_free(). */
char *watch_options_help(guint width);
