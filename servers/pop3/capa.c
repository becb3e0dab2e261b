/* SPDX-License-Identifier: MIT */
/* CAPA (RFC 2449): what the server can do beyond the base protocol. */
#include "pop3/pop3_core.h"

#include "auth/login.h"

static char *mechanisms(const Pop3Core *self) {
    g_autofree char *names = login_mechanisms(self->session);
    return *names != '\0' ? g_strdup_printf("SASL %s", names) : NULL;
}

static char *stls(const Pop3Core *self) {
    return pop3_stls_is_offered(self) ? g_strdup("STLS") : NULL;
}

/* A row is listed unless its word is switched off, or `line` says no. */
static const struct {
    const char *word;                    /* of --without */
    char *(*line)(const Pop3Core *self); /* NULL: the word itself */
} capabilities[] = {
    {"TOP", NULL},
    {"UIDL", NULL},
    {"USER", NULL},
    {"SASL", mechanisms},
    {"STLS", stls},
    {"RESP-CODES", NULL},
    {"AUTH-RESP-CODE", NULL},
    {"PIPELINING", NULL},
    {"EXPIRE NEVER", NULL},
    {"IMPLEMENTATION maillab", NULL},
};

static void run_capa(Pop3Core *self, SyntaxSlice argument) {
    g_autoptr(GString) text = g_string_new("this server can:");
    for (guint i = 0; i < G_N_ELEMENTS(capabilities); i++) {
        if (!session_has(self->session, capabilities[i].word))
            continue;
        g_autofree char *line = capabilities[i].line != NULL ? capabilities[i].line(self)
                                                             : g_strdup(capabilities[i].word);
        if (line != NULL)
            g_string_append_printf(text, "\n%s", line);
    }
    session_reply(self->session,
                  &(SessionReply){.status = "+OK", .text = text->str, .is_multi_line = TRUE});
}

const Pop3Verb pop3_capa_verbs[] = {
    {POP3_CAPA, "CAPA", run_capa},
    {0, NULL, NULL},
};
