/* SPDX-License-Identifier: MIT */
/* What the verbs of maillab share: their entry points, exit statuses, the terminal, complaints. */
#pragma once

#include <glib.h>

/* Exit statuses: CONTRACT.md. */
enum {
    LAB_DONE = 0,
    LAB_FAILED = 1, /* a check or grade failed */
    LAB_USAGE = 2,  /* usage error, or input that could not be read to its end */
};

/* The verbs. argv[0] is the verb itself; what they return is the exit status. */
int cmd_analyze(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_exercise(int argc, char **argv);
int cmd_grade(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_wireshark(int argc, char **argv);

typedef enum { TERMINAL_COLOR_AUTO, TERMINAL_COLOR_ALWAYS, TERMINAL_COLOR_NEVER } TerminalColor;

/* What the device behind a file descriptor can show. */
typedef struct {
    gboolean is_terminal;
    gboolean has_color; /* by `choice`, NO_COLOR, TERM=dumb, and whether it is a terminal */
    gboolean has_utf8;  /* LC_ALL, LC_CTYPE or LANG says UTF-8 */
    guint width;        /* columns: TIOCGWINSZ, else COLUMNS, else 80; 60…200 */
} Terminal;

Terminal terminal_inspect(int fd, TerminalColor choice);

/* "auto", "always", "never"; FALSE for any other word. */
gboolean terminal_parse_color(const char *word, TerminalColor *choice);

/* Text off the wire or out of an argument, made safe to print: controls, bidirectional marks,
 * zero-width characters and invalid UTF-8 are escaped, and without UTF-8 everything but ASCII.
 * `length` -1: NUL-terminated. Free with g_free(). */
char *terminal_escape(const Terminal *self, const char *text, gssize length);

/* Sends what is written to standard output through $PAGER (or less) if it is a terminal that can
 * page; lab_pager_end() waits until the reader has left it. */
void lab_pager_begin(void);
void lab_pager_end(void);

/* "maillab: …" and a line end on standard error; the sentence says what, where and what to do. */
void lab_complain(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Writes all octets to `fd`, in as many pieces as that takes. 0, or the errno of the write that
 * failed. */
int lab_write_all(int fd, const void *octets, gsize length);

/* The candidate that `word` most likely misspells (a NULL-terminated list), or NULL. */
const char *lab_near_miss(const char *word, const char *const *candidates);
