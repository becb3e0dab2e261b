/* SPDX-License-Identifier: MIT */
/* A record -> a sentence for the student who made it happen: a table with a function for each type
 * of record. Passwords stay out of it. */
#include "exercise/record.h"

#include <string.h>

#define QUOTED_MAX 160u /* octets of what is quoted */

/* A value to be quoted: not too long, never NULL. */
static char *value(const Record *record, const char *path) {
    g_autofree char *text = record_value(record, path);
    if (text == NULL)
        return g_strdup("");
    if (strlen(text) <= QUOTED_MAX)
        return g_steal_pointer(&text);
    g_autofree char *beginning = g_utf8_substring(text, 0, QUOTED_MAX / 4);
    return g_strdup_printf("%s…(+%" G_GSIZE_FORMAT " octets)", beginning,
                           strlen(text) - strlen(beginning));
}

gboolean record_is_secret(const char *verb) {
    static const char *const verbs[] = {"PASS",         "LOGIN",           "AUTH",
                                        "AUTHENTICATE", "<sasl-response>", "APOP"};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (strcmp(verbs[i], verb) == 0)
            return TRUE;
    }
    return FALSE;
}

/* "RCPT TO:<b@y>" */
static char *command_text(const Record *record) {
    g_autofree char *verb = value(record, "verb");
    g_autofree char *argument = value(record, "argument");
    if (argument[0] == '\0')
        return g_strdup(verb);
    return g_strdup_printf("%s %s", verb,
                           record_is_secret(verb) ? "(its argument is a secret)" : argument);
}

static char *words_of_command(const Record *record) {
    g_autofree char *command = command_text(record);
    g_autofree char *state = value(record, "state");
    if (strcmp(command, "<connect>") == 0)
        return g_strdup("the client connected");
    if (strcmp(command, "<end-of-data>") == 0)
        return g_strdup("the client ended the text of a mail");
    return g_strdup_printf("the client sent %s (the session was in the state %s)", command, state);
}

static char *words_of_reply(const Record *record) {
    g_autofree char *command = command_text(record);
    g_autofree char *status = value(record, "status");
    g_autofree char *data = value(record, "data");
    g_autofree char *line = value(record, "lines");
    const char *said = line[0] != '\0' ? line : data;
    return g_strdup_printf("the server answered %s%s%s%s%s", status, said[0] != '\0' ? " " : "",
                           said, command[0] != '\0' ? " to " : "", command);
}

static char *words_of_transition(const Record *record) {
    g_autofree char *from = value(record, "from");
    g_autofree char *to = value(record, "to");
    g_autofree char *command = value(record, "command");
    g_autofree char *status = value(record, "status");
    return g_strdup_printf("%s, answered with %s, led from the state %s to %s", command, status,
                           from, to);
}

static char *words_of_message(const Record *record) {
    g_autofree char *verdict = value(record, "verdict");
    g_autofree char *octets = value(record, "octets");
    g_autofree char *subject = value(record, "headers.subject");
    g_autofree char *from = value(record, "envelope.from");
    g_auto(GStrv) to = record_values(record, "envelope.to");
    g_autofree char *recipients = g_strjoinv(", ", to);
    return g_strdup_printf(
        "a mail of %s octets%s%s%s passed (%s)%s%s%s%s", octets,
        subject[0] != '\0' ? " with the subject \"" : "", subject, subject[0] != '\0' ? "\"" : "",
        verdict, recipients[0] != '\0' ? ", from <" : "", recipients[0] != '\0' ? from : "",
        recipients[0] != '\0' ? "> to " : "", recipients);
}

static char *words_of_sasl(const Record *record) {
    g_autofree char *mechanism = value(record, "mechanism");
    g_autofree char *result = value(record, "result");
    return g_strdup_printf("a login with %s came to \"%s\"", mechanism, result);
}

static char *words_of_finding(const Record *record) {
    g_autofree char *text = value(record, "text");
    return g_strdup_printf("this was noted: %s", text);
}

static char *words_of_conversation(const Record *record) {
    g_autofree char *protocol = value(record, "protocol");
    g_autofree char *state = value(record, "final_state");
    g_autofree char *commands = value(record, "commands");
    return g_strdup_printf("a conversation in %s ended in the state %s after %s commands", protocol,
                           state, commands);
}

static char *words_of_tls(const Record *record) {
    g_autofree char *version = value(record, "version");
    return g_strdup_printf("TLS began (%s)", version);
}

static char *words_of_tcp(const Record *record) {
    g_autofree char *event = value(record, "event");
    g_autofree char *frame = value(record, "frame");
    return g_strdup_printf("TCP: %s in frame %s", event, frame);
}

static const struct {
    const char *type;
    char *(*words)(const Record *record);
} rows[] = {
    {"command", words_of_command},
    {"reply", words_of_reply},
    {"transition", words_of_transition},
    {"message", words_of_message},
    {"sasl", words_of_sasl},
    {"finding", words_of_finding},
    {"conversation", words_of_conversation},
    {"tls", words_of_tls},
    {"tcp", words_of_tcp},
};

char *record_words(const Record *self) {
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].type, record_type(self)) == 0)
            return rows[i].words(self);
    }
    return g_strdup_printf("there was a record \"%s\"", record_type(self));
}
