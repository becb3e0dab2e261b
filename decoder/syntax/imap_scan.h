/* SPDX-License-Identifier: MIT */
/* The walks that note tokens finer than a value, for commands and responses alike; inside
 * decoder/syntax only. */
#pragma once

#include "syntax/imap_fetch.h"
#include "syntax/imap_reader.h"
#include "syntax/imap_syntax.h"
#include "syntax/imap_words.h"

/* A set of numbers: "1:5,8,*". */
ImapValue imap_scan_set(ImapReader *self);
/* The name of an item with section and partial. Takes at least one octet if one is left. */
void imap_scan_item(ImapReader *self, ImapItem *item);
/* One search key with its arguments. */
gboolean imap_scan_search_key(ImapReader *self, ImapSearchKey *key);
/* "(item SP value …)" of a FETCH response. */
ImapValue imap_scan_fetch_data(ImapReader *self);
/* A list of items, or one. */
ImapValue imap_scan_items(ImapReader *self);

/* A row of the grammar: what the arguments of a command, of data, of a response code are. */
typedef enum {
    IMAP_PARAMETER_OPTIONAL = 1 << 0,
    IMAP_PARAMETER_REPEATED = 1 << 1,   /* once or more */
    IMAP_PARAMETER_IF_LIST = 1 << 2,    /* is there only if a list stands here */
    IMAP_PARAMETER_IF_QUOTED = 1 << 3,  /* … a quoted string */
    IMAP_PARAMETER_IF_LITERAL = 1 << 4, /* … a literal */
    IMAP_PARAMETER_AFTER_WORD =
        1 << 5, /* is there only after this word, which is an argument too */
} ImapParameterFlag;

typedef struct {
    ImapRole role;
    guint flags;
    const char *word; /* IMAP_PARAMETER_AFTER_WORD: "RETURN" */
} ImapParameter;

#define IMAP_PARAMETERS_MAX 6u

typedef struct {
    const char *name;
    ImapParameter parameters[IMAP_PARAMETERS_MAX]; /* role UNKNOWN ends them */
    gboolean
        is_repeated; /* after the last the second may come again (APPEND of several messages) */
} ImapGrammar;

const ImapGrammar *imap_find_command_grammar(const char *name);
const ImapGrammar *imap_find_data_grammar(const char *name);
const ImapGrammar *imap_find_code_grammar(const char *name);

/* Reads the arguments of the row, and what follows as UNKNOWN. The reader stands before the space.
 */
void imap_scan_arguments(ImapReader *self, const ImapGrammar *grammar, ImapArguments *arguments);
