/* SPDX-License-Identifier: MIT */
/* EHLO, HELO and LHLO: the client says its name, the server what it can. RFC 5321 §4.1.1.1,
 * RFC 2033 §4.1. */
#include "smtp/smtp_core.h"

/* ehlo = "EHLO" SP ( Domain / address-literal ) CRLF
 * Clients send all kinds of names; RFC 5321 §4.1.4 forbids to refuse mail because of one. */
static gboolean take_name(SmtpCore *self, SyntaxSlice argument) {
    if (argument.length == 0) {
        smtp_core_say(self, "501", "5.5.4", "say your name: EHLO client.example");
        return FALSE;
    }
    g_free(self->hello);
    self->hello = g_strndup(argument.octets, argument.length);
    return TRUE;
}

static void greet_client(SmtpCore *self, const char *extensions) {
    session_say(self->session, "250", NULL, "%s greets you%s",
                session_setup(self->session)->host_name, extensions);
    smtp_core_drop_transaction(self);
}

static char *list_extensions(const SmtpCore *self) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; smtp_extensions[i] != NULL; i++) {
        const SmtpExtension *extension = smtp_extensions[i];
        if (!smtp_core_is_offered(self, extension))
            continue;
        g_autofree char *argument =
            extension->argument != NULL ? extension->argument(self) : g_strdup("");
        g_string_append_printf(text, "\n%s%s%s", extension->word, *argument != '\0' ? " " : "",
                               argument);
    }
    g_string_append(text, "\nHELP");
    return g_string_free(text, FALSE);
}

static void run_ehlo(SmtpCore *self, SyntaxSlice argument) {
    if (!take_name(self, argument))
        return;
    self->is_extended = TRUE;
    g_autofree char *extensions = list_extensions(self);
    greet_client(self, extensions);
}

static void run_helo(SmtpCore *self, SyntaxSlice argument) {
    if (!take_name(self, argument))
        return;
    self->is_extended = FALSE;
    session_lesson(self->session, "smtp.helo-not-ehlo", "RFC 5321 §4.1.1.1",
                   "HELO offers no extensions; EHLO would have listed them");
    greet_client(self, "");
}

const SmtpVerb smtp_hello_verbs[] = {
    {SMTP_EHLO, run_ehlo},
    {SMTP_LHLO, run_ehlo},
    {SMTP_HELO, run_helo},
    {0, NULL},
};
