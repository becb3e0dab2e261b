/* SPDX-License-Identifier: MIT */
/* The grammar of POP3 command and reply lines, read once for both readers: the decoder (tolerant)
 * and the servers (strict). Lines come without their line end. Pointers are lent from the line.
 * RFC 1939 §3, §5, §7, §11, RFC 2449 §3, §8. */
#pragma once

#include "syntax/smtp_syntax.h"

/* A command line split at its first space. Verb as sent; argument without blanks around it. */
void pop3_parse_command(const char *line, gsize length, SyntaxSlice *verb, SyntaxSlice *argument);

/* The next word of an argument, with the blanks before it taken off; length 0: there is none.
 * Shortens *argument. */
SyntaxSlice pop3_next_word(SyntaxSlice *argument);

/* A message number: decimal, from 1 on, at most 2^32 - 1. */
gboolean pop3_parse_message_number(SyntaxSlice word, guint32 *number);

/* The first line of a reply. */
typedef struct {
    const char *status; /* "+OK", "-ERR", or "+" for a challenge; static */
    SyntaxSlice text;   /* after status and space */
    SyntaxSlice code;   /* "[IN-USE]" without the brackets; octets NULL if there is none */
} Pop3Status;

/* FALSE if the line does not begin with one of the three. */
gboolean pop3_parse_status(const char *line, gsize length, Pop3Status *status);

/* The timestamp of a greeting that offers APOP, angle brackets included; FALSE if there is none. */
gboolean pop3_parse_timestamp(SyntaxSlice text, SyntaxSlice *timestamp);

/* Two numbers: a scan listing ("2 200"), or what STAT answers ("2 320"). Text may follow. */
gboolean pop3_parse_numbers(SyntaxSlice text, guint32 *first, guint64 *second);

/* A number and a unique-id ("2 QhdPYR:00WBw1Ph7x7"): RFC 1939 §7. */
gboolean pop3_parse_unique_id(SyntaxSlice text, guint32 *number, SyntaxSlice *unique_id);

/* "120 octets" (or bytes), anywhere in a text for people. */
gboolean pop3_parse_octets(SyntaxSlice text, guint64 *octets);

/* What stands in a reply, which only the command tells. */
typedef enum {
    POP3_TEXT,       /* text for people */
    POP3_GREETING,   /* the same, perhaps with a timestamp */
    POP3_NUMBERS,    /* STAT; LIST of one message; lines of LIST */
    POP3_UNIQUE_ID,  /* UIDL of one message; lines of UIDL */
    POP3_OCTETS,     /* RETR: text, perhaps with a number of octets */
    POP3_CHALLENGE,  /* AUTH: base64 */
    POP3_CAPABILITY, /* lines of CAPA */
    POP3_LANGUAGE,   /* lines of LANG */
    POP3_MECHANISM,  /* lines of AUTH without argument */
    POP3_N_CONTENTS,
} Pop3Content;

/* Appends the tokens of a line to `tokens` (GArray of SyntaxToken); they tile it. */
void pop3_command_tokens(const char *line, gsize length, GArray *tokens);
void pop3_status_tokens(const char *line, gsize length, Pop3Content content, GArray *tokens);
/* A further line of a multi-line reply, not the lone dot. */
void pop3_item_tokens(const char *line, gsize length, Pop3Content content, GArray *tokens);
