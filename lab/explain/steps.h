/* SPDX-License-Identifier: MIT */
/* What can be worked out step by step: encodings, and the answers that a login asks for. */
#pragma once

#include "explain_page.h"

/* Octets of input that are worked on. */
#define STEPS_OCTETS_MAX 65536u
/* Rows that are shown one by one before "and so on". */
#define STEPS_ROWS_MAX 8u

typedef struct {
    GPtrArray *arguments; /* of GString; they may hold any octets */
    gboolean decode;      /* the way back */
} StepsInput;

/* The argument at this place, or NULL. */
const GString *steps_argument(const StepsInput *self, guint index);

/* Writes the page; FALSE with a sentence if the arguments make no sense. */
typedef gboolean (*StepsTell)(ExplainPage *page, const StepsInput *input, GError **error);

/* The functions behind the rows of explain_steps.c, by file. steps_base64.c: */
gboolean steps_base64(ExplainPage *page, const StepsInput *input, GError **error);
/* steps_quoted_printable.c: */
gboolean steps_quoted_printable(ExplainPage *page, const StepsInput *input, GError **error);
/* steps_encoded_word.c: */
gboolean steps_encoded_word(ExplainPage *page, const StepsInput *input, GError **error);
/* steps_lines.c: */
gboolean steps_dot_stuffing(ExplainPage *page, const StepsInput *input, GError **error);
gboolean steps_literal(ExplainPage *page, const StepsInput *input, GError **error);
/* steps_login.c: */
gboolean steps_plain(ExplainPage *page, const StepsInput *input, GError **error);
gboolean steps_login(ExplainPage *page, const StepsInput *input, GError **error);
/* steps_digest.c: */
gboolean steps_apop(ExplainPage *page, const StepsInput *input, GError **error);
gboolean steps_cram_md5(ExplainPage *page, const StepsInput *input, GError **error);
gboolean steps_digest_md5(ExplainPage *page, const StepsInput *input, GError **error);
/* steps_scram.c: */
gboolean steps_scram_sha_256(ExplainPage *page, const StepsInput *input, GError **error);

/* What several of them need (steps_octets.c). Strings are freed with g_free(). */

/* Text for a title or a row: controls as \xHH, cut after `columns` with "…". */
char *steps_show(const GString *octets, guint columns);
/* "1.2@…" of base64; NULL if it is none. */
GString *steps_from_base64(const GString *letters);
/* base64 in one line, as logins send it. */
char *steps_to_base64(const GString *octets);
/* "4D 61 6E". At most `n_max` octets, then "…". */
char *steps_hex(const guint8 *octets, gsize length, gsize n_max);
/* "12 octets became 16: 33 % more." */
void steps_tell_cost(ExplainPage *page, const char *what, gsize before, gsize after);
/* Rows, at most `n_max`; then how many are left out. */
void steps_tell_rows(ExplainPage *page, const GPtrArray *rows, guint n_max);
