/* SPDX-License-Identifier: MIT */
/* Sentences about what went wrong -> standard error, made safe to print; and guesses at what a
 * misspelt word was meant to be. */
#include "lab.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORD_MAX 63u

void lab_complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    Terminal terminal = terminal_inspect(STDERR_FILENO, TERMINAL_COLOR_NEVER);
    g_autofree char *safe = terminal_escape(&terminal, sentence, -1);
    fprintf(stderr, "maillab: %s\n", safe);
}

/* How many letters must be changed, added, left out or swapped with their neighbour. */
static guint distance(const char *a, const char *b) {
    guint rows[3][WORD_MAX + 1];
    gsize length_a = MIN(strlen(a), WORD_MAX), length_b = MIN(strlen(b), WORD_MAX);
    for (guint j = 0; j <= length_b; j++)
        rows[0][j] = j;
    for (guint i = 1; i <= length_a; i++) {
        guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *above_that = rows[(i + 1) % 3];
        row[0] = i;
        for (guint j = 1; j <= length_b; j++) {
            guint change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = MIN(change, MIN(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = MIN(row[j], above_that[j - 2] + 1);
        }
    }
    return rows[length_a % 3][length_b];
}

const char *lab_near_miss(const char *word, const char *const *candidates) {
    g_autofree char *lower = g_ascii_strdown(word, -1);
    const char *best = NULL;
    guint least = MAX(1, (guint)MIN(strlen(word), WORD_MAX) / 3);
    for (guint i = 0; candidates[i] != NULL; i++) {
        g_autofree char *candidate = g_ascii_strdown(candidates[i], -1);
        guint changes = distance(lower, candidate);
        gboolean begins = strlen(lower) >= 2 && g_str_has_prefix(candidate, lower);
        if (begins)
            changes = MIN(changes, 1);
        if (changes <= least && (best == NULL || changes < least)) {
            best = candidates[i];
            least = changes;
        }
    }
    return best;
}
