/* SPDX-License-Identifier: MIT */
/* What the RFCs say, as tables: states, commands, replies, transitions. The servers obey these
 * tables, the decoder infers from them, `maillab explain` prints them. */
#pragma once

#include <glib.h>

/* How many lines answer a command where the protocol does not say so in the reply itself (POP3). */
typedef enum {
    SPEC_REPLY_ONE_LINE = 0,
    SPEC_REPLY_MULTI_LINE,                  /* +OK, then lines up to a lone dot */
    SPEC_REPLY_MULTI_LINE_WITHOUT_ARGUMENT, /* LIST, UIDL: one line if a message is named */
} SpecReplyShape;

/* Two facts about turns; a command may have both, one or none. */
typedef enum {
    SPEC_TURN_FREE = 0,
    SPEC_TURN_FRAMING_WAITS =
        1 << 0, /* what follows is text or commands only once the reply is known */
    SPEC_TURN_LAST_IN_PIPELINE = 1 << 1, /* RFC 2920 §3.1: must be the last of a group */
} SpecTurn;

/* The fields stand in the order in which a row reads well. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
typedef struct {
    const char *name;    /* as sent ("MAIL"); pseudo-commands in angle brackets ("<connect>") */
    const char *syntax;  /* as a student would type it: "MAIL FROM:<path> [parameters]" */
    guint turns;         /* SpecTurn bits */
    const char *rfc;     /* "RFC 5321 §4.1.1.2"; "vendor" where there is none */
    const char *meaning; /* "opens a transaction and names the envelope sender" */
    const char *next;    /* what one does after it, for explain */
    SpecReplyShape reply_shape;
} SpecCommand;

typedef struct {
    const char *name; /* "READY" */
    const char *rfc;
    const char *meaning;
    gboolean is_observer; /* LOST, TLS: only the decoder enters it */
    gboolean is_end;      /* the session ends here, as in `closed` (POP3: UPDATE) */
} SpecState;

typedef guint32 SpecStateSet; /* 1u << state */
#define SPEC_STATE(state) (1u << (state))
#define SPEC_SAME (-1) /* `to`: the state stays */

typedef struct {
    SpecStateSet from;
    int command;
    const char *reply; /* status, 'x' stands for any digit: "250", "xxx"; "+OK" */
    int to;
    const char *rfc;
    const char *why; /* one plain sentence or clause: "the sender is accepted" */
} SpecTransition;

/* Replies that may come at any time and legalise nothing (421, * BYE). */
typedef struct {
    const char *reply;
    int to;
    const char *rfc;
    const char *why;
} SpecInterrupt;

/* A reply code and what one does about it. */
typedef struct {
    const char *code; /* "250" */
    const char *rfc;
    const char *meaning;
    const char *next; /* what a client does now */
} SpecReply;

typedef struct {
    const char *name; /* "smtp" */
    const SpecState *states;
    guint n_states;
    const SpecCommand *commands;
    guint n_commands;
    const SpecTransition *transitions;
    guint n_transitions;
    const SpecInterrupt *interrupts;
    guint n_interrupts;
    const SpecReply *replies;
    guint n_replies;
    int initial, lost, tls, closed; /* states */
} SpecProtocol;

/* The row for the verb (any case), -1 if there is none, or none of this protocol: protocols may
 * share a table of commands, and a command is a protocol's if a transition uses it. Pseudo-commands
 * are found by their name too. */
int spec_find_command(const SpecProtocol *self, const char *verb, gsize length);
int spec_find_state(const SpecProtocol *self, const char *name);
const SpecReply *spec_find_reply(const SpecProtocol *self, const char *code);

/* Does a row allow this command in this state? In the observer's state LOST nothing is illegal. */
gboolean spec_is_legal(const SpecProtocol *self, int state, int command);
/* Does a reply with this status say no, in any of the protocols? */
gboolean spec_is_refusal(const char *status);
/* The states in which a command is legal. */
SpecStateSet spec_legal_states(const SpecProtocol *self, int command);
/* Does `status` fit the pattern of a row? */
gboolean spec_reply_matches(const char *pattern, const char *status);

/* What a reply did. */
typedef struct {
    int from, to;
    int command;        /* -1: an interrupt with no command pending */
    const char *status; /* lent by the caller of spec_machine_reply() */
    const char *rfc;
    const char *why;
    gboolean out_of_order; /* the command was illegal in `from`, yet the reply took its effect */
} SpecStep;

/* The one place where a state changes. The server calls it as it sends a reply, the decoder as it
 * matches a reply to its command. */
typedef struct {
    const SpecProtocol *spec;
    int state;
} SpecMachine;

void spec_machine_init(SpecMachine *self, const SpecProtocol *spec);

/* TRUE if a row (or interrupt) matches: the state has moved (perhaps to itself) and *step says how.
 * A command that no row allows in this state but whose reply fits one of its rows takes the effect
 * of that row, with out_of_order set. In LOST only rows with a fixed `to` match: the way back.
 * `command` is -1 for a reply that answers nothing: then only interrupts match. */
gboolean spec_machine_reply(SpecMachine *self, int command, const char *status, SpecStep *step);

/* The observer's own moves (to LOST or TLS): no reply, no report. */
void spec_machine_enter(SpecMachine *self, int state);

/* "smtp RCPT --DATA 354--> DATA"; free with g_free(). */
char *spec_format_step(const SpecProtocol *spec, const SpecStep *step);

/* The protocols. */
extern const SpecProtocol spec_smtp;
extern const SpecProtocol spec_lmtp;

/* Commands of SMTP and LMTP; index of spec_smtp.commands and spec_lmtp.commands. */
typedef enum {
    SMTP_CONNECT, /* <connect> */
    SMTP_EHLO,    /* LHLO in LMTP (RFC 2033 §4.1) has its own row */
    SMTP_HELO,
    SMTP_LHLO,
    SMTP_MAIL,
    SMTP_RCPT,
    SMTP_DATA,
    SMTP_END_OF_DATA, /* <end-of-data> */
    SMTP_BDAT,
    SMTP_BDAT_LAST, /* its own row, "BDAT LAST", as it ends the message; the verb on the wire is
                       BDAT */
    SMTP_RSET,
    SMTP_VRFY,
    SMTP_EXPN,
    SMTP_HELP,
    SMTP_NOOP,
    SMTP_QUIT,
    SMTP_AUTH,
    SMTP_SASL_RESPONSE, /* <sasl-response> */
    SMTP_STARTTLS,
    SMTP_ETRN,
    SMTP_N_COMMANDS,
} SmtpCommand;

typedef enum {
    SMTP_STATE_START,   /* connected, no greeting yet */
    SMTP_STATE_REFUSED, /* greeted with 554: only QUIT is taken */
    SMTP_STATE_GREETED,
    SMTP_STATE_READY,
    SMTP_STATE_MAIL,
    SMTP_STATE_RCPT,
    SMTP_STATE_DATA, /* what the client sends is text */
    SMTP_STATE_BDAT, /* some chunks are in, the last is not */
    SMTP_STATE_AUTH, /* a SASL exchange is going on */
    SMTP_STATE_CLOSED,
    SMTP_STATE_TLS,  /* observer: encrypted, no keys */
    SMTP_STATE_LOST, /* observer: octets are missing, the state is not known */
    SMTP_N_STATES,
} SmtpState;

/* Facts about words that commands and replies carry: EHLO keywords, MAIL and RCPT parameters,
 * enhanced codes, SASL mechanisms, header fields, encodings, ports. */
typedef enum {
    SPEC_WORD_EHLO_KEYWORD,
    SPEC_WORD_MAIL_PARAMETER,
    SPEC_WORD_RCPT_PARAMETER,
    SPEC_WORD_ENHANCED_CODE, /* "2.1.5", or "x.7.8" with the class left open */
    SPEC_WORD_SASL_MECHANISM,
    SPEC_WORD_HEADER,
    SPEC_WORD_ENCODING, /* Content-Transfer-Encoding */
    SPEC_WORD_PORT,
    SPEC_WORD_POP3_CAPABILITY,
    SPEC_WORD_POP3_RESPONSE_CODE,
    SPEC_WORD_IMAP_CAPABILITY, /* "AUTH=" is known for "AUTH=PLAIN" too */
    SPEC_WORD_IMAP_RESPONSE_CODE,
    SPEC_WORD_IMAP_DATA,  /* untagged responses: "EXISTS" */
    SPEC_WORD_FETCH_ITEM, /* items without section, and section texts: "BODY.PEEK", "HEADER" */
    SPEC_WORD_SEARCH_KEY,
    SPEC_WORD_IMAP_FLAG, /* flags of messages and marks of mailboxes */
    SPEC_N_WORD_KINDS,
} SpecWordKind;

typedef struct {
    SpecWordKind kind;
    const char *word; /* canonical spelling: "PIPELINING", "SIZE", "x.1.1", "Message-ID" */
    const char *rfc;
    const char *meaning; /* one plain sentence */
    const char *next;    /* what one does with it; may be NULL */
} SpecWord;

/* Finds a word in any case; an enhanced code by its subject and detail if not exactly. NULL if
 * unknown. */
const SpecWord *spec_find_word(SpecWordKind kind, const char *word, gsize length);
/* All words of a kind, for explain and the lint. */
const SpecWord *spec_words(SpecWordKind kind, guint *n_words);
