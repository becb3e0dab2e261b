/* SPDX-License-Identifier: MIT */
/* What all of `maillab exercise` shares while one command runs: the options, where the exercises
 * are, what the student has done, and the page that is being written. */
#pragma once

#include "exercise/checker.h"
#include "exercise/progress.h"
#include "lab.h"

#include "render/text_page.h"

typedef struct {
    const char *seed, *directory, *state_directory, *capture, *interface;
    const char *step;  /* --step: the answers are for this one */
    guint timeout_s;   /* 0: none */
    gboolean dialogue; /* prove: print the reference dialogue instead */
    gboolean quiet;
    TerminalColor color;
    gboolean help, version;
} ExerciseOptions;

typedef struct {
    const ExerciseOptions *options;
    char *directory; /* of all exercises */
    ExerciseProgress *progress;
    Terminal terminal;
    TextPage page;
    gboolean is_guided; /* keys instead of commands */
} Desk;

/* FALSE with a sentence. Close it in any case. A seed in the options is kept as the student's. */
gboolean desk_open(Desk *self, const ExerciseOptions *options, GError **error);
void desk_close(Desk *self);

/* Prints the page and begins an empty one. */
void desk_print(Desk *self);
/* FALSE after a complaint. */
gboolean desk_save(Desk *self);

/* "9" or "09-two-dots" -> the exercise, as the student's seed makes it; NULL after a complaint. */
Exercise *desk_load(Desk *self, const char *word);
/* All of them, in order (of Exercise); NULL after a complaint. */
GPtrArray *desk_load_all(Desk *self);

/* A sentence, made safe and wrapped; line breaks in it are kept. `style`: a STYLE_ letter, or
 * NULL. `lead` stands before it, and further lines hang behind. */
void desk_say(Desk *self, guint indent, const char *lead, const char *style, const char *format,
              ...) G_GNUC_PRINTF(5, 6);
/* " (RFC …)" behind a sentence; "" for NULL. Free with g_free(). */
char *desk_citation(const char *rfc);
