/* SPDX-License-Identifier: MIT */
/* Named faults for exercises: each makes the servers fail in one way that real servers do, always
 * the same way. */
#pragma once

#include <glib.h>

typedef enum {
    FAULT_GREYLIST,           /* SMTP: the first RCPT of each client, sender, recipient is 450 */
    FAULT_MAILBOX_FULL,       /* SMTP 452 / 552, IMAP NO [OVERQUOTA] */
    FAULT_SLOW,               /* every reply waits */
    FAULT_DROP_AFTER_DATA,    /* SMTP: the connection ends after the dot, before the reply */
    FAULT_CLOSE_421,          /* SMTP: 421 to the first MAIL of a session */
    FAULT_REJECT,             /* SMTP: reject:ADDRESS is refused with 550 */
    FAULT_STARTTLS_INJECTION, /* octets sent before the handshake are obeyed inside TLS */
    FAULT_NO_STARTTLS,        /* STARTTLS is offered and then refused: 454 */
    FAULT_AUTH_DOWN,          /* SMTP 454, POP3 -ERR [SYS/TEMP], IMAP NO [UNAVAILABLE] */
    FAULT_BUSY,               /* the greeting is 554 / -ERR / BYE */
    FAULT_MAILDROP_LOCKED,    /* POP3: -ERR [IN-USE] */
    FAULT_DUPLICATE,          /* SMTP: the mail is stored, but the reply is 451: it comes twice */
    FAULT_N,
} Fault;

typedef struct {
    const char *name;     /* "greylist"; "reject:ADDRESS" is "reject" with an argument */
    const char *argument; /* how help calls its argument; NULL: it has none */
    const char *protocols;
    const char *rfc;
    const char *sentence; /* what happens, and what a good client does */
} FaultKind;

typedef struct Faults Faults;

const FaultKind *fault_kind(Fault fault);
Faults *faults_new(void);
void faults_free(Faults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Faults, faults_free)
/* Switches on "slow", "slow:500" or "reject:a@b"; FALSE with a sentence if there is no such fault.
 */
gboolean faults_add(Faults *self, const char *word, GError **error);
/* `self` may be NULL: none is on. */
gboolean faults_has(const Faults *self, Fault fault);
const char *faults_argument(const Faults *self, Fault fault);
/* Is this key new? It is remembered (greylist: client, sender, recipient), until there are too
 * many. */
gboolean faults_first_time(const Faults *self, const char *key);
