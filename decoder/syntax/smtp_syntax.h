/* SPDX-License-Identifier: MIT */
/* The grammar of SMTP command and reply lines, read once for both readers: the decoder (tolerant:
 * says what is wrong and goes on) and the servers (strict: refuse if `problems` is not zero).
 * Lines come without their line end. Pointers are lent from the line. RFC 5321 §4.1.2, §4.2. */
#pragma once

#include <glib.h>

/* A word in place: for labelling octets. Tokens are in order and tile the line. */
typedef struct {
    gsize offset, length;
    const char *label; /* "verb", "space", "keyword", "colon", "angle bracket", "local part", "at",
                          "domain", "parameter name", "equals", "parameter value", "reply code",
                          "separator", "enhanced code", "text", … or "unknown" */
} SyntaxToken;

typedef struct {
    const char *octets;
    gsize length;
} SyntaxSlice;

/* What is wrong with the argument of MAIL or RCPT. */
typedef enum {
    SMTP_PATH_NO_KEYWORD = 1 << 0, /* neither FROM: nor TO: */
    SMTP_PATH_SPACE_BEFORE_COLON = 1 << 1,
    SMTP_PATH_SPACE_AFTER_COLON = 1
                                  << 2, /* RFC 5321 §3.3: spaces are not permitted on either side */
    SMTP_PATH_NO_BRACKETS = 1 << 3,
    SMTP_PATH_UNBALANCED = 1 << 4,   /* < without > */
    SMTP_PATH_SOURCE_ROUTE = 1 << 5, /* <@a,@b:user@c>: legal, obsolete (RFC 5321 §F.2) */
    SMTP_PATH_BAD_LOCAL_PART = 1 << 6,
    SMTP_PATH_BAD_DOMAIN = 1 << 7,
    SMTP_PATH_NO_DOMAIN = 1 << 8,      /* fine for postmaster only */
    SMTP_PATH_8BIT = 1 << 9,           /* needs SMTPUTF8 */
    SMTP_PATH_EMPTY = 1 << 10,         /* nothing at all */
    SMTP_PATH_BAD_PARAMETER = 1 << 11, /* keyword or value outside esmtp-param */
    SMTP_PATH_TOO_MANY_PARAMETERS = 1 << 12,
} SmtpPathProblem;

#define SMTP_PARAMETERS_MAX 16u

typedef struct {
    SyntaxSlice keyword; /* as sent */
    SyntaxSlice value;   /* octets NULL if there is no "=" */
} SmtpParameter;

typedef struct {
    SyntaxSlice address; /* bare: without brackets and source route; length 0: the null path <> */
    guint problems;      /* SmtpPathProblem bits */
    SmtpParameter parameters[SMTP_PARAMETERS_MAX];
    guint n_parameters;
} SmtpPath;

/* The argument of MAIL or RCPT ("FROM:<a@b> SIZE=12"); `keyword` is "FROM" or "TO". */
void smtp_parse_path(const char *argument, gsize length, const char *keyword, SmtpPath *path);

/* A command line split at its first space. Verb as sent; argument without the leading spaces. */
void smtp_parse_command(const char *line, gsize length, SyntaxSlice *verb, SyntaxSlice *argument);

/* "BDAT 86 LAST": RFC 3030 §2. FALSE if it is not that; sizes past 2^63 are refused. */
gboolean smtp_parse_bdat(const char *argument, gsize length, guint64 *size, gboolean *is_last);

/* A decimal number without sign, blanks or overflow (SIZE=…). */
gboolean smtp_parse_number(const char *octets, gsize length, guint64 *number);

/* One line of a reply. FALSE if it does not begin with three digits and SP, "-" or the line end. */
typedef struct {
    char code[4];       /* "250" */
    gboolean is_last;   /* "250 text" or "250" */
    char enhanced[12];  /* "2.1.5" or "" : RFC 2034 §4 (class agrees with the code) */
    SyntaxSlice text;   /* after code and separator, the enhanced code still in it */
    SyntaxSlice phrase; /* after the enhanced code */
} SmtpReplyLine;
gboolean smtp_parse_reply_line(const char *line, gsize length, SmtpReplyLine *reply);

/* Appends the tokens of a command line to `tokens` (GArray of SyntaxToken); `command` decides how
 * the argument is read ("MAIL", "RCPT", "EHLO", "BDAT", "AUTH", others: generic). */
void smtp_command_tokens(const char *line, gsize length, GArray *tokens);
/* Of a reply line; `is_ehlo` if it may be "250-KEYWORD parameters", `is_first` if it is the first
 * line. */
void smtp_reply_tokens(const char *line, gsize length, gboolean is_ehlo, gboolean is_first,
                       GArray *tokens);

/* xtext (RFC 3461 §4) decoded; NULL if it is malformed. Free with g_free(). */
char *smtp_decode_xtext(const char *octets, gsize length);
