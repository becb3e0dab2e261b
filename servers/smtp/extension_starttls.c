/* SPDX-License-Identifier: MIT */
/* STARTTLS (RFC 3207): after the 220 the connection is encrypted and the session begins anew; what
 * was sent behind the command before that is dropped by the session. */
#include "smtp/smtp_core.h"

static gboolean starttls_is_offered(const SmtpCore *self) {
    return session_setup(self->session)->has_certificate && !session_is_tls(self->session);
}

static void run_starttls(SmtpCore *self, SyntaxSlice argument) {
    if (argument.length > 0) {
        smtp_core_say(self, "501", "5.5.4", "STARTTLS takes no argument");
    } else if (session_is_tls(self->session)) {
        smtp_core_say(self, "503", "5.5.1", "TLS is on already");
    } else if (!starttls_is_offered(self)) {
        smtp_core_say(self, "502", "5.5.1", "there is no certificate here");
    } else if (session_fault(self->session, FAULT_NO_STARTTLS)) {
        smtp_core_say(self, "454", "4.7.0",
                      "TLS is not available now: the named fault no-starttls is on");
    } else {
        smtp_core_say(self, "220", "2.0.0", "begin the handshake; then say EHLO again");
        session_start_tls(self->session);
    }
}

const SmtpExtension smtp_starttls = {
    .word = "STARTTLS",
    .is_offered = starttls_is_offered,
    .verbs = {{SMTP_STARTTLS, run_starttls}},
};
