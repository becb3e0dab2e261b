/* SPDX-License-Identifier: MIT */
/* DSN (RFC 3461): when the sender wants to hear of the delivery, and how much of the mail comes
 * back. What was asked is kept with the envelope; who reports on a delivery reads it there. */
#include "smtp/smtp_core.h"

#include <string.h>

#define ENVELOPE_ID_MAX 100u /* RFC 3461 §4.4 */
#define ORIGINAL_MAX 500u    /* RFC 3461 §4.2 */

static gboolean refuse(SmtpCore *self, const char *sentence) {
    smtp_core_say(self, "501", "5.5.4", "%s", sentence);
    return FALSE;
}

static char *copy_of(SyntaxSlice slice) {
    return slice.octets != NULL ? g_strndup(slice.octets, slice.length) : g_strdup("");
}

/* ret-value = "FULL" / "HDRS" */
static gboolean take_ret(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    g_autofree char *word = copy_of(value);
    if (g_ascii_strcasecmp(word, "FULL") != 0 && g_ascii_strcasecmp(word, "HDRS") != 0)
        return refuse(self, "RET= takes FULL or HDRS (RFC 3461 §4.3)");
    self->envelope.returned = g_steal_pointer(&word);
    return TRUE;
}

/* envid-parameter = "ENVID=" xtext */
static gboolean take_envid(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    g_autofree char *decoded =
        value.octets != NULL ? smtp_decode_xtext(value.octets, value.length) : NULL;
    if (decoded == NULL || value.length > ENVELOPE_ID_MAX)
        return refuse(self, "ENVID= takes xtext of at most 100 octets (RFC 3461 §4.4)");
    self->envelope.envelope_id = copy_of(value);
    return TRUE;
}

/* notify-list-element = "SUCCESS" / "FAILURE" / "DELAY"
 * notify-esmtp-value  = "NEVER" / 1#notify-list-element */
static gboolean take_notify(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    static const char *const words[] = {"SUCCESS", "FAILURE", "DELAY", NULL};
    g_autofree char *text =
        g_ascii_strup(value.octets != NULL ? value.octets : "", (gssize)value.length);
    g_auto(GStrv) elements = g_strsplit(text, ",", 0);
    gboolean is_good = elements[0] != NULL;
    for (guint i = 0; elements[i] != NULL; i++)
        is_good &= g_strv_contains(words, elements[i]);
    if (!is_good && strcmp(text, "NEVER") != 0)
        return refuse(self, "NOTIFY= takes NEVER, or any of SUCCESS,FAILURE,DELAY (RFC 3461 §4.1)");
    recipient->notify = g_steal_pointer(&text);
    return TRUE;
}

/* orcpt-parameter = "ORCPT=" original-recipient-address
 * original-recipient-address = addr-type ";" xtext */
static gboolean take_orcpt(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    const char *semicolon = value.octets != NULL ? memchr(value.octets, ';', value.length) : NULL;
    if (semicolon == NULL || semicolon == value.octets || value.length > ORIGINAL_MAX)
        return refuse(self,
                      "ORCPT= takes a type and an address: rfc822;user@domain (RFC 3461 §4.2)");
    gsize type_length = (gsize)(semicolon - value.octets) + 1;
    g_autofree char *decoded = smtp_decode_xtext(semicolon + 1, value.length - type_length);
    if (decoded == NULL)
        return refuse(self, "ORCPT= takes xtext behind the type (RFC 3461 §4.2)");
    recipient->original = copy_of(value);
    return TRUE;
}

const SmtpExtension smtp_dsn = {
    .word = "DSN",
    .parameters =
        {
            {SMTP_MAIL, "RET", take_ret},
            {SMTP_MAIL, "ENVID", take_envid},
            {SMTP_RCPT, "NOTIFY", take_notify},
            {SMTP_RCPT, "ORCPT", take_orcpt},
        },
};
