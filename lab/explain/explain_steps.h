/* SPDX-License-Identifier: MIT */
/* `maillab explain base64 TEXT` and the like: what can be worked out, as a table. */
#pragma once

#include "explain_source.h"
#include "steps.h"

/* How the words behind the name are read. */
typedef struct {
    gboolean decode;       /* the way back */
    gboolean with_escapes; /* \n, \t, \0, \xHH and \\ stand for octets */
} StepsWishes;

typedef enum {
    STEPS_NONE,    /* these words ask for no calculation */
    STEPS_DONE,    /* the page is written */
    STEPS_REFUSED, /* they ask for one, and make no sense; see the error */
} StepsAnswer;

/* Do the words, the first of which names a calculation, ask for one? */
StepsAnswer explain_steps(ExplainPage *page, const GPtrArray *words, const StepsWishes *wishes,
                          GError **error);

/* The source that lists what can be worked out. */
gboolean explain_calculation_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_calculation(const ExplainSource *self, ExplainPage *page, const char *term);
