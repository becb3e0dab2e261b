/* SPDX-License-Identifier: MIT */
/* What the text renderer keeps of one conversation until it may be written: copies of the notes, as
 * rows of the ladder. Text off the wire is made safe here, on its way in. */
#pragma once

#include "notes/notes.h"
#include "render/safe_text.h"

typedef enum {
    TEXT_ROW_COMMAND,
    TEXT_ROW_REPLY,
    TEXT_ROW_TCP,
    TEXT_ROW_TLS,
    TEXT_ROW_DNS,
} TextRowKind;

/* One row of the ladder. Strings live as long as the TextConversation. */
typedef struct {
    TextRowKind kind;
    gboolean is_hidden; /* kept only for what refers to it */
    NoteFrames frames;
    Span span;
    guint n;     /* of the command or reply */
    int command; /* COMMAND: of spec->commands; REPLY: that of the command it answers, or -1 */
    const char *status; /* REPLY */
    const char *lead;   /* REPLY of IMAP: "a1 OK", "* 3 EXISTS"; NULL: the status */
    const char *enhanced;
    const char *text;   /* COMMAND: verb and argument; TCP, TLS: a sentence */
    const char **lines; /* REPLY */
    guint n_lines;
    const char *recipient;
    gint64 latency_ns;
    int state; /* COMMAND: in which it is taken up */
    guint segments;
    gboolean pipelined;
    gboolean has_step; /* REPLY: it moved the state; TLS: nothing more can be seen */
    int from, to;
    const char *why, *why_rfc;
    gboolean out_of_order;
    guint first_message, n_messages; /* REPLY of IMAP: the numbers of those that it carries */
    gint64 message;                  /* COMMAND: index of the message that it ended, or -1 */
    const char *filter;              /* that finds it in Wireshark, or NULL */
} TextRow;

/* A line of a tree of parts. */
typedef struct {
    NotePart part;       /* its strings are ours and safe */
    guint64 last_depths; /* bit d: the part of depth d above it is its parent's last child */
} TextDrawnPart;

/* A sentence beside a row, or a line of a drawing. */
typedef struct {
    guint row;
    const char *about, *text, *rfc;
    gint64 drawn;     /* index of the TextDrawnPart, from 1; 0: a sentence */
    gboolean is_mark; /* shown in brackets */
} TextRemark;

typedef struct {
    const FindingKind *kind;
    NoteFrames frames;
    const char *text;
    gint64 row; /* or -1 */
} TextFinding;

typedef struct {
    Span span;
    const char *label;
    const char *text; /* safe; "(redacted)" */
    const char *hex;  /* of the first octets, or "" */
    NoteFrames frames;
    guint layer; /* 0: on the wire; those further inside are higher */
} TextLeaf;

typedef struct {
    NoteConversation note; /* the final counters; strings are ours */
    const char *file;
    gboolean is_over;
    SafeCharset charset;
    GStringChunk *strings;
    GArray *rows;             /* of TextRow */
    GArray *rows_of_commands; /* of guint: the row of command n */
    GArray *remarks;          /* of TextRemark, by row once finished */
    GArray *drawn;            /* of TextDrawnPart */
    GArray *findings;         /* of TextFinding, worst first once finished */
    GArray *messages;         /* of NoteMessage, whose pointers are ours and whose texts are safe */
    GArray *leaves[N_DIRECTIONS]; /* of TextLeaf; by layer once finished */
    guint retransmissions, out_of_order, keep_alives, bad_checksums;
} TextConversation;

/* `is_brief`: nothing but the counters will be kept; the arrays stay NULL. */
TextConversation *text_conversation_new(const NoteConversation *note, const char *file,
                                        SafeCharset charset, gboolean is_brief);
void text_conversation_free(TextConversation *self);

void text_store_command(TextConversation *self, const NoteCommand *note);
void text_store_reply(TextConversation *self, const NoteReply *note);
void text_store_transition(TextConversation *self, const NoteTransition *note);
void text_store_message(TextConversation *self, const NoteMessage *note);
void text_store_sasl(TextConversation *self, const NoteSasl *note);
void text_store_tls(TextConversation *self, const NoteTls *note);
/* `show_all`: the harmless ones get a row too, else they are only counted. */
void text_store_tcp(TextConversation *self, const NoteTcp *note, gboolean show_all);
void text_store_finding(TextConversation *self, const NoteFinding *note);
void text_store_leaf(TextConversation *self, const NoteLeaf *note);

/* The conversation is over: takes its final counters, ties findings to rows, sorts. */
void text_store_finish(TextConversation *self, const NoteConversation *note);

#define text_row(self, i) (&g_array_index((self)->rows, TextRow, (i)))
