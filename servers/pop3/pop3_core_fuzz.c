/* SPDX-License-Identifier: MIT */
/* The POP3 core over any octets, whole and in pieces: no crash, and the same outcome. */
#include "pop3/pop3.h"

#include "auth/users.h"
#include "mailbox/mailbox.h"
#include "session/session_script.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a run came to, in short. */
static char *run(const uint8_t *data, size_t size, gsize step) {
    g_autoptr(Users) users = users_new_default();
    Store *store = memory_store_new("lab.example", users);
    SessionSetup setup = script_setup();
    Script script;
    setup.users = users;
    setup.store = store;
    mailbox_add_samples(store, users, "lab.example", 0);
    script_run(&script, &pop3_core, &setup, (const char *)data, size, step);
    char *shortened = script_shorten(&script);
    script_clear(&script);
    store_free(store);
    return shortened;
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
