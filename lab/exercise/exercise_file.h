/* SPDX-License-Identifier: MIT */
/* A file of exercise.ini's kind -> texts with their variables filled in, lists, numbers. The first
 * thing that is wrong is kept, and everything after it is NULL; between exercise_read.c and
 * exercise_parts.c. */
#pragma once

#include "exercise/exercise.h"

typedef struct {
    GKeyFile *keys;
    const char *path; /* for sentences */
    const Seed *seed; /* NULL: nothing is filled in */
    GError *failure;
} ExerciseFile;

/* Keeps the sentence, with the file and the place in front. */
void exercise_file_refuse(ExerciseFile *self, const char *group, const char *key,
                          const char *format, ...) G_GNUC_PRINTF(4, 5);
/* A whole file of at most EXERCISE_FILE_MAX octets, valid UTF-8; NULL with a sentence. */
char *exercise_file_contents(const char *path, GError **error);

gboolean exercise_file_has(const ExerciseFile *self, const char *group, const char *key);
/* As it stands there, variables filled in; NULL: it is not there. */
char *exercise_file_raw(ExerciseFile *self, const char *group, const char *key);
/* The same with "\n" for line breaks, for people; `is_needed`: it must be there. */
char *exercise_file_text(ExerciseFile *self, const char *group, const char *key,
                         gboolean is_needed);
/* Members parted by ";" ("\;" is a semicolon), trimmed; never NULL. */
char **exercise_file_list(ExerciseFile *self, const char *group, const char *key);
guint exercise_file_number(ExerciseFile *self, const char *group, const char *key, guint from,
                           guint to, guint otherwise);
Predicate *exercise_file_predicate(ExerciseFile *self, const char *group, const char *key);
/* Refuses keys of a group that are not among these (NULL-terminated). */
void exercise_file_check_keys(ExerciseFile *self, const char *group, const char *const *known);

/* exercise_parts.c: [step N], [predict N], [mistake N]; NULL once something is wrong. */
ExerciseStep *exercise_file_step(ExerciseFile *self, guint number, gboolean is_prediction,
                                 ExerciseKind kind);
ExerciseMistake *exercise_file_mistake(ExerciseFile *self, guint number);
void exercise_step_free(ExerciseStep *self);
void exercise_mistake_free(ExerciseMistake *self);
