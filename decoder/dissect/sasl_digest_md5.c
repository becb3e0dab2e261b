/* SPDX-License-Identifier: MIT */
/* Turns the messages of DIGEST-MD5 (RFC 2831) into their directives, and recomputes both digests
 * where a password was given. */
#include "dissect/sasl_mechanism.h"

#include <gnutls/crypto.h>
#include <string.h>

#define DIGEST_SIZE 16u
#define HEX_SIZE (2u * DIGEST_SIZE + 1u)
#define KEPT_RESPONSE 0u

/* ---- directives ----------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    gsize name_length;
    GString *value; /* without quotes; reused from one directive to the next */
} Directive;

static gboolean is_between(char octet) {
    return octet == ',' || octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

static const char *read_quoted(const char *at, const char *end, GString *value) {
    while (at < end && *at != '"') {
        at += *at == '\\' && at + 1 < end ? 1 : 0;
        g_string_append_c(value, *at++);
    }
    return at < end ? at + 1 : end;
}

/* directive = token "=" ( token / quoted-string ); separated by commas: RFC 2831 §7.1. Where the
 * next one ends, or NULL if there is none. */
static const char *read_directive(const char *at, const char *end, Directive *directive) {
    while (at < end && is_between(*at)) {
        at++;
    }
    directive->name = at;
    while (at < end && *at != '=' && *at != ',') {
        at++;
    }
    directive->name_length = (gsize)(at - directive->name);
    g_string_truncate(directive->value, 0);
    if (at >= end || *at == ',') {
        return directive->name_length > 0 ? at : NULL;
    }
    at++;
    if (at < end && *at == '"') {
        return read_quoted(at + 1, end, directive->value);
    }
    while (at < end && !is_between(*at)) {
        g_string_append_c(directive->value, *at++);
    }
    return at;
}

static gboolean is_named(const Directive *directive, const char *name) {
    return directive->name_length == strlen(name) &&
           g_ascii_strncasecmp(directive->name, name, directive->name_length) == 0;
}

/* The value of a directive in a message; NULL if it is not there. Free with g_free(). */
static char *find(NoteText message, const char *name, gsize *length) {
    g_autoptr(GString) value = g_string_new(NULL);
    Directive directive = {.value = value};
    const char *end = message.octets + message.length;
    const char *at = message.octets;
    while ((at = read_directive(at, end, &directive)) != NULL) {
        if (is_named(&directive, name)) {
            *length = value->len;
            return g_strndup(value->str, value->len);
        }
    }
    *length = 0;
    return NULL;
}

/* Names of directives, and of the fields that they become. */
static const struct {
    const char *name, *field;
} directive_rows[] = {
    {"username", "authcid"}, {"authzid", "authzid"},       {"realm", "realm"},
    {"nonce", "nonce"},      {"cnonce", "cnonce"},         {"nc", "nc"},
    {"qop", "qop"},          {"digest-uri", "digest-uri"}, {"response", "digest"},
    {"rspauth", "rspauth"},  {"algorithm", "algorithm"},   {"charset", "charset"},
    {"cipher", "cipher"},    {"maxbuf", "maxbuf"},         {"stale", "stale"},
};

static guint add_fields(SaslStep *step, const char *text, gsize length) {
    g_autoptr(GString) value = g_string_new(NULL);
    Directive directive = {.value = value};
    const char *at = text;
    guint n = 0;
    while ((at = read_directive(at, text + length, &directive)) != NULL) {
        for (guint i = 0; i < G_N_ELEMENTS(directive_rows); i++) {
            if (is_named(&directive, directive_rows[i].name)) {
                sasl_add(step, directive_rows[i].field, value->str, value->len);
                n++;
            }
        }
    }
    return n;
}

/* ---- the digest ----------------------------------------------------------------------------- */

/* Texts, joined by colons. */
static void join(GByteArray *joined, const char *octets, gsize length) {
    if (joined->len > 0) {
        g_byte_array_append(joined, (const guint8 *)":", 1);
    }
    g_byte_array_append(joined, (const guint8 *)octets, (guint)length);
}

static void join_directive(GByteArray *joined, NoteText message, const char *name) {
    gsize length;
    g_autofree char *value = find(message, name, &length);
    join(joined, value != NULL ? value : "", length);
}

static void hash(const GByteArray *joined, guint8 digest[DIGEST_SIZE]) {
    memset(digest, 0, DIGEST_SIZE);
    gnutls_hash_fast(GNUTLS_DIG_MD5, joined->data, joined->len, digest);
}

static void hash_hex(const GByteArray *joined, char hex[HEX_SIZE]) {
    guint8 digest[DIGEST_SIZE];
    hash(joined, digest);
    sasl_hex(digest, sizeof digest, hex);
}

/* A1 = { H( { username-value, ":", realm-value, ":", passwd } ), ":", nonce-value, ":",
 *        cnonce-value [ ":", authzid-value ] }: RFC 2831 §2.1.2.1 */
static void hash_a1(NoteText response, const char *password, char hex[HEX_SIZE]) {
    g_autoptr(GByteArray) secret = g_byte_array_new();
    join_directive(secret, response, "username");
    join_directive(secret, response, "realm");
    join(secret, password, strlen(password));
    guint8 digest[DIGEST_SIZE];
    hash(secret, digest);
    g_autoptr(GByteArray) a1 = g_byte_array_new();
    join(a1, (const char *)digest, sizeof digest);
    join_directive(a1, response, "nonce");
    join_directive(a1, response, "cnonce");
    gsize length;
    g_autofree char *authzid = find(response, "authzid", &length);
    if (authzid != NULL) {
        join(a1, authzid, length);
    }
    hash_hex(a1, hex);
}

/* A2 = { "AUTHENTICATE:", digest-uri-value }, for the server without the word; with qop auth-int or
 * auth-conf ":" and 32 zeros follow: RFC 2831 §2.1.2.1, §2.1.3 */
static void hash_a2(NoteText response, gboolean is_server, const char *qop, char hex[HEX_SIZE]) {
    g_autoptr(GByteArray) a2 = g_byte_array_new();
    const char *prefix = is_server ? ":" : "AUTHENTICATE:";
    g_byte_array_append(a2, (const guint8 *)prefix, (guint)strlen(prefix));
    gsize length;
    g_autofree char *uri = find(response, "digest-uri", &length);
    g_byte_array_append(a2, (const guint8 *)(uri != NULL ? uri : ""), (guint)length);
    if (strcmp(qop, "auth-int") == 0 || strcmp(qop, "auth-conf") == 0) {
        static const char zeros[] = "00000000000000000000000000000000";
        join(a2, zeros, strlen(zeros));
    }
    hash_hex(a2, hex);
}

/* HEX( KD ( HEX(H(A1)), { nonce-value, ":" nc-value, ":", cnonce-value, ":", qop-value, ":",
 *                         HEX(H(A2)) })) */
static void compute(NoteText response, const char *password, gboolean is_server,
                    char hex[HEX_SIZE]) {
    char a1[HEX_SIZE];
    char a2[HEX_SIZE];
    gsize length;
    g_autofree char *sent_qop = find(response, "qop", &length);
    const char *qop = sent_qop != NULL ? sent_qop : "auth";
    hash_a1(response, password, a1);
    hash_a2(response, is_server, qop, a2);
    g_autoptr(GByteArray) all = g_byte_array_new();
    join(all, a1, strlen(a1));
    join_directive(all, response, "nonce");
    join_directive(all, response, "nc");
    join_directive(all, response, "cnonce");
    join(all, qop, strlen(qop));
    join(all, a2, strlen(a2));
    hash_hex(all, hex);
}

/* `sent`: the digest as it came from the client, or from the server. */
static void verify(SaslStep *step, NoteText response, gboolean is_server, const char *sent) {
    gsize length;
    g_autofree char *user = find(response, "username", &length);
    const char *password = NULL;
    guint at = 0;
    gboolean is_tried = FALSE;
    gboolean is_equal = FALSE;
    if (step->secrets == NULL || user == NULL || sent == NULL) {
        return;
    }
    while (!is_equal && (password = secrets_next(step->secrets, user, length, &at)) != NULL) {
        char hex[HEX_SIZE];
        compute(response, password, is_server, hex);
        is_tried = TRUE;
        is_equal = g_ascii_strcasecmp(hex, sent) == 0;
    }
    sasl_prove(step, is_tried, is_equal);
}

/* ---- messages ------------------------------------------------------------------------------- */

static void read_answer(SaslExchange *self, SaslStep *step, guint k, const char *text,
                        gsize length) {
    if (length == 0) {
        sasl_explain(step, "Nothing more to say: the client has seen the server's digest.",
                     "RFC 2831 §2.1.3");
        return;
    }
    if (add_fields(step, text, length) == 0) {
        sasl_add(step, "response", text, length);
    }
    sasl_keep(self, KEPT_RESPONSE, text, length);
    gsize n;
    g_autofree char *sent = find((NoteText){text, length}, "response", &n);
    verify(step, sasl_kept(self, KEPT_RESPONSE), FALSE, sent);
    sasl_explain(step,
                 "The name, and a digest over the password, both nonces and the service (MD5). The "
                 "password does not cross the network. DIGEST-MD5 was given up in 2011: use SCRAM, "
                 "or PLAIN inside TLS.",
                 "RFC 6331");
}

static void read_challenge(SaslExchange *self, SaslStep *step, guint k, const char *text,
                           gsize length) {
    if (add_fields(step, text, length) == 0) {
        sasl_add(step, "challenge", text, length);
    }
    gsize n;
    g_autofree char *sent = find((NoteText){text, length}, "rspauth", &n);
    if (sent == NULL) {
        sasl_explain(step,
                     "The server names its realm and a nonce, a text that is never used twice.",
                     "RFC 2831 §2.1.1");
        return;
    }
    verify(step, sasl_kept(self, KEPT_RESPONSE), TRUE, sent);
    sasl_explain(step, "The server's own digest: it proves that it knows the password too.",
                 "RFC 2831 §2.1.3");
}

const SaslMechanism sasl_digest_md5 = {"DIGEST-MD5", 0, read_answer, read_challenge};
