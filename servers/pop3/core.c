/* SPDX-License-Identifier: MIT */
/* POP3: octets of the client in, replies out. Here octets become command lines, and a line finds
 * its function; what is allowed when stands in the rows of the spec. RFC 1939. */
#include "pop3/pop3_core.h"

#include "auth/login.h"
#include "session/command_line.h"
#include "session/plain_text.h"

static const Pop3Verb *const verb_tables[] = {
    pop3_login_verbs, pop3_maildrop_verbs, pop3_retrieval_verbs,
    pop3_capa_verbs,  pop3_stls_verbs,     pop3_auth_verbs,
};

/* ---- replies ---- */

void pop3_core_ok(Pop3Core *self, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *plain = plain_text(text);
    session_reply(self->session, &(SessionReply){.status = "+OK", .text = plain});
}

void pop3_core_err(Pop3Core *self, const char *code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *plain = plain_text(text);
    gboolean has_codes = session_has(self->session, "RESP-CODES");
    session_reply(
        self->session,
        &(SessionReply){.status = "-ERR", .code = has_codes ? code : NULL, .text = plain});
}

/* ---- a command ---- */

/* NULL: it is not built, or switched off. */
static const Pop3Verb *find_verb(const Pop3Core *self, int command) {
    for (guint i = 0; i < G_N_ELEMENTS(verb_tables); i++) {
        for (const Pop3Verb *verb = verb_tables[i]; verb->run != NULL; verb++) {
            if (verb->command == command)
                return verb->extension == NULL || session_has(self->session, verb->extension)
                           ? verb
                           : NULL;
        }
    }
    return NULL;
}

/* "USER APOP …": what the rows allow now and this server does. */
static char *legal_commands(const Pop3Core *self) {
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < spec_pop3.n_commands; i++) {
        if (find_verb(self, (int)i) != NULL &&
            spec_is_legal(&spec_pop3, session_state(self->session), (int)i))
            g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "",
                                   spec_pop3.commands[i].name);
    }
    return g_string_free(names, FALSE);
}

/* What of the argument must not be shown: the password, the initial response of AUTH. */
static SyntaxSlice find_secret(int command, SyntaxSlice argument) {
    if (command == POP3_PASS)
        return argument;
    if (command != POP3_AUTH)
        return (SyntaxSlice){NULL, 0};
    SyntaxSlice rest = argument;
    SyntaxSlice mechanism = pop3_next_word(&rest);
    SyntaxSlice response = pop3_next_word(&rest);
    gboolean is_secret = response.length > 0 && login_is_secret(mechanism.octets, mechanism.length);
    return is_secret ? response : (SyntaxSlice){NULL, 0};
}

/* RFC 1939 §3: lines end with CRLF. What plain nc sends is taken with its lesson, once. */
static gboolean check_line_end(Pop3Core *self, const Line *line) {
    gboolean is_strict = session_setup(self->session)->is_strict;
    if (line->end == LINE_END_CRLF || (self->told_bare_lf && !is_strict))
        return TRUE;
    static const char sentence[] =
        "this line ended with LF alone; POP3 lines end with CRLF: use nc -C";
    self->told_bare_lf = TRUE;
    session_lesson(self->session, "pop3.bare-lf", "RFC 1939 §3", "%s", sentence);
    if (is_strict)
        pop3_core_err(self, NULL, "%s (RFC 1939 §3)", sentence);
    return !is_strict;
}

static void run_command(Pop3Core *self, int command, SyntaxSlice argument) {
    const Pop3Verb *verb = command >= 0 ? find_verb(self, command) : NULL;
    if (command < 0) {
        g_autofree char *legal = legal_commands(self);
        pop3_core_err(self, NULL, "there is no such command; allowed now: %s", legal);
    } else if (verb == NULL) {
        pop3_core_err(self, NULL, "this server does not carry that out");
    } else if (!session_is_legal(self->session)) {
        g_autofree char *why = session_explain_refusal(self->session);
        pop3_core_err(self, NULL, "%s", why);
    } else {
        verb->run(self, argument);
    }
}

static void take_command(Pop3Core *self, const Line *line) {
    SyntaxSlice verb, argument;
    pop3_parse_command((const char *)line->octets, line->length, &verb, &argument);
    gboolean is_word = verb.length > 0 && verb.octets[0] != '<';
    int command = is_word ? spec_find_command(&spec_pop3, verb.octets, verb.length) : -1;
    /* A password may begin and end with spaces: all behind the one space is it (RFC 1939 §7). */
    if (command == POP3_PASS && line->length > verb.length)
        argument = (SyntaxSlice){verb.octets + verb.length + 1, line->length - verb.length - 1};
    session_command_line(self->session, command, verb, argument, find_secret(command, argument),
                         line);
    pop3_tell_login(self, command, argument);
    if (!check_line_end(self, line))
        return;
    if (line->length > POP3_LINE_MAX && command != POP3_AUTH) {
        pop3_core_err(self, NULL, "the line is too long");
        return;
    }
    if (line->length + line->end_length > POP3_LINE_RFC && command != POP3_AUTH)
        session_lesson(self->session, "pop3.line-too-long", "RFC 2449 §4",
                       "a command line beyond 255 octets, which a server may refuse");
    run_command(self, command, argument);
}

/* ---- octets ---- */

static void skip_line(Pop3Core *self, const Line *line) {
    self->skipped += line->length + line->end_length;
    if (line->end == LINE_END_NONE)
        return;
    session_command(self->session, &(SessionCommand){.command = -1, .octets = self->skipped});
    pop3_core_err(self, NULL, "the line is too long");
    self->skipped = 0;
}

static void take_line(Pop3Core *self, const Line *line) {
    if (self->skipped > 0 || line->end == LINE_END_NONE)
        skip_line(self, line);
    else if (self->login != NULL)
        pop3_auth_line(self, line);
    else
        take_command(self, line);
}

static gsize core_octets(gpointer core, const guint8 *octets, gsize length) {
    Pop3Core *self = core;
    gsize used = 0;
    Line line;
    pop3_retrieval_go_on(self);
    while (session_goes_on(self->session) && self->job.text == NULL &&
           line_splitter_next(&self->lines, octets, length, &used, &line)) {
        take_line(self, &line);
        pop3_retrieval_go_on(self);
    }
    return used;
}

/* ---- the connection ---- */

static gpointer core_create(Session *session) {
    Pop3Core *self = g_new0(Pop3Core, 1);
    self->session = session;
    self->marks = g_byte_array_new();
    line_splitter_init(&self->lines, LOGIN_LINE_MAX);
    return self;
}

static void core_free(gpointer core) {
    Pop3Core *self = core;
    pop3_maildrop_close(self);
    g_clear_pointer(&self->job.text, g_bytes_unref);
    line_splitter_clear(&self->lines);
    g_clear_pointer(&self->login, login_free);
    g_byte_array_unref(self->marks);
    g_free(self->timestamp);
    g_free(self->name);
    g_free(self);
}

/* RFC 1939 §7: a greeting with a timestamp offers APOP. */
static void core_greet(gpointer core) {
    Pop3Core *self = core;
    const SessionSetup *setup = session_setup(self->session);
    session_command(self->session, &(SessionCommand){.command = POP3_CONNECT});
    if (session_fault(self->session, FAULT_BUSY)) {
        pop3_core_err(self, "SYS/TEMP", "no sessions now: the named fault busy is on");
        session_close(self->session);
        return;
    }
    if (session_has(self->session, "APOP"))
        self->timestamp = g_strdup_printf("<%" G_GUINT64_FORMAT ".%" G_GINT64_FORMAT "@%s>",
                                          session_peer(self->session)->number,
                                          session_now_ns(self->session), setup->host_name);
    pop3_core_ok(self, "%s maillab POP3 is ready%s%s", setup->host_name,
                 self->timestamp != NULL ? " " : "",
                 self->timestamp != NULL ? self->timestamp : "");
}

/* RFC 2595 §4: what was learned before is forgotten. */
static void core_tls_started(gpointer core) {
    Pop3Core *self = core;
    line_splitter_clear(&self->lines);
    g_clear_pointer(&self->name, g_free);
    self->told_bare_lf = FALSE;
    self->skipped = 0;
}

/* The session ends without UPDATE: nothing is deleted (RFC 1939 §6). */
static void core_closed(gpointer core) {
    Pop3Core *self = core;
    pop3_retrieval_break_off(self);
    pop3_maildrop_close(self);
}

/* RFC 1939 §3: a server that gives up on a client closes without a word and without UPDATE. */
const CoreClass pop3_core = {
    .name = "pop3",
    .spec = &spec_pop3,
    .create = core_create,
    .free = core_free,
    .greet = core_greet,
    .octets = core_octets,
    .tls_started = core_tls_started,
    .closed = core_closed,
    .idle_seconds = 600,
};
