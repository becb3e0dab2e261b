/* SPDX-License-Identifier: MIT */
/* Looks things up in the tables of a protocol and in the tables of words. It knows no protocol:
 * what is legal and what a reply does stands in the rows alone. */
#include "spec/spec.h"

#include <string.h>

static gboolean command_is_used(const SpecProtocol *self, int command) {
    return spec_legal_states(self, command) != 0;
}

int spec_find_command(const SpecProtocol *self, const char *verb, gsize length) {
    const char first = length > 0 ? g_ascii_toupper(*verb) : '\0';
    for (guint i = 0; i < self->n_commands; i++) {
        const char *name = self->commands[i].name;
        if (g_ascii_toupper(*name) == first && strlen(name) == length &&
            g_ascii_strncasecmp(name, verb, length) == 0)
            return command_is_used(self, (int)i) ? (int)i : -1;
    }
    return -1;
}

int spec_find_state(const SpecProtocol *self, const char *name) {
    for (guint i = 0; i < self->n_states; i++) {
        if (g_ascii_strcasecmp(self->states[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

const SpecReply *spec_find_reply(const SpecProtocol *self, const char *code) {
    for (guint i = 0; i < self->n_replies; i++) {
        if (strcmp(self->replies[i].code, code) == 0)
            return &self->replies[i];
    }
    return NULL;
}

SpecStateSet spec_legal_states(const SpecProtocol *self, int command) {
    SpecStateSet states = 0;
    for (guint i = 0; i < self->n_transitions; i++) {
        if (self->transitions[i].command == command)
            states |= self->transitions[i].from;
    }
    return states;
}

gboolean spec_is_legal(const SpecProtocol *self, int state, int command) {
    return self->states[state].is_observer ||
           (spec_legal_states(self, command) & SPEC_STATE(state)) != 0;
}

gboolean spec_reply_matches(const char *pattern, const char *status) {
    for (; *pattern != '\0' && *status != '\0'; pattern++, status++) {
        gboolean fits = *pattern == 'x' ? g_ascii_isdigit(*status) : *pattern == *status;
        if (!fits)
            return FALSE;
    }
    return *pattern == *status;
}
