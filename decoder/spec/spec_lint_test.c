/* SPDX-License-Identifier: MIT */
/* What must hold of the tables of any protocol, and of the words. A protocol joins by a line. */
#include "spec/imap_spec.h"
#include "spec/pop3_spec.h"

#include <criterion/criterion.h>
#include <string.h>

static const SpecProtocol *const protocols[] = {&spec_smtp, &spec_lmtp, &spec_pop3, &spec_imap};

typedef void (*ProtocolCheck)(const SpecProtocol *spec);

static void check_each(ProtocolCheck check) {
    for (guint i = 0; i < G_N_ELEMENTS(protocols); i++)
        check(protocols[i]);
}

static gboolean is_said(const char *text) {
    return text != NULL && *text != '\0';
}

/* Is there a status that fits both patterns? */
static gboolean patterns_overlap(const char *left, const char *right) {
    for (; *left != '\0' && *right != '\0'; left++, right++) {
        gboolean fits = *left == *right || (*left == 'x' && g_ascii_isdigit(*right)) ||
                        (*right == 'x' && g_ascii_isdigit(*left));
        if (!fits)
            return FALSE;
    }
    return *left == *right;
}

static SpecStateSet reach_further(const SpecProtocol *spec, SpecStateSet reached) {
    for (guint i = 0; i < spec->n_transitions; i++) {
        const SpecTransition *row = &spec->transitions[i];
        if ((row->from & reached) != 0 && row->to != SPEC_SAME)
            reached |= SPEC_STATE(row->to);
    }
    for (guint i = 0; i < spec->n_interrupts; i++)
        reached |= SPEC_STATE(spec->interrupts[i].to);
    return reached;
}

static void check_every_state_is_reached(const SpecProtocol *spec) {
    SpecStateSet reached = SPEC_STATE(spec->initial);
    for (guint i = 0; i < spec->n_states; i++)
        reached = reach_further(spec, reached);
    for (guint i = 0; i < spec->n_states; i++) {
        gboolean is_reached = (reached & SPEC_STATE(i)) != 0;
        cr_assert_neq(is_reached, spec->states[i].is_observer, "%s: %s", spec->name,
                      spec->states[i].name);
    }
}

Test(spec_lint, every_state_is_reached) {
    check_each(check_every_state_is_reached);
}

static void check_every_state_but_the_last_leads_on(const SpecProtocol *spec) {
    for (guint state = 0; state < spec->n_states; state++) {
        gboolean leads_on = FALSE;
        for (guint i = 0; i < spec->n_transitions; i++)
            leads_on |= (spec->transitions[i].from & SPEC_STATE(state)) != 0;
        gboolean is_end = (int)state == spec->closed || spec->states[state].is_end ||
                          spec->states[state].is_observer;
        cr_assert_neq(leads_on, is_end, "%s: %s", spec->name, spec->states[state].name);
    }
}

Test(spec_lint, every_state_but_the_last_leads_on) {
    check_each(check_every_state_but_the_last_leads_on);
}

/* A table of commands may serve several protocols: one of them must use each. */
static void check_every_command_is_used(const SpecProtocol *spec) {
    for (guint command = 0; command < spec->n_commands; command++) {
        SpecStateSet states = 0;
        for (guint i = 0; i < G_N_ELEMENTS(protocols); i++) {
            if (protocols[i]->commands == spec->commands)
                states |= spec_legal_states(protocols[i], (int)command);
        }
        cr_assert_neq(states, 0, "%s: %s", spec->name, spec->commands[command].name);
    }
}

Test(spec_lint, every_command_is_used) {
    check_each(check_every_command_is_used);
}

static void check_no_two_rows_match(const SpecProtocol *spec) {
    for (guint i = 0; i < spec->n_transitions; i++) {
        for (guint k = i + 1; k < spec->n_transitions; k++) {
            const SpecTransition *a = &spec->transitions[i], *b = &spec->transitions[k];
            gboolean both = a->command == b->command && (a->from & b->from) != 0 &&
                            patterns_overlap(a->reply, b->reply);
            cr_assert_not(both, "%s: rows %u and %u", spec->name, i, k);
        }
    }
}

Test(spec_lint, no_two_rows_match) {
    check_each(check_no_two_rows_match);
}

/* Names, sentences and targets. */
static void check_nothing_is_left_out(const SpecProtocol *spec) {
    for (guint i = 0; i < spec->n_states; i++) {
        const SpecState *state = &spec->states[i];
        cr_assert(is_said(state->name) && is_said(state->rfc) && is_said(state->meaning));
        cr_assert_eq(spec_find_state(spec, state->name), (int)i);
    }
    for (guint i = 0; i < spec->n_commands; i++) {
        const SpecCommand *command = &spec->commands[i];
        cr_assert(is_said(command->name) && is_said(command->syntax) && is_said(command->rfc) &&
                      is_said(command->meaning) && is_said(command->next),
                  "%s: command %u", spec->name, i);
    }
    for (guint i = 0; i < spec->n_transitions; i++) {
        const SpecTransition *row = &spec->transitions[i];
        cr_assert(is_said(row->reply) && is_said(row->rfc) && is_said(row->why));
        cr_assert(row->from != 0 && row->from < SPEC_STATE(spec->n_states));
        cr_assert(row->to >= SPEC_SAME && row->to < (int)spec->n_states);
        cr_assert(row->command >= 0 && row->command < (int)spec->n_commands);
    }
    cr_assert(spec->states[spec->lost].is_observer && spec->states[spec->tls].is_observer);
}

Test(spec_lint, nothing_is_left_out) {
    check_each(check_nothing_is_left_out);
}

static void check_replies_are_unique_and_explained(const SpecProtocol *spec) {
    for (guint i = 0; i < spec->n_replies; i++) {
        const SpecReply *reply = &spec->replies[i];
        cr_assert(is_said(reply->code) && is_said(reply->rfc) && is_said(reply->meaning) &&
                  is_said(reply->next));
        cr_assert_eq(spec_find_reply(spec, reply->code), reply, "%s twice", reply->code);
    }
    for (guint i = 0; i < spec->n_transitions; i++) {
        const char *pattern = spec->transitions[i].reply;
        cr_assert(strchr(pattern, 'x') != NULL || spec_find_reply(spec, pattern) != NULL,
                  "%s is not explained", pattern);
    }
}

Test(spec_lint, replies_are_unique_and_explained) {
    check_each(check_replies_are_unique_and_explained);
}

Test(spec_lint, words_are_unique_and_explained) {
    for (guint kind = 0; kind < SPEC_N_WORD_KINDS; kind++) {
        guint n_words = 0;
        const SpecWord *words = spec_words((SpecWordKind)kind, &n_words);
        cr_assert_gt(n_words, 0);
        for (guint i = 0; i < n_words; i++) {
            const SpecWord *word = &words[i];
            cr_assert(is_said(word->word) && is_said(word->rfc) && is_said(word->meaning));
            cr_assert(word->next == NULL || *word->next != '\0');
            cr_assert_eq(word->kind, kind, "%s", word->word);
            cr_assert_eq(spec_find_word(word->kind, word->word, strlen(word->word)), word, "%s",
                         word->word);
        }
    }
}
