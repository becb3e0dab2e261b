/* SPDX-License-Identifier: MIT */
/* One Received field: what a server noted when it took the mail. RFC 5321 §4.4. */
#pragma once

#include "mime/message_lexer.h"

typedef struct {
    const char *octets; /* lent from the text; NULL: not there */
    gsize length;
} ReceivedSlice;

typedef enum {
    RECEIVED_FROM,
    RECEIVED_BY,
    RECEIVED_VIA,
    RECEIVED_WITH,
    RECEIVED_ID,
    RECEIVED_FOR,
    RECEIVED_N_CLAUSES,
} ReceivedClause;

typedef struct {
    ReceivedSlice clauses[RECEIVED_N_CLAUSES]; /* the words, without the comments behind them */
    ReceivedSlice
        comments[RECEIVED_N_CLAUSES]; /* the first comment of the clause, with its parentheses */
    ReceivedSlice date;               /* all behind the last ";" */
} Received;

/* A token in its role: "trace keyword", "trace value", "comment", "semicolon", "space". */
typedef struct {
    MessageToken token;
    const char *label;
} ReceivedToken;

/* Reads the value of the field (folds may be inside). Never fails: what is not there is NULL.
 * `tokens` (of ReceivedToken, may be NULL) gets the tokens before the date; with it they tile the
 * text. */
void received_parse(const char *text, gsize length, Received *received, GArray *tokens);
