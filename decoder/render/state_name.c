/* SPDX-License-Identifier: MIT */
/* Rows of a spec -> names. It knows nothing of what they mean. */
#include "render/state_name.h"

const char *state_name(const NoteConversation *conversation, int state) {
    if (state < 0 || (guint)state >= conversation->spec->n_states)
        return NULL;
    return conversation->spec->states[state].name;
}

const char *command_name(const NoteConversation *conversation, int command) {
    if (command < 0 || (guint)command >= conversation->spec->n_commands)
        return NULL;
    return conversation->spec->commands[command].name;
}
