/* SPDX-License-Identifier: MIT */
/* What the imap_*.c files share: one session as seen from outside. Private to them.
 *
 * Both directions come in as units (imap_side.c): lines with literals in them. A unit of the client
 * becomes an ImapExchange in a queue (imap_client.c, imap_command.c), one of the server an
 * ImapReply (imap_server.c). Where a reply meets its exchange, by tag (imap_answer.c), the state
 * moves and the exchange is written. */
#pragma once

#include "dissect/conversation.h"
#include "dissect/imap_mailbox.h"
#include "dissect/message_reader.h"
#include "dissect/sasl.h"
#include "spec/imap_spec.h"
#include "syntax/imap_fetch.h"
#include "syntax/imap_syntax.h"
#include "syntax/imap_unit.h"

/* Caps. */
#define IMAP_HELD_MAX ((gsize)1024 * 1024) /* client octets that wait for a reply */
#define IMAP_PENDING_MAX 4096u      /* commands without a reply; then the oldest is given up */
#define IMAP_HELD_REPLIES_MAX 4096u /* to a command whose literals still come */
#define IMAP_MESSAGES_MAX 65536u    /* of one command; later ones are not told */
#define IMAP_PEEK_MAX 1024u         /* octets looked at to tell text from commands */

/* What was seen of a command besides its words. */
typedef enum {
    IMAP_FACT_BARE_LF = 1 << 0,
    IMAP_FACT_TOO_LONG = 1 << 1,
    IMAP_FACT_CUT = 1 << 2,   /* a gap or the end of the stream cut it */
    IMAP_FACT_EARLY = 1 << 3, /* before the greeting */
    IMAP_FACT_PIPELINED = 1 << 4,
    IMAP_FACT_INFERRED = 1 << 5,   /* what follows it was decided without its reply */
    IMAP_FACT_DOUBTFUL = 1 << 6,   /* its reply may have been lost in a gap */
    IMAP_FACT_INCOMPLETE = 1 << 7, /* a literal of it is still to come */
    IMAP_FACT_WRITTEN = 1 << 8,
    IMAP_FACT_CONTINUED = 1 << 9, /* the server answered it with "+" */
    IMAP_FACT_FOLLOWED = 1 << 10, /* the next exchange carries its tag on (DONE, SASL) */
    IMAP_FACT_REFUSED = 1 << 11,  /* its literal was refused */
    IMAP_FACT_SECRET = 1 << 12,   /* all of it may be a secret: part of a login that was not read */
} ImapFact;

/* The text in a literal: a message, or a section of one. */
typedef struct {
    MessageReader *reader;
    char *section; /* NULL: the whole */
    char *mailbox; /* UTF-8, a g_ref_string, or NULL */
    gboolean has_range;
    guint64 range_offset, range_length;
    guint64 number, uid; /* 0: not known */
    guint n;             /* of its note, once it has one */
} ImapMessage;

/* One unit of the server, read. */
typedef struct {
    ImapResponseLine line; /* its slices are lent from `text` */
    ImapText text;
    char *owned; /* of a copy: what `text` is in; else NULL */
    char status[8];
    Span span;
    Carrier carrier;
    gint64 first_time_ns; /* of its first octet */
    gboolean has_bare_lf, is_cut, is_too_long;
    guint64 expunged_uid; /* of the message that EXPUNGE tells of; 0: not known */
    GPtrArray *messages;  /* of ImapMessage; NULL or owned: those that it carries */
} ImapReply;

/* A command and all that belongs to it, until its last reply. */
typedef struct {
    int command; /* -1: unknown */
    guint facts; /* ImapFact bits */
    Span span;
    Carrier carrier;
    char *tag;  /* by which its last reply is known; NULL: none */
    char *line; /* the unit's text, NUL-terminated */
    gsize length;
    ImapLiteral *literals;
    guint n_literals;
    ImapCommandLine parsed; /* its slices are lent from `line` */
    GPtrArray *messages;    /* of ImapMessage, in order */
    GQueue replies;         /* of ImapReply: came while a literal of it was awaited */
    gboolean has_state;     /* the state it was in is known, though the state is lost by now */
    int state;
    guint replies_seen;
    SyntaxSlice answer; /* to a SASL challenge, or an initial response; octets NULL: none */
    gboolean is_answer_secret;
    NoteCommand note; /* as written */
    char *argument;   /* as shown */
    NoteReply reply;  /* the last one, as written, without its texts */
    char status[8];   /* of the last one; "" if none came */
} ImapExchange;

/* One direction, as its units come in. */
typedef struct {
    Direction direction;
    ImapFramer framer;
    ImapUnit unit;
    guint64 taken;  /* octets and gaps given to the framer */
    guint64 offset; /* of the next piece */
    guint64 unit_start;
    gboolean has_unit;
    gboolean awaits_message; /* a literal was announced whose octets are a message */
    ImapMessage *message;    /* whose literal passes; lent from `messages` */
    GPtrArray *messages;     /* of this unit, of ImapMessage */
    StreamGapReason gap_reason;
    gsize labelled; /* of the unit's text */
    gboolean is_after_message;
} ImapSide;

typedef enum {
    IMAP_CLIENT_COMMANDS,
    IMAP_CLIENT_SASL,  /* the next line is an answer to a challenge */
    IMAP_CLIENT_WAITS, /* the next reply decides what follows */
    IMAP_CLIENT_TLS,
} ImapClientMode;

/* A gap among held octets. */
typedef struct {
    gsize at; /* index into the held octets */
    guint64 length;
    StreamGapReason reason;
} ImapHeldGap;

typedef struct {
    ImapSide side;
    ImapClientMode mode;
    ImapExchange *open;   /* whose literals come in, at the end of the queue; or NULL */
    guint64 waited;       /* octets before it arrived while a reply was awaited */
    int waits_for;        /* the command whose reply is awaited in mode WAITS */
    ImapExchange *waiter; /* the same; NULL once it was given up */
    GByteArray *held;
    gsize held_start;
    GArray *held_gaps; /* of ImapHeldGap */
    gboolean is_reading, has_inferred;
} ImapClient;

typedef struct {
    ImapSide side;
    gboolean is_tls;
} ImapServer;

typedef struct ImapDeflate ImapDeflate;

typedef struct Imap {
    Conversation *conversation;
    SpecMachine machine;
    GQueue pending; /* of ImapExchange, oldest first */
    ImapClient client;
    ImapServer server;
    ImapMailbox mailbox;
    GArray *structure; /* of NotePart: the tree that the reply being written describes */
    SaslExchange sasl;
    char *sasl_tag;
    ImapDeflate *deflate; /* NULL: not compressed */
    guint next_message;   /* number of the next message note */
    gboolean was_lost;    /* since the last time the state was known */
    gboolean has_logout, has_bye;
    gboolean has_utf8; /* ENABLE UTF8=ACCEPT or IMAP4rev2 worked */
    gboolean
        has_deleted; /* a message of the open mailbox was marked \\Deleted, as far as is known */
} Imap;

/* imap_side.c: pieces into units. */
void imap_side_init(ImapSide *self, Direction direction);
void imap_side_clear(ImapSide *self);
/* TRUE: the unit is over; imap_side_next() makes ready for the next one. */
gboolean imap_side_push(Imap *imap, ImapSide *self, const ImapPiece *piece);
void imap_side_next(Imap *imap, ImapSide *self);
/* Octets before the first unit may be missing. */
void imap_side_resync(ImapSide *self);

/* imap_labels.c */
typedef enum { IMAP_UNIT_COMMAND, IMAP_UNIT_ANSWER, IMAP_UNIT_DONE, IMAP_UNIT_RESPONSE } ImapKind;
/* Labels what is held of the unit's text, up to its end; `is_secret`: all words but those of the
 * verb are (an answer, an initial response). */
void imap_label_text(Imap *imap, ImapSide *side, ImapKind kind, gboolean is_secret);
/* … and its line end. */
void imap_label_end(Imap *imap, ImapSide *side, gsize end_length);

/* imap_text.c: texts in literals. */
ImapMessage *imap_message_new(Imap *imap, ImapSide *side);
void imap_message_free(gpointer self);
void imap_message_end(Imap *imap, ImapSide *side);
/* What the request says of the sections that the reply carries. */
void imap_message_ask(ImapMessage *self, const ImapExchange *exchange);
/* The notes of all these messages (of ImapMessage), by the fate of their command; `exchange` NULL:
 * none is known. Empties the list. */
void imap_write_messages(Imap *imap, const ImapExchange *exchange, GPtrArray *messages,
                         NoteVerdict verdict);

/* imap_client.c: client octets into exchanges. */
void imap_client_init(Imap *self);
void imap_client_clear(Imap *self);
void imap_client_octets(Imap *self, const guint8 *octets, gsize length);
void imap_client_gap(Imap *self, guint64 length, StreamGapReason reason);
void imap_client_close(Imap *self);
/* The mode may have changed: reads on in what is held. */
void imap_client_resume(Imap *self);
/* The server has said what becomes of the literal that the client waits with. */
void imap_client_literal(Imap *self, gboolean is_accepted);
gboolean imap_client_is_waiting(const Imap *self);
/* What is held goes to a new layer; returns it. */
GByteArray *imap_client_take_held(Imap *self);

/* imap_command.c: a unit of the client into an exchange. */
ImapExchange *imap_exchange_new(Imap *self, int command, Span span);
void imap_exchange_free(ImapExchange *self);
/* A literal begins: the command it stands in joins the queue. */
void imap_command_open(Imap *self);
/* The unit is over. */
void imap_command_unit(Imap *self, const ImapPiece *end);

/* imap_server.c: server octets into replies. */
void imap_server_init(Imap *self);
void imap_server_clear(Imap *self);
void imap_server_octets(Imap *self, const guint8 *octets, gsize length);
void imap_server_gap(Imap *self, guint64 length, StreamGapReason reason);
void imap_server_close(Imap *self);
ImapReply *imap_reply_copy(ImapReply *reply);
void imap_reply_free(gpointer reply);

/* imap_answer.c: a reply meets its command. */
void imap_reply_arrived(Imap *self, ImapReply *reply);
/* The command is whole: what came for it meanwhile is taken up. */
void imap_release_replies(Imap *self, ImapExchange *exchange);
/* Those whose replies were lost, or all, are written without one. */
void imap_give_up(Imap *self, gboolean only_doubtful);
void imap_give_up_head(Imap *self);

/* imap_match.c: for which command is a reply? Each returns NULL if there is none. */
/* The IDLE that DONE ends. */
ImapExchange *imap_open_idle(Imap *self);
ImapExchange *imap_find_tag(const Imap *self, SyntaxSlice tag);
/* The oldest that a "+" can be for. */
ImapExchange *imap_find_continued(const Imap *self);
/* For untagged data and statuses. */
ImapExchange *imap_find_current(Imap *self, const ImapReply *reply);

/* imap_state.c: the reply moves the state; FALSE: it does not. */
gboolean imap_move_state(Imap *self, int command, const ImapReply *reply, FindingPlace place);
void imap_lose(Imap *self);

/* imap_write.c: notes of one exchange. */
void imap_write_command(Imap *self, ImapExchange *exchange);
void imap_write_reply(Imap *self, ImapExchange *exchange, ImapReply *reply);
void imap_write_transition(Imap *self, const ImapReply *reply, const SpecStep *step);
FindingPlace imap_place(const ImapExchange *exchange);

/* imap_structure.c: the tree of parts that the reply describes, into self->structure. */
void imap_structure_read(Imap *self, const ImapReply *reply);

/* imap_login.c: the step of a login that the exchange was; reply NULL: none came. */
void imap_write_login(Imap *self, const ImapExchange *exchange, const ImapReply *reply);

/* imap_effects.c: what replies tell of the mailbox, the session, the messages. */
/* A mailbox name as the user sees it; free with g_free(). */
char *imap_decoded_mailbox(const ImapValue *value);
/* The UID of the message that the data is of; 0 if it is not known. */
guint64 imap_fetched_uid(Imap *self, const ImapReply *reply);
void imap_data_arrived(Imap *self, ImapExchange *exchange, ImapReply *reply);
/* The mailbox of the messages that APPEND sent, and their UIDs if the reply (or NULL) tells them.
 */
void imap_name_appended(ImapExchange *exchange, const ImapReply *reply);
void imap_command_done(Imap *self, ImapExchange *exchange, const ImapReply *reply);

/* imap_command_notes.c, imap_reply_notes.c, imap_findings.c: what there is to say. */
void imap_command_remarks(Imap *self, const ImapExchange *exchange, GArray *remarks);
void imap_reply_remarks(Imap *self, const ImapExchange *exchange, const ImapReply *reply,
                        GArray *remarks);
void imap_exchange_findings(Imap *self, const ImapExchange *exchange, const ImapReply *reply);
/* Adds a remark; texts live until conversation_write_findings(). */
void imap_remark(GArray *remarks, const char *about, const char *text, const char *rfc);

/* imap_deflate.c: compressed from here on. */
void imap_deflate_begin(Imap *self);
/* Octets that came in below. */
void imap_deflate_octets(Imap *self, Direction from, const guint8 *octets, gsize length);
void imap_deflate_gap(Imap *self, Direction from, guint64 length);
void imap_deflate_free(ImapDeflate *self);

/* imap_tls.c: encrypted from here on. */
void imap_tls_begin(Imap *self);
/* What the layer opens is read from its beginning; or nothing can be opened. */
void imap_tls_secured(Imap *self, gboolean is_readable);
/* The pseudo-command that the greeting answers. */
void imap_begin_connect(Imap *self);
