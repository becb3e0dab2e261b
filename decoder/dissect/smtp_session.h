/* SPDX-License-Identifier: MIT */
/* What the smtp_*.c files share: one session as seen from outside. Private to them.
 *
 * Client octets are cut into commands, text, chunks and SASL answers by smtp_client.c; each becomes
 * an SmtpExchange in a queue. Server octets become SmtpReply in smtp_reply.c. Where a reply meets
 * the oldest exchange (smtp_answer.c), the state moves and the exchange is written. */
#pragma once

#include "dissect/conversation.h"
#include "dissect/message_reader.h"
#include "dissect/sasl.h"
#include "dissect/smtp.h"
#include "dissect/smtp_lenient_end.h"
#include "dissect/tls_layer.h"
#include "framing/dot_text.h"
#include "framing/line_splitter.h"
#include "spec/spec.h"
#include "syntax/smtp_syntax.h"

/* Caps (SITUATIONS.md). */
#define SMTP_LINE_MAX 4096u
#define SMTP_HELD_MAX (1024u * 1024) /* client octets that wait for a reply */
#define SMTP_REPLY_TEXT_MAX (64u * 1024)
#define SMTP_HELD_REPLIES_MAX 128u
#define SMTP_REPLY_LINES_MAX 1024u
#define SMTP_PENDING_MAX 4096u /* commands without a reply; then the oldest is given up */
#define SMTP_RECIPIENTS_MAX 10000u
#define SMTP_PEEK_MAX 1024u /* octets looked at to tell text from commands */

/* What was seen of a command besides its words. */
typedef enum {
    SMTP_FACT_BARE_LF = 1 << 0,
    SMTP_FACT_TOO_LONG = 1 << 1,
    SMTP_FACT_CUT = 1 << 2,   /* a gap or the end of the stream cut it */
    SMTP_FACT_EARLY = 1 << 3, /* before the greeting */
    SMTP_FACT_PIPELINED = 1 << 4,
    SMTP_FACT_AFTER_LAST = 1 << 5, /* follows a command that must be last in its group */
    SMTP_FACT_TEXT_BEFORE_REPLY = 1 << 6,
    SMTP_FACT_LENIENT_END = 1 << 7,
    SMTP_FACT_SMUGGLING = 1 << 8,   /* a lenient server would have ended the text earlier */
    SMTP_FACT_INFERRED = 1 << 9,    /* what follows it was decided without its reply */
    SMTP_FACT_SECRET = 1 << 10,     /* the argument from `secret` on must not be shown */
    SMTP_FACT_DOUBTFUL = 1 << 11,   /* its reply may have been lost in a gap */
    SMTP_FACT_INCOMPLETE = 1 << 12, /* its chunk is still coming */
    SMTP_FACT_NO_SIZE = 1 << 13,    /* BDAT that names no size */
} SmtpFact;

/* How a command was written, for the notes that refer to it. */
typedef struct {
    NoteCommand command; /* its texts are lent from the exchange's `line` */
    NoteReply reply;     /* the last one, without its texts */
    char status[4];      /* of the last one; "" if none came */
} SmtpWritten;

/* A command and all that belongs to it, until its last reply. */
typedef struct {
    GList link;  /* its place in the queue */
    int command; /* -1: unknown */
    guint facts; /* SmtpFact bits */
    Span span;
    Carrier carrier;
    guint replies_due, replies_seen;
    MessageReader *message; /* that it ends or (RSET …) abandons; owned */
    gboolean is_abandoned;  /* the message never had its LAST chunk */
    gboolean has_state;     /* the state it was in is known, though the state is lost by now */
    int state;
    gboolean is_accepted; /* LMTP: at least one recipient took the message */
    gsize secret;         /* offset in the line from which it is secret */
    gboolean has_answer;  /* to a SASL challenge, or an initial response */
    gsize answer;         /* its offset in the line */
    SmtpWritten *written; /* NULL until smtp_write_command() */
    gsize length;
    char line[]; /* without its end */
} SmtpExchange;

/* One complete reply. */
typedef struct SmtpReply {
    char status[4];
    char enhanced[12];
    guint64 offset, length; /* on the wire */
    gboolean is_mixed;      /* its lines carry different codes */
    gboolean is_too_long, has_bare_lf, is_cut;
    GString *text; /* of all lines, without code and separator */
    GArray *lines; /* of SyntaxToken: offset and length in `text` */
} SmtpReply;

typedef enum {
    SMTP_CLIENT_COMMANDS,
    SMTP_CLIENT_SASL, /* the next line is an answer to a challenge */
    SMTP_CLIENT_TEXT,
    SMTP_CLIENT_CHUNK,
    SMTP_CLIENT_LENIENT, /* a lone dot that perhaps was the end */
    SMTP_CLIENT_TLS,
    SMTP_CLIENT_WAITS, /* the next reply decides what follows */
    SMTP_N_CLIENT_MODES,
} SmtpClientMode;

/* A gap among held octets. */
typedef struct {
    gsize at; /* index into the held octets */
    guint64 length;
    StreamGapReason reason;
} SmtpHeldGap;

/* The client's direction. */
typedef struct {
    SmtpClientMode mode;
    guint64 offset;  /* of the next octet to be read */
    guint64 arrived; /* offset behind the last octet that has arrived */
    guint64 waited;  /* octets before it arrived while a reply was awaited */
    LineSplitter lines;
    guint64 line_start;
    gboolean is_line_long; /* pieces of an overlong line go by */
    gboolean is_resync;    /* after a gap: what is no command is a fragment */
    GByteArray *held;
    gsize held_start;
    GArray *held_gaps; /* of SmtpHeldGap */
    DotText dots;
    guint64 strict_until;       /* lone dots before it are known to be text */
    DotTextPiece lenient_piece; /* the dot in doubt */
    guint8 lenient_octets[4];
    gboolean has_smuggling; /* in this text */
    guint64 chunk_left;
    int waits_for;         /* the command whose reply is awaited in mode WAITS */
    gboolean is_reading;   /* octets are being read: nobody else may begin to */
    gboolean has_inferred; /* the next exchange follows a reply that was not captured */
} SmtpClient;

/* The server's direction. */
typedef struct {
    LineSplitter lines;
    guint64 offset, line_start;
    SmtpReply *reply;      /* being assembled: at least one line of it is in; or NULL */
    gboolean is_last_seen; /* … and the one that says it is the last */
    gboolean is_line_long;
    gboolean is_resync; /* after a gap */
    gboolean is_tls;
} SmtpServer;

/* The envelope of the transaction, as far as replies have confirmed it. */
typedef enum { SMTP_RCPT_ACCEPTED, SMTP_RCPT_REFUSED, SMTP_RCPT_UNANSWERED } SmtpRecipientFate;

typedef struct {
    gsize offset, length; /* in `addresses` */
    SmtpRecipientFate fate;
    gboolean is_unknown;   /* a gap cut the address */
    gboolean was_accepted; /* at RCPT; LMTP may refuse him after the text */
} SmtpRecipient;

typedef struct {
    gboolean has_from;
    GString *addresses; /* the sender's, then those of all recipients */
    gsize from_length;
    GArray *recipients; /* of SmtpRecipient */
    guint n_accepted;
    guint cursor_k, cursor_i; /* where the last look-up of an accepted recipient ended */
    gboolean is_8bit, is_utf8;
    gboolean has_size;
    guint64 size;
    gboolean is_chunk_refused;
} SmtpTransaction;

/* What the server's EHLO reply offered. */
typedef struct {
    gboolean is_known; /* a reply to EHLO, LHLO or HELO was seen */
    gboolean is_helo;
    GString *keywords; /* "\nSIZE 1000\nPIPELINING\n", upper case keywords */
} SmtpOffers;

typedef struct Smtp {
    Conversation *conversation;
    SpecMachine machine;
    GQueue pending; /* of SmtpExchange, oldest first */
    SmtpClient client;
    SmtpServer server;
    SmtpTransaction transaction;
    SmtpOffers offers;
    SaslExchange sasl;
    MessageReader *reader;   /* of the text or the chunks that are coming in */
    SmtpLenientEnd *lenient; /* in mode LENIENT */
    GQueue held_replies;     /* of SmtpReply: wait for a chunk or for lenient */
    gboolean was_lost;       /* since the last time the state was known */
    gboolean has_quit;
    NoteCommand *last_chunk; /* the BDAT written last, without its argument; NULL: none */
} Smtp;

/* smtp_client.c: client octets into exchanges. */
void smtp_client_init(Smtp *self);
void smtp_client_clear(Smtp *self);
void smtp_client_octets(Smtp *self, const guint8 *octets, gsize length);
void smtp_client_gap(Smtp *self, guint64 length, StreamGapReason reason);
/* The connection is over: what is held is read as well as can be. */
void smtp_client_close(Smtp *self);
/* The mode may have changed: reads on in what is held. */
void smtp_client_resume(Smtp *self);
/* Octets that were read in doubt are to be read again, in the mode that is set by then. */
void smtp_client_unread(Smtp *self, const guint8 *octets, gsize length);
/* The reply that was awaited will not come: looks at what follows. `is_over`: nothing more will. */
void smtp_client_infer(Smtp *self, gboolean is_over);
gboolean smtp_client_is_waiting(const Smtp *self);

/* smtp_command.c: a line into an exchange. */
gsize smtp_command_line(Smtp *self, const guint8 *octets, gsize length);
/* An unfinished line stands before a gap or the end. */
void smtp_command_cut(Smtp *self);
/* Puts a new exchange at the end of the queue. */
SmtpExchange *smtp_exchange_new(Smtp *self, int command, const char *line, gsize length, Span span);
void smtp_exchange_free(SmtpExchange *self);
/* Takes the oldest out of the queue; NULL if it is empty. */
SmtpExchange *smtp_exchange_pop(Smtp *self);

/* smtp_text.c: DATA text and BDAT chunks. */
void smtp_text_begin(Smtp *self);
gsize smtp_text_octets(Smtp *self, const guint8 *octets, gsize length);
void smtp_text_gap(Smtp *self, guint64 length, StreamGapReason reason);
/* The text is over where the client stands: its <end-of-data> joins the queue. */
SmtpExchange *smtp_text_end(Smtp *self, guint facts);
/* The connection ended inside the text or between chunks. */
void smtp_text_cut(Smtp *self);
void smtp_chunk_begin(Smtp *self, SmtpExchange *exchange, guint64 size, gboolean is_last);
gsize smtp_chunk_octets(Smtp *self, const guint8 *octets, gsize length);
/* Returns how much of the gap belongs to the chunk. */
guint64 smtp_chunk_gap(Smtp *self, guint64 length, StreamGapReason reason);
/* The client went on without LAST: the chunks so far are a message that never was. */
void smtp_chunk_abandon(Smtp *self, SmtpExchange *exchange);

/* smtp_lenient.c: was that lone dot the end? */
void smtp_lenient_begin(Smtp *self, const DotTextPiece *piece);
gsize smtp_lenient_octets(Smtp *self, const guint8 *octets, gsize length);
void smtp_lenient_client_speaks(Smtp *self);
void smtp_lenient_check(Smtp *self); /* no more is held than is allowed */
void smtp_lenient_reply(Smtp *self, const SmtpReply *reply);
/* Goes on in one of the readings; resolve() then reads on, settle() leaves that to who called. */
void smtp_lenient_settle(Smtp *self, gboolean is_end);
void smtp_lenient_resolve(Smtp *self, gboolean is_end);

/* smtp_reply.c: server octets into replies. */
void smtp_server_init(Smtp *self);
void smtp_server_clear(Smtp *self);
void smtp_server_octets(Smtp *self, const guint8 *octets, gsize length);
void smtp_server_gap(Smtp *self, guint64 length, StreamGapReason reason);
void smtp_server_close(Smtp *self);
SmtpReply *smtp_reply_new(void);
SmtpReply *smtp_reply_copy(const SmtpReply *other);

/* smtp_answer.c: a reply meets its command. */
void smtp_reply_arrived(Smtp *self, const SmtpReply *reply);
/* A reply that came while it cannot be judged; smtp_release_replies() takes up all that can be. */
void smtp_hold_reply(Smtp *self, const SmtpReply *reply);
void smtp_release_replies(Smtp *self);
/* Those whose replies were lost, or all, are written without one. */
void smtp_give_up(Smtp *self, gboolean only_doubtful);
void smtp_give_up_head(Smtp *self);
void smtp_lose(Smtp *self);

/* smtp_write.c: notes of one exchange. */
void smtp_write_command(Smtp *self, SmtpExchange *exchange);
void smtp_write_reply(Smtp *self, SmtpExchange *exchange, const SmtpReply *reply);
/* smtp_login.c: the step of a login that the exchange was; reply NULL: none came. */
void smtp_write_sasl(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply);
void smtp_write_transition(Smtp *self, const SmtpReply *reply, const SpecStep *step);
FindingPlace smtp_place(const SmtpExchange *exchange);

/* smtp_command_notes.c, smtp_reply_notes.c: remarks and findings. */
void smtp_command_remarks(Smtp *self, const SmtpExchange *exchange, GArray *remarks);
/* `path` as smtp_exchange_path() has read it, or NULL. */
void smtp_command_findings(Smtp *self, const SmtpExchange *exchange, const SmtpPath *path);
void smtp_reply_remarks(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply,
                        GArray *remarks);

/* smtp_transaction.c: the envelope and what the server offers. */
void smtp_transaction_init(SmtpTransaction *self);
void smtp_transaction_clear(SmtpTransaction *self);
void smtp_transaction_reset(SmtpTransaction *self);
/* The reply (NULL: none came) to a command that bears on the envelope. */
void smtp_transaction_answer(Smtp *self, const SmtpExchange *exchange, const SmtpPath *path,
                             const char *status);
/* The path of MAIL or RCPT, lent from the line; FALSE for other commands. */
gboolean smtp_exchange_path(const SmtpExchange *exchange, SmtpPath *path);
guint smtp_transaction_accepted(const SmtpTransaction *self);
/* The k-th recipient that was accepted at RCPT, for LMTP; NULL if there is none. */
SmtpRecipient *smtp_transaction_nth(SmtpTransaction *self, guint k);
void smtp_offers_read(Smtp *self, const SmtpExchange *exchange, const SmtpReply *reply);
/* TRUE too where it is not known. */
gboolean smtp_offers_keyword(const SmtpOffers *self, const char *keyword);

/* smtp_message.c: the message note. */
void smtp_write_message(Smtp *self, SmtpExchange *exchange, NoteVerdict verdict);

/* smtp_tls.c: the server has agreed to STARTTLS. What is left to hand on to the layer. */
void smtp_tls_begin(Smtp *self);
gsize smtp_tls_octets(Smtp *self, Direction from, const guint8 *octets, gsize length);
/* What comes now can be read, or not. */
void smtp_tls_secured(gpointer user, gboolean is_readable);
