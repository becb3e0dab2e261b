/* SPDX-License-Identifier: MIT */
/* Turns a command and its reply into a change of state: the one place where a state changes. It
 * knows no protocol and no octets; what a reply does stands in the rows of the protocol. */
#include "spec/spec.h"

void spec_machine_init(SpecMachine *self, const SpecProtocol *spec) {
    self->spec = spec;
    self->state = spec->initial;
}

void spec_machine_enter(SpecMachine *self, int state) {
    self->state = state;
}

/* A code that the protocol does not list counts by its first digit alone: RFC 5321 §4.2. */
static gboolean reply_fits(const SpecProtocol *spec, const char *pattern, const char *status) {
    if (spec_reply_matches(pattern, status))
        return TRUE;
    return spec_reply_matches("xxx", status) && pattern[0] == status[0] &&
           spec_find_reply(spec, status) == NULL;
}

gboolean spec_is_refusal(const char *status) {
    static const char *const refusals[] = {"4xx", "5xx", "-ERR", "NO", "BAD"};
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        if (spec_reply_matches(refusals[i], status))
            return TRUE;
    }
    return FALSE;
}

static const SpecInterrupt *find_interrupt(const SpecProtocol *spec, const char *status) {
    for (guint i = 0; i < spec->n_interrupts; i++) {
        if (spec_reply_matches(spec->interrupts[i].reply, status))
            return &spec->interrupts[i];
    }
    return NULL;
}

/* The row for this command and reply among those that start in one of `from`. An observer who lost
 * the thread needs a row that says where it leads. */
static const SpecTransition *find_row(const SpecProtocol *spec, SpecStateSet from, int command,
                                      const char *status, gboolean needs_target) {
    for (guint i = 0; i < spec->n_transitions; i++) {
        const SpecTransition *row = &spec->transitions[i];
        if (row->command == command && (row->from & from) != 0 &&
            !(needs_target && row->to == SPEC_SAME) && reply_fits(spec, row->reply, status))
            return row;
    }
    return NULL;
}

/* The row that this reply takes, and whether the command was illegal. A refusal of an illegal
 * command is what the standard asks for, and changes nothing. */
static const SpecTransition *choose_row(const SpecMachine *self, int command, const char *status,
                                        gboolean *out_of_order) {
    const SpecProtocol *spec = self->spec;
    *out_of_order = FALSE;
    if (spec->states[self->state].is_observer)
        return find_row(spec, ~0u, command, status, TRUE);

    const SpecTransition *row = find_row(spec, SPEC_STATE(self->state), command, status, FALSE);
    if (row != NULL || spec_is_legal(spec, self->state, command) || spec_is_refusal(status))
        return row;
    *out_of_order = TRUE;
    return find_row(spec, ~0u, command, status, FALSE);
}

static void take_step(SpecMachine *self, int command, const char *status, int to, const char *rfc,
                      const char *why, SpecStep *step) {
    *step = (SpecStep){
        .from = self->state,
        .to = to == SPEC_SAME ? self->state : to,
        .command = command,
        .status = status,
        .rfc = rfc,
        .why = why,
    };
    self->state = step->to;
}

gboolean spec_machine_reply(SpecMachine *self, int command, const char *status, SpecStep *step) {
    const SpecInterrupt *interrupt = find_interrupt(self->spec, status);
    if (interrupt != NULL) {
        take_step(self, command, status, interrupt->to, interrupt->rfc, interrupt->why, step);
        return TRUE;
    }
    if (command < 0)
        return FALSE;

    gboolean out_of_order = FALSE;
    const SpecTransition *row = choose_row(self, command, status, &out_of_order);
    if (row == NULL)
        return FALSE;
    take_step(self, command, status, row->to, row->rfc, row->why, step);
    step->out_of_order = out_of_order;
    return TRUE;
}

char *spec_format_step(const SpecProtocol *spec, const SpecStep *step) {
    const char *command = step->command < 0 ? NULL : spec->commands[step->command].name;
    return g_strdup_printf("%s %s --%s%s%s--> %s", spec->name, spec->states[step->from].name,
                           command != NULL ? command : "", command != NULL ? " " : "", step->status,
                           spec->states[step->to].name);
}
