/* SPDX-License-Identifier: MIT */
#include "session/faults.h"

#include <criterion/criterion.h>

typedef struct {
    const char *word;
    gboolean is_taken;
    Fault fault;
    const char *argument;
} Case;

static const Case cases[] = {
    {"greylist", TRUE, FAULT_GREYLIST, NULL},
    {"GreyList", TRUE, FAULT_GREYLIST, NULL},
    {"slow", TRUE, FAULT_SLOW, NULL},
    {"slow:50", TRUE, FAULT_SLOW, "50"},
    {"slow:", TRUE, FAULT_SLOW, NULL},
    {"reject:bob@lab.example", TRUE, FAULT_REJECT, "bob@lab.example"},
    {"reject", FALSE, FAULT_REJECT, NULL},
    {"reject:", FALSE, FAULT_REJECT, NULL},
    {"greylist:5", FALSE, FAULT_GREYLIST, NULL},
    {"grey", FALSE, FAULT_GREYLIST, NULL},
    {"", FALSE, FAULT_GREYLIST, NULL},
};

Test(faults, add) {
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        g_autoptr(Faults) faults = faults_new();
        g_autoptr(GError) error = NULL;
        cr_expect_eq(faults_add(faults, c->word, &error), c->is_taken, "%s", c->word);
        cr_expect_eq(error == NULL, c->is_taken, "%s", c->word);
        for (int fault = 0; fault < FAULT_N; fault++)
            cr_expect_eq(faults_has(faults, fault), c->is_taken && fault == (int)c->fault, "%s",
                         c->word);
        cr_expect(g_strcmp0(faults_argument(faults, c->fault), c->argument) == 0, "%s", c->word);
    }
}

Test(faults, none_are_on_without_a_list) {
    cr_expect(!faults_has(NULL, FAULT_SLOW));
    cr_expect_null(faults_argument(NULL, FAULT_SLOW));
}

Test(faults, every_row_is_whole) {
    for (int fault = 0; fault < FAULT_N; fault++) {
        const FaultKind *kind = fault_kind(fault);
        cr_assert_not_null(kind->name);
        cr_expect(kind->protocols != NULL && kind->rfc != NULL && kind->sentence != NULL, "%s",
                  kind->name);
        cr_expect(g_str_has_prefix(kind->rfc, "RFC "), "%s", kind->name);
    }
}
