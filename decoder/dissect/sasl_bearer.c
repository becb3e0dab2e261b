/* SPDX-License-Identifier: MIT */
/* Turns the messages of OAUTHBEARER (RFC 7628) and of its forerunner XOAUTH2 into names and the
 * token, which is as good as a password while it is valid. */
#include "dissect/sasl_mechanism.h"

#include <string.h>

typedef struct {
    const char *key; /* with its "=" */
    const char *field;
    gboolean is_secret;
} PairRow;

/* clang-format off */
static const PairRow pair_rows[] = {
    { "user=", "authcid", FALSE },
    { "auth=", "token",   TRUE },
    { "host=", "host",    FALSE },
    { "port=", "port",    FALSE },
};
/* clang-format on */

static void read_pair(SaslStep *step, const char *pair, gsize length) {
    for (guint i = 0; i < G_N_ELEMENTS(pair_rows); i++) {
        const PairRow *row = &pair_rows[i];
        gsize n = strlen(row->key);
        if (length < n || g_ascii_strncasecmp(pair, row->key, n) != 0) {
            continue;
        }
        if (row->is_secret) {
            sasl_add_secret(step, row->field, pair + n, length - n);
        } else {
            sasl_add(step, row->field, pair + n, length - n);
        }
    }
}

/* gs2-header = gs2-cb-flag "," [ "a=" saslname ] ",": RFC 5801 §4; its names are kept as they are.
 */
static void read_header(SaslStep *step, const char *header, gsize length) {
    const char *name = g_strstr_len(header, (gssize)length, ",a=");
    if (name == NULL) {
        return;
    }
    name += 3;
    const char *comma = memchr(name, ',', (gsize)(header + length - name));
    const char *end = comma != NULL ? comma : header + length;
    sasl_add(step, "authzid", name, (gsize)(end - name));
}

/* client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep: RFC 7628 §3.1, kvsep is control-A.
 * XOAUTH2 has only the pairs. */
static void read_answer(SaslExchange *self, SaslStep *step, guint k, const char *text,
                        gsize length) {
    const char *at = text;
    const char *end = text + length;
    while (at < end) {
        const char *stop = memchr(at, '\001', (gsize)(end - at));
        stop = stop == NULL ? end : stop;
        if (at == text) {
            read_header(step, at, (gsize)(stop - at));
        }
        read_pair(step, at, (gsize)(stop - at));
        at = stop + 1;
    }
    if (k > 0) {
        sasl_explain(step, "The client takes note of the error, so that the server can refuse.",
                     "RFC 7628 §3.2.3");
        return;
    }
    sasl_explain(step,
                 "The name, and a token in place of the password. Whoever has the token can log in "
                 "until it runs out: base64 is not encryption.",
                 "RFC 7628 §3.1");
}

static void read_challenge(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length) {
    sasl_add(step, k > 0 ? "error" : "challenge", text, length);
    if (k > 0) {
        sasl_explain(step, "The token is refused; the server says why, in JSON.",
                     "RFC 7628 §3.2.2");
    }
}

const SaslMechanism sasl_xoauth2 = {"XOAUTH2", ~0u, read_answer, read_challenge};
const SaslMechanism sasl_oauthbearer = {"OAUTHBEARER", ~0u, read_answer, read_challenge};
