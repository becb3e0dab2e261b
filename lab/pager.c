/* SPDX-License-Identifier: MIT */
/* Standard output, if a person sits there -> a program that lets her scroll. */
#include "lab.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t pager; /* of this process, like its standard output */

/* What to run, or NULL: no terminal, one that cannot move its cursor, no pager, or PAGER=cat. */
static const char *pager_command(void) {
    const char *term = g_getenv("TERM");
    if (isatty(STDOUT_FILENO) != 1 || term == NULL || strcmp(term, "dumb") == 0)
        return NULL;
    const char *wanted = g_getenv("PAGER");
    if (wanted != NULL)
        return wanted[0] == '\0' || strcmp(wanted, "cat") == 0 ? NULL : wanted;
    g_autofree char *less = g_find_program_in_path("less");
    return less == NULL ? NULL : "less";
}

static void run_pager(const char *command, const int ends[2]) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    g_setenv("LESS", "FRX", FALSE);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

void lab_pager_begin(void) {
    const char *command = pager_command();
    int ends[2];
    if (command == NULL || pipe(ends) != 0)
        return;
    pager = fork();
    if (pager == 0)
        run_pager(command, ends);
    if (pager > 0)
        dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
}

void lab_pager_end(void) {
    if (pager <= 0)
        return;
    int status;
    close(STDOUT_FILENO);
    waitpid(pager, &status, 0);
    pager = 0;
}
