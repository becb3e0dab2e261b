/* SPDX-License-Identifier: MIT */
/* What the files of the SMTP core share; inside servers/smtp only. The base protocol is core.c,
 * hello.c, envelope.c, text.c and questions.c; every extension is a file of its own. */
#pragma once

#include "framing/dot_text.h"
#include "framing/line_splitter.h"
#include "session/session.h"
#include "smtp/delivery.h"
#include "smtp/smtp.h"
#include "syntax/smtp_syntax.h"

#define SMTP_COMMAND_LINE_RFC 512u /* RFC 5321 §4.5.3.1.4: what every server must take */
#define SMTP_COMMAND_LINE_MAX 4096u
#define SMTP_PATH_MAX 256u /* RFC 5321 §4.5.3.1.3 */

typedef struct Login Login; /* auth/login.h */
typedef struct SmtpCore SmtpCore;

/* One command: its row of the spec, its function, the argument without spaces around it. */
typedef struct {
    int command;
    void (*run)(SmtpCore *self, SyntaxSlice argument);
} SmtpVerb;

/* One parameter of MAIL or RCPT. */
typedef struct {
    int command; /* SMTP_MAIL or SMTP_RCPT */
    const char *keyword;
    /* Takes the value (octets NULL: none was given). FALSE: it has answered with a refusal.
     * `recipient` is NULL for MAIL. */
    gboolean (*take)(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient);
} SmtpParameterRow;

#define SMTP_EXTENSION_ROWS 5u /* four at most, and the end */

/* One extension: what EHLO says of it, and the rows that it adds. */
typedef struct {
    const char *word;                                 /* in EHLO, and for --without */
    gboolean (*is_offered)(const SmtpCore *self);     /* NULL: always */
    char *(*argument)(const SmtpCore *self);          /* behind the word in EHLO; NULL: nothing */
    SmtpVerb verbs[SMTP_EXTENSION_ROWS];              /* up to one without `run` */
    SmtpParameterRow parameters[SMTP_EXTENSION_ROWS]; /* up to one without `take` */
} SmtpExtension;

/* What the client's next octets are. */
typedef enum {
    SMTP_READS_LINES,
    SMTP_READS_TEXT,  /* after DATA */
    SMTP_READS_CHUNK, /* after BDAT */
} SmtpReads;

/* A BDAT whose octets are still coming. */
typedef struct {
    GString *argument;
    guint64 size, left;
    gsize line_octets;
    gboolean is_last, is_taken; /* taken: the chunk is part of the message */
    gboolean is_open;           /* chunks have come whose message was not told of yet */
    gboolean is_refused;        /* one of them was refused */
    guint command_n;            /* of the last of them */
} SmtpChunk;

struct SmtpCore {
    Session *session;
    LineSplitter lines;
    SmtpReads reads;
    gsize skipped; /* octets of a line that is too long to be read */
    gboolean is_lmtp, needs_login;
    gboolean has_crlf; /* the client has ended a line with CRLF at least once */
    gboolean told_bare_lf;
    char *hello;          /* the name it gave; NULL: none */
    gboolean is_extended; /* by EHLO or LHLO */
    guint n_mails;        /* MAIL commands taken: part of the queue id */
    SmtpEnvelope envelope;
    SmtpDelivery *delivery; /* the text on its way in */
    DotText dots;
    guint64 text_octets; /* on the wire */
    gboolean told_smuggling;
    SmtpChunk chunk;
    Login *login;
};

/* ---- core.c ---- */
/* A reply to the current command; the enhanced code is left out if that extension is off. */
void smtp_core_say(SmtpCore *self, const char *code, const char *enhanced, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Where the client departs from the RFC: the lesson in the log and TRUE, or (strict) a refusal with
 * the same words and FALSE. */
gboolean smtp_core_forgive(SmtpCore *self, const char *refusal, const char *enhanced,
                           const char *code, const char *rfc, const char *sentence);
gboolean smtp_core_is_offered(const SmtpCore *self, const SmtpExtension *extension);
/* "EHLO HELO …": what the rows allow now and this server does. Free with g_free(). */
char *smtp_core_legal_commands(const SmtpCore *self);
/* NULL-terminated. */
extern const SmtpExtension *const smtp_extensions[];

/* ---- hello.c ---- */
extern const SmtpVerb smtp_hello_verbs[];

/* ---- envelope.c ---- */
extern const SmtpVerb smtp_envelope_verbs[];
/* Forgets the transaction, and the text on its way in. */
void smtp_core_note_refused(SmtpCore *self, SyntaxSlice argument);
void smtp_core_drop_transaction(SmtpCore *self);
/* Opens the delivery for the envelope, with the trace fields on top. */
void smtp_core_open_delivery(SmtpCore *self);

/* ---- text.c ---- */
extern const SmtpVerb smtp_text_verbs[];
gsize smtp_core_take_text(SmtpCore *self, const guint8 *octets, gsize length);
/* Octets of the text as the client meant them: for the mailboxes and for the log. */
void smtp_core_take_content(SmtpCore *self, const guint8 *octets, gsize length);
/* Answers the end of the message (already told as a command), once or for each recipient, and tells
 * of the message. */
void smtp_core_finish_message(SmtpCore *self, const char *carried_by);
/* The text or the chunks broke off (TRUE), or were refused: tells of the message, and forgets it.
 */
void smtp_core_give_up_message(SmtpCore *self, gboolean is_unterminated);

/* ---- questions.c ---- */
extern const SmtpVerb smtp_question_verbs[];

/* ---- the extensions ---- */
extern const SmtpExtension smtp_pipelining, smtp_size, smtp_8bitmime, smtp_smtputf8, smtp_chunking,
    smtp_enhanced_codes, smtp_dsn, smtp_starttls, smtp_auth;
/* extension_chunking.c: BDAT is told only when its octets are in. */
gboolean smtp_core_chunk_begin(SmtpCore *self, SyntaxSlice argument, gsize line_octets);
gsize smtp_core_chunk_octets(SmtpCore *self, const guint8 *octets, gsize length);
/* extension_auth.c */
void smtp_auth_line(SmtpCore *self, const Line *line);
