/* SPDX-License-Identifier: MIT */
/* The rows of SEARCH: what each key takes and how it is asked; for search_program.c. */
#pragma once

#include "imap/search_program.h"
#include "syntax/imap_words.h"

/* One key with its argument ready to be compared. */
typedef struct SearchKey SearchKey;

typedef gboolean (*SearchTest)(const SearchKey *key, SearchSubject *subject);
/* Reads the arguments; FALSE: they are not what the key takes. */
typedef gboolean (*SearchArgument)(SearchKey *key, const ImapSearchKey *words,
                                   const SearchScope *scope);

typedef struct {
    const char *name;
    SearchArgument argument; /* NULL: takes none */
    SearchTest test;
    guint flag;        /* flag keys: the bit */
    gboolean is_unset; /* flag and keyword keys: it must not be there */
    int order;         /* sizes and dates: -1 less, 0 equal, 1 larger; 2: equal or larger */
    const char *field; /* keys that look into one field */
} SearchRow;

struct SearchKey {
    const SearchRow *row;
    char *name, *text; /* HEADER's field; what is looked for, folded */
    guint64 number;    /* size, or day since 1970, or seconds */
    guint32 keyword;   /* bit, or 0: the mailbox has no such keyword */
    MessageSet *set;
};

const SearchRow *search_row_find(SyntaxSlice name);
/* The row of a sequence set. */
const SearchRow *search_row_set(void);
