/* SPDX-License-Identifier: MIT */
/* What a student has done, in one readable file, written whole or not at all. (The bar that shows
 * how far a capture is read is lab/progress.h.) */
#pragma once

#include "exercise/exercise.h"

typedef struct ExerciseProgress ExerciseProgress;

/* $XDG_STATE_HOME/maillab/exercises, or `asked` (--state-directory); the file is progress.ini in
 * it. Nothing is made before the first save. NULL with a sentence: a file is there that cannot be
 * read. */
ExerciseProgress *exercise_progress_open(const char *asked, GError **error);
/* A progress file by its name, as a student hands it in; it must be there. NULL with a sentence. */
ExerciseProgress *exercise_progress_open_file(const char *path, GError **error);
void exercise_progress_free(ExerciseProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExerciseProgress, exercise_progress_free)

const char *exercise_progress_path(const ExerciseProgress *self);
/* What other runs of the program have written meanwhile is seen from now on; what this one changed
 * and has not saved goes before. */
void exercise_progress_refresh(ExerciseProgress *self);
/* Writes it (with what others wrote meanwhile) beside the old one, then takes its place. FALSE with
 * a sentence. */
gboolean exercise_progress_save(ExerciseProgress *self, GError **error);

/* The student's seed; "" if none was ever given. Lent. */
const char *exercise_progress_seed(const ExerciseProgress *self);
void exercise_progress_set_seed(ExerciseProgress *self, const char *seed);

/* By number of the exercise. */
gboolean exercise_progress_is_done(const ExerciseProgress *self, guint number);
void exercise_progress_set_done(ExerciseProgress *self, guint number);
gboolean exercise_progress_is_begun(const ExerciseProgress *self, guint number);
guint exercise_progress_count_done(const ExerciseProgress *self);
guint exercise_progress_hints(const ExerciseProgress *self, guint number);
void exercise_progress_set_hints(ExerciseProgress *self, guint number, guint hints);
guint exercise_progress_attempts(const ExerciseProgress *self, guint number);
void exercise_progress_add_attempt(ExerciseProgress *self, guint number);

/* Something that was said of a step or prediction: "given", "fact", "right" ("yes"/"no"); NULL:
 * nothing was. Free with g_free(). */
char *exercise_progress_get(const ExerciseProgress *self, guint number, const ExerciseStep *step,
                            const char *what);
void exercise_progress_set(ExerciseProgress *self, guint number, const ExerciseStep *step,
                           const char *what, const char *value);

/* As if it had never been begun; 0: all of them (the seed is kept). */
void exercise_progress_reset(ExerciseProgress *self, guint number);
