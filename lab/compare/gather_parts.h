/* SPDX-License-Identifier: MIT */
/* What the files of gather share: a connection's two sides, each with the line that is being put
 * together out of labelled octets. Private to gather*.c. */
#pragma once

#include "compare/facts.h"

#define GATHER_LINE_MAX ((gsize)64 * 1024) /* octets of a line or a folded field that are kept */
#define GATHER_TOKENS_MAX 8192u            /* tokens of one */
#define GATHER_DEPTH_MAX 100u              /* of boundaries in each other */

typedef struct {
    const char *label; /* static */
    gsize start;       /* in the line */
    gsize length;
    gboolean is_secret;
} GatherToken;

/* Octets with their labels: a line, or a header field of several. */
typedef struct {
    GString *octets;   /* GATHER_LINE_MAX at most */
    GArray *tokens;    /* of GatherToken; GATHER_TOKENS_MAX at most */
    guint64 offset;    /* of its first octet */
    guint64 length;    /* also of what is not kept */
    NoteFrames frames; /* first 0: empty */
} GatherLine;

/* Where in a message text the reader is. */
typedef enum {
    GATHER_OUTSIDE,
    GATHER_HEADER,      /* of a message, or of one within it */
    GATHER_PART_HEADER, /* of a part */
    GATHER_BODY,
    GATHER_PREAMBLE,
    GATHER_EPILOGUE,
} GatherPlace;

typedef struct {
    GatherPlace place;
    gboolean has_text; /* something of a message has come */
    gboolean is_plain; /* a body is to come whose header names no media type */
    GatherLine field;
    GString *type;         /* media type of the last header that had one; empty: none */
    GPtrArray *boundaries; /* of char *: those that are open */
    GArray *frames;        /* of guint64: those that carry the text */
    GArray *facts;         /* of guint: those that wait for the end of the message */
} GatherText;

/* From `offset` on octets came in `frame`. */
typedef struct {
    guint64 offset, frame;
} GatherCarrier;

typedef struct {
    GatherLine line;
    GatherText text;
    guint64 literal_next;   /* octets that a literal header has announced */
    guint64 literal_left;   /* octets of an IMAP literal that are to come */
    gboolean is_continued;  /* the line behind a literal goes on with its command */
    gboolean is_reply_open; /* SMTP: a further line of the same reply is to come */
    guint64 told_frame;     /* that has its FACT_STREAM and its like */
    guint64 end;            /* of the octets so far */
    GArray *recent;         /* of guint64: growing frames, the last that brought octets */
    GArray *carriers;       /* of GatherCarrier */
    GArray *facts;          /* of guint: those that wait for their unit */
} GatherSide;

/* A command of IMAP that waits for its tagged reply. */
typedef struct {
    const char *verb;      /* without UID; the store's */
    guint64 frame, offset; /* of its first line, of itself */
    guint unit;
    gint64 time_ns;
} GatherAsked;

typedef struct {
    FactStore *store;
    guint32 talk;
    FactGroup group;
    GHashTable *asked; /* IMAP: tag of a command without its reply -> GatherAsked */
    GatherSide sides[N_DIRECTIONS];
} GatherTalk;

void gather_line_init(GatherLine *self);
void gather_line_clear(GatherLine *self);
void gather_line_empty(GatherLine *self);
void gather_line_add(GatherLine *self, const NoteLeaf *leaf);
/* Appends `other`, which follows it. */
void gather_line_append(GatherLine *self, const GatherLine *other);
/* The label of token `index`, "" behind the last. */
const char *gather_line_label(const GatherLine *self, guint index);
/* The first token from `index` on with this label; its index, or the number of tokens. */
guint gather_line_find(const GatherLine *self, guint index, const char *label);
/* Where token `index` begins; the end of the line without its line end behind the last. */
gsize gather_line_start(const GatherLine *self, guint index);
/* Is one of the octets [start, end) secret? */
gboolean gather_line_is_secret(const GatherLine *self, gsize start, gsize end);
/* Its octets without the line end. */
gsize gather_line_end(const GatherLine *self);

/* A fact out of the octets [start, end) of a line; it waits for its unit. */
guint gather_fact(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                  gsize start, gsize end);
/* A fact that is a number. */
guint gather_number(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                    guint64 number);
void gather_tcp_number(GatherTalk *self, Direction direction, const GatherLine *line, FactKind kind,
                       guint64 number);
/* The line (or what has its place) came in several frames: in how many, where it ends. */
void gather_split(GatherTalk *self, Direction direction, const GatherLine *line);
FactTalk *gather_talk(const GatherTalk *self);
/* A word that the store keeps once; its front, if it is long. */
const char *gather_word(GatherTalk *self, const NoteText *text);
void gather_command(gpointer user, NoteConversation *conversation, const NoteCommand *note);
void gather_reply(gpointer user, NoteConversation *conversation, const NoteReply *note);
/* Its labelled octets; what is left of a line is a line. */
void gather_leaf(gpointer user, NoteConversation *conversation, const NoteLeaf *leaf);
void gather_end_line(GatherTalk *self, Direction direction);
/* The fact just added. */
Fact *gather_last(GatherTalk *self, guint index);

/* Lines of the three protocols. */
void gather_smtp_line(GatherTalk *self, Direction direction, const GatherLine *line);
void gather_pop_line(GatherTalk *self, Direction direction, const GatherLine *line);
void gather_imap_line(GatherTalk *self, Direction direction, const GatherLine *line);

/* A line of a message text, with its line end if it has one. */
void gather_text_line(GatherTalk *self, Direction direction, const GatherLine *line);
/* A field of a header is complete. */
void gather_field(GatherTalk *self, Direction direction, GatherText *text);
/* The message is over, and Wireshark shows it in `frame`. */
void gather_text_end(GatherTalk *self, Direction direction, guint64 frame);
void gather_text_init(GatherText *self);
void gather_text_clear(GatherText *self);
