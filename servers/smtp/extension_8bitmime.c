/* SPDX-License-Identifier: MIT */
/* 8BITMIME (RFC 6152): octets above 127 in the text, if MAIL says BODY=8BITMIME. */
#include "smtp/smtp_core.h"

/* body-value = "7BIT" / "8BITMIME" */
static gboolean take_body(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    static const struct {
        const char *word;
        gboolean is_8bit;
    } rows[] = {{"7BIT", FALSE}, {"8BITMIME", TRUE}};
    g_autofree char *word = g_strndup(value.octets, value.length);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (word == NULL || g_ascii_strcasecmp(word, rows[i].word) != 0)
            continue;
        self->envelope.is_8bit = rows[i].is_8bit;
        return TRUE;
    }
    smtp_core_say(self, "501", "5.5.4", "BODY= takes 7BIT or 8BITMIME");
    return FALSE;
}

const SmtpExtension smtp_8bitmime = {
    .word = "8BITMIME",
    .parameters = {{SMTP_MAIL, "BODY", take_body}},
};
