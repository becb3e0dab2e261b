/* SPDX-License-Identifier: MIT */
/* Turns the arguments of USER, PASS and APOP (RFC 1939 §7) into named fields, and recomputes the
 * digest of APOP where a password was given. It does not know whether the server took them. */
#include "dissect/sasl_apop.h"

#include "dissect/sasl_mechanism.h"

#include <gnutls/crypto.h>
#include <string.h>

#define DIGEST_SIZE ((gsize)16)

void sasl_read_name(SaslStep *step, const char *octets, gsize length) {
    sasl_add(step, "authcid", octets, length);
}

void sasl_read_password(SaslStep *step, const char *octets, gsize length) {
    sasl_add_secret(step, "password", octets, length);
}

/* digest = MD5 of the timestamp, angle brackets included, and the shared secret: RFC 1939 §7 */
static gboolean fits(const char *password, NoteText timestamp, NoteText digest) {
    g_autoptr(GString) text = g_string_new_len(timestamp.octets, (gssize)timestamp.length);
    g_string_append(text, password);
    guint8 octets[DIGEST_SIZE];
    char hex[2 * DIGEST_SIZE + 1];
    if (gnutls_hash_fast(GNUTLS_DIG_MD5, text->str, text->len, octets) != 0) {
        return FALSE;
    }
    sasl_hex(octets, sizeof octets, hex);
    return digest.length == 2 * DIGEST_SIZE &&
           g_ascii_strncasecmp(hex, digest.octets, digest.length) == 0;
}

static void verify(SaslStep *step, NoteText user, NoteText digest, NoteText timestamp) {
    const char *password = NULL;
    guint at = 0;
    gboolean is_tried = FALSE;
    gboolean is_equal = FALSE;
    if (step->secrets == NULL || timestamp.octets == NULL) {
        return;
    }
    while (!is_equal &&
           (password = secrets_next(step->secrets, user.octets, user.length, &at)) != NULL) {
        is_tried = TRUE;
        is_equal = fits(password, timestamp, digest);
    }
    sasl_prove(step, is_tried, is_equal);
}

void sasl_read_apop(SaslStep *step, NoteText user, NoteText digest, NoteText timestamp) {
    sasl_add(step, "authcid", user.octets, user.length);
    sasl_add(step, "digest", digest.octets, digest.length);
    if (timestamp.octets != NULL) {
        sasl_add(step, "timestamp", timestamp.octets, timestamp.length);
    }
    verify(step, user, digest, timestamp);
    sasl_explain(
        step,
        "The name, and the MD5 of the greeting's timestamp followed by the password: since "
        "the timestamp never comes again, the digest is of no use for another login. Who "
        "sees it can still try out guesses against it.",
        "RFC 1939 §7");
}
