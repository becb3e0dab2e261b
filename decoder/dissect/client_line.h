/* SPDX-License-Identifier: MIT */
/* What a client's line becomes whatever the protocol: words that may be shown, findings for what
 * was seen of it, a place on the wire. */
#pragma once

#include "dissect/conversation.h"
#include "framing/line_splitter.h"
#include "syntax/smtp_syntax.h"

/* A static text as a note has it. */
NoteText note_text_of(const char *text);

/* What is shown of the word that begins a line: the name of its command, else what the client sent,
 * unless that is a secret. */
NoteText client_line_verb(const Conversation *self, int command, SyntaxSlice verb,
                          gboolean is_secret);

/* What is shown of an argument: the part before `secret`, which points into the line, and a word in
 * place of the rest. NULL: there is no secret. */
NoteText client_line_argument(Conversation *self, SyntaxSlice argument, const char *secret);

/* What was seen of a line besides its words, and what it is called. */
typedef struct {
    guint fact;
    const char *code;
    gboolean is_once; /* a habit: said the first time */
} FactRow;

void client_line_find(Conversation *self, guint facts, const FactRow *rows, guint n_rows,
                      FindingPlace place);

/* A further piece of an overlong line, which begins at `offset`, only makes the unit longer that
 * ends there. `span` NULL: the unit is written already. */
void client_line_extend(Conversation *self, Span *span, Carrier *carrier, guint64 offset,
                        const Line *piece);

/* How long the server took to answer; -1 where that is not known. `sent` NULL: to nothing. */
gint64 client_line_latency(const Carrier *sent, const Carrier *first_of_reply);
