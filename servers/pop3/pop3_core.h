/* SPDX-License-Identifier: MIT */
/* What the files of the POP3 core share; inside servers/pop3 only. The base protocol is core.c,
 * logins.c, maildrop.c and retrieval.c; CAPA, STLS and AUTH stand in files of their own. */
#pragma once

#include "framing/line_splitter.h"
#include "pop3/pop3.h"
#include "session/session.h"
#include "spec/pop3_spec.h"
#include "syntax/pop3_syntax.h"

#define POP3_LINE_RFC 255u /* RFC 2449 §4 */
#define POP3_LINE_MAX 4096u

typedef struct Login Login; /* auth/login.h */

/* A message on its way out: RETR, TOP. */
typedef struct {
    GBytes *text;     /* NULL: none */
    gsize at, length; /* of what is sent of it */
    gboolean at_line_start;
    const char *carried_by;
    guint32 number;
} Pop3Job;

typedef struct {
    Session *session;
    LineSplitter lines;
    gsize skipped; /* octets of a line that is too long to be read */
    gboolean told_bare_lf;
    char *timestamp; /* of the greeting, for APOP */
    char *name;      /* USER said so */
    Login *login;    /* AUTH is under way */
    char *locked;    /* whose maildrop this session holds; NULL: none */
    StoreBox *box;
    GByteArray *marks; /* one for each message: 1 if DELE marked it */
    Pop3Job job;
} Pop3Core;

/* One command: its row of the spec, the word of --without that switches it off (NULL: none). */
typedef struct {
    int command;
    const char *extension;
    void (*run)(Pop3Core *self, SyntaxSlice argument);
} Pop3Verb;

/* Each up to a row without `run`. */
extern const Pop3Verb pop3_login_verbs[], pop3_maildrop_verbs[], pop3_retrieval_verbs[],
    pop3_capa_verbs[], pop3_stls_verbs[], pop3_auth_verbs[];

/* ---- core.c ---- */
void pop3_core_ok(Pop3Core *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* `code` ("IN-USE") is left out if RESP-CODES is off; may be NULL. */
void pop3_core_err(Pop3Core *self, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* ---- logins.c ---- */
/* The client is who it says: opens and locks the maildrop, and answers. */
void pop3_core_enter(Pop3Core *self);
/* Tells the log of the line of a login; of another command nothing. */
void pop3_tell_login(Pop3Core *self, int command, SyntaxSlice argument);

/* ---- maildrop.c ---- */
StoreResult pop3_maildrop_open(Pop3Core *self);
/* Gives the lock back; deletes nothing. */
void pop3_maildrop_close(Pop3Core *self);
guint pop3_maildrop_count(const Pop3Core *self);
const StoreMessage *pop3_maildrop_message(const Pop3Core *self, guint32 number);
/* Takes the next word as the number of a message that is not marked; FALSE: it has answered. */
gboolean pop3_maildrop_number(Pop3Core *self, SyntaxSlice *argument, guint32 *number);
gboolean pop3_maildrop_is_marked(const Pop3Core *self, guint32 number);

/* ---- retrieval.c ---- */
/* Goes on with the message that is under way, as long as the session takes octets. */
void pop3_retrieval_go_on(Pop3Core *self);
/* The client is gone: what is under way breaks off. */
void pop3_retrieval_break_off(Pop3Core *self);

/* ---- auth.c, stls.c ---- */
void pop3_auth_line(Pop3Core *self, const Line *line);
gboolean pop3_stls_is_offered(const Pop3Core *self);
