/* SPDX-License-Identifier: MIT */
/* What several pages of `maillab explain` say of the rows of the protocols. */
#pragma once

#include "explain_page.h"

#include "spec/spec.h"

/* The protocols, in the order in which they are told of. */
const SpecProtocol *const *explain_protocols(guint *n_protocols);

/* "SMTP", "LMTP". Free with g_free(). */
char *explain_protocol_name(const SpecProtocol *spec);

/* "SMTP and LMTP": those that have a row for `command`. Free with g_free(). */
char *explain_command_protocols(int command);

/* "READY, MAIL or RCPT". Free with g_free(). */
char *explain_state_set(const SpecProtocol *spec, SpecStateSet states, const char *last);

/* "answered 250", "answered by any 2xx", "whatever the answer". Free with g_free(). */
char *explain_answered(const char *pattern);

/* A row of a command, and whose it is: `spec` is NULL where all that have the command share it. */
typedef struct {
    const SpecTransition *row;
    const SpecProtocol *spec;
} ExplainRow;

/* The rows (of ExplainRow) that `accept` takes, each once. Free with g_array_unref(). */
GArray *explain_rows(gboolean (*accept)(const SpecTransition *row, gconstpointer user),
                     gconstpointer user);

/* "In LMTP: " or "". Free with g_free(). */
char *explain_row_prefix(const ExplainRow *row);
