/* SPDX-License-Identifier: MIT */
/* The SMTP cores over any octets, whole and in pieces: no crash, and the same outcome. The first
 * octet chooses service and strictness. */
#include "smtp/smtp.h"

#include "mailbox/core_lab.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *run(const uint8_t *data, size_t size, gsize step) {
    static const CoreClass *const cores[] = {&smtp_core, &submission_core, &lmtp_core};
    CoreLab lab;
    core_lab_init(&lab, NULL, NULL);
    lab.setup.size_limit = 1000;
    lab.setup.is_strict = (data[0] & 4) != 0;
    char *outcome =
        core_lab_outcome(&lab, cores[(data[0] & 3) % 3], (const char *)data + 1, size - 1, step);
    core_lab_clear(&lab);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > 8192)
        return 0;
    g_autofree char *whole = run(data, size, 0);
    g_autofree char *pieces = run(data, size, 3);
    /* What stands behind STARTTLS is dropped only if it comes with it. */
    gboolean is_tls = strstr(whole, "TLS") != NULL || strstr(pieces, "TLS") != NULL;
    g_assert(is_tls || strcmp(whole, pieces) == 0);
    return 0;
}
