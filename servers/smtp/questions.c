/* SPDX-License-Identifier: MIT */
/* The commands that change nothing: NOOP, VRFY, EXPN, HELP; and QUIT. HELP is a tutor: it tells
 * from the rows of the spec what is allowed now, and why. RFC 5321 §4.1.1.6 to §4.1.1.10. */
#include "smtp/smtp_core.h"

#include <string.h>

static void run_noop(SmtpCore *self, SyntaxSlice argument) {
    smtp_core_say(self, "250", "2.0.0", "nothing was asked, nothing was done");
}

static void run_quit(SmtpCore *self, SyntaxSlice argument) {
    smtp_core_say(self, "221", "2.0.0", "goodbye");
    smtp_core_drop_transaction(self);
    session_close(self->session);
}

/* vrfy = "VRFY" SP String CRLF: a name, or a whole address, brackets or not */
static void run_vrfy(SmtpCore *self, SyntaxSlice argument) {
    const SessionSetup *setup = session_setup(self->session);
    SyntaxSlice name = argument;
    if (name.length >= 2 && name.octets[0] == '<' && name.octets[name.length - 1] == '>')
        name = (SyntaxSlice){name.octets + 1, name.length - 2};
    if (name.length == 0) {
        smtp_core_say(self, "501", "5.5.4", "whom? VRFY bob");
        return;
    }
    g_autofree char *address = g_strndup(name.octets, name.length);
    g_autofree char *user = NULL;
    if (setup->store->klass->recipient(setup->store, address, &user) == STORE_OK)
        smtp_core_say(self, "250", "2.1.5", "<%s@%s> (a server in the wild would tell you nothing)",
                      user, setup->domain);
    else
        smtp_core_say(self, "550", "5.1.1", "there is no such mailbox here");
}

static void run_expn(SmtpCore *self, SyntaxSlice argument) {
    smtp_core_say(self, "550", "5.1.1", "there are no mailing lists here");
}

/* ---- HELP ---- */

static void help_state(SmtpCore *self) {
    const SpecState *state =
        &session_class(self->session)->spec->states[session_state(self->session)];
    g_autofree char *legal = smtp_core_legal_commands(self);
    smtp_core_say(self, "214", "2.0.0",
                  "You are in state %s (%s).\n%s\nAllowed now: %s\nHELP and a command tells more.",
                  state->name, state->rfc, state->meaning, legal);
}

static char *states_of(const SpecProtocol *spec, int command) {
    GString *names = g_string_new(NULL);
    SpecStateSet states = spec_legal_states(spec, command);
    for (guint i = 0; i < spec->n_states; i++) {
        if ((states & SPEC_STATE(i)) != 0)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", spec->states[i].name);
    }
    return g_string_free(names, FALSE);
}

static void run_help(SmtpCore *self, SyntaxSlice argument) {
    const SpecProtocol *spec = session_class(self->session)->spec;
    if (argument.length == 0) {
        help_state(self);
        return;
    }
    int command = spec_find_command(spec, argument.octets, argument.length);
    if (command < 0) {
        smtp_core_say(self, "504", "5.5.4", "there is no such command to help with");
        return;
    }
    const SpecCommand *row = &spec->commands[command];
    g_autofree char *states = states_of(spec, command);
    smtp_core_say(self, "214", "2.0.0", "%s (%s)\n%s %s.\n%s\nAllowed in: %s; you are in %s.",
                  row->syntax, row->rfc, row->name, row->meaning, row->next, states,
                  spec->states[session_state(self->session)].name);
}

const SmtpVerb smtp_question_verbs[] = {
    {SMTP_NOOP, run_noop}, {SMTP_VRFY, run_vrfy}, {SMTP_EXPN, run_expn},
    {SMTP_HELP, run_help}, {SMTP_QUIT, run_quit}, {0, NULL},
};
