/* SPDX-License-Identifier: MIT */
/* A display filter of Wireshark -> its words: fields, operators, values. */
#pragma once

#include <glib.h>

typedef enum {
    FILTER_WORD_NAME,    /* of a field or protocol: smtp.req.command */
    FILTER_WORD_VALUE,   /* "MAIL", 250, {"NO", "BAD"} */
    FILTER_WORD_COMPARE, /* ==, contains, in */
    FILTER_WORD_JOIN,    /* &&, or */
    FILTER_WORD_NOT,     /* !, not */
    FILTER_WORD_BRACKET, /* ( or ) */
} FilterWordKind;

typedef struct {
    FilterWordKind kind;
    char *text;          /* as written */
    const char *meaning; /* of an operator: "is exactly"; else NULL */
} FilterWord;

#define FILTER_WORDS_MAX 256u

/* The words of the filter (of FilterWord); NULL if it cannot be one. Free with g_array_unref(). */
GArray *filter_words_read(const char *filter);
