/* SPDX-License-Identifier: MIT */
/* The SMTP cores over any octets, whole and in pieces: no crash, and the same outcome. The first
 * octet chooses service and strictness. */
#include "smtp/smtp.h"

#include "auth/users.h"
#include "mailbox/mailbox.h"
#include "session/session_script.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a run came to, in short. */
static char *run(const uint8_t *data, size_t size, gsize step) {
    static const CoreClass *const cores[] = {&smtp_core, &submission_core, &lmtp_core};
    g_autoptr(Users) users = users_new_default();
    Store *store = memory_store_new("lab.example", users);
    SessionSetup setup = script_setup();
    Script script;
    setup.users = users;
    setup.store = store;
    setup.size_limit = 1000;
    setup.is_strict = (data[0] & 4) != 0;
    script_run(&script, cores[(data[0] & 3) % 3], &setup, (const char *)data + 1, size - 1, step);
    char *shortened = script_shorten(&script);
    script_clear(&script);
    store_free(store);
    return shortened;
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
