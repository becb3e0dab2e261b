/* SPDX-License-Identifier: MIT */
/* Turns the messages of CRAM-MD5 (RFC 2195) into challenge, name and digest, and recomputes the
 * digest where a password was given. */
#include "dissect/sasl_mechanism.h"

#include <gnutls/crypto.h>
#include <string.h>

#define DIGEST_SIZE 16u
#define KEPT_CHALLENGE 0u

/* The digest is HMAC-MD5 of the challenge, keyed with the password: RFC 2195 §2. */
static gboolean fits(const char *password, NoteText challenge, NoteText digest) {
    guint8 octets[DIGEST_SIZE];
    char hex[2 * DIGEST_SIZE + 1];
    int failed = gnutls_hmac_fast(GNUTLS_MAC_MD5, password, strlen(password), challenge.octets,
                                  challenge.length, octets);
    sasl_hex(octets, failed == 0 ? sizeof octets : 0, hex);
    return failed == 0 && digest.length == 2 * DIGEST_SIZE &&
           g_ascii_strncasecmp(hex, digest.octets, digest.length) == 0;
}

static void verify(const SaslExchange *self, SaslStep *step, NoteText user, NoteText digest) {
    const char *password = NULL;
    guint at = 0;
    gboolean is_tried = FALSE;
    gboolean is_equal = FALSE;
    if (step->secrets == NULL || self->kept[KEPT_CHALLENGE] == NULL) {
        return;
    }
    while (!is_equal &&
           (password = secrets_next(step->secrets, user.octets, user.length, &at)) != NULL) {
        is_tried = TRUE;
        is_equal = fits(password, sasl_kept(self, KEPT_CHALLENGE), digest);
    }
    sasl_prove(step, is_tried, is_equal);
}

/* The name, a space, the digest in hexadecimal: RFC 2195 §2. The digest is no secret, though
 * passwords can be guessed and tried against it. */
static void read_answer(SaslExchange *self, SaslStep *step, guint k, const char *text,
                        gsize length) {
    const char *space = memrchr(text, ' ', length);
    if (space == NULL) {
        sasl_add(step, "response", text, length);
        sasl_explain(step, "This is not what CRAM-MD5 asks for: a name, a space, a digest.",
                     "RFC 2195 §2");
        return;
    }
    NoteText user = {text, (gsize)(space - text)};
    NoteText digest = {space + 1, (gsize)(text + length - space - 1)};
    sasl_add(step, "authcid", user.octets, user.length);
    sasl_add(step, "digest", digest.octets, digest.length);
    verify(self, step, user, digest);
    sasl_explain(step,
                 "The name, and a digest of the challenge made with the password (HMAC-MD5). The "
                 "password itself does not cross the network, but who sees this can try out "
                 "guesses against it.",
                 "RFC 2195 §2");
}

static void read_challenge(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length) {
    sasl_keep(self, KEPT_CHALLENGE, text, length);
    sasl_add(step, "challenge", text, length);
    sasl_explain(step,
                 "A text that is never used twice: the answer to it is of no use for another "
                 "login.",
                 "RFC 2195 §2");
}

const SaslMechanism sasl_cram_md5 = {"CRAM-MD5", 0, read_answer, read_challenge};
