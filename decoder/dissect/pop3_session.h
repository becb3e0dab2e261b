/* SPDX-License-Identifier: MIT */
/* What the pop3_*.c files share: one session as seen from outside. Private to them.
 *
 * Client octets become a Pop3Exchange for each line (pop3_client.c); server octets become a
 * Pop3Reply, whose shape follows from the command it answers (pop3_reply.c). Where the reply meets
 * the oldest exchange (pop3_answer.c), the state moves and the exchange is written. */
#pragma once

#include "dissect/conversation.h"
#include "dissect/message_reader.h"
#include "dissect/sasl.h"
#include "framing/dot_text.h"
#include "framing/line_splitter.h"
#include "spec/pop3_spec.h"
#include "syntax/pop3_syntax.h"

/* Caps. */
#define POP3_LINE_MAX 4096u
#define POP3_HELD_MAX ((gsize)1024 * 1024) /* client octets that wait for a reply */
#define POP3_REPLY_TEXT_MAX ((gsize)64 * 1024)
#define POP3_REPLY_LINES_MAX 1024u
#define POP3_PENDING_MAX 4096u   /* commands without a reply; then the oldest is given up */
#define POP3_MESSAGES_MAX 10000u /* messages of the maildrop that are remembered */

/* What was seen of a command besides its words. */
typedef enum {
    POP3_FACT_BARE_LF = 1 << 0,
    POP3_FACT_TOO_LONG = 1 << 1,
    POP3_FACT_CUT = 1 << 2,   /* a gap or the end of the stream cut it */
    POP3_FACT_EARLY = 1 << 3, /* before the greeting */
    POP3_FACT_PIPELINED = 1 << 4,
    POP3_FACT_INFERRED = 1 << 5, /* that it is a command was decided without a reply */
    POP3_FACT_DOUBTFUL = 1 << 6, /* its reply may have been lost in a gap */
} Pop3Fact;

/* A command and all that belongs to it, until its reply. */
typedef struct {
    int command; /* -1: unknown */
    guint facts; /* Pop3Fact bits */
    Span span;
    Carrier carrier;
    gsize secret;        /* offset in the line from which it is secret */
    gboolean has_answer; /* to a SASL challenge, or an initial response */
    gsize answer;        /* its offset in the line */
    SyntaxSlice verb, argument;
    guint32 number; /* of the message that it names; 0: none */
    gboolean has_state;
    int state; /* in which it was sent, where that is known though the state is lost by now */
    NoteCommand note;
    gsize length;
    char line[]; /* without its end */
} Pop3Exchange;

/* One reply: its status line, and the lines or the message that follow it. */
typedef struct {
    const char *status;     /* static */
    guint64 offset, length; /* on the wire */
    gboolean is_too_long, has_bare_lf;
    gboolean has_gap;      /* lines of it are missing */
    guint64 n_items;       /* lines after the first; not those of a message */
    GString *text;         /* of all lines, the first without its status */
    GArray *lines;         /* of SyntaxToken: offset and length in `text` */
    MessageReader *reader; /* of the message that it carries; or NULL */
    NoteReply note;        /* as written, without its texts */
} Pop3Reply;

typedef enum {
    POP3_CLIENT_COMMANDS,
    POP3_CLIENT_SASL,  /* the next line is an answer to a challenge */
    POP3_CLIENT_WAITS, /* the next reply decides what follows */
    POP3_CLIENT_TLS,
} Pop3ClientMode;

typedef struct {
    Pop3ClientMode mode;
    guint64 offset; /* of the next octet to be read */
    guint64 arrived;
    guint64 waited; /* octets before it arrived while a reply was awaited */
    LineSplitter lines;
    guint64 line_start;
    gboolean is_line_long;
    gboolean is_resync; /* after a gap: what is no command is a fragment */
    GByteArray *held;   /* octets that wait for a reply */
    gboolean has_inferred;
} Pop3Client;

typedef enum {
    POP3_SERVER_STATUS, /* the next line is the first of a reply */
    POP3_SERVER_GUESS,  /* a reply whose command is lost: the next line shows whether it goes on */
    POP3_SERVER_ITEMS,  /* lines up to a lone dot */
    POP3_SERVER_TEXT,   /* a message up to a lone dot */
    POP3_SERVER_PROBE,  /* a message with a gap: perhaps the lone dot was in it */
    POP3_SERVER_TLS,
    POP3_N_SERVER_MODES,
} Pop3ServerMode;

typedef struct {
    Pop3ServerMode mode;
    guint64 offset; /* of the next octet to be read */
    LineSplitter lines;
    guint64 line_start;
    gboolean is_line_long;
    gboolean is_resync; /* after a gap: what is no reply is a fragment */
    gboolean is_last;   /* the line that passes is the last of the reply */
    Pop3Reply *reply;   /* being assembled; NULL while there is none */
    Pop3Content items;  /* what its further lines are */
    DotText dots;
} Pop3Server;

/* What is known of a message in the maildrop. */
typedef struct {
    guint32 number;
    gboolean has_size, is_marked;
    guint64 size;
    const char *unique_id; /* or NULL */
} Pop3Message;

typedef struct {
    GHashTable *messages; /* by number */
    GStringChunk *strings;
    guint n_marked;
    gboolean has_stat;
    guint32 stat_count;
    guint64 stat_octets;
} Pop3Maildrop;

typedef struct {
    Conversation *conversation;
    SpecMachine machine;
    GQueue pending; /* of Pop3Exchange, oldest first */
    Pop3Client client;
    Pop3Server server;
    Pop3Maildrop maildrop;
    SaslExchange sasl;      /* AUTH */
    SaslExchange old_login; /* USER and PASS, APOP */
    GString *timestamp;     /* of the greeting; NULL: it offered none, or was not seen */
    gboolean has_greeting;
    gboolean has_capabilities, has_pipelining; /* what CAPA said */
    gboolean has_lost_commands;                /* replies may answer commands that were not seen */
    gboolean was_lost;
    gboolean has_quit;
} Pop3;

/* pop3_client.c: client octets into exchanges. */
void pop3_client_init(Pop3 *self);
void pop3_client_clear(Pop3 *self);
void pop3_client_octets(Pop3 *self, const guint8 *octets, gsize length);
void pop3_client_gap(Pop3 *self, guint64 length, StreamGapReason reason);
void pop3_client_close(Pop3 *self);
/* The mode may have changed: reads on in what is held. */
void pop3_client_resume(Pop3 *self);

/* pop3_command.c: a line into an exchange. */
Pop3Exchange *pop3_exchange_new(Pop3 *self, int command, const char *line, gsize length, Span span);
void pop3_command_line(Pop3 *self, const Line *line, guint facts);
gboolean pop3_looks_like_command(const char *line, gsize length);

/* pop3_server.c: server octets into replies. */
void pop3_server_init(Pop3 *self);
void pop3_server_clear(Pop3 *self);
void pop3_server_octets(Pop3 *self, const guint8 *octets, gsize length);
void pop3_server_gap(Pop3 *self, guint64 length, StreamGapReason reason);
void pop3_server_close(Pop3 *self);
/* The client speaks: a reply that waits for its next line has none, and a message with a gap may be
 * over. */
void pop3_server_client_speaks(Pop3 *self);

/* pop3_reply.c: lines into replies. */
void pop3_reply_take(Pop3 *self, const Line *line);
/* The same for a line that goes no further: what is there of it must do. */
void pop3_reply_take_cut(Pop3 *self, const Line *line);
/* The reply that is being read ends where the server stands. */
void pop3_reply_close(Pop3 *self);
void pop3_reply_free(Pop3Reply *self);
/* The text of a line of the reply; length 0 if there are not that many. */
SyntaxSlice pop3_reply_line(const Pop3Reply *reply, guint k);

/* pop3_text.c: the message in a reply. */
void pop3_text_begin(Pop3 *self, gboolean is_whole);
gsize pop3_text_octets(Pop3 *self, const guint8 *octets, gsize length);
void pop3_text_gap(Pop3 *self, guint64 length, StreamGapReason reason);
void pop3_text_end(Pop3 *self);
/* The text is over without a lone dot. */
void pop3_text_cut(Pop3 *self, NoteIntegrity integrity);

/* pop3_answer.c: a reply meets its command. */
/* The command that the next reply answers; NULL if none is known. */
const Pop3Exchange *pop3_expected(Pop3 *self);
/* Do lines follow a reply with this status to this command? */
gboolean pop3_is_multi_line(const Pop3Exchange *exchange, const char *status,
                            const SpecProtocol *spec);
void pop3_reply_arrived(Pop3 *self, Pop3Reply *reply);
/* Those whose replies were lost, or all, are written without one. */
void pop3_give_up(Pop3 *self, gboolean only_doubtful);
void pop3_give_up_head(Pop3 *self);
void pop3_lose(Pop3 *self);

/* pop3_write.c: notes of one exchange. */
void pop3_write_command(Pop3 *self, Pop3Exchange *exchange);
void pop3_write_reply(Pop3 *self, Pop3Exchange *exchange, Pop3Reply *reply);
void pop3_write_transition(Pop3 *self, const Pop3Reply *reply, const SpecStep *step);
void pop3_write_message(Pop3 *self, const Pop3Exchange *exchange, Pop3Reply *reply);
FindingPlace pop3_place(const Pop3Exchange *exchange);

/* pop3_login.c: the step of a login that the exchange was; reply NULL: none came. */
void pop3_write_login(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply);
/* The word of the records for what became of a login; `status` NULL: nothing is known. */
const char *pop3_login_result(const Pop3Exchange *exchange, const char *status);

/* pop3_notes.c, pop3_findings.c: what there is to say. */
void pop3_reply_remarks(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply,
                        GArray *remarks);
void pop3_exchange_findings(Pop3 *self, const Pop3Exchange *exchange, const Pop3Reply *reply);
void pop3_end_findings(Pop3 *self);

/* pop3_maildrop.c: what replies tell of the messages. */
void pop3_maildrop_init(Pop3Maildrop *self);
void pop3_maildrop_clear(Pop3Maildrop *self);
/* NULL if nothing is known of it. */
const Pop3Message *pop3_maildrop_find(const Pop3Maildrop *self, guint32 number);
/* A line of the reply to LIST or UIDL. */
void pop3_maildrop_learn(Pop3Maildrop *self, int command, SyntaxSlice line);
/* A positive reply to a command that bears on the maildrop as a whole. */
void pop3_maildrop_answer(Pop3Maildrop *self, const Pop3Exchange *exchange, const Pop3Reply *reply);
/* Those marked: "message 2", "messages 2, 4 and 7"; free with g_free(). */
char *pop3_maildrop_marked(const Pop3Maildrop *self);

/* pop3_tls.c: the server has agreed to STLS. What is left to hand on to the layer. */
void pop3_tls_begin(Pop3 *self);
gsize pop3_tls_octets(Pop3 *self, Direction from, const guint8 *octets, gsize length);
/* What comes now can be read, or not. */
void pop3_tls_secured(gpointer user, gboolean is_readable);
