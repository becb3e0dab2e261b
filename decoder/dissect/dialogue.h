/* SPDX-License-Identifier: MIT */
/* For tests: a conversation written down line by line, fed to a dissector in any cut, and what it
 * noted, as compact text. */
#pragma once

#include "dissect/decoder.h"

/* How a dialogue is cut into calls. A flight is what one side sends before the other speaks. */
typedef enum {
    DIALOGUE_LINES,   /* a call for each entry */
    DIALOGUE_FLIGHTS, /* a call for each flight */
    DIALOGUE_OCTETS,  /* a call for each octet */
    DIALOGUE_SPLIT,   /* each flight in two calls, cut at `at` */
} DialogueCut;

typedef struct {
    guint16 port;                  /* of the server; 25 if 0 */
    gboolean is_late, is_open;     /* the SYN, the end was not captured */
    gboolean is_client_only;       /* nothing of the server was captured */
    gboolean is_server_only;       /* nothing of the client was captured */
    const SpecProtocol *decode_as; /* NULL: detect */
    gboolean reveal, labels;
    const Secret *secret; /* a password that was given; or NULL */
    /* NULL-terminated: "C text" and "S text" are lines that end with CRLF, "C!octets" and
     * "S!octets" have none; "Cztext", "Sztext" are lines that are compressed (RFC 4978); "Cgap 12",
     * "Sgap 12" are lost octets, "Csnap 12" cut-off ones; "Cconflict 30 4": other copies of 4
     * octets at offset 30 are seen. */
    const char *const *script;
} Dialogue;

/* One line for each note:
 *   C3 RCPT TO:<b@y> @MAIL P        command, argument, state, pipelined; a tag stands before it
 *   S3 250 2.1.5                    reply, enhanced code
 *   S4 * 2 FETCH m0+1               of IMAP: number, data, [CODE], first message and how many
 *   T MAIL RCPT 250 RCPT            transition
 *   M0 DATA accepted complete 12 a@x>b@y;refused;unanswered text/plain
 *   M0 FETCH accepted complete 10 INBOX #2 u3 [1.2] <0.10>   of IMAP: mailbox, number, UID, section
 *   A PLAIN 1 client authcid=bob password=(redacted) ok
 *   L TLS 1.3 mail.example          tls
 *   F smtp.bare-lf 3                finding, its command
 *   E CLOSED 5 5 1 none             final state, commands, replies, messages, security
 * Empty if it was not taken for mail. */
char *dialogue_run(const Dialogue *dialogue, DialogueCut cut, gsize at);

/* The labels of one direction: "label|octets" joined by newlines, gaps as nothing. */
char *dialogue_labels(const Dialogue *dialogue, DialogueCut cut, Direction direction);

/* The longest flight, for cutting at every point. */
gsize dialogue_longest(const Dialogue *dialogue);
