/* SPDX-License-Identifier: MIT */
/* Sentences -> lines that fit the terminal, for `maillab explain`. */
#pragma once

#include "lab.h"

typedef struct {
    Terminal terminal;
    GString *text; /* what will be printed */
} ExplainPage;

/* "DATA: a command of SMTP and LMTP"; the name stands out. */
void explain_page_title(ExplainPage *self, const char *name, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* A wrapped paragraph below a title. */
void explain_page_paragraph(ExplainPage *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A paragraph of a list, with a dash before it. */
void explain_page_item(ExplainPage *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A line off the wire, "S: 250 Ok"; further lines hang below what was said. */
void explain_page_quote(ExplainPage *self, const char *line);

/* A line that is kept as it is, for tables and for what is to be copied; it should be short. */
void explain_page_row(ExplainPage *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A name and, in a column beside it, what it means. */
void explain_page_entry(ExplainPage *self, const char *name, const char *meaning);

void explain_page_blank_line(ExplainPage *self);

/* "Read more: RFC 5321 §3.3 "Mail Transactions"." */
void explain_page_source(ExplainPage *self, const char *rfc);
