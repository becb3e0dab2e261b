/* SPDX-License-Identifier: MIT */
/* The grammar of IMAP commands and responses, read once for both readers: the decoder (tolerant:
 * says what is wrong and goes on) and the servers (strict: refuse if `problems` is not zero). RFC
 * 3501 §9, RFC 9051 §9. */
#pragma once

#include "syntax/imap_value.h"

#define IMAP_ARGUMENTS_MAX 16u
#define IMAP_NAME_MAX 32u

/* What an argument is, in commands, responses and response codes. */
typedef enum {
    IMAP_ROLE_UNKNOWN,
    IMAP_ROLE_USER,
    IMAP_ROLE_PASSWORD, /* the one that is secret */
    IMAP_ROLE_MECHANISM,
    IMAP_ROLE_INITIAL_RESPONSE, /* secret if the mechanism is */
    IMAP_ROLE_MAILBOX,
    IMAP_ROLE_NEW_MAILBOX, /* RENAME, COPY and MOVE: where to */
    IMAP_ROLE_REFERENCE,   /* LIST: what the pattern is relative to */
    IMAP_ROLE_PATTERN,     /* LIST: with * and %; a list of them in LIST-EXTENDED */
    IMAP_ROLE_OPTIONS, /* a list, or words between arguments: SELECT (CONDSTORE), LIST (…) RETURN
                          (…) */
    IMAP_ROLE_SET,     /* sequence set or UID set: imap_set_next() */
    IMAP_ROLE_DATA,    /* FETCH response: "(UID 5 …)": imap_next_item() over its octets */
    IMAP_ROLE_ITEMS,   /* FETCH: a list or one item: imap_next_request_item() */
    IMAP_ROLE_ACTION,  /* STORE: "+FLAGS.SILENT" */
    IMAP_ROLE_FLAGS,   /* a list, or bare flags: each is an argument */
    IMAP_ROLE_DATE,
    IMAP_ROLE_MESSAGE, /* APPEND */
    IMAP_ROLE_SEARCH,  /* all search keys to the end: octets are the keys: imap_search_sentence() */
    IMAP_ROLE_STATUS,  /* STATUS items: words, or words and numbers */
    IMAP_ROLE_CAPABILITY,
    IMAP_ROLE_FIELDS, /* ID: pairs of strings */
    IMAP_ROLE_NUMBER,
    IMAP_ROLE_UIDVALIDITY,
    IMAP_ROLE_DELIMITER,
    IMAP_ROLE_NAMESPACE,
    IMAP_ROLE_CHARSET,
    IMAP_ROLE_TEXT,
    IMAP_ROLE_NAME, /* some other word or string */
    IMAP_N_ROLES,
} ImapRole;

/* "mailbox", "message numbers", … : the label of its token and its name in sentences. */
const char *imap_role_name(ImapRole role);

typedef struct {
    ImapRole role;
    ImapValue value;
} ImapArgument;

typedef struct {
    ImapArgument items[IMAP_ARGUMENTS_MAX];
    guint n; /* more than IMAP_ARGUMENTS_MAX are read, not kept: IMAP_PROBLEM_TOO_MANY */
} ImapArguments;

/* The first argument in this role, or NULL. */
const ImapValue *imap_argument(const ImapArguments *self, ImapRole role);

/* command = tag SP ( command-any / command-auth / command-nonauth / command-select ) CRLF */
typedef struct {
    SyntaxSlice tag;
    SyntaxSlice verb;         /* as sent; "uid fetch" is one verb */
    char name[IMAP_NAME_MAX]; /* "UID FETCH": upper case, one space; "" if there is no verb */
    SyntaxSlice argument;     /* all of them, as sent */
    ImapArguments arguments;
    gboolean is_known; /* the grammar has a row for the verb */
    guint problems;    /* ImapProblem bits */
} ImapCommandLine;
void imap_parse_command(const ImapText *text, ImapCommandLine *command);

typedef enum {
    IMAP_RESPONSE_TAGGED,
    IMAP_RESPONSE_UNTAGGED,
    IMAP_RESPONSE_CONTINUE,
    IMAP_RESPONSE_BAD
} ImapResponseKind;

/* response-tagged   = tag SP resp-cond-state CRLF
 * response-data     = "*" SP ( resp-cond-state / resp-cond-bye / mailbox-data / message-data / … )
 * CRLF continue-req      = "+" SP ( resp-text / base64 ) CRLF */
typedef struct {
    ImapResponseKind kind;
    SyntaxSlice tag;          /* "*" or "+" too */
    char name[IMAP_NAME_MAX]; /* upper case: OK NO BAD BYE PREAUTH, or EXISTS, FETCH, LIST, …; ""
                                 for "+" */
    gboolean is_status;       /* OK NO BAD BYE PREAUTH */
    gboolean has_number;      /* "* 12 EXISTS" */
    guint64 number;
    char code[IMAP_NAME_MAX];  /* response code in upper case, "" if none */
    SyntaxSlice code_argument; /* what follows it inside the brackets */
    ImapArguments arguments;   /* of the data, or of the response code */
    SyntaxSlice text;          /* status and "+": what a person is to read; the challenge */
    SyntaxSlice rest;          /* data: all after the name */
    guint problems;
} ImapResponseLine;
void imap_parse_response(const ImapText *text, ImapResponseLine *response);

/* Appends tokens that tile the text but for literals that are not in it (their header is there).
 * Literals that are inline are one token each, "literal" or the name of their role. Labels: those
 * of imap_role_name() and "tag", "verb", "space", "parenthesis", "quote", "bracket", "status",
 * "response code", "data name", "text", "challenge", "flag", "number", "set", "separator", "literal
 * header", "literal line end", "item name", "section", "NIL", "string", "search key", "capability",
 * "unknown", … */
void imap_command_tokens(const ImapText *text, GArray *tokens);
void imap_response_tokens(const ImapText *text, GArray *tokens);
/* A line that is no command: the answer to a challenge ("base64"), or DONE of IDLE ("verb"). */
void imap_continuation_tokens(const ImapText *text, gboolean is_idle, GArray *tokens);
/* Is the token one that must not be shown (LOGIN's password)? */
gboolean imap_token_is_secret(const SyntaxToken *token);

/* For the framer after a gap: does the line begin as a command with a known verb, as a response? */
gboolean imap_looks_like_command(const char *line, gsize length);
gboolean imap_looks_like_response(const char *line, gsize length);
