/* SPDX-License-Identifier: MIT */
/* AUTH (RFC 4954): a login by SASL. What its lines say is read elsewhere (auth/login.h); here are
 * the replies. */
#include "smtp/smtp_core.h"

#include "auth/login.h"

#include <string.h>

static gboolean auth_is_offered(const SmtpCore *self) {
    return !self->is_lmtp;
}

static char *auth_argument(const SmtpCore *self) {
    return login_mechanisms(self->session);
}

/* clang-format off */
static const struct {
    const char *code, *enhanced, *text;
} outcomes[LOGIN_N_RESULTS] = {
    [LOGIN_OK]                = { "235", "2.7.0", "logged in" },
    [LOGIN_FAILED]            = { "535", "5.7.8", "name or password are wrong" },
    [LOGIN_CANCELLED]         = { "501", "5.7.0", "the login was given up, as asked" },
    [LOGIN_MALFORMED]         = { "501", "5.5.2", "that is not what the mechanism sends here, or no base64" },
    [LOGIN_UNKNOWN_MECHANISM] = { "504", "5.5.4", "that mechanism is not offered; EHLO lists those that are" },
    [LOGIN_UNAVAILABLE]       = { "454", "4.7.0", "no login can be checked at the moment" },
};
/* clang-format on */

static void answer(SmtpCore *self, LoginResult result) {
    if (result == LOGIN_CHALLENGE) {
        session_say(self->session, "334", NULL, "%s", login_output(self->login));
        return;
    }
    g_clear_pointer(&self->login, login_free);
    smtp_core_say(self, outcomes[result].code, outcomes[result].enhanced, "%s",
                  outcomes[result].text);
}

/* auth-command = "AUTH" SP sasl-mech [SP initial-response] */
static void run_auth(SmtpCore *self, SyntaxSlice argument) {
    SyntaxSlice mechanism, response;
    smtp_parse_command(argument.octets, argument.length, &mechanism, &response);
    if (!auth_is_offered(self)) {
        smtp_core_say(self, "502", "5.5.1", "this server does not carry that out");
    } else if (session_user(self->session) != NULL) {
        smtp_core_say(self, "503", "5.5.1", "you are logged in already (RFC 4954 §4)");
    } else if (mechanism.length == 0) {
        smtp_core_say(self, "501", "5.5.4", "with which mechanism? EHLO lists them");
    } else {
        LoginResult result = LOGIN_UNAVAILABLE;
        self->login = login_begin_words(self->session, mechanism, response, &result);
        answer(self, result);
    }
}

void smtp_auth_line(SmtpCore *self, const Line *line) {
    answer(self, login_response(self->login, SMTP_SASL_RESPONSE, (const char *)line->octets,
                                line->length, line->length + line->end_length));
}

/* AUTH= on MAIL: who first submitted the mail, as the client vouches (RFC 4954 §5). It is read, and
 * not believed.
 * auth-value = "<>" / xtext */
static gboolean take_submitter(SmtpCore *self, SyntaxSlice value, SmtpRecipient *recipient) {
    gboolean is_nobody = value.length == 2 && memcmp(value.octets, "<>", 2) == 0;
    g_autofree char *decoded =
        value.octets != NULL && !is_nobody ? smtp_decode_xtext(value.octets, value.length) : NULL;
    if (is_nobody || decoded != NULL)
        return TRUE;
    smtp_core_say(self, "501", "5.5.4", "AUTH= takes <> or an address in xtext");
    return FALSE;
}

const SmtpExtension smtp_auth = {
    .word = "AUTH",
    .is_offered = auth_is_offered,
    .argument = auth_argument,
    .verbs = {{SMTP_AUTH, run_auth}},
    .parameters = {{SMTP_MAIL, "AUTH", take_submitter}},
};
