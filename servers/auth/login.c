/* SPDX-License-Identifier: MIT */
/* A login by SASL: lines of base64 -> challenges and a verdict, by libgsasl. It knows no protocol:
 * which reply carries a challenge is the core's. */
#include "auth/login.h"

#include "auth/digest.h"

#include <gsasl.h>
#include <string.h>

#define FAILED_HOLD_MS 1000u /* guessing passwords takes time */

typedef struct {
    const char *name;
    gboolean is_server_first; /* begins with a challenge: RFC 4422 §3.3 */
    gboolean needs_binding;
    gboolean is_plain;    /* the password goes over the wire as it is */
    guint secret_answers; /* bit k: the client's answer k is not to be shown */
} Mechanism;

/* clang-format off */
/* In the order in which they are offered: clients that do not choose take the first. */
static const Mechanism mechanisms[] = {
    /* name                  server first  binding  plain  secret */
    { "SCRAM-SHA-256-PLUS",  FALSE,        TRUE,    FALSE, 0 },
    { "SCRAM-SHA-1-PLUS",    FALSE,        TRUE,    FALSE, 0 },
    { "SCRAM-SHA-256",       FALSE,        FALSE,   FALSE, 0 },
    { "SCRAM-SHA-1",         FALSE,        FALSE,   FALSE, 0 },
    { "DIGEST-MD5",          TRUE,         FALSE,   FALSE, 0 },
    { "CRAM-MD5",            TRUE,         FALSE,   FALSE, 0 },
    { "PLAIN",               FALSE,        FALSE,   TRUE,  1 },
    { "LOGIN",               TRUE,         FALSE,   TRUE,  2 },
};
/* clang-format on */

struct Login {
    Session *session;
    const Mechanism *mechanism;
    Gsasl *library;
    Gsasl_session *exchange;
    char *output;
    guint answers;
    gboolean is_done; /* the library is content; its last message awaits an empty line */
};

/* ---- the table ------------------------------------------------------------------------------ */

static const Mechanism *find_mechanism(const char *name, gsize length) {
    for (guint i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        if (strlen(mechanisms[i].name) == length &&
            g_ascii_strncasecmp(mechanisms[i].name, name, length) == 0)
            return &mechanisms[i];
    }
    return NULL;
}

static gboolean is_offered(const Session *session, const Mechanism *mechanism) {
    gboolean has_binding = session_channel_binding(session, "tls-exporter") != NULL ||
                           session_channel_binding(session, "tls-unique") != NULL;
    return session_has(session, mechanism->name) && (has_binding || !mechanism->needs_binding);
}

char *login_mechanisms(const Session *session) {
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        if (is_offered(session, &mechanisms[i]))
            g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "", mechanisms[i].name);
    }
    return g_string_free(names, FALSE);
}

gboolean login_is_secret(const char *mechanism, gsize length) {
    const Mechanism *found = find_mechanism(mechanism, length);
    return found == NULL || (found->secret_answers & 1u) != 0;
}

gboolean login_line_is_secret(const Login *self) {
    return (self->mechanism->secret_answers >> MIN(self->answers, 31u) & 1u) != 0;
}

/* ---- what the library asks ------------------------------------------------------------------ */

static int give_password(const Users *users, Gsasl_session *exchange) {
    const char *name = gsasl_property_fast(exchange, GSASL_AUTHID);
    const char *password = name != NULL ? users_password(users, name) : NULL;
    if (password == NULL)
        return GSASL_NO_PASSWORD;
    return gsasl_property_set(exchange, GSASL_PASSWORD, password);
}

static int check_simple(const Users *users, Gsasl_session *exchange) {
    const char *name = gsasl_property_fast(exchange, GSASL_AUTHID);
    const char *password = gsasl_property_fast(exchange, GSASL_PASSWORD);
    gboolean is_right = name != NULL && password != NULL && users_check(users, name, password);
    return is_right ? GSASL_OK : GSASL_AUTHENTICATION_ERROR;
}

static int give_text(Gsasl_session *exchange, Gsasl_property property, const char *text) {
    return text != NULL ? gsasl_property_set(exchange, property, text) : GSASL_NO_CALLBACK;
}

static int answer_library(Gsasl *library, Gsasl_session *exchange, Gsasl_property property) {
    const Login *self = gsasl_session_hook_get(exchange);
    const SessionSetup *setup = session_setup(self->session);
    switch (property) {
    case GSASL_PASSWORD:
        return give_password(setup->users, exchange);
    case GSASL_VALIDATE_SIMPLE:
        return check_simple(setup->users, exchange);
    case GSASL_SERVICE:
        return give_text(exchange, property, session_class(self->session)->spec->name);
    case GSASL_HOSTNAME:
        return give_text(exchange, property, setup->host_name);
    case GSASL_REALM:
        return give_text(exchange, property, setup->domain);
    case GSASL_CB_TLS_EXPORTER:
        return give_text(exchange, property,
                         session_channel_binding(self->session, "tls-exporter"));
    case GSASL_CB_TLS_UNIQUE:
        return give_text(exchange, property, session_channel_binding(self->session, "tls-unique"));
    default:
        return GSASL_NO_CALLBACK;
    }
}

/* ---- a step --------------------------------------------------------------------------------- */

static void set_output(Login *self, const char *octets, gsize length) {
    g_free(self->output);
    self->output = g_base64_encode((const guchar *)octets, length);
}

/* Who logged in may act for nobody else: RFC 4422 §3.4.1. */
static gboolean may_act(const char *user, const char *acts_for) {
    return acts_for == NULL || *acts_for == '\0' || strcmp(user, acts_for) == 0;
}

static LoginResult succeed(Login *self) {
    const char *user = gsasl_property_fast(self->exchange, GSASL_AUTHID);
    if (user == NULL || !may_act(user, gsasl_property_fast(self->exchange, GSASL_AUTHZID)))
        return LOGIN_FAILED;
    session_set_user(self->session, user);
    return LOGIN_OK;
}

static LoginResult step(Login *self, const char *octets, gsize length) {
    char *output = NULL;
    size_t n_output = 0;
    int status = gsasl_step(self->exchange, octets, length, &output, &n_output);
    if (status == GSASL_OK || status == GSASL_NEEDS_MORE)
        set_output(self, output, n_output);
    gsasl_free(output);
    if (status == GSASL_NEEDS_MORE)
        return LOGIN_CHALLENGE;
    /* SCRAM and DIGEST-MD5 end with a message of the server, which the client answers with an empty
     * line: RFC 4954 §4. */
    if (status == GSASL_OK && n_output > 0) {
        self->is_done = TRUE;
        return LOGIN_CHALLENGE;
    }
    if (status == GSASL_OK)
        return succeed(self);
    return status == GSASL_MECHANISM_PARSE_ERROR ? LOGIN_MALFORMED : LOGIN_FAILED;
}

/* ---- reports -------------------------------------------------------------------------------- */

static void report(Login *self, gboolean from_client, const char *base64, gsize length,
                   LoginResult result) {
    /* Of the others the reply decides: a mailbox may be locked after a good login. */
    static const char *const words[LOGIN_N_RESULTS] = {
        [LOGIN_CHALLENGE] = "continue",
        [LOGIN_CANCELLED] = "cancelled",
    };
    session_sasl(self->session, &(SessionSaslReport){.mechanism = self->mechanism->name,
                                                     .from_client = from_client,
                                                     .base64 = base64,
                                                     .length = length,
                                                     .result = words[result]});
}

static void warn_of_clear_password(Session *session) {
    if (session_is_tls(session))
        return;
    const char *protocol = session_class(session)->spec->name;
    g_autofree char *code = g_strconcat(strcmp(protocol, "lmtp") == 0 ? "smtp" : protocol,
                                        ".cleartext-credentials", NULL);
    session_lesson(session, code, NULL,
                   "The password crossed the network in clear: everybody on the way can read it. "
                   "This server takes it only because it is a lab");
}

/* What every answer ends with. */
static LoginResult conclude(Login *self, LoginResult result) {
    if (result == LOGIN_FAILED)
        session_hold(self->session, FAILED_HOLD_MS);
    if (result == LOGIN_CHALLENGE)
        report(self, FALSE, self->output, strlen(self->output), LOGIN_CHALLENGE);
    return result;
}

/* ---- the client's lines --------------------------------------------------------------------- */

/* The octets behind base64; "=" alone is an empty answer. NULL if it is none. */
static guchar *decode(const char *line, gsize length, gsize *n_octets) {
    *n_octets = 0;
    if (length == 0 || (length == 1 && line[0] == '='))
        return (guchar *)g_strdup("");
    if (length % 4 != 0 || length > LOGIN_LINE_MAX)
        return NULL;
    for (gsize i = 0; i < length; i++) {
        gboolean is_padding = line[i] == '=' && i + 2 >= length;
        if (!g_ascii_isalnum(line[i]) && line[i] != '+' && line[i] != '/' && !is_padding)
            return NULL;
    }
    g_autofree char *text = g_strndup(line, length);
    return g_base64_decode(text, n_octets);
}

static LoginResult take(Login *self, const char *line, gsize length) {
    if (length == 1 && line[0] == '*')
        return LOGIN_CANCELLED;
    gsize n_octets = 0;
    g_autofree guchar *octets = decode(line, length, &n_octets);
    if (octets == NULL)
        return LOGIN_MALFORMED;
    if (self->answers > LOGIN_STEPS_MAX)
        return LOGIN_FAILED;
    if (self->is_done)
        return n_octets == 0 ? succeed(self) : LOGIN_MALFORMED;
    return step(self, (const char *)octets, n_octets);
}

LoginResult login_line(Login *self, const char *line, gsize length) {
    self->answers++;
    LoginResult result = take(self, line, length);
    report(self, TRUE, line, length, result);
    return conclude(self, result);
}

void login_tell_response(Session *session, SyntaxSlice mechanism, SyntaxSlice response) {
    if (response.length == 0)
        return;
    gboolean is_cancel = response.length == 1 && response.octets[0] == '*';
    g_autofree char *name = g_ascii_strup(mechanism.octets, (gssize)mechanism.length);
    session_sasl(session, &(SessionSaslReport){.mechanism = name,
                                               .from_client = TRUE,
                                               .base64 = response.octets,
                                               .length = response.length,
                                               .result = is_cancel ? "cancelled" : NULL});
}

void login_tell_words(Session *session, const char *mechanism, const char *name, const char *secret,
                      const char *timestamp) {
    session_sasl(session, &(SessionSaslReport){.mechanism = mechanism,
                                               .from_client = TRUE,
                                               .name = name,
                                               .secret = secret,
                                               .timestamp = timestamp});
}

LoginResult login_response(Login *self, int command, const char *line, gsize length,
                           guint64 octets) {
    gboolean is_secret = login_line_is_secret(self) && length > 0;
    session_command(self->session, &(SessionCommand){.command = command,
                                                     .argument = line,
                                                     .argument_length = length,
                                                     .secret = is_secret ? line : NULL,
                                                     .secret_length = is_secret ? length : 0,
                                                     .octets = octets});
    return login_line(self, line, length);
}

/* ---- begin and end -------------------------------------------------------------------------- */

static Login *login_new(Session *session, const Mechanism *mechanism) {
    g_autoptr(Login) self = g_new0(Login, 1);
    self->session = session;
    self->mechanism = mechanism;
    self->output = g_strdup("");
    if (gsasl_init(&self->library) != GSASL_OK)
        return NULL;
    gsasl_callback_set(self->library, answer_library);
    if (gsasl_server_start(self->library, mechanism->name, &self->exchange) != GSASL_OK)
        return NULL;
    gsasl_session_hook_set(self->exchange, self);
    return g_steal_pointer(&self);
}

void login_free(Login *self) {
    if (self == NULL)
        return;
    if (self->exchange != NULL)
        gsasl_finish(self->exchange);
    if (self->library != NULL)
        gsasl_done(self->library);
    g_free(self->output);
    g_free(self);
}

/* The first message of either side. A name with AUTH LOGIN is no initial response of RFC 4954 §4
 * but widely sent: it answers the first challenge, which is then left out. */
static LoginResult open_exchange(Login *self, const char *initial) {
    gboolean is_login = strcmp(self->mechanism->name, "LOGIN") == 0;
    if (initial == NULL)
        return conclude(self, step(self, NULL, 0));
    if (self->mechanism->is_server_first && !is_login)
        return LOGIN_MALFORMED;
    if (is_login)
        step(self, NULL, 0);
    self->answers++;
    return conclude(self, take(self, initial, strlen(initial)));
}

Login *login_begin(Session *session, const char *mechanism, const char *initial,
                   LoginResult *result) {
    const Mechanism *found = find_mechanism(mechanism, strlen(mechanism));
    *result = LOGIN_UNKNOWN_MECHANISM;
    if (found == NULL || !is_offered(session, found))
        return NULL;
    *result = LOGIN_UNAVAILABLE;
    if (session_fault(session, FAULT_AUTH_DOWN))
        return NULL;
    g_autoptr(Login) self = login_new(session, found);
    if (self == NULL)
        return NULL;
    if (found->is_plain)
        warn_of_clear_password(session);
    *result = open_exchange(self, initial);
    return *result == LOGIN_CHALLENGE ? g_steal_pointer(&self) : NULL;
}

const char *login_output(const Login *self) {
    return self->output;
}

/* ---- without SASL --------------------------------------------------------------------------- */

static gboolean settle(Session *session, const char *user, gboolean is_right) {
    if (is_right)
        session_set_user(session, user);
    else
        session_hold(session, FAILED_HOLD_MS);
    return is_right;
}

gboolean login_check_password(Session *session, const char *user, const char *password) {
    warn_of_clear_password(session);
    return settle(session, user, users_check(session_setup(session)->users, user, password));
}

gboolean login_check_apop(Session *session, const char *user, const char *timestamp,
                          const char *digest) {
    const char *password = users_password(session_setup(session)->users, user);
    g_autofree char *expected = digest_apop(timestamp, password != NULL ? password : "");
    gboolean is_right = password != NULL && strlen(digest) == strlen(expected) &&
                        g_ascii_strcasecmp(digest, expected) == 0;
    return settle(session, user, is_right);
}

Login *login_begin_words(Session *session, SyntaxSlice mechanism, SyntaxSlice initial,
                         LoginResult *result) {
    g_autofree char *name = g_strndup(mechanism.octets, mechanism.length);
    g_autofree char *response =
        initial.length > 0 ? g_strndup(initial.octets, initial.length) : NULL;
    return login_begin(session, name, response, result);
}
