/* SPDX-License-Identifier: MIT */
/* Whole dialogues and the notes that they give, in every cut. */
#include "dissect/dialogue_check.h"
#include "dissect/smtp_cases.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

ParameterizedTestParameters(smtp, in_every_cut) {
    static gsize indices[G_N_ELEMENTS(smtp_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, smtp, in_every_cut) {
    const SmtpCase *test = &smtp_cases[*index];
    dialogue_check_notes(test->name, &test->dialogue, test->expected);
}

ParameterizedTestParameters(smtp, labels_tile) {
    static gsize indices[G_N_ELEMENTS(smtp_cases)];
    for (gsize i = 0; i < G_N_ELEMENTS(indices); i++) {
        indices[i] = i;
    }
    return cr_make_param_array(gsize, indices, G_N_ELEMENTS(indices));
}

ParameterizedTest(gsize *index, smtp, labels_tile) {
    static const char *const nameless[] = {"malformed_reply", "unknown_command", "asked", NULL};
    const SmtpCase *test = &smtp_cases[*index];
    if (test->expected[0] != '\0') { /* else it is no mail: nothing is labelled */
        dialogue_check_labels(test->name, &test->dialogue, g_strv_contains(nameless, test->name));
    }
}
