/* SPDX-License-Identifier: MIT */
/* What `maillab explain` can explain: a table of sources, each a kind of thing with its names. */
#pragma once

#include "explain_page.h"

/* A thing, for lists. Lent from a table. */
typedef struct {
    const char *name;
    const char *meaning;
} ExplainEntry;

typedef struct ExplainSource ExplainSource;
struct ExplainSource {
    const char *list;  /* `maillab explain commands`; several sources may share one */
    const char *kinds; /* "commands of SMTP and LMTP" */
    /* The entry at this place; FALSE after the last. */
    gboolean (*at)(const ExplainSource *self, guint index, ExplainEntry *entry);
    /* Explains `term` if it is one of these; how many meanings it has. */
    guint (*explain)(const ExplainSource *self, ExplainPage *page, const char *term);
    int which; /* for sources that share functions: SpecWordKind, ExplainFamilyNumber, … */
};

typedef enum { EXPLAIN_SLIDES, EXPLAIN_ROLES } ExplainSheet;

const ExplainSource *explain_sources(guint *n_sources);

/* The functions behind the rows, by file. explain_command.c, explain_state.c, explain_reply.c: */
gboolean explain_command_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_command(const ExplainSource *self, ExplainPage *page, const char *term);
gboolean explain_state_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_state(const ExplainSource *self, ExplainPage *page, const char *term);
gboolean explain_reply_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_reply(const ExplainSource *self, ExplainPage *page, const char *term);
gboolean explain_protocol_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_protocol(const ExplainSource *self, ExplainPage *page, const char *term);
/* explain_word.c: */
gboolean explain_word_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_word(const ExplainSource *self, ExplainPage *page, const char *term);
gboolean explain_finding_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_finding(const ExplainSource *self, ExplainPage *page, const char *term);
guint explain_rfc(const ExplainSource *self, ExplainPage *page, const char *term);
/* explain_filter.c: */
gboolean explain_field_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_field(const ExplainSource *self, ExplainPage *page, const char *term);
/* explain_sheet.c: */
gboolean explain_sheet_at(const ExplainSource *self, guint index, ExplainEntry *entry);
guint explain_sheet(const ExplainSource *self, ExplainPage *page, const char *term);

/* The lines of a recorded session that show this thing: explain_examples.tsv. FALSE if there are
 * none. */
gboolean explain_example(ExplainPage *page, const char *list, const char *name);

/* The same, made up: explain_forms.tsv. */
gboolean explain_form(ExplainPage *page, const char *list, const char *name);
