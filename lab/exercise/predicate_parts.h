/* SPDX-License-Identifier: MIT */
/* What a predicate is made of; between predicate.c, which reads it, and predicate_match.c. */
#pragma once

#include "exercise/predicate.h"

typedef enum {
    TEST_EQUAL,   /* =  without regard to case, or as numbers */
    TEST_EXACT,   /* == octet by octet */
    TEST_DIFFERS, /* != no value is equal */
    TEST_HOLDS,   /* ~  contains */
    TEST_LACKS,   /* !~ no value contains */
    TEST_MORE,    /* >  as numbers */
    TEST_LESS,
    TEST_AT_LEAST, /* >= */
    TEST_AT_MOST,
    TEST_PRESENT, /* path? */
    TEST_ABSENT,  /* !path? */
} TestKind;

typedef struct {
    TestKind kind;
    char *path, *value;
    GRegex *regex; /* the value is /…/; or NULL */
} PredicateTest;

typedef struct {
    char *type;    /* "*": any */
    GArray *tests; /* of PredicateTest */
} PredicateEvent;

typedef struct {
    PredicateEvent events[PREDICATE_EVENTS_MAX];
    guint n_events;
} PredicateSequence;

struct Predicate {
    PredicateSequence sequences[PREDICATE_CHOICES_MAX];
    guint n_sequences;
};
