/* SPDX-License-Identifier: MIT */
/* SIZE (RFC 1870): the server tells its limit, the client its estimate. */
#include "smtp/smtp_core.h"

static char *size_argument(const SmtpCore *self) {
    return g_strdup_printf("%" G_GUINT64_FORMAT, session_setup(self->session)->size_limit);
}

/* size-value = 1*20DIGIT */
static gboolean take_size(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    guint64 size;
    if (value.octets == NULL || value.length > 20 ||
        !smtp_parse_number(value.octets, value.length, &size)) {
        smtp_core_say(self, "501", "5.5.4", "SIZE= takes a number of octets");
        return FALSE;
    }
    if (size <= session_setup(self->session)->size_limit)
        return TRUE;
    smtp_core_say(self, "552", "5.3.4", "%" G_GUINT64_FORMAT " octets are more than is taken here",
                  size);
    return FALSE;
}

const SmtpExtension smtp_size = {
    .word = "SIZE",
    .argument = size_argument,
    .parameters = {{SMTP_MAIL, "SIZE", take_size}},
};
