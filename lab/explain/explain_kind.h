/* SPDX-License-Identifier: MIT */
/* What all words of a kind have in common: who says them, when, what one does then, and how they
 * look on the wire. */
#pragma once

#include "explain_page.h"

#include "spec/spec.h"

typedef struct {
    const char *what;     /* "a header field of the message." */
    const char *when;     /* sentences: who says it, and when */
    const char *next;     /* where the word itself says nothing of it */
    const char *lines[4]; /* an example; {} stands for the word */
} ExplainKind;

const ExplainKind *explain_kind(SpecWordKind kind);

/* The example, with `word` in it. */
void explain_kind_example(ExplainPage *page, const ExplainKind *kind, const char *word);
