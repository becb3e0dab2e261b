/* SPDX-License-Identifier: MIT */
/* What maillab knows of a capture, cut into facts as small as Wireshark's fields: each has a frame,
 * a place and a value. Beside them stand the units, messages, findings and TCP events that explain
 * why somebody else may see something different. */
#pragma once

#include "framing/span.h"
#include "notes/notes.h"

#include <glib.h>

/* What a fact is, whatever the protocol. */
typedef enum {
    FACT_NONE,
    FACT_LINE,             /* a line of the protocol, line end included; no octets of a message */
    FACT_IS_REQUEST,       /* of a frame: "1" if the client speaks, "0" if the server does */
    FACT_HAS_COMMAND,      /* of a frame: a command ends in it */
    FACT_HAS_REPLY,        /* of a frame: a line of a reply ends in it */
    FACT_COMMAND_LINE,     /* the command's first line */
    FACT_COMMAND_VERB,     /* as sent */
    FACT_COMMAND_ARGUMENT, /* what follows the verb and the space */
    FACT_ANSWER_LINE,      /* a client's line that is no command: an answer within a login */
    FACT_TAG,              /* of IMAP, as sent; detail "command" or "reply" */
    FACT_UID,              /* the word UID in front of a verb */
    FACT_COMMAND_OR_ANSWERED, /* IMAP: the verb of a command, or of the one that a reply answers */
    FACT_MAILBOX,             /* that a command names, without its quotes */
    FACT_USER_NAME,           /* decoded */
    FACT_PASSWORD,            /* decoded */
    FACT_CREDENTIALS,         /* user name and password in one answer (PLAIN), decoded */
    FACT_REPLY_LINE,          /* a reply's first line */
    FACT_REPLY_CODE,          /* 250, +OK, OK: once per reply */
    FACT_REPLY_TEXT,          /* what follows the code: once per line that has one */
    FACT_REPLY_DATA,          /* a further line of a POP3 reply */
    FACT_REPLY_COMMAND,       /* the verb of the command that is answered */
    FACT_REPLY_FRAME,         /* of a command: the frame of its reply */
    FACT_COMMAND_FRAME,       /* of a reply: the frame of its command */
    FACT_LATENCY,             /* nanoseconds from the command's last octet to the reply's */
    FACT_TEXT_END,            /* the lone dot that ends a text */
    FACT_TEXT_FRAME,          /* a frame that carries octets of a message text */
    FACT_TEXT_FRAMES,         /* of a message: how many there are */
    FACT_TEXT_OCTETS,         /* of a message: its octets on the wire */
    FACT_HEADER,              /* a field of a message's own header; detail is its name */
    FACT_HEADER_OTHER,        /* one that Wireshark has no name for: the whole field */
    FACT_HEADER_NAME,         /* the name of such a one */
    FACT_HEADER_VALUE,        /* and its value */
    FACT_MEDIA_TYPE,          /* of Content-Type in a message's own header: "text/plain" */
    FACT_MEDIA_PARAMETERS,    /* what follows it */
    FACT_MAILBOX_ITEM,        /* one of the mailboxes in From and Sender */
    FACT_ADDRESS_ITEM,        /* one of the addresses in To, Cc, Bcc, Reply-To */
    FACT_DISPLAY_NAME,
    FACT_ADDRESS,
    FACT_BODY,           /* a message that names no media type has a body */
    FACT_MULTIPART,      /* the media type of a multipart body */
    FACT_PART,           /* a part of one: "1" */
    FACT_PART_HEADER,    /* a field of a part's header; detail is its name */
    FACT_BOUNDARY_FIRST, /* the line that opens the first part */
    FACT_BOUNDARY,       /* one between parts */
    FACT_BOUNDARY_LAST,  /* the one that closes the last part */
    FACT_PREAMBLE,       /* text in front of the first boundary */
    FACT_EPILOGUE,       /* text behind the last one */
    FACT_STREAM,         /* of a frame: the number of its connection */
    FACT_SPLIT,          /* a unit ends in this frame that began in an earlier one: in how many
                            frames it came */
    FACT_RETRANSMISSION, /* octets of this frame came before */
    FACT_OUT_OF_ORDER,   /* its octets come before some that are here already */
    FACT_LOST,           /* octets in front of those of this frame were not captured */
    FACT_KEEP_ALIVE,
    N_FACT_KINDS
} FactKind;

/* Whose facts: the protocol that the octets belong to. */
typedef enum {
    FACTS_TCP,
    FACTS_SMTP,
    FACTS_POP,
    FACTS_IMAP,
    FACTS_IMF,
    FACTS_MULTIPART,
    N_FACTS
} FactGroup;

#define FACT_VALUE_MAX 4096u /* octets of a value that are kept; its length is kept whole */
#define FACTS_MAX 4000000u   /* facts of one capture; and units, messages, … each */
#define FACTS_OCTETS_MAX (256u << 20) /* octets of all values */

typedef struct {
    guint64 frame; /* in which Wireshark shows it: the last of the unit */
    guint32 talk;  /* of FactStore.talks */
    guint32 unit;  /* of FactStore.units; FACT_NO_UNIT: none */
    FactKind kind;
    FactGroup group;
    Direction direction;
    const char *detail; /* static, as in the table of fields; or NULL */
    guint64 offset;     /* in the direction, in the layer in which the protocol speaks */
    guint64 length;     /* of the value; of numbers: 0 */
    guint64 number;     /* of facts that are numbers */
    const char *value;  /* its first octets, FACT_VALUE_MAX at most; NULL: a number */
    gboolean is_secret; /* a password, a token, or a line with one */
} Fact;

#define FACT_NO_UNIT G_MAXUINT32

/* A connection. */
typedef struct {
    guint32 stream; /* tcp.stream */
    FactGroup group;
    const char *protocol; /* "smtp", "lmtp", "pop3", "imap" */
    guint16 client_port, server_port;
    NoteDetectedBy detected_by;
    NoteSecurity security;
    NoteOpened opened;
    guint64 missing, conflicting;
    guint64 compressed_from; /* the frame from which on octets are compressed; 0: none */
    guint64 tls_from;        /* the frame of the first TLS record; 0: none */
    gboolean is_decrypted;
} FactTalk;

/* A command or a reply. */
typedef struct {
    guint32 talk;
    Direction direction;
    guint n;
    gboolean is_command;
    const char *verb;   /* of the command, or of the one that the reply answers; or NULL */
    const char *status; /* of a reply */
    NoteFrames frames;
    guint64 line_frame; /* of a command: where its first line ends; 0: nowhere */
    Span span;
    guint n_lines; /* of a reply */
    guint command; /* of a reply: the n of the command that it answers; G_MAXUINT: none */
    gboolean pipelined;
    guint segments;
} FactUnit;

typedef struct {
    guint32 talk;
    const char *carried_by; /* "DATA", "FETCH", … */
    NoteFrames frames;      /* of the text */
    guint64 shown_frame;    /* where its facts are */
    guint64 octets, stuffed_dots;
    NoteIntegrity integrity;
    guint n_parts;
    const char *section; /* NULL: the whole text */
    gboolean is_partial; /* a range of it, as asked */
} FactMessage;

typedef struct {
    guint32 talk;
    const char *code; /* of the finding, or of the TCP event */
    NoteFrames frames;
} FactRemark;

typedef struct {
    GArray *facts;       /* of Fact, by frame once the store is sealed */
    GArray *talks;       /* of FactTalk */
    GArray *units;       /* of FactUnit */
    GArray *messages;    /* of FactMessage */
    GArray *findings;    /* of FactRemark */
    GArray *events;      /* of FactRemark: what TCP did */
    GHashTable *talk_of; /* tcp.stream -> index of its talk */
    GStringChunk *values;
    gsize octets;
    guint64 left_out; /* facts beyond the caps */
} FactStore;

FactStore *fact_store_new(void);
void fact_store_free(FactStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FactStore, fact_store_free)

/* Adds a copy; `value` (its `length` octets) is copied up to FACT_VALUE_MAX. Returns its index, or
 * G_MAXUINT if the store is full. */
guint fact_store_add(FactStore *self, const Fact *fact);

/* All facts are there: they are put in order. */
void fact_store_seal(FactStore *self);

/* The facts of one frame of a sealed store; *n_facts may be 0. */
const Fact *fact_store_frame(const FactStore *self, guint64 frame, guint *n_facts);

/* The frame of the first fact behind `frame`; 0 if there is none. */
guint64 fact_store_next_frame(const FactStore *self, guint64 frame);

/* Adds a copy, which is found by its stream from now on; returns its index. */
guint fact_store_add_talk(FactStore *self, const FactTalk *talk);

/* The talk with this tcp.stream, or NULL. */
const FactTalk *fact_store_talk(const FactStore *self, guint32 stream);
