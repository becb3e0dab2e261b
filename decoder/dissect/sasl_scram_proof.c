/* SPDX-License-Identifier: MIT */
/* Turns the messages of a SCRAM exchange and a password into the client's proof and the server's
 * signature: RFC 5802 §3. */
#include "dissect/sasl_scram.h"

#include <gnutls/crypto.h>
#include <string.h>

#define DIGEST_MAX 64u

typedef struct {
    const char *mechanism;
    gnutls_mac_algorithm_t mac;
    gnutls_digest_algorithm_t digest;
} HashRow;

/* clang-format off */
static const HashRow hash_rows[] = {
    { "SCRAM-SHA-1",   GNUTLS_MAC_SHA1,   GNUTLS_DIG_SHA1 },
    { "SCRAM-SHA-256", GNUTLS_MAC_SHA256, GNUTLS_DIG_SHA256 },
    { "SCRAM-SHA-512", GNUTLS_MAC_SHA512, GNUTLS_DIG_SHA512 },
};
/* clang-format on */

/* The row of a mechanism, with or without "-PLUS". */
static const HashRow *find_hash(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(hash_rows); i++) {
        gsize n = strlen(hash_rows[i].mechanism);
        gboolean begins = strncmp(name, hash_rows[i].mechanism, n) == 0;
        if (begins && (name[n] == '\0' || strcmp(name + n, "-PLUS") == 0)) {
            return &hash_rows[i];
        }
    }
    return NULL;
}

/* What all passwords have in common. */
typedef struct {
    const HashRow *hash;
    gsize size;
    guchar *salt;
    gsize n_salt;
    guint iterations;
    GString *covered; /* AuthMessage */
} Setting;

/* AuthMessage := client-first-message-bare + "," + server-first-message + "," +
 *                client-final-message-without-proof */
static GString *join_messages(const SaslExchange *self) {
    GString *text = g_string_new(NULL);
    for (guint slot = SCRAM_CLIENT_FIRST; slot <= SCRAM_CLIENT_FINAL; slot++) {
        NoteText message = sasl_kept(self, slot);
        g_string_append_len(text, message.octets, (gssize)message.length);
        g_string_append(text, slot < SCRAM_CLIENT_FINAL ? "," : "");
    }
    return text;
}

static guint read_iterations(NoteText number) {
    guint64 value = 0;
    for (gsize i = 0; i < number.length; i++) {
        if (!g_ascii_isdigit(number.octets[i]) || value > SCRAM_ITERATIONS_MAX) {
            return 0;
        }
        value = 10 * value + (guint64)(number.octets[i] - '0');
    }
    return value <= SCRAM_ITERATIONS_MAX ? (guint)value : 0;
}

/* FALSE if something is missing or beyond what is computed here. */
static gboolean read_setting(const SaslExchange *self, Setting *setting) {
    NoteText first = sasl_kept(self, SCRAM_SERVER_FIRST);
    NoteText salt = scram_attribute(first, 's');
    *setting = (Setting){.hash = find_hash(self->name),
                         .iterations = read_iterations(scram_attribute(first, 'i'))};
    if (setting->hash == NULL || setting->iterations == 0 || salt.octets == NULL) {
        return FALSE;
    }
    setting->size = gnutls_hmac_get_len(setting->hash->mac);
    setting->salt = sasl_decode(salt.octets, salt.length, &setting->n_salt);
    setting->covered = join_messages(self);
    return setting->salt != NULL && setting->n_salt > 0;
}

static void clear_setting(Setting *setting) {
    g_free(setting->salt);
    if (setting->covered != NULL) {
        g_string_free(setting->covered, TRUE);
    }
}

/* Hi(): PBKDF2 with HMAC. Passwords beyond US-ASCII are normalised by NFKC, which is what is left
 * of SASLprep for ordinary words. */
static gboolean salt_password(const Setting *setting, const char *password, guint8 *salted) {
    g_autofree char *normal = g_utf8_normalize(password, -1, G_NORMALIZE_NFKC);
    const char *key = normal != NULL ? normal : password;
    gnutls_datum_t key_datum = {(guchar *)key, (guint)strlen(key)};
    gnutls_datum_t salt_datum = {setting->salt, (guint)setting->n_salt};
    return gnutls_pbkdf2(setting->hash->mac, &key_datum, &salt_datum, setting->iterations, salted,
                         setting->size) == 0;
}

static gboolean hmac(const Setting *setting, const guint8 *key, const char *text, gsize length,
                     guint8 *result) {
    return gnutls_hmac_fast(setting->hash->mac, key, setting->size, text, length, result) == 0;
}

/* ClientKey := HMAC(SaltedPassword, "Client Key"), StoredKey := H(ClientKey),
 * ClientProof := ClientKey XOR HMAC(StoredKey, AuthMessage) */
static gboolean prove_client(const Setting *setting, const guint8 *salted, guint8 *proof) {
    guint8 key[DIGEST_MAX];
    guint8 stored[DIGEST_MAX];
    gboolean is_done = hmac(setting, salted, "Client Key", strlen("Client Key"), key) &&
                       gnutls_hash_fast(setting->hash->digest, key, setting->size, stored) == 0 &&
                       hmac(setting, stored, setting->covered->str, setting->covered->len, proof);
    for (gsize i = 0; i < setting->size && is_done; i++) {
        proof[i] ^= key[i];
    }
    return is_done;
}

/* ServerKey := HMAC(SaltedPassword, "Server Key"),
 * ServerSignature := HMAC(ServerKey, AuthMessage) */
static gboolean sign_server(const Setting *setting, const guint8 *salted, guint8 *signature) {
    guint8 key[DIGEST_MAX];
    return hmac(setting, salted, "Server Key", strlen("Server Key"), key) &&
           hmac(setting, key, setting->covered->str, setting->covered->len, signature);
}

static gboolean fits(const Setting *setting, const char *password, ScramSide side,
                     const guint8 *sent) {
    guint8 salted[DIGEST_MAX];
    guint8 computed[DIGEST_MAX];
    if (!salt_password(setting, password, salted)) {
        return FALSE;
    }
    gboolean is_done = side == SCRAM_PROOF_OF_CLIENT ? prove_client(setting, salted, computed)
                                                     : sign_server(setting, salted, computed);
    return is_done && memcmp(computed, sent, setting->size) == 0;
}

static void try_passwords(const SaslExchange *self, SaslStep *step, const Setting *setting,
                          ScramSide side, const guint8 *sent) {
    gsize length;
    NoteText name = scram_attribute(sasl_kept(self, SCRAM_CLIENT_FIRST), 'n');
    g_autofree char *user = scram_decode_name(name, &length);
    const char *password = NULL;
    guint at = 0;
    gboolean is_tried = FALSE;
    gboolean is_equal = FALSE;
    while (!is_equal && (password = secrets_next(step->secrets, user, length, &at)) != NULL) {
        is_tried = TRUE;
        is_equal = fits(setting, password, side, sent);
    }
    sasl_prove(step, is_tried, is_equal);
}

void scram_verify(const SaslExchange *self, SaslStep *step, ScramSide side, NoteText sent) {
    if (step->secrets == NULL || step->secrets->n_rows == 0 || sent.octets == NULL) {
        return;
    }
    Setting setting;
    gsize n = 0;
    g_autofree guchar *octets = sasl_decode(sent.octets, sent.length, &n);
    if (read_setting(self, &setting) && octets != NULL && n == setting.size) {
        try_passwords(self, step, &setting, side, octets);
    }
    clear_setting(&setting);
}
