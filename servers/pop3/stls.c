/* SPDX-License-Identifier: MIT */
/* STLS (RFC 2595 §4): after +OK the connection is encrypted, and the client has to log in there. */
#include "pop3/pop3_core.h"

gboolean pop3_stls_is_offered(const Pop3Core *self) {
    return session_setup(self->session)->has_certificate && !session_is_tls(self->session);
}

static void run_stls(Pop3Core *self, SyntaxSlice argument) {
    if (session_is_tls(self->session)) {
        pop3_core_err(self, NULL, "TLS is on already");
    } else if (!pop3_stls_is_offered(self)) {
        pop3_core_err(self, NULL, "there is no certificate here");
    } else if (session_fault(self->session, FAULT_NO_STARTTLS)) {
        pop3_core_err(self, "SYS/TEMP", "TLS is not available: the named fault no-starttls is on");
    } else {
        pop3_core_ok(self, "begin the handshake");
        session_start_tls(self->session);
    }
}

const Pop3Verb pop3_stls_verbs[] = {
    {POP3_STLS, "STLS", run_stls},
    {0, NULL, NULL},
};
