/* SPDX-License-Identifier: MIT */
/* STARTTLS (RFC 9051 §6.2.1). The handshake is the transport's. */
#include "imap/commands.h"

void cmd_starttls(ImapCore *self, const ImapCall *call) {
    if (session_is_tls(self->session)) {
        imap_bad(self, "TLS is on already: RFC 9051 §6.2.1");
        return;
    }
    if (!self->setup->has_certificate) {
        imap_bad(self, "There is no certificate, so TLS is not offered: RFC 9051 §6.2.1");
        return;
    }
    if (session_fault(self->session, FAULT_NO_STARTTLS)) {
        imap_no(self, "UNAVAILABLE", "TLS is not to be had now");
        return;
    }
    imap_ok(self, NULL, "Begin TLS now");
    session_start_tls(self->session);
}
