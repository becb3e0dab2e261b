/* SPDX-License-Identifier: MIT */
#include "auth/digest.h"
#include "auth/login.h"
#include "session/session_script.h"

#include <criterion/criterion.h>
#include <gsasl.h>
#include <string.h>

/* ---- a session without a core --------------------------------------------------------------- */

static gpointer no_create(Session *session) {
    return session;
}

static void no_call(gpointer core) {
}

static gsize no_octets(gpointer core, const guint8 *octets, gsize length) {
    return length;
}

static const CoreClass no_core = {.name = "smtp",
                                  .spec = &spec_smtp,
                                  .create = no_create,
                                  .free = no_call,
                                  .greet = no_call,
                                  .octets = no_octets,
                                  .tls_started = no_call};

static void on_sasl(gpointer user, Session *session, const SessionSaslReport *report) {
    g_string_append_printf(user, "%s %s %s\n", report->mechanism,
                           report->from_client ? "client" : "server", report->result);
}

static void on_lesson(gpointer user, Session *session, const SessionLesson *lesson) {
    g_string_append_printf(user, "%s\n", lesson->code);
}

static const SessionObserver observer = {.sasl = on_sasl, .lesson = on_lesson};

typedef struct {
    Users *users;
    Faults *faults;
    SessionSetup setup;
    GString *log;
    Session *session;
} Stage;

static void stage_set(Stage *self) {
    static const SessionPeer peer = {"127.0.0.1", 1, "127.0.0.1", 2, FALSE, 1};
    self->users = users_new_default();
    self->faults = faults_new();
    self->setup = script_setup();
    self->setup.users = self->users;
    self->setup.faults = self->faults;
    self->log = g_string_new(NULL);
    self->session = session_new(&no_core, &self->setup, &peer, &observer, self->log);
}

static void stage_clear(Stage *self) {
    session_free(self->session);
    g_string_free(self->log, TRUE);
    faults_free(self->faults);
    users_free(self->users);
}

/* ---- lines as a person would send them ------------------------------------------------------ */

typedef struct {
    const char *name, *mechanism, *initial, *lines[3];
    LoginResult result;
    const char *user;
} Case;

/* base64 by hand: "\0bob\0hungry", "bob\0bob\0hungry", "alice\0bob\0hungry", "\0bob\0thirsty" */
#define PLAIN_BOB "AGJvYgBodW5ncnk="
static const Case cases[] = {
    {"plain at once", "PLAIN", PLAIN_BOB, {NULL}, LOGIN_OK, "bob"},
    {"in any case", "plain", PLAIN_BOB, {NULL}, LOGIN_OK, "bob"},
    {"plain after a challenge", "PLAIN", NULL, {PLAIN_BOB}, LOGIN_OK, "bob"},
    {"plain for oneself", "PLAIN", "Ym9iAGJvYgBodW5ncnk=", {NULL}, LOGIN_OK, "bob"},
    {"plain for somebody else", "PLAIN", "YWxpY2UAYm9iAGh1bmdyeQ==", {NULL}, LOGIN_FAILED, NULL},
    {"plain with a wrong password", "PLAIN", "AGJvYgB0aGlyc3R5", {NULL}, LOGIN_FAILED, NULL},
    {"plain without a NUL", "PLAIN", "Ym9i", {NULL}, LOGIN_MALFORMED, NULL},
    {"no base64", "PLAIN", "not base64", {NULL}, LOGIN_MALFORMED, NULL},
    {"padding inside", "PLAIN", "AG=vYgBodW5ncnk=", {NULL}, LOGIN_MALFORMED, NULL},
    {"given up", "PLAIN", NULL, {"*"}, LOGIN_CANCELLED, NULL},
    {"login", "LOGIN", NULL, {"Ym9i", "aHVuZ3J5"}, LOGIN_OK, "bob"},
    {"login with the name at once", "LOGIN", "Ym9i", {"aHVuZ3J5"}, LOGIN_OK, "bob"},
    {"login with a wrong password", "LOGIN", NULL, {"Ym9i", "Ym9i"}, LOGIN_FAILED, NULL},
    {"login of nobody", "LOGIN", NULL, {"Y2Fyb2w=", "aHVuZ3J5"}, LOGIN_FAILED, NULL},
    {"cram takes no initial response", "CRAM-MD5", "Ym9i", {NULL}, LOGIN_MALFORMED, NULL},
    {"cram without a digest", "CRAM-MD5", NULL, {"Ym9i"}, LOGIN_MALFORMED, NULL},
    {"cram given up", "CRAM-MD5", NULL, {"*"}, LOGIN_CANCELLED, NULL},
    {"unknown", "GSSAPI", NULL, {NULL}, LOGIN_UNKNOWN_MECHANISM, NULL},
    {"no binding without TLS", "SCRAM-SHA-1-PLUS", NULL, {NULL}, LOGIN_UNKNOWN_MECHANISM, NULL},
};

Test(login, lines) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        Stage stage;
        stage_set(&stage);
        LoginResult result;
        g_autoptr(Login) login = login_begin(stage.session, c->mechanism, c->initial, &result);
        for (guint k = 0; k < G_N_ELEMENTS(c->lines) && c->lines[k] != NULL; k++) {
            cr_assert_eq(result, LOGIN_CHALLENGE, "%s, line %u", c->name, k);
            result = login_line(login, c->lines[k], strlen(c->lines[k]));
        }
        cr_expect_eq(result, c->result, "%s: %d", c->name, result);
        cr_expect(g_strcmp0(session_user(stage.session), c->user) == 0, "%s", c->name);
        cr_expect_eq(session_wish(stage.session).hold_ms > 0, c->result == LOGIN_FAILED, "%s",
                     c->name);
        stage_clear(&stage);
    }
}

Test(login, what_is_shown) {
    Stage stage;
    stage_set(&stage);
    LoginResult result;
    g_autoptr(Login) login = login_begin(stage.session, "LOGIN", NULL, &result);
    cr_expect(!login_line_is_secret(login), "the name");
    login_line(login, "Ym9i", 4);
    cr_expect(login_line_is_secret(login), "the password");
    login_line(login, "aHVuZ3J5", 8);
    session_say(stage.session, "235", NULL, "ok");
    cr_expect_str_eq(stage.log->str,
                     "LOGIN server continue\n"
                     "LOGIN client continue\nLOGIN server continue\nLOGIN client ok\n"
                     "smtp.cleartext-credentials\n");
    cr_expect(login_is_secret("PLAIN", 5) && login_is_secret("NEW", 3));
    cr_expect(!login_is_secret("CRAM-MD5", 8) && !login_is_secret("LOGIN", 5));
    stage_clear(&stage);
}

/* What a first line says is told whatever comes of it, and the reply says what came of it. */
Test(login, results_are_those_of_the_reply) {
    static const struct {
        const char *mechanism, *response, *name, *secret, *status, *told;
    } lines[] = {
        {"plain", "Ym9i", NULL, NULL, "503", "PLAIN client failed\n"},
        {"PLAIN", "*", NULL, NULL, "501", "PLAIN client cancelled\n"},
        {"PLAIN", "", NULL, NULL, "334", ""},
        {"LOGIN", "Ym9i", NULL, NULL, "334", "LOGIN client continue\n"},
        {"USER", NULL, "bob", NULL, "+OK", "USER client continue\n"},
        {"USER", NULL, NULL, "hungry", "+OK", "USER client ok\n"},
        {"APOP", NULL, "bob", "0123", "-ERR", "APOP client failed\n"},
        {"LOGIN", NULL, "bob", "hungry", "250", "LOGIN client ok\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        Stage stage;
        stage_set(&stage);
        if (lines[i].response != NULL)
            login_tell_response(stage.session,
                                (SyntaxSlice){lines[i].mechanism, strlen(lines[i].mechanism)},
                                (SyntaxSlice){lines[i].response, strlen(lines[i].response)});
        else
            login_tell_words(stage.session, lines[i].mechanism, lines[i].name, lines[i].secret,
                             NULL);
        session_say(stage.session, lines[i].status, NULL, "so");
        cr_expect_str_eq(stage.log->str, lines[i].told, "line %" G_GSIZE_FORMAT, i);
        stage_clear(&stage);
    }
}

/* ---- against libgsasl as the client --------------------------------------------------------- */

typedef struct {
    const char *mechanism, *password;
    gboolean has_tls;
    LoginResult result;
} Dialogue;

static const Dialogue dialogues[] = {
    {"PLAIN", "hungry", FALSE, LOGIN_OK},
    {"LOGIN", "hungry", FALSE, LOGIN_OK},
    {"CRAM-MD5", "hungry", FALSE, LOGIN_OK},
    {"DIGEST-MD5", "hungry", FALSE, LOGIN_OK},
    {"SCRAM-SHA-1", "hungry", FALSE, LOGIN_OK},
    {"SCRAM-SHA-256", "hungry", FALSE, LOGIN_OK},
    {"SCRAM-SHA-1-PLUS", "hungry", TRUE, LOGIN_OK},
    {"SCRAM-SHA-256-PLUS", "hungry", TRUE, LOGIN_OK},
    {"CRAM-MD5", "thirsty", FALSE, LOGIN_FAILED},
    {"DIGEST-MD5", "thirsty", FALSE, LOGIN_FAILED},
    {"SCRAM-SHA-1", "thirsty", FALSE, LOGIN_FAILED},
    {"SCRAM-SHA-256", "thirsty", FALSE, LOGIN_FAILED},
    {"SCRAM-SHA-256-PLUS", "thirsty", TRUE, LOGIN_FAILED},
};

#define BINDING "ZXhwb3J0ZXIgb2YgdGhpcyBzZXNzaW9uIG9mIG91cnM="

/* The client's answer to a challenge, in base64. */
static char *answer(Gsasl_session *client, const char *challenge) {
    char *output = NULL;
    int status = gsasl_step64(client, challenge, &output);
    cr_assert(status == GSASL_OK || status == GSASL_NEEDS_MORE, "%s", gsasl_strerror(status));
    char *copy = g_strdup(output);
    gsasl_free(output);
    return copy;
}

static LoginResult talk(Stage *stage, const Dialogue *d) {
    Gsasl *library = NULL;
    Gsasl_session *client = NULL;
    cr_assert_eq(gsasl_init(&library), GSASL_OK);
    cr_assert_eq(gsasl_client_start(library, d->mechanism, &client), GSASL_OK);
    gsasl_property_set(client, GSASL_AUTHID, "bob");
    gsasl_property_set(client, GSASL_PASSWORD, d->password);
    gsasl_property_set(client, GSASL_SERVICE, "smtp");
    gsasl_property_set(client, GSASL_HOSTNAME, "mail.lab.example");
    if (d->has_tls)
        gsasl_property_set(client, GSASL_CB_TLS_EXPORTER, BINDING);
    LoginResult result;
    Login *login = login_begin(stage->session, d->mechanism, NULL, &result);
    for (guint i = 0; i < 8 && result == LOGIN_CHALLENGE; i++) {
        g_autofree char *line = answer(client, login_output(login));
        result = login_line(login, line, strlen(line));
    }
    login_free(login);
    gsasl_finish(client);
    gsasl_done(library);
    return result;
}

Test(login, every_mechanism_with_a_real_client) {
    for (gsize i = 0; i < G_N_ELEMENTS(dialogues); i++) {
        const Dialogue *d = &dialogues[i];
        Stage stage;
        stage_set(&stage);
        if (d->has_tls)
            session_tls_done(stage.session, &(SessionTlsReport){0},
                             &(SessionBindings){.exporter = BINDING});
        LoginResult result = talk(&stage, d);
        cr_expect_eq(result, d->result, "%s with %s: %d", d->mechanism, d->password, result);
        cr_expect_eq(session_user(stage.session) != NULL, d->result == LOGIN_OK, "%s",
                     d->mechanism);
        stage_clear(&stage);
    }
}

Test(login, what_is_offered) {
    Stage stage;
    stage_set(&stage);
    static const char *const without[] = {"DIGEST-MD5", NULL};
    stage.setup.without = without;
    g_autofree char *plain = login_mechanisms(stage.session);
    cr_expect_str_eq(plain, "SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN");
    session_tls_done(stage.session, &(SessionTlsReport){0},
                     &(SessionBindings){.exporter = BINDING});
    g_autofree char *tls = login_mechanisms(stage.session);
    cr_expect_str_eq(tls, "SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 "
                          "PLAIN LOGIN");
    stage_clear(&stage);
}

Test(login, the_fault_auth_down) {
    Stage stage;
    stage_set(&stage);
    cr_assert(faults_add(stage.faults, "auth-down", NULL));
    LoginResult result;
    cr_expect_null(login_begin(stage.session, "PLAIN", PLAIN_BOB, &result));
    cr_expect_eq(result, LOGIN_UNAVAILABLE);
    stage_clear(&stage);
}

/* ---- without SASL --------------------------------------------------------------------------- */

/* The example of RFC 1939 §7. */
Test(login, apop_digest) {
    g_autofree char *digest = digest_apop("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf");
    cr_expect_str_eq(digest, "c4c9334bac560ecc979e58001b3e22fb");
}

Test(login, apop_and_password) {
    Stage stage;
    stage_set(&stage);
    g_autofree char *digest = digest_apop("<1.2@lab.example>", "hungry");
    g_autofree char *upper = g_ascii_strup(digest, -1);
    cr_expect(!login_check_apop(stage.session, "alice", "<1.2@lab.example>", digest));
    cr_expect(!login_check_apop(stage.session, "carol", "<1.2@lab.example>", digest));
    cr_expect(!login_check_apop(stage.session, "bob", "<1.3@lab.example>", digest));
    cr_expect_null(session_user(stage.session));
    cr_expect(login_check_apop(stage.session, "bob", "<1.2@lab.example>", upper));
    cr_expect_str_eq(session_user(stage.session), "bob");
    cr_expect(!login_check_password(stage.session, "alice", "hungry"));
    cr_expect(login_check_password(stage.session, "alice", "wonderland"));
    cr_expect_str_eq(session_user(stage.session), "alice");
    stage_clear(&stage);
}
