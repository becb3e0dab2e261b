/* SPDX-License-Identifier: MIT */
/* AUTH (RFC 5034): a login by SASL. What its lines say is read elsewhere (auth/login.h); here are
 * the replies. */
#include "pop3/pop3_core.h"

#include "auth/login.h"

/* clang-format off */
static const struct {
    const char *code, *text;
} refusals[LOGIN_N_RESULTS] = {
    [LOGIN_FAILED]            = { "AUTH", "name or password are wrong" },
    [LOGIN_CANCELLED]         = { NULL, "the login was given up, as asked" },
    [LOGIN_MALFORMED]         = { NULL, "that is not what the mechanism sends here, or no base64" },
    [LOGIN_UNKNOWN_MECHANISM] = { NULL, "that mechanism is not offered; CAPA lists those that are" },
    [LOGIN_UNAVAILABLE]       = { "SYS/TEMP", "no login can be checked at the moment" },
};
/* clang-format on */

static void answer(Pop3Core *self, LoginResult result) {
    if (result == LOGIN_CHALLENGE) {
        session_reply(self->session,
                      &(SessionReply){.status = "+", .text = login_output(self->login)});
        return;
    }
    g_clear_pointer(&self->login, login_free);
    gboolean has_code = result != LOGIN_FAILED || session_has(self->session, "AUTH-RESP-CODE");
    if (result == LOGIN_OK)
        pop3_core_enter(self);
    else
        pop3_core_err(self, has_code ? refusals[result].code : NULL, "%s", refusals[result].text);
}

/* auth-command = "AUTH" SP sasl-mech [SP initial-response] */
static void run_auth(Pop3Core *self, SyntaxSlice argument) {
    SyntaxSlice mechanism = pop3_next_word(&argument);
    SyntaxSlice response = pop3_next_word(&argument);
    if (mechanism.length == 0) {
        pop3_core_err(self, NULL, "with which mechanism? CAPA lists them behind SASL");
        return;
    }
    LoginResult result = LOGIN_UNAVAILABLE;
    self->login = login_begin_words(self->session, mechanism, response, &result);
    answer(self, result);
}

void pop3_auth_line(Pop3Core *self, const Line *line) {
    answer(self, login_response(self->login, POP3_SASL_RESPONSE, (const char *)line->octets,
                                line->length, line->length + line->end_length));
}

const Pop3Verb pop3_auth_verbs[] = {
    {POP3_AUTH, "AUTH", run_auth},
    {0, NULL, NULL},
};
