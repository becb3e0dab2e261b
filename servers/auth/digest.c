/* SPDX-License-Identifier: MIT */
/* A timestamp and a password -> the digest that proves the password without showing it. It knows
 * neither users nor sessions. */
#include "auth/digest.h"

char *digest_apop(const char *timestamp, const char *password) {
    g_autofree char *text = g_strconcat(timestamp, password, NULL);
    return g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);
}
