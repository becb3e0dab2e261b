/* SPDX-License-Identifier: MIT */
/* What stands behind "maillab exercise": one function for each verb. Each writes to the desk's page
 * or complains, and returns the exit status. `operands` are the words after the verb (of char *).
 */
#pragma once

#include "exercise/desk.h"

int verb_list(Desk *desk, GPtrArray *operands);
int verb_show(Desk *desk, GPtrArray *operands);
int verb_start(Desk *desk, GPtrArray *operands);
int verb_predict(Desk *desk, GPtrArray *operands);
int verb_check(Desk *desk, GPtrArray *operands);
int verb_hint(Desk *desk, GPtrArray *operands);
int verb_next(Desk *desk, GPtrArray *operands);
int verb_reset(Desk *desk, GPtrArray *operands);
int verb_prove(Desk *desk, GPtrArray *operands);
int verb_new(Desk *desk, GPtrArray *operands);

/* ---- what they share, and a guided session too ---------------------------------------------- */

/* The operand at this place; NULL after a complaint that says what is missing. */
const char *verb_operand(GPtrArray *operands, guint index, const char *usage);
/* All operands from `index` on, joined by spaces; free with g_free(). */
char *verb_rest(GPtrArray *operands, guint index);

/* The exercise's text and questions, as `show` prints them; without what Explain says until it is
 * done. */
void show_exercise(Desk *desk, const Exercise *exercise);
/* What to type next. */
void show_commands(Desk *desk, const Exercise *exercise);
/* A step or prediction: its number, what is asked, and its rows. */
void show_question(Desk *desk, Checker *checker, const ExerciseStep *step);
/* What Explain says. */
void show_explanation(Desk *desk, const Exercise *exercise);
/* The next hint, and how many are left; keeps how many were seen. */
void show_hint(Desk *desk, const Exercise *exercise, HintGrade grade);
/* Keeps what was predicted, and says so. */
void keep_prediction(Desk *desk, const Exercise *exercise, const ExerciseStep *prediction,
                     const char *text);

/* A checker that knows what was answered and done before; with the records of the trace or of
 * --capture. NULL after a complaint. */
Checker *check_open(Desk *desk, const Exercise *exercise);
/* Hands an answer to the checker and keeps it; a display filter is tried out. FALSE after a
 * complaint. */
gboolean check_answer(Desk *desk, const Exercise *exercise, Checker *checker,
                      const ExerciseStep *step, const char *answer);
/* What is right, then the first step that is not; predictions and facts; keeps all of it, and says
 * goodbye to an exercise that is done. TRUE: it is. */
gboolean check_report(Desk *desk, const Exercise *exercise, Checker *checker);
/* The number of the first exercise that is not done, after `number`, then from the beginning; 0:
 * all are done. */
guint next_open(Desk *desk, guint number);
/* What is said when all are done. */
void say_all_done(Desk *desk, guint n);
