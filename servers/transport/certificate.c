/* SPDX-License-Identifier: MIT */
/* A directory -> the credentials that TLS needs, made if they are not there. It knows no
 * connection. */
#include "transport/certificate.h"

#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#define DAY_SECONDS ((time_t)24 * 3600)
#define VALID_SECONDS (3652 * DAY_SECONDS)
#define SERIAL_SIZE 16u

typedef struct {
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_t key;
} Pair;

static void pair_clear(Pair *self) {
    if (self->certificate != NULL)
        gnutls_x509_crt_deinit(self->certificate);
    if (self->key != NULL)
        gnutls_x509_privkey_deinit(self->key);
    *self = (Pair){NULL};
}

static gboolean pair_init(Pair *self) {
    *self = (Pair){NULL};
    return gnutls_x509_crt_init(&self->certificate) == GNUTLS_E_SUCCESS &&
           gnutls_x509_privkey_init(&self->key) == GNUTLS_E_SUCCESS;
}

static gboolean fail(GError **error, const char *what, int status) {
    g_set_error(error, g_quark_from_static_string("maillab-certificate"), 0,
                "%s the certificate did not work: %s", what, gnutls_strerror(status));
    return FALSE;
}

/* ---- making --------------------------------------------------------------------------------- */

static int add_names(gnutls_x509_crt_t certificate, const char *host_name, const char *domain) {
    static const guint8 loopback_4[] = {127, 0, 0, 1};
    static const guint8 loopback_6[16] = {[15] = 1};
    const char *names[] = {host_name, domain, "localhost"};
    int status = gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                               host_name, (guint)strlen(host_name));
    for (guint i = 0; i < G_N_ELEMENTS(names) && status == GNUTLS_E_SUCCESS; i++)
        status = gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME, names[i],
                                                      (guint)strlen(names[i]), GNUTLS_FSAN_APPEND);
    if (status == GNUTLS_E_SUCCESS)
        status = gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS, loopback_4,
                                                      sizeof loopback_4, GNUTLS_FSAN_APPEND);
    if (status == GNUTLS_E_SUCCESS)
        status = gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS, loopback_6,
                                                      sizeof loopback_6, GNUTLS_FSAN_APPEND);
    return status;
}

static int fill(Pair *self, const char *host_name, const char *domain) {
    guint8 serial[SERIAL_SIZE];
    time_t now = time(NULL);
    int status = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
    if (status != GNUTLS_E_SUCCESS)
        return status;
    serial[0] &= 0x7f; /* RFC 5280 §4.1.2.2: positive */
    gnutls_x509_crt_set_version(self->certificate, 3);
    gnutls_x509_crt_set_serial(self->certificate, serial, sizeof serial);
    gnutls_x509_crt_set_activation_time(self->certificate, now - DAY_SECONDS);
    gnutls_x509_crt_set_expiration_time(self->certificate, now + VALID_SECONDS);
    gnutls_x509_crt_set_basic_constraints(self->certificate, 1, -1);
    gnutls_x509_crt_set_key_usage(self->certificate,
                                  GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_CERT_SIGN);
    gnutls_x509_crt_set_key_purpose_oid(self->certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
    status = add_names(self->certificate, host_name, domain);
    return status != GNUTLS_E_SUCCESS ? status
                                      : gnutls_x509_crt_set_key(self->certificate, self->key);
}

static gboolean make(Pair *self, const char *host_name, const char *domain, GError **error) {
    guint bits = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1);
    int status = gnutls_x509_privkey_generate(self->key, GNUTLS_PK_ECDSA, bits, 0);
    if (status == GNUTLS_E_SUCCESS)
        status = fill(self, host_name, domain);
    if (status == GNUTLS_E_SUCCESS)
        status = gnutls_x509_crt_sign2(self->certificate, self->certificate, self->key,
                                       GNUTLS_DIG_SHA256, 0);
    return status == GNUTLS_E_SUCCESS || fail(error, "Making", status);
}

/* ---- keeping -------------------------------------------------------------------------------- */

static gboolean write_file(const char *directory, const char *name, const gnutls_datum_t *pem,
                           int mode, GError **error) {
    g_autofree char *path = g_build_filename(directory, name, NULL);
    return g_file_set_contents_full(path, (const char *)pem->data, pem->size,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    mode, error);
}

static gboolean keep(const Pair *self, const char *directory, GError **error) {
    gnutls_datum_t key = {NULL, 0}, certificate = {NULL, 0};
    gboolean is_kept =
        gnutls_x509_privkey_export2_pkcs8(self->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                          &key) == GNUTLS_E_SUCCESS &&
        gnutls_x509_crt_export2(self->certificate, GNUTLS_X509_FMT_PEM, &certificate) ==
            GNUTLS_E_SUCCESS &&
        write_file(directory, CERTIFICATE_KEY_FILE, &key, 0600, error) &&
        write_file(directory, CERTIFICATE_FILE, &certificate, 0644, error);
    gnutls_free(key.data);
    gnutls_free(certificate.data);
    return is_kept;
}

static gboolean read_file(const char *directory, const char *name, char **text,
                          gnutls_datum_t *pem) {
    g_autofree char *path = g_build_filename(directory, name, NULL);
    gsize length = 0;
    if (!g_file_get_contents(path, text, &length, NULL))
        return FALSE;
    *pem = (gnutls_datum_t){(guchar *)*text, (guint)length};
    return TRUE;
}

/* FALSE: there is none, or not one for this name, or it has run out: a new one is made. */
static gboolean read_pair(Pair *self, const char *directory, const char *host_name) {
    g_autofree char *key_text = NULL;
    g_autofree char *certificate_text = NULL;
    gnutls_datum_t key, certificate;
    return read_file(directory, CERTIFICATE_KEY_FILE, &key_text, &key) &&
           read_file(directory, CERTIFICATE_FILE, &certificate_text, &certificate) &&
           gnutls_x509_privkey_import2(self->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0) ==
               GNUTLS_E_SUCCESS &&
           gnutls_x509_crt_import(self->certificate, &certificate, GNUTLS_X509_FMT_PEM) ==
               GNUTLS_E_SUCCESS &&
           gnutls_x509_crt_check_hostname(self->certificate, host_name) != 0 &&
           gnutls_x509_crt_get_expiration_time(self->certificate) > time(NULL);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static gnutls_certificate_credentials_t credentials_of(Pair *pair, GError **error) {
    gnutls_certificate_credentials_t credentials = NULL;
    int status = gnutls_certificate_allocate_credentials(&credentials);
    if (status == GNUTLS_E_SUCCESS)
        status = gnutls_certificate_set_x509_key(credentials, &pair->certificate, 1, pair->key);
    if (status == GNUTLS_E_SUCCESS)
        return credentials;
    if (credentials != NULL)
        gnutls_certificate_free_credentials(credentials);
    fail(error, "Using", status);
    return NULL;
}

gnutls_certificate_credentials_t certificate_load(const char *directory, const char *host_name,
                                                  const char *domain, GError **error) {
    Pair pair;
    gnutls_certificate_credentials_t credentials = NULL;
    gboolean is_ready = pair_init(&pair);
    if (is_ready && (directory == NULL || !read_pair(&pair, directory, host_name))) {
        pair_clear(&pair);
        is_ready = pair_init(&pair) && make(&pair, host_name, domain, error) &&
                   (directory == NULL || keep(&pair, directory, error));
    }
    if (is_ready)
        credentials = credentials_of(&pair, error);
    pair_clear(&pair);
    return credentials;
}
