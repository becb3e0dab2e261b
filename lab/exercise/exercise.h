/* SPDX-License-Identifier: MIT */
/* exercises/NN-name/exercise.ini and text.md -> an exercise, with everything that a seed changes
 * filled in. The format stands in exercises/README.md. */
#pragma once

#include "exercise/answers.h"
#include "exercise/predicate.h"
#include "exercise/seed.h"

#define EXERCISE_FILE_MAX 262144u /* octets of one of its files */
#define EXERCISE_STEPS_MAX 64u
#define EXERCISE_MISTAKES_MAX 128u
#define EXERCISES_MAX 1000u

typedef enum {
    EXERCISE_TRACE,  /* answer from a capture */
    EXERCISE_LIVE,   /* do it, against our servers or one's own */
    EXERCISE_BUILD,  /* write the client; its session is marked */
    EXERCISE_FILTER, /* a display filter for Wireshark */
    EXERCISE_BLANK,  /* what stood where the blank is */
    EXERCISE_ORDER,  /* put in order */
    EXERCISE_N_KINDS,
} ExerciseKind;

typedef enum { WANT_SOME, WANT_NONE, WANT_EXACTLY, WANT_AT_LEAST } ExerciseWant;

/* A step, or a prediction ([predict N]). */
typedef struct {
    guint number;
    gboolean is_prediction;
    ExerciseKind kind; /* that of the exercise, unless it says otherwise */
    char *ask;
    Predicate *facts; /* or NULL */
    AnswerValue value;
    char **accept;                /* NULL-terminated, maybe empty */
    gboolean is_exact;            /* case counts */
    char *right, *expected, *rfc; /* or NULL */
    guint after;                  /* number of the step; 0: none */
    ExerciseWant want;
    guint want_n;
    char *mask;   /* blank: "reply.status"; or NULL */
    char **rows;  /* order: given rows; or NULL */
    char *frames; /* filter: "last", "first" or "all" frames of a record */
} ExerciseStep;

/* Does a student type an answer to it (TRUE), or do it (FALSE)? */
gboolean exercise_step_is_question(const ExerciseStep *self);

typedef struct {
    guint number;
    gboolean of_prediction;
    guint step;       /* its number */
    char **given;     /* wrong answers; NULL-terminated, maybe empty */
    Predicate *facts; /* a wrong act; or NULL */
    char *says, *rfc; /* rfc: or NULL */
} ExerciseMistake;

typedef enum { HINT_WHERE, HINT_RULE, HINT_LIKENESS, HINT_SOLUTION, HINT_N } HintGrade;

typedef struct {
    guint number;
    char *name; /* "09-two-dots": of its directory */
    char *directory;
    char *title, *claim, *rfc;
    char *slides; /* "12, 14"; or NULL */
    guint minutes;
    ExerciseKind kind;
    char *capture;                  /* as written; or NULL */
    char **services;                /* live: those of serve=; maybe empty */
    char **faults;                  /* maybe empty */
    char **serve_options;           /* words of options=; maybe empty */
    gboolean is_scope_conversation; /* all steps in one conversation */
    GPtrArray *predictions, *steps; /* of ExerciseStep, by number from 1 */
    GPtrArray *mistakes;            /* of ExerciseMistake */
    char *hints[HINT_N];
    GHashTable *solution, *wrong; /* "step 1" -> its value as written, filled in */
    char *text;                   /* Markdown, filled in */
    Seed *seed;
} Exercise;

/* Loads a directory. `ports`: what {port} and {port-NAME} are once the servers listen ("smtp" ->
 * "4242"); NULL: those that the seed begins with. NULL with a sentence. */
Exercise *exercise_load(const char *directory, const char *seed, GHashTable *ports, GError **error);
void exercise_free(Exercise *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Exercise, exercise_free)

/* "trace", "live", … */
const char *exercise_kind_name(ExerciseKind kind);
const char *exercise_hint_name(HintGrade grade); /* "where", … */
/* By number; NULL: there is none. */
const ExerciseStep *exercise_step(const Exercise *self, guint number);
const ExerciseStep *exercise_prediction(const Exercise *self, guint number);
/* Has it steps that a conversation must fulfil? */
gboolean exercise_has_acts(const Exercise *self);
/* Has it steps that are answered? */
gboolean exercise_has_questions(const Exercise *self);

/* The directory of all exercises: `asked` (--directory) if not NULL, else $MAILLAB_EXERCISES, else
 * where they were installed with the program, else those of the source tree. NULL with a
 * sentence. */
char *exercises_directory(const char *asked, GError **error);
/* The directory of the traces, found likewise; NULL: there is none. Free with g_free(). */
char *exercises_traces(void);
/* The directories of single exercises in it, by number; full paths. NULL with a sentence. */
GPtrArray *exercises_find(const char *directory, GError **error);
/* That of "9", "09" or "09-two-dots"; NULL with a sentence (and a near miss). */
char *exercises_find_one(const char *directory, const char *word, GError **error);
/* The file of a capture: beside the exercise, else among the traces. NULL with a sentence. */
char *exercise_capture_path(const Exercise *self, const char *name, GError **error);
/* That of capture=. */
char *exercise_trace_path(const Exercise *self, GError **error);
