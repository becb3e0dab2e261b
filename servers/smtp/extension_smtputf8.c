/* SPDX-License-Identifier: MIT */
/* SMTPUTF8 (RFC 6531): addresses and header fields beyond ASCII. */
#include "smtp/smtp_core.h"

static gboolean take_smtputf8(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    if (value.octets != NULL) {
        smtp_core_say(self, "501", "5.5.4", "SMTPUTF8 takes no value");
        return FALSE;
    }
    self->envelope.is_utf8 = TRUE;
    return TRUE;
}

const SmtpExtension smtp_smtputf8 = {
    .word = "SMTPUTF8",
    .parameters = {{SMTP_MAIL, "SMTPUTF8", take_smtputf8}},
};
