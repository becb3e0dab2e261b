/* SPDX-License-Identifier: MIT */
/* Does an exercise work? Its unsolved start must fail, its solution pass, every listed mistake get
 * its own sentence, and all hints be there; live ones over real sockets. */
#pragma once

#include "exercise/exercise.h"

typedef enum { PROVE_OK, PROVE_FAILED, PROVE_SKIPPED } ProveVerdict;

/* `claim`: what was to be shown ("mistake 2 gets its own sentence"); `why`: of what is not so; or
 * NULL. */
typedef void (*ProveFunction)(gpointer user, ProveVerdict verdict, const char *claim,
                              const char *why);

/* Proves the exercise in a directory for a seed. */
void prove_exercise(const char *directory, const char *seed, ProveFunction tell, gpointer user);

/* prove_play.c: what happens in a [solution] or a [wrong]. */

/* Hands the checker the records of file=, send= or capture= (`how`: one of these with its value).
 * FALSE with a sentence. */
gboolean prove_play(const Exercise *exercise, const char *how, gpointer checker, GError **error);
/* "file=…", "send=…", "capture=…" of [solution]; NULL: none. Free with g_free(). */
char *prove_solution(const Exercise *exercise);
/* The dialogue of file= or send=, everything filled in. NULL with a sentence. */
char *prove_dialogue(const Exercise *exercise, const char *how, GError **error);
