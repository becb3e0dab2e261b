/* SPDX-License-Identifier: MIT */
/* A seed (a student number) -> names, passwords, bodies and ports that differ from student to
 * student and are always the same for one; and the {name} in a text -> what it stands for. */
#pragma once

#include <glib.h>

#define SEED_VARIABLES_MAX 200u
#define SEED_TEXT_MAX 262144u /* octets of a text after everything is filled in */

typedef struct Seed Seed;

/* `seed` NULL or "": nobody's; then the first of every list is taken (alice, wonderland, bob). The
 * variables that every exercise has are set: see exercises/README.md. */
Seed *seed_new(const char *seed, guint exercise);
void seed_free(Seed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Seed, seed_free)

/* The seed as it was given; "". */
const char *seed_text(const Seed *self);
/* A number below `limit` (at least 1) that depends on the seed, the exercise and `what` alone. */
guint32 seed_pick(const Seed *self, const char *what, guint32 limit);

/* Sets or replaces {name}. Letters, digits, "-" and "_", the first a letter; FALSE for any other
 * name, or if there are too many. */
gboolean seed_set(Seed *self, const char *name, const char *value);
/* NULL: there is no such variable. Lent. */
const char *seed_get(const Seed *self, const char *name);
/* One row of [vary]: "user=alice;bob", or "word|code=cat|Y2F0;sun|c3Vu", where both come from the
 * same place of the list. FALSE with a sentence. */
gboolean seed_vary(Seed *self, const char *names, const char *list, GError **error);
/* One row of [compute]: "token=base64 \0{user}\0{password}". FALSE with a sentence. */
gboolean seed_compute(Seed *self, const char *name, const char *call, GError **error);
/* "base64, cram-md5, …" */
char *seed_function_names(void);

/* `text` with every {name} filled in. Braces around anything else than a name that could be one
 * stand for themselves ({13}, {}); an unknown name is an error with a sentence, so that a slip of
 * the pen is seen. Free with g_free(). */
char *seed_fill(const Seed *self, const char *text, GError **error);

/* Where to begin to look for a free port for the `index`-th service: 20000…29999. */
guint16 seed_port(const Seed *self, guint index);
