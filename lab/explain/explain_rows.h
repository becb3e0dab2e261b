/* SPDX-License-Identifier: MIT */
/* What several pages of `maillab explain` say of the rows of the protocols. */
#pragma once

#include "explain_page.h"

#include "spec/spec.h"

/* Protocols that share their tables of states, commands and replies. */
typedef struct {
    const char *name;     /* "SMTP and LMTP" */
    const char *refusal;  /* what becomes of a command that is out of order */
    const char *examples; /* what stands before the list in explain_examples.tsv */
    const SpecProtocol *protocols[2];
    guint n_protocols;
} ExplainFamily;

typedef enum {
    EXPLAIN_SMTP, /* and LMTP */
    EXPLAIN_POP3,
    EXPLAIN_IMAP,
    EXPLAIN_N_FAMILIES,
} ExplainFamilyNumber;

/* The row of an ExplainFamilyNumber. */
const ExplainFamily *explain_family(int number);

/* "SMTP", "LMTP". Free with g_free(). */
char *explain_protocol_name(const SpecProtocol *spec);

/* "SMTP and LMTP": those that have a row for `command`. Free with g_free(). */
char *explain_command_protocols(const ExplainFamily *family, int command);

/* "READY, MAIL or RCPT". Free with g_free(). */
char *explain_state_set(const SpecProtocol *spec, SpecStateSet states, const char *last);

/* "answered 250", "answered by any 2xx", "whatever the answer". Free with g_free(). */
char *explain_answered(const char *pattern);

/* A row of a command, and whose it is: `spec` is NULL where all that have the command share it. */
typedef struct {
    const SpecTransition *row;
    const SpecProtocol *spec;
} ExplainRow;

/* The rows (of ExplainRow) of a family that `accept` takes, each once. Free with g_array_unref().
 */
GArray *explain_rows(const ExplainFamily *family,
                     gboolean (*accept)(const SpecTransition *row, gconstpointer user),
                     gconstpointer user);

/* explain_example(), or else explain_form(), for one of the family's own lists. */
gboolean explain_family_example(ExplainPage *page, const ExplainFamily *family, const char *list,
                                const char *name);

/* "In LMTP: " or "". Free with g_free(). */
char *explain_row_prefix(const ExplainRow *row);
