/* SPDX-License-Identifier: MIT */
/* For tests of cores: runs a session over what a client sends, in pieces of any size, and writes
 * down what came out: the octets, and the log as short lines. */
#pragma once

#include "session/driver.h"

/* Between two flights of the client: what stands after it is sent only when all before is
 * answered (and TLS, if it was agreed, has begun). */
#define SCRIPT_FLIGHT "\x1e"

typedef struct {
    GString *wire; /* what the server sent */
    /* One line per report:
     *   C MAIL FROM:<a@b> @READY          command, argument, state
     *   S 250 2.1.0 sender ok             reply (further lines after " | ")
     *   T READY MAIL 250 MAIL             transition
     *   M DATA accepted 120               message: carried by, verdict, octets
     *   A PLAIN client ok
     *   L smtp.bare-lf                    lesson
     *   TLS                               the handshake */
    GString *log;
    guint held_ms;      /* the sum of all holds */
    gboolean is_closed; /* the server asked to close */
} Script;

/* `step` octets at a time; 0: each flight whole. Free with script_clear(). */
void script_run(Script *self, const CoreClass *core_class, const SessionSetup *setup,
                const char *input, gsize length, gsize step);
/* The same, cut in two at `cut`; 0: each flight whole; `length` or more: octet by octet. */
void script_run_cut(Script *self, const CoreClass *core_class, const SessionSetup *setup,
                    const char *input, gsize length, gsize cut);
void script_clear(Script *self);
/* The log in few words, for tables: replies, states, messages, lessons and TLS, as in
 * "250/2.1.0 >MAIL -ERR/IN-USE M:accepted:12 L:smtp.bare-lf TLS". Free with g_free(). */
char *script_shorten(const Script *self);

/* A setup for tests: domain lab.example, host mail.lab.example, a fixed clock. Users and store are
 * the caller's to add. */
SessionSetup script_setup(void);
