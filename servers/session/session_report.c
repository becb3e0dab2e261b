/* SPDX-License-Identifier: MIT */
/* What a core says of commands, messages and logins -> the observer, numbered and in order, with
 * secrets taken out. It judges nothing but by the rows of the protocol. */
#include "session/session_private.h"

#include <string.h>

#define REDACTED "(redacted)"

/* A message that is told after the reply that carries it. */
typedef struct {
    SessionMessage message; /* strings are ours */
} KeptMessage;

/* A lesson that is told after the reply. */
typedef struct {
    char *code, *rfc, *sentence;
} KeptLesson;

/* ---- commands ------------------------------------------------------------------------------- */

/* A lone "*" gives a login up: no secret. */
static gboolean has_secret(const Session *self, const SessionCommand *command) {
    if (command->secret == NULL || self->setup->reveal)
        return FALSE;
    return command->secret_length != 1 || command->secret[0] != '*';
}

/* The argument without its secret. */
static char *redact(const Session *self, const SessionCommand *command) {
    if (command->argument == NULL)
        return NULL;
    if (!has_secret(self, command))
        return g_strndup(command->argument, command->argument_length);
    gsize before = (gsize)(command->secret - command->argument);
    gsize after = before + command->secret_length;
    g_assert(after <= command->argument_length);
    return g_strdup_printf("%.*s" REDACTED "%.*s", (int)before, command->argument,
                           (int)(command->argument_length - after), command->argument + after);
}

static SessionText verb_of(const Session *self, const SessionCommand *command) {
    if (command->command < 0)
        return (SessionText){command->verb, command->verb_length};
    const char *name = self->klass->spec->commands[command->command].name;
    gboolean is_last_chunk = strcmp(name, "BDAT LAST") == 0;
    return (SessionText){name, is_last_chunk ? strlen("BDAT") : strlen(name)};
}

static void report_command(Session *self, const SessionCommand *command) {
    if (self->observer == NULL || self->observer->command == NULL)
        return;
    g_autofree char *argument = redact(self, command);
    gboolean is_whole = !has_secret(self, command);
    SessionCommandReport report = {
        .n = self->command_n,
        .command = command->command,
        .verb = verb_of(self, command),
        .argument = {argument, argument == NULL ? 0
                               : is_whole       ? command->argument_length
                                                : strlen(argument)},
        .tag = {command->tag, command->tag_length},
        .octets = command->octets,
        .state = self->machine.state,
        .time_ns = self->command_time_ns,
    };
    self->observer->command(self->observer_user, self, &report);
}

/* The go-aheads for its literals came before the command was whole; in the log they follow it. */
static void report_early(Session *self) {
    for (guint i = 0; i < self->early->len; i++) {
        const char *text = self->early->pdata[i];
        SessionReplyReport report = {
            .n = self->counts.replies++,
            .command_n = (int)self->command_n,
            .status = "+",
            .lines = &text,
            .n_lines = 1,
            .octets = strlen("+ \r\n") + strlen(text),
            .time_ns = self->command_time_ns,
            .latency_ns = -1,
            .first_message = self->counts.messages,
        };
        if (self->observer != NULL && self->observer->reply != NULL)
            self->observer->reply(self->observer_user, self, &report);
    }
    g_ptr_array_set_size(self->early, 0);
}

guint session_command(Session *self, const SessionCommand *command) {
    self->command = command->command;
    self->command_n = self->counts.commands++;
    self->has_command = TRUE;
    self->command_time_ns = session_now_ns(self);
    if (command->tag != NULL) {
        g_string_truncate(self->tag, 0);
        if (!command->is_tag_bad)
            g_string_append_len(self->tag, command->tag, (gssize)command->tag_length);
    }
    report_command(self, command);
    report_early(self);
    return self->command_n;
}

guint session_command_number(const Session *self) {
    return self->command_n;
}

gboolean session_is_legal(const Session *self) {
    return self->command >= 0 &&
           spec_is_legal(self->klass->spec, self->machine.state, self->command);
}

static gboolean is_offered(const Session *self, const char *name) {
    gboolean is_tls_command = strcmp(name, "STARTTLS") == 0 || strcmp(name, "STLS") == 0;
    if (is_tls_command && (self->is_tls || !self->setup->has_certificate))
        return FALSE;
    return name[0] != '<' && strcmp(name, "BDAT LAST") != 0 && session_has(self, name);
}

char *session_legal_commands(const Session *self) {
    const SpecProtocol *spec = self->klass->spec;
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < spec->n_commands; i++) {
        const char *name = spec->commands[i].name;
        if (name == NULL || !is_offered(self, name) ||
            !spec_is_legal(spec, self->machine.state, (int)i))
            continue;
        g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "", name);
    }
    return g_string_free(names, FALSE);
}

static void append_states(GString *out, const SpecProtocol *spec, SpecStateSet states) {
    const char *separator = "";
    for (guint i = 0; i < spec->n_states; i++) {
        if ((states & SPEC_STATE(i)) == 0 || spec->states[i].is_observer)
            continue;
        g_string_append_printf(out, "%s%s", separator, spec->states[i].name);
        separator = ", ";
    }
}

char *session_explain_refusal(const Session *self) {
    const SpecProtocol *spec = self->klass->spec;
    const char *state = spec->states[self->machine.state].name;
    if (self->command < 0)
        return g_strdup_printf("there is no such command; this is state %s", state);
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s is not allowed in state %s, but in ",
                           spec->commands[self->command].name, state);
    append_states(text, spec, spec_legal_states(spec, self->command));
    return g_string_free(text, FALSE);
}

/* ---- messages ------------------------------------------------------------------------------- */

void session_message_octets(Session *self, const guint8 *octets, gsize length) {
    if (length > 0 && self->observer != NULL && self->observer->message_octets != NULL)
        self->observer->message_octets(self->observer_user, self, octets, length);
}

void session_message_end(Session *self) {
    if (self->observer != NULL && self->observer->message_end != NULL)
        self->observer->message_end(self->observer_user, self);
}

static void tell_message(Session *self, SessionMessage *message) {
    message->n = self->counts.messages++;
    message->command_n = self->has_command ? (int)self->command_n : -1;
    message->reply_n = (int)self->reply_n;
    if (self->observer != NULL && self->observer->message != NULL)
        self->observer->message(self->observer_user, self, message);
}

/* Within a reply only retrievals are told, which have no envelope. */
static KeptMessage *keep_message(const SessionMessage *message) {
    KeptMessage *kept = g_new0(KeptMessage, 1);
    kept->message = *message;
    kept->message.from = NULL;
    kept->message.to = kept->message.refused_to = kept->message.unanswered_to = NULL;
    kept->message.has_envelope = FALSE;
    kept->message.mailbox = g_strdup(message->mailbox);
    kept->message.section = g_strdup(message->section);
    kept->message.unique_id = g_strdup(message->unique_id);
    return kept;
}

/* What a reply says of the line that it answers; NULL: there was none. */
static const char *login_result(const SessionSaslReport *line, const char *status) {
    if (line->result != NULL || status == NULL)
        return line->result;
    if (status[0] == '3' || strcmp(status, "+") == 0)
        return "continue";
    gboolean is_positive =
        status[0] == '2' || strcmp(status, "+OK") == 0 || strcmp(status, "OK") == 0;
    gboolean is_name = line->base64 == NULL && line->secret == NULL; /* USER: PASS follows */
    gboolean goes_on = is_name && strcmp(line->mechanism, "USER") == 0;
    return !is_positive ? "failed" : goes_on ? "continue" : "ok";
}

static void tell_logins(Session *self, const char *status) {
    for (guint i = 0; i < self->logins->len; i++) {
        SessionSaslReport *kept = self->logins->pdata[i];
        kept->result = login_result(kept, status);
        if (self->observer != NULL && self->observer->sasl != NULL)
            self->observer->sasl(self->observer_user, self, kept);
        g_free((char *)kept->mechanism);
        g_free((char *)kept->base64);
        g_free((char *)kept->name);
        g_free((char *)kept->secret);
        g_free((char *)kept->timestamp);
        g_free(kept);
    }
    g_ptr_array_set_size(self->logins, 0);
}

static void tell_messages(Session *self) {
    for (guint i = 0; i < self->messages->len; i++) {
        KeptMessage *kept = self->messages->pdata[i];
        tell_message(self, &kept->message);
        g_free((char *)kept->message.mailbox);
        g_free((char *)kept->message.section);
        g_free((char *)kept->message.unique_id);
        g_free(kept);
    }
    g_ptr_array_set_size(self->messages, 0);
}

static void tell_lessons(Session *self) {
    for (guint i = 0; i < self->lessons->len; i++) {
        KeptLesson *kept = self->lessons->pdata[i];
        SessionLesson lesson = {
            .code = kept->code,
            .sentence = kept->sentence,
            .rfc = kept->rfc,
            .command_n = self->has_command ? (int)self->command_n : -1,
        };
        if (self->observer != NULL && self->observer->lesson != NULL)
            self->observer->lesson(self->observer_user, self, &lesson);
        g_free(kept->code);
        g_free(kept->rfc);
        g_free(kept->sentence);
        g_free(kept);
    }
    g_ptr_array_set_size(self->lessons, 0);
}

void session_tell_kept(Session *self, const char *status) {
    tell_logins(self, status);
    tell_messages(self);
    tell_lessons(self);
}

void session_message(Session *self, const SessionMessage *message) {
    if (self->open.is_open) {
        g_ptr_array_add(self->messages, keep_message(message));
        return;
    }
    SessionMessage told = *message;
    tell_message(self, &told);
}

/* ---- the rest ------------------------------------------------------------------------------- */

void session_sasl(Session *self, const SessionSaslReport *report) {
    SessionSaslReport *kept = g_new(SessionSaslReport, 1);
    *kept = *report;
    kept->command_n = (int)self->command_n;
    kept->mechanism = g_strdup(report->mechanism);
    kept->base64 = g_strndup(report->base64, report->length);
    kept->name = g_strdup(report->name);
    kept->secret = g_strdup(report->secret);
    kept->timestamp = g_strdup(report->timestamp);
    g_ptr_array_add(self->logins, kept);
}

void session_lesson(Session *self, const char *code, const char *rfc, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    KeptLesson *kept = g_new0(KeptLesson, 1);
    kept->code = g_strdup(code);
    kept->rfc = g_strdup(rfc);
    kept->sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(self->lessons, kept);
    self->counts.lessons++;
}
