/* SPDX-License-Identifier: MIT */
/* Whole dialogues and the notes that they give, in every cut. */
#include "dissect/dialogue_check.h"
#include "dissect/imap_cases.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

ParameterizedTestParameters(imap, in_every_cut) {
    static gsize indices[G_N_ELEMENTS(imap_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, imap, in_every_cut) {
    const ImapCase *test = &imap_cases[*index];
    dialogue_check_notes(test->name, &test->dialogue, test->expected);
}

ParameterizedTestParameters(imap, labels_tile) {
    static gsize indices[G_N_ELEMENTS(imap_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, imap, labels_tile) {
    const ImapCase *test = &imap_cases[*index];
    if (test->expected[0] != '\0' && !test->has_layers) { /* else nothing is labelled, or twice */
        dialogue_check_labels(test->name, &test->dialogue, test->has_unknown);
    }
}
