/* SPDX-License-Identifier: MIT */
/* The keys of SEARCH, compiled once and asked of each message: RFC 9051 §6.4.4. */
#pragma once

#include "imap/message_set.h"
#include "imap/message_tree.h"
#include "session/store.h"

/* What keys refer to. */
typedef struct {
    const StoreBox *box;
    const MessageSet *saved; /* "$", or NULL */
    gint64 now_s;
} SearchScope;

typedef struct SearchProgram SearchProgram;

/* `keys` is a slice of `text`. NULL with *error, a sentence to be freed, if they cannot be read. */
SearchProgram *search_program_new(const ImapText *text, SyntaxSlice keys, const SearchScope *scope,
                                  char **error);
void search_program_free(SearchProgram *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SearchProgram, search_program_free)

/* One message; its text is asked for only if a key needs it. */
typedef struct {
    const StoreMessage *message;
    guint number;
    GBytes *(*load)(gpointer user, guint number); /* NULL: the text is gone */
    gpointer user;
    MessageTree *tree; /* the rest is the program's: begin with zero, then search_subject_clear() */
    gboolean is_loaded;
    char *header, *body;
} SearchSubject;

void search_subject_clear(SearchSubject *self);
gboolean search_program_fits(const SearchProgram *self, SearchSubject *subject);
