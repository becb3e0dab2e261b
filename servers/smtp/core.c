/* SPDX-License-Identifier: MIT */
/* SMTP, submission and LMTP: octets of the client in, replies out. Here octets become command
 * lines, and a line finds its function; what is allowed when stands in the rows of the spec, and
 * what a reply does too. RFC 5321, RFC 6409, RFC 2033. */
#include "smtp/smtp_core.h"

#include "auth/login.h"
#include "session/command_line.h"
#include "session/plain_text.h"

const SmtpExtension *const smtp_extensions[] = {
    &smtp_pipelining,     &smtp_size, &smtp_8bitmime, &smtp_smtputf8, &smtp_chunking,
    &smtp_enhanced_codes, &smtp_dsn,  &smtp_starttls, &smtp_auth,     NULL,
};

/* The base protocol. */
static const SmtpVerb *const base_verbs[] = {
    smtp_hello_verbs,
    smtp_envelope_verbs,
    smtp_text_verbs,
    smtp_question_verbs,
};

/* ---- what the other files ask for ---- */

void smtp_core_say(SmtpCore *self, const char *code, const char *enhanced, const char *format,
                   ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *plain = plain_text(text);
    gboolean has_codes = session_has(self->session, smtp_enhanced_codes.word);
    session_say(self->session, code, has_codes ? enhanced : NULL, "%s", plain);
}

gboolean smtp_core_forgive(SmtpCore *self, const char *refusal, const char *enhanced,
                           const char *code, const char *rfc, const char *sentence) {
    session_lesson(self->session, code, rfc, "%s", sentence);
    if (!session_setup(self->session)->is_strict)
        return TRUE;
    smtp_core_say(self, refusal, enhanced, "%s (%s)", sentence, rfc);
    return FALSE;
}

gboolean smtp_core_is_offered(const SmtpCore *self, const SmtpExtension *extension) {
    return session_has(self->session, extension->word) &&
           (extension->is_offered == NULL || extension->is_offered(self));
}

/* ---- a command ---- */

static const SmtpVerb *find_in(const SmtpVerb *verbs, int command) {
    for (; verbs->run != NULL; verbs++) {
        if (verbs->command == command)
            return verbs;
    }
    return NULL;
}

/* NULL: it is not built, or its extension is switched off. */
static const SmtpVerb *find_verb(const SmtpCore *self, int command) {
    const SmtpVerb *found = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(base_verbs) && found == NULL; i++)
        found = find_in(base_verbs[i], command);
    for (guint i = 0; smtp_extensions[i] != NULL && found == NULL; i++) {
        if (session_has(self->session, smtp_extensions[i]->word))
            found = find_in(smtp_extensions[i]->verbs, command);
    }
    return found;
}

char *smtp_core_legal_commands(const SmtpCore *self) {
    const SpecProtocol *spec = session_class(self->session)->spec;
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < spec->n_commands; i++) {
        if (find_verb(self, (int)i) != NULL &&
            spec_is_legal(spec, session_state(self->session), (int)i))
            g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "",
                                   spec->commands[i].name);
    }
    return g_string_free(names, FALSE);
}

static void tell_response(SmtpCore *self, SyntaxSlice argument) {
    SyntaxSlice mechanism, response;
    smtp_parse_command(argument.octets, argument.length, &mechanism, &response);
    login_tell_response(self->session, mechanism, response);
}

/* What of the argument of AUTH must not be shown: the initial response. */
static SyntaxSlice find_secret(int command, SyntaxSlice argument) {
    SyntaxSlice mechanism, response;
    smtp_parse_command(argument.octets, argument.length, &mechanism, &response);
    gboolean is_secret = command == SMTP_AUTH && response.length > 0 &&
                         login_is_secret(mechanism.octets, mechanism.length);
    return is_secret ? response : (SyntaxSlice){NULL, 0};
}

static SyntaxSlice without_trailing_blanks(SyntaxSlice slice) {
    while (slice.length > 0 && g_ascii_isspace(slice.octets[slice.length - 1]))
        slice.length--;
    return slice;
}

/* RFC 5321 §2.3.8: lines end with CRLF. What plain nc sends is taken with its lesson, once. */
static gboolean check_line_end(SmtpCore *self, const Line *line) {
    self->has_crlf |= line->end == LINE_END_CRLF;
    if (line->end == LINE_END_CRLF ||
        (self->told_bare_lf && !session_setup(self->session)->is_strict))
        return TRUE;
    self->told_bare_lf = TRUE;
    return smtp_core_forgive(self, "500", "5.5.2", "smtp.bare-lf", "RFC 5321 §2.3.8",
                             "this line ended with LF alone; SMTP lines end with CRLF: use nc -C");
}

static gboolean check_length(SmtpCore *self, int command, const Line *line) {
    gsize octets = line->length + line->end_length;
    if (octets > SMTP_COMMAND_LINE_MAX && command != SMTP_AUTH) {
        smtp_core_say(self, "500", "5.5.2", "the line is too long: %" G_GSIZE_FORMAT " octets",
                      octets);
        return FALSE;
    }
    if (octets > SMTP_COMMAND_LINE_RFC && command != SMTP_AUTH)
        session_lesson(self->session, "smtp.line-too-long", "RFC 5321 §4.5.3.1.4",
                       "a command line of %" G_GSIZE_FORMAT
                       " octets: beyond 512 a server may refuse it",
                       octets);
    return TRUE;
}

static void run_command(SmtpCore *self, int command, SyntaxSlice argument) {
    if (command < 0) {
        smtp_core_say(self, "500", "5.5.1", "there is no such command; HELP tells which there are");
        return;
    }
    const SmtpVerb *verb = find_verb(self, command);
    if (verb == NULL) {
        smtp_core_say(self, "502", "5.5.1", "this server does not carry that out");
        return;
    }
    if (!session_is_legal(self->session)) {
        g_autofree char *why = session_explain_refusal(self->session);
        smtp_core_say(self, "503", "5.5.1", "%s", why);
        if (command == SMTP_RCPT)
            smtp_core_note_refused(self, argument);
        return;
    }
    verb->run(self, without_trailing_blanks(argument));
}

static void take_command(SmtpCore *self, const Line *line) {
    SyntaxSlice verb, argument;
    smtp_parse_command((const char *)line->octets, line->length, &verb, &argument);
    int command = spec_find_command(session_class(self->session)->spec, verb.octets, verb.length);
    command = command == SMTP_BDAT_LAST || verb.length == 0 || verb.octets[0] == '<' ? -1 : command;
    /* BDAT is told, judged and answered when its octets are in: RFC 3030 §2. */
    gboolean is_strict = session_setup(self->session)->is_strict;
    if (command == SMTP_BDAT && (line->end == LINE_END_CRLF || !is_strict) &&
        smtp_core_chunk_begin(self, argument, line->length + line->end_length))
        return;
    session_command_line(self->session, command, verb, argument, find_secret(command, argument),
                         line);
    if (command == SMTP_AUTH)
        tell_response(self, argument);
    if (check_line_end(self, line) && check_length(self, command, line))
        run_command(self, command, argument);
}

/* ---- octets ---- */

/* A line longer than the splitter holds comes in pieces; it is answered at its end. */
static void skip_line(SmtpCore *self, const Line *line) {
    self->skipped += line->length + line->end_length;
    if (line->end == LINE_END_NONE)
        return;
    session_command(self->session, &(SessionCommand){.command = -1, .octets = self->skipped});
    smtp_core_say(self, "500", "5.5.2", "the line is too long: %" G_GSIZE_FORMAT " octets",
                  self->skipped);
    self->skipped = 0;
}

static void take_line(SmtpCore *self, const Line *line) {
    if (self->skipped > 0 || line->end == LINE_END_NONE)
        skip_line(self, line);
    else if (self->login != NULL)
        smtp_auth_line(self, line);
    else
        take_command(self, line);
}

static gsize take_some(SmtpCore *self, const guint8 *octets, gsize length) {
    gsize used = 0;
    Line line;
    switch (self->reads) {
    case SMTP_READS_TEXT:
        return smtp_core_take_text(self, octets, length);
    case SMTP_READS_CHUNK:
        return smtp_core_chunk_octets(self, octets, length);
    case SMTP_READS_LINES:
        if (line_splitter_next(&self->lines, octets, length, &used, &line))
            take_line(self, &line);
        return used;
    }
    return used;
}

static gsize core_octets(gpointer core, const guint8 *octets, gsize length) {
    SmtpCore *self = core;
    gsize used = 0;
    while (used < length && session_goes_on(self->session))
        used += take_some(self, octets + used, length - used);
    return used;
}

/* ---- the connection ---- */

static gpointer core_create(Session *session) {
    SmtpCore *self = g_new0(SmtpCore, 1);
    self->session = session;
    self->is_lmtp = session_class(session)->spec == &spec_lmtp;
    self->needs_login = session_class(session) == &submission_core;
    line_splitter_init(&self->lines, LOGIN_LINE_MAX);
    smtp_envelope_init(&self->envelope);
    self->chunk.argument = g_string_new(NULL);
    return self;
}

static void core_free(gpointer core) {
    SmtpCore *self = core;
    line_splitter_clear(&self->lines);
    smtp_delivery_free(self->delivery);
    smtp_envelope_clear(&self->envelope);
    g_string_free(self->chunk.argument, TRUE);
    g_clear_pointer(&self->login, login_free);
    g_free(self->hello);
    g_free(self);
}

static void core_greet(gpointer core) {
    SmtpCore *self = core;
    const SessionSetup *setup = session_setup(self->session);
    session_command(self->session, &(SessionCommand){.command = SMTP_CONNECT});
    if (session_fault(self->session, FAULT_BUSY))
        session_say(self->session, "554", NULL, "%s takes no mail: the named fault busy is on",
                    setup->host_name);
    else
        session_say(self->session, "220", NULL,
                    "%s %s maillab, a server that explains itself: try HELP", setup->host_name,
                    self->is_lmtp ? "LMTP" : "ESMTP");
}

/* RFC 3207 §4.2: the server forgets all that it learned before. */
static void core_tls_started(gpointer core) {
    SmtpCore *self = core;
    line_splitter_clear(&self->lines);
    smtp_core_drop_transaction(self);
    g_clear_pointer(&self->hello, g_free);
    self->is_extended = self->has_crlf = self->told_bare_lf = FALSE;
    self->skipped = 0;
}

static void say_421(SmtpCore *self, const char *enhanced, const char *text) {
    gboolean has_codes = session_has(self->session, smtp_enhanced_codes.word);
    session_reply(self->session, &(SessionReply){.status = "421",
                                                 .enhanced = has_codes ? enhanced : NULL,
                                                 .text = text,
                                                 .is_unsolicited = TRUE});
    session_close(self->session);
}

static void core_idle(gpointer core) {
    say_421(core, "4.4.2", "nothing was heard for too long: the connection is closed");
}

static void core_leave(gpointer core) {
    say_421(core, "4.3.2", "the server is being shut down");
}

static void core_closed(gpointer core) {
    SmtpCore *self = core;
    if (self->delivery != NULL || self->chunk.is_open)
        smtp_core_give_up_message(self, TRUE);
}

#define SMTP_CLASS(service, protocol)                                                              \
    {                                                                                              \
        .name = (service), .spec = (protocol), .create = core_create, .free = core_free,           \
        .greet = core_greet, .octets = core_octets, .tls_started = core_tls_started,               \
        .idle = core_idle, .leave = core_leave, .closed = core_closed, .idle_seconds = 300         \
    }

const CoreClass smtp_core = SMTP_CLASS("smtp", &spec_smtp);
const CoreClass submission_core = SMTP_CLASS("submission", &spec_smtp);
const CoreClass lmtp_core = SMTP_CLASS("lmtp", &spec_lmtp);
