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
    guint scenario;     /* of the lecture: 1 to 4; 0: none */
    guint idle_seconds; /* 0: those of the RFCs */
    gboolean ephemeral, reset, strict, reveal, list_faults;
    gboolean quiet, verbose;
    TerminalColor color;
    gboolean help, version;
    /* Of one system of a scenario; NULL without one. */
    const char *state;           /* the directory of its mail, queue and certificate */
    const char *who;             /* its users, unless `users` names a file */
    const char *const *services; /* the only ones it offers; NULL-terminated */
} ServeOptions;

/* FALSE with a sentence. */
gboolean serve_options_read(ServeOptions *self, int argc, char **argv, GError **error);
void serve_options_clear(ServeOptions *self);
/* What --help and --fault list print; free with g_free(). */
char *serve_options_help(guint width);
char *serve_options_faults(guint width);
