/* SPDX-License-Identifier: MIT */
/* `maillab explain scram-sha-256 …`: what both sides compute: RFC 5802 §3, with SHA-256 (RFC 7677).
 */
#include "steps.h"

#include "options.h"

#include <gnutls/crypto.h>
#include <string.h>

#define SHA_OCTETS 32u
#define ITERATIONS_MAX 1000000u

typedef struct {
    guint8 octets[SHA_OCTETS];
} Digest;

static Digest hmac(const Digest *key, const char *text, gsize length) {
    Digest result = {{0}};
    gnutls_hmac_fast(GNUTLS_MAC_SHA256, key->octets, SHA_OCTETS, text, length, result.octets);
    return result;
}

static Digest sha256(const Digest *of) {
    Digest result = {{0}};
    gnutls_hash_fast(GNUTLS_DIG_SHA256, of->octets, SHA_OCTETS, result.octets);
    return result;
}

static void tell(ExplainPage *page, const char *step, const Digest *digest) {
    g_autofree char *hex = steps_hex(digest->octets, SHA_OCTETS, 14);
    explain_page_item(page, "%s:", step);
    explain_page_row(page, "%s", hex);
}

/* Attributes of the server's first message: r=…,s=…,i=… */
typedef struct {
    GString *salt;
    guint iterations;
} Server;

static gboolean read_server(const char *message, Server *server) {
    g_auto(GStrv) attributes = g_strsplit(message, ",", 4);
    guint64 iterations = 0;
    if (g_strv_length(attributes) < 3 || !g_str_has_prefix(attributes[0], "r=") ||
        !g_str_has_prefix(attributes[1], "s=") || !g_str_has_prefix(attributes[2], "i="))
        return FALSE;
    if (!g_ascii_string_to_unsigned(attributes[2] + 2, 10, 1, ITERATIONS_MAX, &iterations, NULL))
        return FALSE;
    g_autoptr(GString) letters = g_string_new(attributes[1] + 2);
    server->salt = steps_from_base64(letters);
    server->iterations = (guint)iterations;
    return server->salt != NULL && server->salt->len > 0;
}

static Digest salt_password(const GString *password, const Server *server) {
    Digest result = {{0}};
    gnutls_datum_t key = {(guchar *)password->str, (guint)password->len};
    gnutls_datum_t salt = {(guchar *)server->salt->str, (guint)server->salt->len};
    gnutls_pbkdf2(GNUTLS_MAC_SHA256, &key, &salt, server->iterations, result.octets, SHA_OCTETS);
    return result;
}

/* The client's proof; its last message so far is `final`. */
static void tell_proof(ExplainPage *page, const Digest *salted, const GString *covered,
                       const char *final) {
    Digest client_key = hmac(salted, "Client Key", strlen("Client Key"));
    Digest stored_key = sha256(&client_key);
    Digest signature = hmac(&stored_key, covered->str, covered->len);
    Digest proof;
    for (guint i = 0; i < SHA_OCTETS; i++)
        proof.octets[i] = client_key.octets[i] ^ signature.octets[i];
    tell(page, "The client's key: HMAC of the words \"Client Key\" under the salted password",
         &client_key);
    tell(page, "The stored key: SHA-256 of the client's key; this is all the server keeps",
         &stored_key);
    tell(page, "The signature: HMAC of the conversation under the stored key", &signature);
    tell(page, "The proof: client's key and signature, bit by bit different or not (XOR)", &proof);
    g_autofree char *letters = g_base64_encode(proof.octets, SHA_OCTETS);
    explain_page_item(page, "The client's last message:");
    explain_page_row(page, "%s,p=", final);
    explain_page_row(page, "%s", letters);
}

static void tell_server(ExplainPage *page, const Digest *salted, const GString *covered) {
    Digest key = hmac(salted, "Server Key", strlen("Server Key"));
    Digest signature = hmac(&key, covered->str, covered->len);
    g_autofree char *letters = g_base64_encode(signature.octets, SHA_OCTETS);
    explain_page_item(page,
                      "The server proves that it knows the user too (HMAC of the conversation "
                      "under the server's key):");
    explain_page_row(page, "v=%s", letters);
}

/* AuthMessage := client-first-message-bare + "," + server-first-message + "," +
 *                client-final-message-without-proof — RFC 5802 §3 */
gboolean steps_scram_sha_256(ExplainPage *page, const StepsInput *input, GError **error) {
    const char *user = steps_argument(input, 0)->str, *nonce = steps_argument(input, 2)->str;
    const char *first = steps_argument(input, 3)->str;
    Server server = {NULL, 0};
    if (input->decode)
        return options_refuse(error, "A proof has no way back; one can only try passwords.");
    if (!read_server(first, &server)) {
        if (server.salt != NULL)
            g_string_free(server.salt, TRUE);
        return options_refuse(error, "The server's first message looks like "
                                     "r=NONCE,s=SALT,i=4096: decode it from base64 first.");
    }
    g_autofree char *both = g_strndup(first + 2, strcspn(first + 2, ","));
    g_autofree char *final = g_strdup_printf("c=biws,r=%s", both);
    g_autoptr(GString) covered = g_string_new(NULL);
    g_string_printf(covered, "n=%s,r=%s,%s,%s", user, nonce, first, final);
    Digest salted = salt_password(steps_argument(input, 1), &server);
    g_string_free(server.salt, TRUE);
    explain_page_title(page, "SCRAM-SHA-256", "the proof of a password, step by step.");
    explain_page_item(page, "The conversation so far, joined by commas:");
    explain_page_quote(page, covered->str);
    g_autofree char *step = g_strdup_printf("The salted password: password and salt, %u times "
                                            "through HMAC, so that trying words is slow",
                                            server.iterations);
    tell(page, step, &salted);
    tell_proof(page, &salted, covered, final);
    tell_server(page, &salted, covered);
    explain_page_source(page, "RFC 5802 §3");
    return TRUE;
}
