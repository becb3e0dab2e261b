/* SPDX-License-Identifier: MIT */
/* What the command line of `maillab serve` asks for. */
#pragma once

#include "lab.h"
#include "session/faults.h"

typedef struct {
    const char *name; /* of a service */
    guint16 port;
} PortChoice;

typedef struct {
    const char *listen, *domain, *mail, *users, *log_json;
    GArray *ports;      /* of PortChoice */
    GPtrArray *without; /* of char *, upper case; NULL-terminated when read */
    Faults *faults;
    guint idle_seconds; /* 0: those of the RFCs */
    gboolean ephemeral, reset, strict, reveal, list_faults;
    gboolean quiet, verbose;
    TerminalColor color;
    gboolean help, version;
} ServeOptions;

/* FALSE with a sentence. */
gboolean serve_options_read(ServeOptions *self, int argc, char **argv, GError **error);
void serve_options_clear(ServeOptions *self);
/* What --help and --fault list print; free with g_free(). */
char *serve_options_help(guint width);
char *serve_options_faults(guint width);
