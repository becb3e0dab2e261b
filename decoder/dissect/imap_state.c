/* SPDX-License-Identifier: MIT */
/* Moves the state of a session as its replies are matched, by the table in spec/, and says how it
 * was found again after octets were lost. */
#include "dissect/imap_session.h"

#include <string.h>

void imap_lose(Imap *self) {
    if (self->machine.state != IMAP_STATE_LOGOUT && self->machine.state != IMAP_STATE_TLS) {
        spec_machine_enter(&self->machine, IMAP_STATE_LOST);
        self->was_lost = TRUE;
    }
}

static void find_recovered(Imap *self, FindingPlace place, const SpecStep *step) {
    const SpecProtocol *spec = self->machine.spec;
    if (step->from != IMAP_STATE_LOST || step->to == IMAP_STATE_LOST) {
        return;
    }
    gboolean has_command = step->command >= 0;
    conversation_find_once(self->conversation, "imap.recovered", place,
                           "Octets are missing before this point. %s%s %s, and that leads to state "
                           "%s from wherever it was: the state is known again.",
                           has_command ? spec->commands[step->command].name : "The server",
                           has_command ? " was answered by" : " said", step->status,
                           spec->states[step->to].name);
}

/* A command that is taken in one state only shows, when it succeeds, that this was the state. */
static int only_state(const SpecProtocol *spec, int command) {
    SpecStateSet set = spec_legal_states(spec, command);
    gboolean is_one = set != 0 && (set & (set - 1)) == 0;
    return is_one ? g_bit_nth_lsf(set, -1) : -1;
}

static gboolean step_machine(Imap *self, int command, const char *status, SpecStep *step) {
    if (spec_machine_reply(&self->machine, command, status, step)) {
        return TRUE;
    }
    gboolean is_guess = self->machine.state == IMAP_STATE_LOST && command >= 0;
    int state =
        is_guess && strcmp(status, "OK") == 0 ? only_state(self->machine.spec, command) : -1;
    if (state < 0) {
        return FALSE;
    }
    spec_machine_enter(&self->machine, state);
    gboolean has_moved = spec_machine_reply(&self->machine, command, status, step);
    step->from = IMAP_STATE_LOST;
    return has_moved;
}

/* The reply moves the state. */
gboolean imap_move_state(Imap *self, int command, const ImapReply *reply, FindingPlace place) {
    SpecStep step;
    if (!step_machine(self, command, reply->status, &step)) {
        return FALSE;
    }
    imap_write_transition(self, reply, &step);
    if (step.out_of_order) {
        conversation_find(self->conversation, "imap.out-of-order", place,
                          "%s is not allowed in state %s, yet the server took it (%s). A strict "
                          "server would answer BAD.",
                          self->machine.spec->commands[command].name,
                          self->machine.spec->states[step.from].name, reply->status);
    }
    find_recovered(self, place, &step);
    return TRUE;
}
