/* SPDX-License-Identifier: MIT */
/* The POP3 core over any octets, whole and in pieces: no crash, and the same outcome. */
#include "pop3/pop3.h"

#include "mailbox/core_lab.h"
#include "mailbox/mailbox.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *run(const uint8_t *data, size_t size, gsize step) {
    CoreLab lab;
    core_lab_init(&lab, NULL, NULL);
    mailbox_add_samples(lab.setup.store, lab.users, "lab.example", 0);
    char *outcome = core_lab_outcome(&lab, &pop3_core, (const char *)data, size, step);
    core_lab_clear(&lab);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 8192)
        return 0;
    g_autofree char *whole = run(data, size, 0);
    g_autofree char *pieces = run(data, size, 3);
    /* What stands behind STLS is dropped only if it comes with it. */
    gboolean is_tls = strstr(whole, "TLS") != NULL || strstr(pieces, "TLS") != NULL;
    g_assert(is_tls || strcmp(whole, pieces) == 0);
    return 0;
}
