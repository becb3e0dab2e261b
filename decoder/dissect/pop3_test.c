/* SPDX-License-Identifier: MIT */
/* Whole dialogues and the notes that they give, in every cut. */
#include "dissect/dialogue_check.h"
#include "dissect/pop3_cases.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

ParameterizedTestParameters(pop3, in_every_cut) {
    static gsize indices[G_N_ELEMENTS(pop3_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, pop3, in_every_cut) {
    const Pop3Case *test = &pop3_cases[*index];
    dialogue_check_notes(test->name, &test->dialogue, test->expected);
}

ParameterizedTestParameters(pop3, labels_tile) {
    static gsize indices[G_N_ELEMENTS(pop3_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, pop3, labels_tile) {
    const Pop3Case *test = &pop3_cases[*index];
    if (test->expected[0] != '\0') { /* else it is no mail: nothing is labelled */
        dialogue_check_labels(test->name, &test->dialogue, test->has_unknown);
    }
}
