/* SPDX-License-Identifier: MIT */
/* One connection as its core sees it: what is set up, what is known of the peer, where replies go,
 * and to whom everything is reported. No I/O: octets gather in `out`, wishes are carried out by who
 * drives the session (driver.h). */
#pragma once

#include "session/core.h"
#include "session/observer.h"
#include "session/setup.h"

/* Beyond this many octets in `out` a core pauses: session_goes_on(). */
#define SESSION_OUTPUT_CAP ((gsize)256 * 1024)

/* ---- what is known ---- */
const SessionSetup *session_setup(const Session *self);
const SessionPeer *session_peer(const Session *self);
const CoreClass *session_class(const Session *self);
int session_state(const Session *self); /* of the protocol's states */
gboolean session_is_tls(const Session *self);
/* Channel binding for SCRAM-…-PLUS, base64: "tls-exporter" (RFC 9266) or "tls-unique" (RFC 5929
 * §3); NULL if there is none. */
const char *session_channel_binding(const Session *self, const char *kind);
/* Is an extension ("PIPELINING", "IDLE", "UIDL", "APOP") on? All are but those of --without. */
gboolean session_has(const Session *self, const char *extension);
/* Does the fault bite? Its argument ("reject:ADDR") may be NULL. See faults.h. */
gboolean session_fault(const Session *self, Fault fault);
const char *session_fault_argument(const Session *self, Fault fault);
gint64 session_now_ns(const Session *self);
/* Who has logged in; NULL before. Set to NULL by tls_started. */
const char *session_user(const Session *self);
void session_set_user(Session *self, const char *user);

/* ---- a command ---- */
typedef struct {
    int command;      /* of spec->commands; -1: unknown */
    const char *verb; /* as sent; for a known command only its length matters and may be 0 */
    gsize verb_length;
    const char *argument;
    gsize argument_length;
    const char *secret; /* a slice of the argument that is not to be shown; or NULL */
    gsize secret_length;
    const char *tag; /* IMAP */
    gsize tag_length;
    gboolean is_tag_bad; /* told, but no reply can repeat it */
    guint64 octets;      /* on the wire */
} SessionCommand;

/* Reports the command; replies from now on answer it. Say <connect>, <end-of-data>,
 * <sasl-response> and <idle-done> too. Returns its n. */
guint session_command(Session *self, const SessionCommand *command);
/* The n of the command in hand. */
guint session_command_number(const Session *self);
/* May the current command be taken in this state, by the rows of the protocol? If not: 503, BAD,
 * -ERR. */
gboolean session_is_legal(const Session *self);
/* "RCPT is not allowed in state READY: it needs MAIL first. Allowed now: …": for the refusal and
 * for HELP. */
char *session_explain_refusal(const Session *self);
/* The names of the commands that the rows allow now, separated by spaces; extensions that are off
 * left out. */
char *session_legal_commands(const Session *self);

/* ---- a reply ---- */
typedef struct {
    const char *status;   /* "250"; "+OK" "-ERR" "+"; "OK" "NO" "BAD" "BYE" "PREAUTH" "*" "+" */
    const char *enhanced; /* SMTP: "2.1.5", written on each line; or NULL */
    const char *code;     /* POP3, IMAP: response code without brackets, "UIDNEXT 5"; or NULL */
    const char *data;     /* IMAP, status "*": "EXISTS", "LIST"; or NULL */
    gboolean has_number;  /* IMAP, status "*": "* 12 EXISTS" */
    guint64 number;
    const char *text;        /* lines, '\n' between them; IMAP data: all after its name; or NULL */
    gboolean is_multi_line;  /* POP3: the lines after the first, and a lone dot; dots are stuffed */
    gboolean is_untagged;    /* IMAP: OK, NO, BAD, BYE, PREAUTH that end no command */
    gboolean is_unsolicited; /* it answers no command: 421 or BYE on a timer, news in IDLE */
    const char *recipient;   /* LMTP */
    gboolean is_one_of_many; /* LMTP: other replies to the same dot follow; it moves no state */
} SessionReply;

/* The one way to answer: formats the reply into `out`, moves the state by the protocol's rows, and
 * reports reply and transition. */
void session_reply(Session *self, const SessionReply *reply);
/* The usual one, with a format: session_say(session, "250", "2.1.0", "sender ok"). Text is cut into
 * lines at '\n'. For IMAP this is the tagged reply, `enhanced` its response code. */
void session_say(Session *self, const char *status, const char *enhanced, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* IMAP: an untagged line: session_untagged(session, "LIST", "(\\HasNoChildren) \"/\" INBOX"). */
void session_untagged(Session *self, const char *data, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* IMAP: "* 12 EXISTS". */
void session_untagged_number(Session *self, guint64 number, const char *data);
/* IMAP: "+ text" for a literal whose command is not whole yet. */
void session_go_ahead(Session *self, const char *text);

/* A reply that carries octets: head, octets, end. The head's text is formatted as in
 * session_reply(), without line end for IMAP; octets go out as they are; what ends the reply is
 * written by session_reply_end() (IMAP: `tail` and CRLF; POP3: ".CRLF"). State and reports come
 * with the end. Between octets the core may pause. */
void session_reply_begin(Session *self, const SessionReply *head);
void session_reply_octets(Session *self, const guint8 *octets, gsize length);
/* IMAP: text between octets (" BODY[2] {6}" CRLF, the line end left out): it is shown in the log.
 */
void session_reply_text(Session *self, const char *text);
void session_reply_end(Session *self, const char *tail);

/* ---- a message ---- */
/* The text of a message passes, in either direction, as its receiver gets it (no dot-stuffing). */
void session_message_octets(Session *self, const guint8 *octets, gsize length);
void session_message_end(Session *self);
/* After the text's end. Within session_reply_begin()…end() it is told after the reply, else at
 * once: so say it after the reply that decides. */
void session_message(Session *self, const SessionMessage *message);

/* ---- the rest of the log ---- */
/* Told after the next reply. login.h does it. */
void session_sasl(Session *self, const SessionSaslReport *report);
/* Told after the next reply too: it belongs to the command that this answers. */
void session_lesson(Session *self, const char *code, const char *rfc, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* ---- wishes ---- */
/* FALSE: return from octets() now. */
gboolean session_goes_on(const Session *self);
/* After the reply that agrees: TLS begins once `out` is written. */
void session_start_tls(Session *self);
/* The connection is closed once `out` is written. */
void session_close(Session *self);
/* What is in `out` from now on is written only after so long, and nothing is read until then. */
void session_hold(Session *self, guint milliseconds);
