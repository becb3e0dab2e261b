/* SPDX-License-Identifier: MIT */
/* AUTHENTICATE (RFC 9051 §6.2.2): hands lines to the SASL login and its results to the client. It
 * knows no mechanism. */
#include "imap/cmd_authenticate.h"

#include "imap/capability.h"
#include "imap/commands.h"

static void say_ok(ImapCore *self) {
    g_autofree char *code = capability_code(self);
    imap_ok(self, code, "Logged in");
}

/* Refused by NO: what was said is understood but not granted. */
static const struct {
    const char *code, *text;
} refusals[LOGIN_N_RESULTS] = {
    [LOGIN_FAILED] = {"AUTHENTICATIONFAILED", "Name, password or proof is wrong"},
    [LOGIN_UNKNOWN_MECHANISM] = {"CANNOT",
                                 "That mechanism is not offered: see AUTH= in CAPABILITY"},
    [LOGIN_UNAVAILABLE] = {"UNAVAILABLE", "Nobody can log in now: RFC 5530 §3"},
};

static void finish(ImapCore *self, LoginResult result) {
    if (result == LOGIN_CHALLENGE) {
        session_say(self->session, "+", NULL, "%s", login_output(self->login));
        return;
    }
    g_clear_pointer(&self->login, login_free);
    if (result == LOGIN_OK)
        say_ok(self);
    else if (result == LOGIN_CANCELLED)
        imap_bad(self, "The login is given up, as asked: RFC 9051 §6.2.2");
    else if (result == LOGIN_MALFORMED)
        imap_bad(self, "That is no base64, or not what the mechanism asks for: RFC 9051 §6.2.2");
    else
        imap_no(self, refusals[result].code, "%s", refusals[result].text);
}

void cmd_authenticate(ImapCore *self, const ImapCall *call) {
    const ImapArguments *arguments = &call->line->arguments;
    const ImapValue *mechanism_value = imap_argument(arguments, IMAP_ROLE_MECHANISM);
    const ImapValue *initial_value = imap_argument(arguments, IMAP_ROLE_INITIAL_RESPONSE);
    g_autofree char *mechanism = mechanism_value != NULL ? imap_value_dup(mechanism_value) : NULL;
    g_autofree char *initial = initial_value != NULL ? imap_value_dup(initial_value) : NULL;
    LoginResult result = LOGIN_MALFORMED;
    if (mechanism == NULL) {
        imap_bad(self, "AUTHENTICATE takes a mechanism: RFC 9051 §6.2.2");
        return;
    }
    if (initial_value != NULL && !session_has(self->session, "SASL-IR")) {
        imap_bad(self, "A response in the first line is not offered: RFC 4959 §3");
        return;
    }
    self->login = login_begin(self->session, mechanism, initial, &result);
    finish(self, result);
}

void authenticate_line(ImapCore *self, const char *line, gsize length, guint64 octets) {
    finish(self, login_response(self->login, IMAP_SASL_RESPONSE, line, length, octets));
}
