/* SPDX-License-Identifier: MIT */
/* What a protocol core is: octets in, replies out, no I/O. A core is a row of functions; what it
 * needs it asks of its Session. */
#pragma once

#include "spec/spec.h"

typedef struct Session Session;

typedef struct {
    const char *name; /* of the service: "smtp", "submission", "lmtp", "pop3", "imap" */
    const SpecProtocol *spec;

    /* The core's own data for one connection; `session` outlives it. */
    gpointer (*create)(Session *session);
    void (*free)(gpointer core);

    /* The connection stands: say <connect> with session_command(), and greet. */
    void (*greet)(gpointer core);

    /* Takes octets of the client and returns how many. It answers one command after the other as
     * long as session_goes_on(); then it returns, and is called again with what it left once the
     * output is written, perhaps with none (length 0) to go on with a long answer. With
     * session_goes_on() it must take everything (and hold the beginning of an unfinished line). */
    gsize (*octets)(gpointer core, const guint8 *octets, gsize length);

    /* The TLS handshake that session_start_tls() asked for is done. What was learned before is
     * void: RFC 3207 §4.2, RFC 2595 §4, RFC 9051 §6.2.1. Octets that were sent before it are
     * dropped by the session; octets of an unfinished line that the core holds are to be dropped by
     * it. */
    void (*tls_started)(gpointer core);

    /* Each may be NULL. */
    void (*idle)(
        gpointer core); /* the RFC's timer ran out: say so (421, BYE) and session_close() */
    void (*leave)(gpointer core);           /* the server ends: the same */
    void (*closed)(gpointer core);          /* the client is gone; nothing can be said any more */
    void (*mailbox_changed)(gpointer core); /* somebody changed a mailbox of session_user() */

    guint idle_seconds; /* RFC 5321 §4.5.3.2: 300; RFC 1939 §3: 600; RFC 9051 §5.4: 1800 */
} CoreClass;
