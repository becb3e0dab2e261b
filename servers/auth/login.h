/* SPDX-License-Identifier: MIT */
/* One login by SASL (RFC 4422), driven by any core: lines of base64 in, challenges out. What it
 * reads is reported as `sasl` records of the session. */
#pragma once

#include "auth/users.h"
#include "session/session.h"
#include "syntax/smtp_syntax.h"

#define LOGIN_LINE_MAX 12288u /* RFC 4954 §4: octets of a base64 line */
#define LOGIN_STEPS_MAX 8u

typedef enum {
    LOGIN_CHALLENGE, /* send `output` (base64, perhaps empty) and wait for a line */
    LOGIN_OK,        /* logged in: session_user() is set */
    LOGIN_FAILED,    /* wrong name, password or proof; the session was told to hold a while */
    LOGIN_CANCELLED, /* the client sent "*" */
    LOGIN_MALFORMED, /* no base64, or not what the mechanism asks for */
    LOGIN_UNKNOWN_MECHANISM, /* not offered (perhaps switched off by --without) */
    LOGIN_UNAVAILABLE,       /* fault auth-down, or the library failed */
    LOGIN_N_RESULTS,
} LoginResult;

typedef struct Login Login;

/* `mechanism` in any case; `initial` is the initial response as sent ("=" is an empty one, RFC 4954
 * §4), NULL if there was none; login_tell_response() told of it. session_command() was called for
 * AUTH / AUTHENTICATE. *result is
 * never LOGIN_OK without a login. Free it when the result is anything but LOGIN_CHALLENGE. */
Login *login_begin(Session *session, const char *mechanism, const char *initial,
                   LoginResult *result);
/* The same with the words of a command line; an empty `initial` is none. */
Login *login_begin_words(Session *session, SyntaxSlice mechanism, SyntaxSlice initial,
                         LoginResult *result);
/* The client's next line, without its end; session_command(<sasl-response>) was called. */
LoginResult login_line(Login *self, const char *line, gsize length);
/* The same, and tells the session of the line first: `command` is the <sasl-response> of its
 * protocol, `octets` what the line took on the wire. */
LoginResult login_response(Login *self, int command, const char *line, gsize length,
                           guint64 octets);
/* Tells the log what a client says of itself with the first line of a login, whatever comes of it:
 * the response behind AUTH and a mechanism (none if it is empty) … */
void login_tell_response(Session *session, SyntaxSlice mechanism, SyntaxSlice response);
/* … and what is no SASL: USER, PASS ("USER"), APOP, LOGIN. All but the mechanism may be NULL. */
void login_tell_words(Session *session, const char *mechanism, const char *name, const char *secret,
                      const char *timestamp);
/* What to send after "334 ", "+ "; lent until the next call. */
const char *login_output(const Login *self);
void login_free(Login *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Login, login_free)

/* "PLAIN LOGIN CRAM-MD5 …": what is offered now: no -PLUS without TLS, nothing that is --without.
 * Free with g_free(). */
char *login_mechanisms(const Session *session);
/* Is the initial response of this mechanism (PLAIN, or an unknown one) not to be shown? */
gboolean login_is_secret(const char *mechanism, gsize length);
/* Is the client's next line (PLAIN's; LOGIN's second) not to be shown? */
gboolean login_line_is_secret(const Login *self);

/* USER/PASS, LOGIN: sets session_user() if they are right; else tells the session to hold. A
 * password in clear without TLS gets its lesson. */
gboolean login_check_password(Session *session, const char *user, const char *password);
/* APOP: MD5 of timestamp and password (RFC 1939 §7). */
gboolean login_check_apop(Session *session, const char *user, const char *timestamp,
                          const char *digest);
