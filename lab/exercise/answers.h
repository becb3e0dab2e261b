/* SPDX-License-Identifier: MIT */
/* What a student typed -> is it what was asked for. Two answers are the same if they are equal
 * after trimming, without regard to case and to quotes around them, or as numbers; /…/ is a regular
 * expression for the whole answer. */
#pragma once

#include "exercise/record.h"

#define ANSWER_MAX 4096u /* octets of one answer */

/* How the right answer is found in the records that count. */
typedef enum {
    ANSWER_NONE,     /* it is no question */
    ANSWER_TEXT,     /* text LITERAL */
    ANSWER_COUNT,    /* count */
    ANSWER_FIRST,    /* first NAME, field NAME */
    ANSWER_LAST,     /* last NAME */
    ANSWER_EACH,     /* each NAME: all, in order */
    ANSWER_SET,      /* set NAME: all different ones, in any order */
    ANSWER_DISTINCT, /* distinct NAME: how many different ones */
    ANSWER_SUM,      /* sum NAME */
    ANSWER_MINIMUM,  /* min NAME */
    ANSWER_MAXIMUM,  /* max NAME */
} AnswerKind;

typedef struct {
    AnswerKind kind;
    char *argument; /* the field, or the literal; or NULL */
} AnswerValue;

/* "count", "sum octets", "text ..hello"; FALSE with a sentence. Clear it in any case. */
gboolean answer_value_parse(AnswerValue *self, const char *text, GError **error);
void answer_value_clear(AnswerValue *self);

/* Gathers what the value needs from the records that count, one by one. */
typedef struct AnswerGathering AnswerGathering;
AnswerGathering *answer_gathering_new(const AnswerValue *value);
void answer_gathering_free(AnswerGathering *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AnswerGathering, answer_gathering_free)
void answer_gathering_push(AnswerGathering *self, const Record *record);
/* The fact; NULL: the records hold none. Free with g_free(). */
char *answer_gathering_result(const AnswerGathering *self);

/* Is `given` the same as `right`, which may be /…/? `is_list`: members parted by commas,
 * semicolons or spaces, in this order. */
gboolean answer_is(const char *given, const char *right);
gboolean answer_is_list(const char *given, const char *right, gboolean in_any_order);
/* The same octet by octet, but for spaces and quotes around it (base64). */
gboolean answer_is_exactly(const char *given, const char *right);
/* Is it the fact, or one of `accept` (NULL: none)? */
gboolean answer_is_right(const AnswerValue *value, const char *given, const char *fact,
                         char *const *accept, gboolean is_exact);
